"""The Learning rates page in a browser: a mark that is clicked is the run that plays; no mouse is needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PAINTED
from tests.browser.same_page import arrived, resize, still

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
MARKS = ".stPlotlyChart .scatterlayer .trace:first-child .point"
MAP = ".gd-cells .heatmaplayer image"


def opened(open_page: Open, app_url: str, query: str, drawn: str = MARKS, **more: object) -> Page:
    page = open_page(f"{app_url}/learning_rates?{query}", **more, reduced_motion="reduce")
    expect(page.locator(PAINTED)).to_be_attached()
    expect(page.locator(drawn).first).to_be_attached()
    return arrived(page)


def test_a_click_on_a_mark_plays_that_run(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, "opt=gd")
    run = page.locator(PAINTED).get_attribute("data-run")
    mark = page.locator(MARKS).nth(120)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(f"{PAINTED}:not([data-run='{run}'])")).to_be_attached()
    page.wait_for_url("**gd.lr=0.01038")  # the 120th of the rates, to the last digit
    page.go_back()
    expect(page.locator(f"{PAINTED}[data-run='{run}']")).to_be_attached()


def test_a_suggestion_is_used_by_the_keyboard(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, "opt=momentum")
    page.locator(".st-key-use-pair button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**momentum.lr=0.0953414927462*momentum.momentum=0.4777931375666991")


def test_another_optimizer_is_chosen_and_stays_when_the_link_is_opened(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, "opt=momentum,gd")
    page.get_by_role("combobox", name="Learning rates of").click()
    page.get_by_role("option", name="Momentum").click()
    suggested = page.locator(".st-key-suggestions")
    expect(suggested).to_contain_text("Momentum's limit")
    page.wait_for_url("**of=momentum*")
    page.reload()
    expect(suggested).to_contain_text("Momentum's limit")


def test_the_figure_is_as_wide_as_the_page(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, "opt=gd", width=390, height=900)
    chart = page.locator(".stPlotlyChart").first
    for width in (390, 1366, 1920):
        resize(page, width, 900)
        chart.scroll_into_view_if_needed()
        still(page, ".stPlotlyChart .main-svg")
        box, drawn = chart.bounding_box(), chart.locator(".main-svg").first.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert drawn is not None and drawn["width"] == pytest.approx(box["width"], abs=2)


def test_a_map_is_clicked_zoomed_and_left_again(open_page: Open, app_url: str) -> None:
    page = opened(open_page, app_url, "opt=momentum&view=map", MAP, height=900)
    plot = page.locator(MAP).first

    plot.scroll_into_view_if_needed()

    def at(across: float, up: float) -> tuple[float, float]:
        box = plot.bounding_box()
        assert box is not None
        return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]

    page.mouse.move(*at(0.51, 0.51))
    expect(page.locator(".gd-cells-tip")).to_contain_text("momentum 0.51")
    page.mouse.click(*at(0.51, 0.51))
    page.wait_for_url("**momentum.lr=0.0086*momentum.momentum=0.512*")
    arrived(page)  # another figure comes after the link
    page.mouse.move(*at(0.6, 0.2))
    page.mouse.down()
    page.mouse.move(*at(0.7, 0.4), steps=4)
    page.mouse.move(*at(0.9, 0.7), steps=4)
    page.mouse.up()
    page.wait_for_url("**box=0.01*")
    expect(page.get_by_role("button", name="Back", exact=True)).to_be_enabled()
    arrived(page)
    page.mouse.dblclick(*at(0.51, 0.51))
    page.wait_for_url(lambda url: "box=" not in url)
