"""The Reference page in a real browser: cards, search, links, widths."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.same_page import arrived

pytestmark = pytest.mark.without_webgl
CARD = ".gd-card h3"


def open_reference(open_page: Any, app_url: str, query: str = "", **options: Any) -> Any:
    """The page by its link, or without a query through the app's navigation."""
    if query:
        return open_page(f"{app_url}/reference?{query}", until=CARD, **options, reduced_motion="reduce")
    page = arrived(open_page(app_url, **options, reduced_motion="reduce"))
    if not page.get_by_role("link", name="Reference").is_visible():
        page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Reference").click()
    page.wait_for_selector(CARD)
    return page


def count(page: Any) -> int:
    return int(page.locator(".gd-card").count())


def test_cards_have_formulas_and_pictures_and_search_narrows_them(open_page: Any, app_url: str) -> None:
    page = open_reference(open_page, app_url)
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    everything = count(page)
    assert everything > 36
    first = page.locator(".gd-card").first
    assert first.locator("math").first.bounding_box()["height"] > 8
    page.wait_for_function("document.querySelector('.gd-card img').naturalWidth > 0")
    page.get_by_placeholder("Name, author").press_sequentially(
        "rosenbrock"
    )  # no Enter: it searches meanwhile
    page.wait_for_function(f"document.querySelectorAll('.gd-card').length < {everything}")
    page.locator("#rosenbrock").wait_for()
    page.wait_for_url("**/reference?find=rosenbrock")
    assert errors == []


def test_a_link_opens_the_player_and_back_returns(open_page: Any, app_url: str) -> None:
    page = open_reference(open_page, app_url, "show=optimizers&find=chen+sign")
    assert count(page) == 1
    page.evaluate("window.stillTheSamePage = true")
    page.locator("#lion a.gd-open").click()
    page.wait_for_selector("[data-testid=gdviz-player][data-run]")
    page.wait_for_url(re.compile("opt=gd%2Clion"))
    assert "find" not in page.url and "show" not in page.url
    expect(page.get_by_text("Lion").first).to_be_visible()
    assert page.locator("[data-testid=stAlert]").count() == 0
    page.go_back()
    page.locator("#lion").wait_for()
    assert count(page) == 1
    assert page.evaluate("window.stillTheSamePage") is True  # neither way was the app loaded anew


def test_a_link_is_an_ordinary_link(open_page: Any, app_url: str) -> None:
    page = open_reference(open_page, app_url, "find=himmelblau")
    href = page.locator("#himmelblau a.gd-open").evaluate("a => a.href")
    assert re.fullmatch(rf"{app_url}/\?surface=himmelblau", href)
    page.goto(href)
    page.wait_for_selector("[data-testid=gdviz-player][data-run]")
    expect(page.get_by_text("Himmelblau").first).to_be_visible()


def test_links_of_what_is_fitted_open_in_the_running_app(open_page: Any, app_url: str) -> None:
    page = open_reference(open_page, app_url)
    page.evaluate("window.stillTheSamePage = true")
    for kind, slug, path, query, title in (
        (
            "Data sets",
            "line",
            "linear_regression",
            "",
            "Line with noise",
        ),  # the default: the page takes it out of its address
        ("Losses", "softmax", "classification", "loss=softmax&data=three_classes", "Three classes"),
        ("Penalties", "l2", "linear_regression", "penalty=l2", "Cars (mtcars)"),
    ):
        page.get_by_role("radio", name=kind).click()
        page.locator(f"#{slug} a.gd-open").click()
        page.wait_for_function("path => location.pathname.endsWith('/' + path)", arg=path)
        page.wait_for_selector("[data-testid=gdviz-player][data-run]")
        page.wait_for_function(
            "title => document.querySelector('[data-testid=gdviz-player]').gdviz.scene.title === title",
            arg=title,
        )
        page.wait_for_function(
            "parts => parts.every((part) => location.href.includes(part))", arg=query.split("&")
        )
        assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
        page.go_back()
        page.locator(f"#{slug}").wait_for()
    assert page.evaluate("window.stillTheSamePage") is True


@pytest.mark.parametrize("show", ["surfaces", "optimizers", "schedules", "losses", "penalties", "datasets"])
def test_a_phone_sees_no_sideways_overflow(open_page: Any, app_url: str, show: str) -> None:
    page = open_reference(open_page, app_url, f"show={show}", width=390, height=844)
    page.add_style_tag(content=".gd-card { content-visibility: visible !important }")
    wide = page.evaluate("""() => {
      const main = document.querySelector('[data-testid=stMain]');
      const cards = [...document.querySelectorAll('.gd-card')].filter((c) => c.getBoundingClientRect().right > innerWidth
        || c.scrollWidth > c.clientWidth + 1).map((c) => c.id);
      const kinds = [...document.querySelectorAll('.st-key-reference-head [role=radio]')].map((k) => k.getBoundingClientRect());
      const outside = kinds.filter((k) => k.left < 0 || k.right > innerWidth);
      const cut = [...document.querySelectorAll('.st-key-reference-head [role=radio] p')].filter((p) => p.scrollWidth > p.clientWidth);
      return [document.documentElement.scrollWidth > innerWidth, main.scrollWidth > main.clientWidth, cards,
        kinds.length, outside.length, cut.length];
    }""")
    assert wide == [False, False, [], 6, 0, 0]


def test_pictures_follow_the_theme(open_page: Any, app_url: str) -> None:
    shades = []
    for scheme in ("light", "dark"):
        page = open_reference(open_page, app_url, "find=sphere", color_scheme=scheme)
        page.wait_for_function("document.querySelector('#sphere img').complete")
        page.locator("#sphere img").scroll_into_view_if_needed()
        shades.append(page.locator("#sphere img").screenshot())
    assert shades[0] != shades[1]


def test_a_card_can_be_opened_with_the_keyboard(open_page: Any, app_url: str) -> None:
    page = open_reference(open_page, app_url, "find=beale")
    link = page.locator("#beale a.gd-open")
    link.focus()
    assert link.evaluate("a => a.matches(':focus-visible')")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=gdviz-player][data-run]")
    page.wait_for_url(re.compile("surface=beale"))


def test_formulas_wrap_or_can_be_scrolled(open_page: Any, app_url: str) -> None:
    """No formula sticks out of its card; what cannot be broken scrolls, and the keyboard reaches it."""
    sizes = ((1366, 768), (390, 844), (1920, 1080))
    wide: dict[int, list[str]] = {width: [] for width, _ in sizes}
    seen = dict.fromkeys(wide, 0)
    for kind in ("surfaces", "optimizers", "losses", "schedules"):
        page = open_reference(open_page, app_url, f"show={kind}")
        page.wait_for_selector(".gd-card .gd-math")
        page.add_style_tag(content=".gd-card { content-visibility: visible !important; }")
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate("""() => [...document.querySelectorAll('.gd-math')].map((box) => ({
                name: box.closest('.gd-card').id, over: box.scrollWidth - box.clientWidth, focus: box.tabIndex === 0,
                scrolls: getComputedStyle(box).overflowX === 'auto',
                small: Math.min(...[...box.querySelectorAll('mn, mi')].map((node) => parseFloat(getComputedStyle(node).fontSize)))}))""")
            seen[width] += len(found)
            assert all(box["focus"] and box["scrolls"] and box["small"] >= 11 for box in found), found
            wide[width] += [box["name"] for box in found if box["over"] > 1]
    assert all(n > 70 and len(wide[width]) <= n // 10 for width, n in seen.items()), wide
