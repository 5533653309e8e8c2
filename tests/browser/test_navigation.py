"""The pages in the navigation: all of them in sight on a laptop, none behind a menu."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from gdviz.ui.pages import PAGES

pytestmark = pytest.mark.without_webgl
# where each link is seen: links that do not fit are there, too, but behind a menu, all at one place
PLACES = """() => [...document.querySelectorAll('[data-testid=stTopNavLink]')]
  .filter(link => link.checkVisibility({ opacityProperty: true }))
  .map(link => [link.querySelector('p').textContent, Math.round(link.getBoundingClientRect().left)])"""


def test_a_laptop_shows_all_pages(open_page: Callable[..., Page], app_url: str) -> None:
    page = open_page(app_url, reduced_motion="reduce")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.wait_for_function(
        f"count => new Set(({PLACES})().map(([, left]) => left)).size === count", arg=len(PAGES)
    )
    assert [title for title, _ in page.evaluate(PLACES)] == [row.title for row in PAGES.values()]
