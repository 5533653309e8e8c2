"""The start is dragged and the paths follow; a window that is moved or zoomed is filled with what is there; keys do it too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.data_scene import PLAYER, ROOT, settle
from tests.browser.press import PLACE, RANGES
from tests.browser.same_page import arrived, steady, still
from tests.browser.test_player_press import Finger

Open = Callable[..., Page]
SCENE = "?surface=himmelblau&opt=gd,adam&steps=60"
CURVE = "?surface=parabola&opt=gd&steps=30"
START = f"() => {PLAYER}.scene.start.slice(0, {PLAYER}.scene.flat ? 1 : 2)"
SURFACE = f"() => [...{PLAYER}.scene.surface.x, ...{PLAYER}.scene.surface.y]"
# how many runs were painted since, and the ranges that were seen as the page was asked for each window
COUNT = f"""() => {{ window.painted = 0; window.asked = [];
    const {{ hand }} = {PLAYER}, {{ change }} = hand;
    hand.change = (key, ...more) => {{ if (key === 'window') window.asked.push(({RANGES})()); change.call(hand, key, ...more); }};
    new MutationObserver(() => window.painted++).observe({PLAYER}.root, {{ attributeFilter: ['data-run'] }}); }}"""


def opened(open_page: Open, app_url: str, query: str = SCENE, **options: Any) -> Page:
    page = open_page(f"{app_url}/{query}", reduced_motion="reduce", **{"webgl": False, **options})
    page.locator(".gd-start").wait_for()
    settle(page)
    page.evaluate(COUNT)
    return page


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".gd-start").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def link(page: Page) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(page.url).query).items()}


def wait_link(page: Page, key: str, value: str | None) -> None:
    page.wait_for_function(
        "([key, value]) => new URLSearchParams(location.search).get(key) === value", arg=[key, value]
    )


def wait_start(page: Page, *start: float) -> None:
    page.wait_for_function(
        f"start => ({START})().every((v, i) => Math.abs(v - start[i]) < 0.06) && !{PLAYER}.panels.contour.start.place",
        arg=list(start),
    )


def wait_asked(page: Page) -> list[float]:
    """Wait until the picture rests and the page was asked for its window; return what was seen then, before the answer."""
    steady(page, RANGES)
    page.wait_for_function("() => window.asked.length")
    ranges: list[float] = page.evaluate("() => window.asked.at(-1)")
    return ranges


def wait_filled(page: Page) -> list[float]:
    """Wait until the surface is that of the window that is shown; return the window."""
    page.wait_for_function(
        f"() => {{ const a = ({RANGES})(), b = ({SURFACE})(); return a.every((v, i) => Math.abs(v - b[i]) < 2e-4 * (a[1] - a[0])); }}"
    )
    ranges: list[float] = page.evaluate(RANGES)
    return ranges


def test_paths_follow_while_the_start_is_dragged(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, webgl=True)
    page.evaluate(f"() => {PLAYER}.seek(7)")
    ranges, before = page.evaluate(RANGES), link(page)
    x, y = middle(page)
    to_x, to_y = page.evaluate(PLACE, [2, 1])
    page.mouse.move(x + 6, y - 6)  # near it is enough, and it does not jump to the pointer
    page.mouse.down()
    for i in range(1, 11):
        page.mouse.move(x + 6 + (to_x - x) * i / 10, y - 6 + (to_y - y) * i / 10)
        lies = middle(page)
        assert np.allclose(lies, [x + (to_x - x) * i / 10, y + (to_y - y) * i / 10], atol=1.5)  # at once
    page.wait_for_function("() => window.painted > 0")
    page.wait_for_function(f"() => Math.abs(({START})()[0] - 2) < 0.06")
    assert link(page) == before  # nothing is chosen for good yet
    theta = page.evaluate(f"() => [...{PLAYER}.scene.runs[0].points.slice(0, 2)]")
    assert theta == pytest.approx([2, 1], abs=0.06)
    page.mouse.up()
    wait_link(page, "start", ",".join(f"{v:g}" for v in page.evaluate(START)))
    wait_start(page, 2, 1)
    expect(page.get_by_role("textbox", name="Start x")).to_have_value(f"{page.evaluate(START)[0]:g}")
    assert page.get_attribute(ROOT, "data-step") == "7"  # not played again
    assert page.evaluate(RANGES) == ranges  # nor moved by plotly.js
    page.go_back()  # one step of the history
    wait_link(page, "start", None)


def test_escape_puts_the_start_back(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url)
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=5)
    page.wait_for_function("() => window.painted > 0")
    page.keyboard.press("Escape")
    wait_start(page, -0.5, -1)
    page.mouse.move(x + 90, y)
    page.mouse.up()
    arrived(page)
    wait_start(page, -0.5, -1)
    assert "start" not in link(page)


def test_a_click_elsewhere_sets_the_start_and_plays(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url)
    opening = page.evaluate(f"() => {PLAYER}.scene.opened")
    page.mouse.click(*page.evaluate(PLACE, [3, 3]))
    wait_start(page, 3, 3)
    assert page.evaluate(f"() => {PLAYER}.scene.opened") > opening


def test_arrow_keys_move_the_start(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url)
    handle = page.get_by_role("slider", name="Start: x and y")
    handle.focus()
    step = page.get_attribute(ROOT, "data-step")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    wait_link(page, "start", "-0.31,-0.9")  # a hundredth of the window, with Shift a thousandth
    assert page.get_attribute(ROOT, "data-step") == step
    expect(handle).to_be_focused()
    text = handle.get_attribute("aria-valuetext") or ""
    assert text.startswith("x = −0.31, y = −0.9")


def test_of_one_parameter_the_start_moves_along_the_curve(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, CURVE)
    x, y = middle(page)
    to_x, _ = page.evaluate(PLACE, [-1, 0])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, y, steps=5)
    _, on_curve = page.evaluate(PLACE, [-1, 1])
    assert middle(page)[1] == pytest.approx(on_curve, abs=2)
    page.mouse.up()
    wait_start(page, -1)
    page.get_by_role("slider", name="Start: x").focus()
    page.keyboard.press("ArrowUp")  # means nothing here
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => ({START})()[0] > -0.99")


def test_a_finger_drags_the_start_and_scrolls_elsewhere(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, width=390, height=844, has_touch=True, is_mobile=True)
    page.locator(".gd-start").scroll_into_view_if_needed()
    still(page)
    finger, top = Finger(page), page.evaluate(RANGES)
    x, y = middle(page)
    place = page.locator("[data-gd=contour]").bounding_box()
    finger.send("touchStart", (x + 12, y - 12))
    for i in range(1, 9):
        finger.send("touchMove", (x + 12 + 6 * i, y - 12 - 5 * i))
    page.wait_for_function("() => window.painted > 0")
    finger.send("touchEnd")
    assert page.locator("[data-gd=contour]").bounding_box() == place  # not scrolled
    assert page.evaluate(RANGES) == top
    page.wait_for_function("() => location.search.includes('start=')")
    assert np.allclose(middle(page), [x + 48, y - 40], atol=2)


def test_what_is_zoomed_is_filled_and_nothing_jumps(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, webgl=True)
    own, entries = page.evaluate(RANGES), page.evaluate("() => history.length")
    x, y = page.evaluate(PLACE, [3, 2])
    page.mouse.move(x, y)
    for _ in range(4):
        page.mouse.wheel(0, -60)
    page.wait_for_function(f"own => ({RANGES})()[0] > own[0] + 1", arg=own)
    seen = wait_asked(page)
    filled = wait_filled(page)
    np.testing.assert_allclose(filled, seen)
    np.testing.assert_allclose(page.evaluate(PLACE, [3, 2]), [x, y], atol=2)
    page.wait_for_function("() => location.search.includes('window=')")
    window = [float(v) for v in link(page)["window"].split(",")]
    np.testing.assert_allclose(window, seen, atol=1e-3)
    # one step of the history; more only where the wheel turned so slowly that the page was asked in between
    added, asked = page.evaluate("entries => [history.length - entries, window.asked.length]", entries)
    assert 1 <= added <= asked
    # the 3-D surface, which is drawn after the contours, shows it too; and the mouse moves it on
    page.wait_for_function(
        f"""([low, high]) => {{ const {{ x }} = {PLAYER}.panels.surface.plot.data[0];
        return Math.max(Math.abs(x[0] - low), Math.abs(x.at(-1) - high)) < 1e-6; }}""",
        arg=window[:2],
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 30, steps=6)
    page.mouse.up()
    page.wait_for_function(f"x => ({RANGES})()[0] > x", arg=seen[0] + 0.2)
    seen = page.evaluate(RANGES)
    np.testing.assert_allclose(wait_filled(page), seen)
    settle(page)
    np.testing.assert_allclose(page.evaluate(RANGES), seen)
    page.go_back()  # to the first zoom
    page.wait_for_function(f"x => Math.abs(({RANGES})()[0] - x) < 1e-9", arg=window[0])
    page.mouse.dblclick(x, y)
    wait_link(page, "window", None)
    page.wait_for_function(f"own => ({RANGES})().every((v, i) => v === own[i])", arg=own)
    assert wait_filled(page) == own


def test_two_fingers_zoom_and_it_is_filled(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, width=390, height=844, has_touch=True, is_mobile=True)
    page.locator("[data-gd=contour]").scroll_into_view_if_needed()
    still(page)
    finger = Finger(page)
    x, y = page.evaluate(PLACE, [2.5, -2])
    own = page.evaluate(RANGES)
    finger.send("touchStart", (x - 20, y), (x + 20, y))
    for i in range(1, 5):
        finger.send("touchMove", (x - 20 - 5 * i, y), (x + 20 + 5 * i, y))
    page.wait_for_function(f"own => ({RANGES})()[1] - ({RANGES})()[0] < 0.6 * (own[1] - own[0])", arg=own)
    wait_filled(page)  # the fingers rest on it
    assert "window" not in link(page)
    finger.send("touchEnd")
    page.wait_for_function("() => location.search.includes('window=')")
    wait_filled(page)


def test_a_curve_is_zoomed_along_its_parameter(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, CURVE)
    page.mouse.move(*page.evaluate(PLACE, [1, 2]))
    before = page.evaluate(RANGES)
    page.mouse.wheel(0, -200)
    page.wait_for_function(f"x => ({RANGES})()[0] > x + 0.1", arg=before[0])
    seen = wait_asked(page)
    page.wait_for_function(f"x => Math.abs({PLAYER}.scene.surface.x[0] - x) < 1e-3", arg=seen[0])
    settle(page)
    np.testing.assert_allclose(page.evaluate(RANGES), seen)


def test_a_window_that_cannot_be_shown_is_told(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url)
    page.evaluate(f"() => {PLAYER}.panels.contour.zoom([-1e13, 1e13], [-1e13, 1e13])")
    expect(page.locator("[data-gd=message]")).to_contain_text("the window of x must be 1e+12 wide at most")
    assert "window" not in link(page)
    page.mouse.dblclick(*page.evaluate(PLACE, [3e12, 3e12]))
    page.wait_for_function(f"() => ({RANGES})()[0] === -5")
