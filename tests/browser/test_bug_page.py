"""Find the bug in a real browser: predict, see, check, name, reveal; an older link; phone and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PAINTED
from tests.browser.data_scene import ROOT
from tests.browser.same_page import changed, resize, run_of, still
from tests.browser.test_loss_surface_page import fits, no_sideways_scrolling, wait_query

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
PREDICT = "[data-testid=stRadio]"


def predict(page: Page, words: str) -> None:
    expect(page.get_by_text(words)).to_have_count(1)  # those of the program before are gone
    page.get_by_text(words).click()
    page.wait_for_selector(PAINTED)


def test_predict_check_reveal(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/find_the_bug", until=PREDICT, reduced_motion="reduce")
    page.get_by_role("radio", name="Program 2").click()
    wait_query(page, "bug=2")
    expect(page.get_by_text("grad = X.T @ (X @ theta - y)").first).to_be_visible()
    expect(page.get_by_text("A gradient without the 1/n of its loss")).to_have_count(0)
    predict(page, "It climbs: the loss grows")
    expect(page.get_by_text("As you predicted")).to_be_visible()
    page.get_by_role("button", name="Run the checks").click()
    expect(page.get_by_text("do not agree").first).to_be_visible()
    expect(page.get_by_text("A gradient without the 1/n of its loss")).to_have_count(0)
    page.get_by_role("button", name="Reveal").click()
    expect(page.get_by_text("A gradient without the 1/n of its loss").first).to_be_visible()
    expect(page.get_by_text("Diverged").first).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    first = run_of(page)
    page.get_by_text("Give the published program the rate").click()
    changed(page, first)


@pytest.mark.parametrize("width, height", [(1366, 768), (390, 844)])
def test_what_a_step_finds_is_seen_where_it_was_asked_for(
    open_page: Open, app_url: str, width: int, height: int
) -> None:
    page = open_page(f"{app_url}/find_the_bug?bug=2", width, height, until=PREDICT, reduced_motion="reduce")

    def seen(words: str) -> None:
        expect(page.get_by_text(words)).to_be_visible()
        still(page)
        box = page.get_by_text(words).bounding_box()
        assert box is not None and 0 <= box["y"] and box["y"] + min(box["height"], 30) <= height, (words, box)

    def press(name: str) -> None:
        button = page.get_by_role("button", name=name)
        button.evaluate("node => node.scrollIntoView({ block: 'end' })")  # there is no room below it
        button.click()

    predict(page, "Another way to the same place")
    seen("You predicted: Another way to the same place.")
    press("Run the checks")
    seen("2 of 3 checks below do not agree.")
    field = page.get_by_test_id("stSelectbox").locator("input")
    field.scroll_into_view_if_needed()
    still(page)  # scrolling closes its list
    field.click()
    page.get_by_role("option", name="A wrong sign").click()
    press("Reveal")
    seen("You said: A wrong sign.")
    assert no_sideways_scrolling(page)
    cells = page.locator(".gd-checks td b").first  # what the eye looks for in a row is not cut off
    box = cells.bounding_box()
    assert box is not None and box["x"] + box["width"] <= width
    page.reload()  # what one did is no part of the link, the program is
    page.wait_for_selector(PREDICT)
    expect(page.get_by_role("radio", name="Program 2")).to_be_checked()
    expect(page.get_by_text("A gradient without the 1/n of its loss")).to_have_count(0)


def test_both_curves_are_on_the_axis(open_page: Open, app_url: str) -> None:
    page = open_page(
        f"{app_url}/find_the_bug?bug=missing mean", until=PREDICT, reduced_motion="reduce"
    )  # a link of before the slips were hidden
    wait_query(page, "bug=2")
    predict(page, "It climbs: the loss grows")
    page.wait_for_function("root => document.querySelector(root).gdviz.panels.curve.fitted", arg=ROOT)
    low, high, values = page.evaluate(
        """root => { const p = document.querySelector(root).gdviz, f = p.panels.curve.fitted;
        return [f.a, f.b, p.scene.runs.map((r) => [...r.loss].filter(Number.isFinite).map(f.to))]; }""",
        ROOT,
    )
    assert len(values) == 2 and max(values[1]) > 10 > max(
        values[0]
    )  # in powers of ten: the published run explodes
    assert all(low <= v <= high for run in values for v in run)


def test_the_page_fits(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/find_the_bug", until=PREDICT, reduced_motion="reduce")
    predict(page, "Another way to the same place")
    assert fits(page, 1366, 768)
    assert fits(resize(page, 390, 844, color_scheme="dark"), 390, 844)
