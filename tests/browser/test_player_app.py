"""The player in Streamlit: what a rerun changes, and what it must leave alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.same_page import arrived, changed, painted

ROOT = "[data-testid=gdviz-player]"
Open = Callable[..., Page]
STATE = """root => { const p = document.querySelector(root).gdviz; return {
    run: p.root.dataset.run, step: p.clock.k, playing: p.clock.playing, eye: p.panels.surface.plot.layout.scene.camera.eye,
    x: p.panels.contour.plot.layout.xaxis.range.map(Number), surface: p.scene.surface.id, plots: window.plots || 0 }; }"""


@pytest.fixture(scope="module")
def page(open_shared: Open, stage_url: str) -> Page:
    """One page for the tests that can share it."""
    return open_shared(stage_url, color_scheme="dark")


def state(page: Page) -> dict:
    return page.evaluate(STATE, ROOT)


def press(page: Page, name: str) -> dict:
    """Press a button of the page and wait for the run that it leads to."""
    before = state(page)["run"]
    page.get_by_role("button", name=name, exact=True).click()
    changed(page, before)
    return state(page)


def test_a_change_keeps_camera_zoom_and_play_position(page: Page) -> None:
    page.evaluate(
        """async root => { const p = document.querySelector(root).gdviz; p.seek(77); window.mark = p;
        await p.panels.surface.Plotly.relayout(p.panels.surface.plot, {'scene.camera.eye': {x: 0.3, y: -2, z: 0.6}});
        await p.panels.contour.zoom([-1, 0.5], [0, 1]); window.plots = 0;
        for (const plot of [p.panels.surface.plot, p.panels.contour.plot]) plot.on('plotly_afterplot', () => { window.plots++; }); }""",
        ROOT,
    )
    before = state(page)
    after = press(page, "rate")
    kept = ("step", "eye", "x", "surface", "playing")
    assert {k: after[k] for k in kept} == {k: before[k] for k in kept}
    assert after["plots"] == 0  # the same surface: plotly.js was not asked for anything
    assert page.evaluate("root => document.querySelector(root).gdviz === window.mark", ROOT)
    other = press(page, "surface")
    assert other["surface"] != before["surface"] and other["plots"] > 0
    assert (other["step"], other["eye"]) == (before["step"], before["eye"])


def test_playing_goes_on_through_changes(page: Page) -> None:
    page.evaluate(
        "root => { const p = document.querySelector(root).gdviz; p.seek(0); p.clock.speed = '0.25'; p.clock.play(); }",
        ROOT,
    )
    for _ in range(3):
        assert press(page, "rate")["playing"]


def test_a_click_on_the_contours_sets_the_start(page: Page) -> None:
    x, y, run = page.evaluate(
        """root => { const p = document.querySelector(root).gdviz, f = p.panels.contour.frame;
        const box = p.panels.contour.host.getBoundingClientRect();
        return [box.left + f.ox + 0.5 * f.ax, box.top + f.oy - 1.25 * f.ay, p.root.dataset.run]; }""",
        ROOT,
    )
    page.mouse.click(x, y)
    painted(page, run)
    start = page.evaluate("root => document.querySelector(root).gdviz.scene.start", ROOT)
    assert start == pytest.approx([0.5, 1.25], abs=0.02)
    page.mouse.dblclick(x, y + 20)  # a double click resets the zoom and sets no start
    page.wait_for_timeout(700)
    assert page.evaluate("root => document.querySelector(root).gdviz.scene.start", ROOT) == start


def test_another_competitor_s_arithmetic_is_fetched(page: Page) -> None:
    page.get_by_label("Competitor", exact=True).select_option("adam")
    page.wait_for_function("() => document.querySelectorAll('.gd-equation').length === 5")


def test_follows_streamlit_s_theme(page: Page) -> None:
    dark = "root => document.querySelector(root).gdviz.theme.dark"
    assert page.evaluate(dark, ROOT) is True
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"root => !({dark})(root)", arg=ROOT)


def test_many_changes_at_once_end_with_the_last(page: Page) -> None:
    """The server may answer two quick clicks in one run; what it ended with is what the player must show."""
    rate = page.evaluate("root => document.querySelector(root).gdviz.scene.runs[0].constantRate", ROOT)
    button = page.get_by_role("button", name="rate", exact=True)
    for _ in range(6):
        button.click(delay=0)
    page.wait_for_timeout(2500)
    arrived(page)
    last = float(page.get_by_text(re.compile("^rate ")).inner_text().removeprefix("rate "))
    assert last > rate * 1.005
    page.wait_for_function(
        "([root, rate]) => { const p = document.querySelector(root).gdviz;"
        "return Math.abs(p.scene.runs[0].constantRate / rate - 1) < 1e-12 && p.scene.run === p.root.dataset.run; }",
        arg=[ROOT, last],
    )


def test_leaving_and_coming_back_and_a_page_under_a_path(open_page: Open, stage_url: str) -> None:
    page = open_page(f"{stage_url}/deep")
    page.evaluate("root => { window.left = document.querySelector(root).gdviz; }", ROOT)
    page.get_by_role("link", name="Other").click()
    page.get_by_role("heading", name="Other").wait_for()
    page.wait_for_function("() => window.left.gone")
    page.get_by_role("link", name="Stage").click()
    page.wait_for_selector(f"{ROOT}[data-run]")
    assert state(page)["playing"] is False  # it played by itself once
