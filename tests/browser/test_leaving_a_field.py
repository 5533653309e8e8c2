"""A value that was typed without Enter, and then a tap on another page: the page opens, the value is kept, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_loss_surface_page import ROOT, wait_query

Open = Callable[..., Page]
SCENE = "?surface=himmelblau&opt=gd,adam&steps=77"
SHOWN = "root => { const s = document.querySelector(root)?.gdviz?.scene; return s && [s.title, s.competitors.map(c => c.slug)]; }"


def steps(page: Page, value: str) -> None:
    expect(page.get_by_role("textbox", name="Steps", exact=True)).to_have_value(value)


def shows_the_surface(page: Page) -> None:
    expect(page.get_by_role("heading", name="Loss surface")).to_be_attached()
    steps(page, "88")
    page.wait_for_function(
        f"root => JSON.stringify(({SHOWN})(root)) === JSON.stringify(['Himmelblau', ['gd', 'adam']])",
        arg=ROOT,
    )
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_role("combobox", name="Loss surface")).to_have_value("Himmelblau (Himmelblau 1972)")
    expect(sidebar.get_by_test_id("stMultiSelect").first).to_contain_text("Adam (2014)")


@pytest.mark.parametrize("touch", [True, False], ids=["touch", "mouse"])
def test_a_tap_on_another_page_takes_what_was_typed_along(open_page: Open, app_url: str, touch: bool) -> None:
    page = open_page(f"{app_url}/{SCENE}", has_touch=touch)
    steps(page, "77")
    for back in ("go_back", "nav"):
        field = page.get_by_role("textbox", name="Steps", exact=True)
        field.scroll_into_view_if_needed()
        field.fill("88")
        link = page.get_by_role("link", name="Linear regression")
        link.tap() if touch else link.click(delay=0)
        expect(page.get_by_role("heading", name="Linear regression")).to_be_attached()
        steps(page, "200")
        page.wait_for_function("location.pathname.endsWith('/linear_regression') && location.search === ''")
        if back == "go_back":
            page.go_back()
        else:
            page.get_by_role("link", name="Loss surface").click()
        shows_the_surface(page)
    wait_query(page, "steps=88")
    page.reload()
    shows_the_surface(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
