"""In full screen, in low windows and after the window has got another shape all panels can be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.data_scene import PLAYER, ROOT
from tests.browser.same_page import resize, steady, still

Open = Callable[..., Page]
PROJECTOR, SIDEWAYS, UPRIGHT = (1920, 1080), (844, 390), (390, 844)
# panels that are low though not all of them is seen, how much is out of sight at the side, and where the player's keys end
FULL_SCREEN = """() => {
    const all = document.fullscreenElement, seen = [...all.querySelectorAll('.gd-body')].filter((body) => body.clientWidth);
    const low = seen.filter((body) => body.clientHeight < 170 && body.clientHeight < body.scrollHeight);
    return [low.map((body) => `${body.closest('section').className}: ${body.clientHeight} px`),
        all.scrollWidth - all.clientWidth, all.querySelector('[data-gd=play]').getBoundingClientRect().bottom];
}"""
CUT_NAMES = """root => [...document.querySelectorAll(`${root} .gd-name`)]
    .filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.innerText)"""
# The player is scrolled to below the page's header: which part of its first panel lies above the keys, and how high what
# stays in sight is
ABOVE_THE_KEYS = """root => {
    const player = document.querySelector(root), main = document.querySelector('.stMain');
    const box = (node) => node.getBoundingClientRect();
    main.scrollTop += box(player).top - 60;
    const panel = box([...player.querySelectorAll('.gd-panel')].find((section) => section.clientWidth));
    const keys = box(player.querySelector('.gd-transport'));
    const stuck = [...player.querySelectorAll('.gd-deck, .gd-transport')]
        .filter((part) => getComputedStyle(part).position === 'sticky').map((part) => box(part).height);
    return [Math.min(1, (keys.top - panel.top) / panel.height), Math.max(...stuck)];
}"""
SURFACE = f"{PLAYER}.panels.surface.plot.layout.scene"
VIEW = f"() => [{SURFACE}.camera.eye, {SURFACE}.zaxis.title.text]"


@pytest.mark.without_webgl
@pytest.mark.parametrize("name", ["", "classification", "neural_network", "curvature"])
def test_full_screen_leaves_every_panel_a_size_in_which_it_can_be_read(
    open_page: Open, app_url: str, name: str
) -> None:
    """On a projector, on a laptop and on a phone, held either way."""
    page = open_page(f"{app_url}/{name}", reduced_motion="reduce")
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("() => document.fullscreenElement")
    for width, height in [PROJECTOR, (1366, 768), SIDEWAYS, UPRIGHT]:
        size = f"{width} x {height}"
        resize(page, width, height)
        low, sideways, keys = page.evaluate(FULL_SCREEN)
        assert (low, sideways) == ([], 0), size
        assert keys <= height, f"{size}: Play is out of sight"
        if width > 900:
            assert page.evaluate(CUT_NAMES, ROOT) == [], f"{size}: names are cut off"
            picture = page.locator("[data-gd=contour]").bounding_box()
            assert picture["height"] >= 0.37 * height, f"{size}: contours are smaller than on the page"
    page.evaluate("() => { document.fullscreenElement.scrollTop = 1e5; }")
    stuck = page.locator(".gd-transport").bounding_box()
    assert stuck["y"] <= 0, "what is scrolled shows between the keys and the screen's edge"
    page.keyboard.press("Escape")


@pytest.mark.without_webgl
@pytest.mark.parametrize("name", ["", "classification", "neural_network"])
def test_in_a_low_window_the_picture_is_not_covered_by_what_sets_it(
    open_page: Open, app_url: str, name: str
) -> None:
    """A phone that is held sideways, and a page at 200 %: only Play and its neighbours stay in sight."""
    page = open_page(f"{app_url}/{name}", reduced_motion="reduce")
    for width, height in [SIDEWAYS, (683, 384)]:
        page = still(resize(page, width, height))
        page.evaluate(ABOVE_THE_KEYS, ROOT)
        steady(page, f"() => ({ABOVE_THE_KEYS})('{ROOT}')")
        seen, stuck = page.evaluate(ABOVE_THE_KEYS, ROOT)
        assert stuck < 60 and seen > (0.7 if name == "neural_network" else 0.95), (width, height)


def test_a_surface_that_nobody_has_turned_fits_into_every_shape_of_its_panel(
    open_page: Open, app_url: str
) -> None:
    page = open_page(app_url, reduced_motion="reduce")
    views = {}
    for size in [(1366, 768), UPRIGHT]:
        views[size] = steady(resize(page, *size), VIEW).evaluate(VIEW)
    near, far = views.values()
    assert far[0]["x"] > 1.1 * near[0]["x"], "a narrow panel takes a step back"
    assert (near[1], far[1]) == ("f (log scale)", "")
    assert steady(resize(page), VIEW).evaluate(VIEW) == near
    page.locator("[data-gd=turn]").click()
    turned = steady(page, VIEW).evaluate(VIEW)[0]
    assert turned != near[0]
    assert steady(resize(page, *UPRIGHT), VIEW).evaluate(VIEW)[0] == turned  # it is theirs
