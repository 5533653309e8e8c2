"""The fields of the point that is looked at: they stand in one line wherever the point is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import Open

pytestmark = pytest.mark.without_webgl


def top(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["y"]


def test_a_point_outside_of_the_window_moves_no_field(open_page: Open, app_url: str) -> None:
    """Only a coordinate inside of the window has a slider below its field."""
    page = open_page(f"{app_url}/curvature?at=1e19,-1", reduced_motion="reduce")
    fields = page.get_by_test_id("stMain").get_by_test_id("stTextInputRootElement")
    x, y = fields.nth(0), fields.nth(1)
    back = page.get_by_role("button", name="Back to the run")
    back.scroll_into_view_if_needed()
    assert abs(top(x) - top(y)) < 1 and abs(top(back) - top(y)) < 2
