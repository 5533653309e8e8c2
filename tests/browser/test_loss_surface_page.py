"""The main job in a real browser: pick, race, play, click another start, type an own surface and rule, send the link."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.data_scene import ROOT
from tests.browser.same_page import arrived, changed, follow, resize, run_of, still

Open = Callable[..., Page]


def query(page: Page) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(page.url).query).items()}


def wait_query(page: Page, part: str) -> None:
    page.wait_for_function(
        "part => decodeURIComponent(location.search.replaceAll('+', ' ')).includes(part)", arg=part
    )


def no_sideways_scrolling(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def fits(page: Page, width: int, height: int) -> bool:
    """No sideways scrolling; the transport above the fold, or on a phone large enough for a finger."""
    play = (
        page.locator(ROOT)
        .get_by_role("button", name="Pause")
        .or_(page.locator(ROOT).get_by_role("button", name="Play"))
    )
    still(page)
    box = play.first.bounding_box()
    assert box is not None
    reached = box["y"] + box["height"] < height if width > 1000 else min(box["width"], box["height"]) >= 40
    return reached and no_sideways_scrolling(page)


@pytest.fixture(scope="module")
def desk(open_shared: Open, app_url: str) -> Page:
    """A page that the tests send to where they begin."""
    return open_shared(app_url, webgl=False)


@pytest.fixture(scope="module")
def phone(open_shared: Open, app_url: str) -> Page:
    """The same, opened on a phone."""
    return open_shared(app_url, width=390, height=844, reduced_motion="reduce", webgl=False)


def test_the_whole_job(open_page: Open, app_url: str) -> None:
    page = open_page(app_url)
    assert page.title() == "Loss surface"
    first = run_of(page)
    asked = page.evaluate(
        "performance.getEntriesByType('resource').map(r => r.name.match(/(player|plotly-[a-z0-9]+)-\\w+(\\.js|\\.css)/)).filter(Boolean)"
        ".map(m => m[1] + m[2])"
    )
    assert sorted(asked) == [
        "player.css",
        "player.js",
        "plotly-cartesian.js",
        "plotly-gl3d.js",
    ]  # once each, ahead of the player or with it
    page.wait_for_function(
        "root => +document.querySelector(root).dataset.step > 3", arg=ROOT
    )  # it plays by itself
    # another start by a click
    x, y = page.evaluate(
        """root => { const f = document.querySelector(root).gdviz.panels.contour.frame,
        box = document.querySelector(root).gdviz.panels.contour.host.getBoundingClientRect();
        return [box.left + f.ox + 0.5 * f.ax, box.top + f.oy - 1.25 * f.ay]; }""",
        ROOT,
    )
    page.mouse.click(x, y)
    second = changed(page, first)
    wait_query(page, "start=0.")
    start = [float(v) for v in query(page)["start"].split(",")]
    assert start == pytest.approx([0.5, 1.25], abs=0.02)
    # an own surface
    page.get_by_role("combobox", name="Loss surface").click()
    page.keyboard.type("Write your own")
    page.keyboard.press("Enter")
    third = changed(page, second)
    page.get_by_role("textbox", name="f(x, y) =").fill("x^2 + 3y^2 + |x*y|")
    page.keyboard.press("Control+Enter")
    fourth = changed(page, third)
    wait_query(page, "f=x^2 + 3y^2 + |x*y|")
    # an own update rule
    page.get_by_role("combobox", name="Optimizers").click()
    page.keyboard.type("Write your own")
    page.keyboard.press("Enter")
    fifth = changed(page, fourth)
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Update rule").fill("theta = theta - lr*g/(1 + norm(g))")
    page.keyboard.press("Control+Enter")
    sixth = changed(page, fifth)
    wait_query(page, "norm(g)")
    expect(page.locator(ROOT).get_by_text("Own rule").first).to_be_attached()
    # the link opens the very same scene, in another browser
    other = open_page(page.url, reduced_motion="reduce")
    assert run_of(other) == sixth
    # reload keeps it, Back undoes the last choice
    page.reload()
    page.wait_for_selector(f"{ROOT}[data-run]")
    assert run_of(page) == sixth
    page.go_back()
    page.wait_for_function("() => !decodeURIComponent(location.search).includes('1+norm')")
    assert changed(page, sixth)


def test_a_scene_by_a_click_and_back(desk: Page) -> None:
    page = resize(desk)
    first, link = run_of(page), page.evaluate("location.search")
    page.get_by_role("button", name="Too large a step").or_(
        page.get_by_text("Too large a step")
    ).first.click()
    second = changed(page, first)
    wait_query(page, "surface=ill_conditioned_bowl")
    expect(page.get_by_text("Twice gradient descent")).to_be_visible()
    page.go_back()
    page.wait_for_function("link => location.search === link", arg=link)
    assert changed(page, second) == first


def test_fast_moves_of_a_slider_all_count(desk: Page, app_url: str) -> None:
    page = follow(resize(desk), f"{app_url}/?surface=beale&opt=gd,momentum,adam")
    slider = page.get_by_role("slider", name="Learning rate").first
    slider.focus()
    value = slider.get_attribute("aria-valuetext")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(30)
    moved_to = slider.get_attribute("aria-valuetext") or "nan"
    assert moved_to != value
    page.wait_for_function(
        "value => Number(new URLSearchParams(location.search).get('gd.lr')) === value", arg=float(moved_to)
    )
    arrived(page)  # what is late would put the slider back
    assert slider.get_attribute("aria-valuetext") == moved_to
    assert float(query(page)["gd.lr"]) == float(moved_to)


def test_controls_link_and_table_follow_a_typed_rate_and_back(open_page: Open, app_url: str) -> None:
    """Only a few parts of the page run then."""
    page = open_page(f"{app_url}/?opt=gd,adam&gd.lr=0.001&adam.lr=0.1", reduced_motion="reduce", webgl=False)
    arrived(page)  # the picture is there before the sidebar
    field, other = page.get_by_role("textbox", name="Learning rate, typed").all()
    sidebar = page.get_by_test_id("stSidebar").get_by_test_id("stElementContainer")
    expect(page.locator(".gd-table")).to_contain_text("0.001")
    drawn, run = sidebar.count(), run_of(page)
    for text in ("0.0005", "0.0007"):
        field.fill(text)
        page.keyboard.press("Enter")
        run = changed(page, run)
        wait_query(page, f"gd.lr={text}")
        expect(page.locator(".gd-table")).to_contain_text(text)
        rates = page.get_by_role("slider", name="Learning rate")
        expect(rates.first).to_have_attribute("aria-valuetext", text)
    other.fill("0.2")
    page.keyboard.press("Enter")
    changed(page, run)
    wait_query(page, "adam.lr=0.2")
    field.fill("no number")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="stays")).to_be_visible()
    assert sidebar.count() > drawn  # by the refusal
    page.go_back()
    page.go_back()
    wait_query(page, "gd.lr=0.0005")
    expect(field).to_have_value("0.0005")
    expect(other).to_have_value("0.1")
    expect(page.locator(".gd-table")).to_contain_text("0.0005")
    expect(sidebar).to_have_count(drawn)


def test_a_refused_formula_leaves_the_picture(desk: Page, app_url: str) -> None:
    page = follow(resize(desk), f"{app_url}/?f=x^2%2By^2&opt=gd")
    before = run_of(page)
    page.get_by_role("textbox", name="f(x, y) =").fill("x^2 + 3z^2")
    page.keyboard.press("Control+Enter")
    expect(
        page.get_by_role("status").filter(
            has_text="'z' is not a variable of this surface; use x and y (column 8)"
        )
    ).to_be_visible()
    assert run_of(page) == before


def test_a_broken_link_says_so_and_opens(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?surface=himmelblau&steps=many&f=x..y", reduced_motion="reduce", webgl=False)
    expect(page.get_by_text("steps=many")).to_be_visible()
    expect(page.get_by_text("f=x..y")).to_be_visible()
    assert page.evaluate("root => document.querySelector(root).gdviz.scene.title", ROOT) == "Himmelblau"


def test_fits_phone_laptop_and_projector(desk: Page, phone: Page) -> None:
    for page, width, height, scheme in (
        (phone, 390, 844, "light"),
        (desk, 1366, 768, "dark"),
        (desk, 1920, 1080, "light"),
    ):
        resize(page, width, height, color_scheme=scheme)
        assert fits(page, width, height), width


@pytest.mark.parametrize(
    ("width", "query"), [(1366, "surface=drop_wave&opt=adam"), (390, "surface=himmelblau&opt=nadam")]
)
def test_no_formula_is_cut(desk: Page, phone: Page, app_url: str, width: int, query: str) -> None:
    """Formulas scroll sideways where they are wide, and so would be cut above and below."""
    page = follow(resize(phone if width < 640 else desk, width), f"{app_url}/?{query}")
    page.get_by_role("tab", name="Formulas").click()
    formulas = page.locator(".stMarkdown .katex-display")
    expect(formulas.nth(6)).to_be_visible()
    cut = formulas.evaluate_all(
        "all => all.filter(e => e.scrollHeight > e.clientHeight).map(e => e.textContent)"
    )
    assert cut == []


def test_space_plays_after_a_click_on_a_chip(desk: Page) -> None:
    page = resize(desk)
    first = run_of(page)
    page.get_by_text("The banana valley").first.click()  # a long run, which does not end by itself meanwhile
    opened = changed(page, first)
    playing = "([root, on]) => (document.querySelector(root).dataset.playing === 'true') === on"
    page.wait_for_function(playing, arg=[ROOT, True])
    for on in (False, True, False):
        page.keyboard.press("Space")
        page.wait_for_function(playing, arg=[ROOT, on])
    assert run_of(page) == opened  # the chip was not pressed again
