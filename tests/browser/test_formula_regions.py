"""A formula that tells classes apart in a real browser: its regions under the play head, a point dragged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.data_scene import PLAYER
from tests.browser.same_page import painted, run_of
from tests.browser.test_loss_surface_page import wait_query
from tests.browser.test_points import drag, rested

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
# the radius at the play head, of the boundary's line and of the parameters of the focused run
RADII = f"""() => {{ const p = {PLAYER}, run = p.focused, f = p.panels.data.frame, k = run.head(p.clock.k);
    const line = p.panels.data.project(run, k)[0].map(([x, y]) => Math.hypot((x - f.ox) / f.ax, (f.oy - y) / f.ay));
    return [Math.min(...line), Math.max(...line), run.parameters(k)[1]]; }}"""
# the shade in the middle and in a corner: red, green, blue, opacity
SHADES = """() => { const c = document.querySelector('.gd-data .gd-shade canvas'), at = c.getContext('2d', { willReadFrequently: true });
    return [[c.width / 2, c.height / 2], [0, 0]].map(([x, y]) => [...at.getImageData(x, y, 1, 1).data]); }"""


def test_the_circle_follows_the_play_head_and_a_point_is_dragged(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/classification?problem=formula&opt=gd&steps=20", reduced_motion="reduce")
    first = run_of(page)
    for step in (20, 3):
        page.evaluate(f"() => {PLAYER}.seek({step})")
        page.wait_for_function(f"() => {PLAYER}.panels.data.frame && {PLAYER}.root.dataset.step === '{step}'")
        low, high, radius = page.evaluate(RADII)
        assert 0.95 * radius < low <= radius < 1.02 * high < 1.07 * radius  # between cells it is straight
    (r, _, b, strong), (red, _, blue, _) = page.evaluate(SHADES)
    assert r > b and blue > red and strong > 0  # orange inside, blue outside
    expect(page.locator(".gd-confusion caption").first).to_contain_text("of 150 rows right")
    drag(page, 5, 0, -40)
    painted(page, first)
    page.mouse.up()
    rested(page)
    wait_query(page, "data=own-table")
    low, high, radius = page.evaluate(RADII)
    assert 0.95 * radius < low <= 1.02 * high < 1.07 * radius
