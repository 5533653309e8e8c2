"""A formula answers while it is typed: the field keeps its focus and every character, the last picture that works stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.data_scene import PLAYER
from tests.browser.test_loss_surface_page import wait_query

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
SURFACE = f"() => {PLAYER}.scene.surface.id"


def test_a_surface_is_drawn_while_it_is_typed(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?f=x^2%2By^2&opt=gd&steps=20", reduced_motion="reduce")
    field = page.get_by_role("textbox", name="f(x, y) =")
    expect(field).to_have_value("x^2+y^2")
    first = page.evaluate(SURFACE)
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type(" + ", delay=40)
    expect(page.locator(".gd-refusal")).to_be_visible()  # told, and nothing else happens
    expect(page.get_by_role("alert").filter(has_text="column")).to_have_count(0)
    assert page.evaluate(SURFACE) == first
    page.keyboard.type("sin(3x)*", delay=60)  # answers come in between
    page.keyboard.type("y", delay=60)
    wait_query(page, "f=x^2+y^2 + sin(3x)*y")
    page.wait_for_function(f"first => ({SURFACE})() !== first", arg=first)
    expect(field).to_have_value("x^2+y^2 + sin(3x)*y")
    expect(field).to_be_focused()
    expect(page.locator(".gd-refusal")).to_have_count(0)
