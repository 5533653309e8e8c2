"""The rates in the legend: in sight without scrolling, moved by a finger that means it, left alone by one that scrolls."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.data_scene import ROOT
from tests.browser.same_page import arrived, painted, resize, run_of, steady

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
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


@pytest.fixture(scope="module")
def six(open_shared: Open, app_url: str) -> Page:
    return open_shared(f"{app_url}/{SIX}", reduced_motion="reduce")


@pytest.fixture(scope="module")
def three(open_shared: Open, app_url: str) -> Page:
    return open_shared(app_url, reduced_motion="reduce")


@pytest.fixture(scope="module")
def line(open_shared: Open, app_url: str) -> Page:
    return open_shared(f"{app_url}/linear_regression", reduced_motion="reduce")


@pytest.fixture(scope="module")
def phone(open_shared: Open, app_url: str) -> Page:
    return open_shared(app_url, width=390, height=844, reduced_motion="reduce")


@pytest.mark.parametrize(
    "width, height, opened",
    [
        (1366, 768, "six"),
        (1920, 1080, "six"),
        (1024, 768, "three"),
        (1024, 768, "line"),
        (1366, 768, "line"),
        (390, 844, "phone"),
    ],
)
def test_rates_are_seen_beside_the_paths_that_follow_them(
    request: pytest.FixtureRequest, width: int, height: int, opened: str
) -> None:
    page = resize(request.getfixturevalue(opened), width, height)
    boxes = [slider.bounding_box() for slider in rates(page).all()]
    assert len(boxes) == (6 if opened == "six" else 3)
    contour = page.locator("[data-gd=contour]").bounding_box()
    assert min(contour["width"], contour["height"]) >= 270  # and still large enough to read
    assert contour["y"] + contour["height"] <= boxes[0]["y"]
    seen = boxes if width > 1000 else boxes[:2]
    assert [b for b in seen if b["y"] + b["height"] > height or b["x"] + b["width"] > width] == []
    assert all(b["height"] >= (36 if width < 640 else 24) and b["width"] >= 96 for b in boxes)
    if width > 1000:  # a line each, in columns
        assert len({b["y"] for b in boxes}) <= 3 and len({b["width"] for b in boxes}) == 1


def test_scrolling_changes_no_rate_and_a_finger_on_the_thumb_does(open_page: Open, app_url: str) -> None:
    page = open_page(app_url, width=390, height=844, reduced_motion="reduce", has_touch=True, is_mobile=True)
    before, rate = values(page), rates(page).first
    scrolled = "() => document.querySelector('.stMain').scrollTop"
    box, top = rate.bounding_box(), page.evaluate(scrolled)
    swipe(page, (box["x"] + 20, box["y"] + box["height"] / 2), (3, -200))
    page.wait_for_function(f"top => ({scrolled})() > top", arg=top)
    arrived(steady(page, scrolled))
    assert values(page) == before
    thumb, top, run = (rate.locator(".gd-thumb").bounding_box(), page.evaluate(scrolled), run_of(page))
    swipe(page, (thumb["x"] + 7, thumb["y"] + 7), (-40, 60))
    painted(page, run)
    assert float(values(page)[0]) < float(before[0]) and page.evaluate(scrolled) == top  # type: ignore[arg-type]
