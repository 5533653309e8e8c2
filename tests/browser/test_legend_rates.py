"""The rates in the legend: in sight without scrolling, moved by a finger that means it, left alone by one that scrolls."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.data_scene import ROOT

Open = Callable[..., Page]
SIX = "?opt=gd,momentum,nesterov,adam,rmsprop,adagrad"


def rates(page: Page) -> Locator:
    return page.locator(ROOT).get_by_role("slider", name="Learning rate")


def values(page: Page) -> list[str | None]:
    return [slider.get_attribute("aria-valuenow") for slider in rates(page).all()]


def swipe(page: Page, place: tuple[float, float], by: tuple[float, float]) -> None:
    """One finger, from a place on the screen by so many pixels."""
    session = page.context.new_cdp_session(page)
    for i in range(9):
        point = {"x": place[0] + by[0] * i / 8, "y": place[1] + by[1] * i / 8}
        kind = "touchMove" if i else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        page.wait_for_timeout(20)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("width, height, query", [(1366, 768, SIX), (1920, 1080, SIX), (390, 844, "")])
def test_rates_are_seen_beside_the_paths_that_follow_them(
    open_page: Open, app_url: str, width: int, height: int, query: str
) -> None:
    page = open_page(f"{app_url}/{query}", width=width, height=height, reduced_motion="reduce")
    boxes = [slider.bounding_box() for slider in rates(page).all()]
    assert len(boxes) == (6 if query else 3)
    contour = page.locator("[data-gd=contour]").bounding_box()
    assert contour["y"] + contour["height"] <= boxes[0]["y"]
    seen = boxes if width > 1000 else boxes[:2]
    assert [b for b in seen if b["y"] + b["height"] > height or b["x"] + b["width"] > width] == []
    assert all(b["height"] >= (36 if width < 720 else 24) and b["width"] >= 96 for b in boxes)
    if width > 1000:  # a line each, in columns
        assert len({b["y"] for b in boxes}) <= 3 and len({b["width"] for b in boxes}) == 1


def test_scrolling_changes_no_rate_and_a_finger_on_the_thumb_does(open_page: Open, app_url: str) -> None:
    page = open_page(app_url, width=390, height=844, reduced_motion="reduce", has_touch=True, is_mobile=True)
    before, rate = values(page), rates(page).first
    scrolled = "() => document.querySelector('.stMain').scrollTop"
    box, top = rate.bounding_box(), page.evaluate(scrolled)
    swipe(page, (box["x"] + 20, box["y"] + box["height"] / 2), (3, -200))
    page.wait_for_timeout(500)
    assert page.evaluate(scrolled) > top and values(page) == before
    thumb, top, run = (
        rate.locator(".gd-thumb").bounding_box(),
        page.evaluate(scrolled),
        page.get_attribute(ROOT, "data-run"),
    )
    swipe(page, (thumb["x"] + 7, thumb["y"] + 7), (-40, 60))
    page.wait_for_function(
        "([root, run]) => document.querySelector(root).dataset.run !== run", arg=[ROOT, run]
    )
    assert float(values(page)[0]) < float(before[0]) and page.evaluate(scrolled) == top  # type: ignore[arg-type]
