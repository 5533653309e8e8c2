"""On the Curvature page the local model follows the pointer and a point that keys move; the page stays quiet."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import gdviz
from tests.browser.data_scene import PLAYER
from tests.browser.same_page import arrived
from tests.browser.test_local_models import DRAWN

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
SURFACE = gdviz.surfaces["himmelblau"]
NEAR = f"""([x, y]) => {{ const l = {PLAYER}.panels.contour.looker.looked;
  return l && Math.hypot(l.at[0] - x, l.at[1] - y) < 0.1; }}"""


def pixel(page: Page, x: float, y: float) -> tuple[float, float]:
    px, py = page.evaluate(
        f"() => {{ const p = {PLAYER}.panels.contour, f = p.frame, b = p.host.getBoundingClientRect();"
        f" return [b.left + f.ox + {x} * f.ax, b.top + f.oy - {y} * f.ay]; }}"
    )
    return px, py


def test_newton_follows_the_pointer_and_climbs_where_it_must(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/curvature?opt=gd&gd.lr=0.01&tol=off&steps=60", reduced_motion="reduce")
    page.wait_for_selector("[data-testid=gdviz-player][data-ready=true]")
    link = page.url
    for place, climbs in [((-0.8, -0.5), True), ((2.5, 2.5), False), ((0.0, -0.5), True)]:
        page.mouse.move(*pixel(page, *place), steps=4)
        page.wait_for_function(NEAR, arg=list(place))
        page.evaluate(f"{PLAYER}.paint(true)")
        drawn = page.evaluate(DRAWN)
        g, h = SURFACE.gradient(drawn["at"]), SURFACE.hessian(drawn["at"])
        assert (np.linalg.eigvalsh(h)[0] < 0) == climbs
        newton = np.array(drawn["steps"][1]["to"])
        assert (newton @ g > 0) == climbs and np.dot(drawn["downhill"], g) < 0
        assert np.allclose(newton, -np.linalg.solve(h, g), atol=5e-3)
    words = page.locator(".gd-contour .gd-local").inner_text()
    assert words.startswith("x = ")
    assert page.url == link  # to look is no choice
    page.mouse.move(5, 5)
    page.wait_for_function(f"() => {PLAYER}.panels.contour.looker.seen.where === 'Step 60'")
    explore = page.locator(".gd-contour [data-gd=explore]")
    explore.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => {PLAYER}.panels.contour.looker.looked !== null")
    before = page.evaluate(f"{PLAYER}.panels.contour.looker.looked.at")
    for key, by in (("ArrowRight", 0.1), ("Shift+ArrowRight", 0.11)):  # of a window that is 10 wide
        page.keyboard.press(key)
        page.wait_for_function(
            f"x => Math.abs({PLAYER}.panels.contour.looker.looked.at[0] - x) < 1e-3", arg=before[0] + by
        )
    page.wait_for_url(lambda url: "at=" in url)  # numbers and figure of the page are of this point now
    x = page.evaluate(f"{PLAYER}.panels.contour.explorer.at.x")
    page.wait_for_function(
        "x => Math.abs(Number(document.querySelector('input[aria-label=\"Point: x\"]').value) - x) < 0.01",
        arg=x,
    )
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => {PLAYER}.panels.contour.looker.looked === null")
    page.wait_for_url(lambda url: "at=" not in url)
    page.evaluate(f"{PLAYER}.seek(21)")  # where the reader takes the play head, the page looks, too
    page.wait_for_url(lambda url: "step=21" in url)
    x = gdviz.descend("himmelblau", "gd", start=(-0.5, -1), steps=60, lr=0.01, stop=None).theta[21, 0]
    page.wait_for_function(
        "x => Math.abs(Number(document.querySelector('input[aria-label=\"Point: x\"]').value) - x) < 1e-4",
        arg=x,
    )
    assert page.evaluate(f"{PLAYER}.clock.k") == 21


def test_a_click_on_the_figure_below_takes_the_point_there(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/curvature?opt=gd&steps=60&step=21")
    page.wait_for_selector(".gd-cells[data-drawn]")
    page.wait_for_selector("[data-testid=gdviz-player][data-ready=true]")
    assert page.evaluate(f"[{PLAYER}.clock.k, {PLAYER}.clock.playing]") == [21, False]  # as the figure
    page.locator(".gd-cells").scroll_into_view_if_needed()
    at = """([x, y]) => { const plot = document.querySelector('.gd-cells .js-plotly-plot');
      const { xaxis, yaxis } = plot._fullLayout, box = plot.querySelector('.main-svg').getBoundingClientRect();
      return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)]; }"""
    tip = page.locator(".gd-cells-tip")
    page.mouse.move(*page.evaluate(at, [-2.0, 1.5]))
    expect(tip).to_contain_text(re.compile(r"^x = -[12].*, y = 1.*loss \d"))
    page.mouse.click(*page.evaluate(at, [-2.0, 1.5]))
    page.wait_for_url(lambda url: "at=" in url)
    x, y = map(float, re.split(",|%2C", page.url.partition("at=")[2].partition("&")[0]))
    assert abs(x + 2) < 0.05 and abs(y - 1.5) < 0.05  # of a window 10 wide
    page.wait_for_function(  # the figure that comes takes the next click
        """x => { const plot = document.querySelector('.gd-cells .js-plotly-plot');
          const point = plot?._fullData?.find((trace) => trace.name === 'the point');
          return point && Math.abs(point.x[0] - x) < 1e-6
            && Math.abs(Number(document.querySelector('input[aria-label="Point: x"]').value) - x) < 1e-4; }""",
        arg=x,
    )
    tried = f"""([x, y]) => {{ const {{ at }} = {PLAYER}.panels.contour.explorer;
      return at && Math.hypot(at.x - x, at.y - y) < 1e-6; }}"""
    page.wait_for_function(tried, arg=[x, y])  # the player's point lies where the page looks
    page.mouse.move(*page.evaluate(at, [3.05, 1.95]))
    expect(tip).to_contain_text("a minimum is here")
    page.mouse.click(*page.evaluate(at, [3.05, 1.95]))
    page.wait_for_url(lambda url: "at=3%2C2" in url or "at=3,2" in url)  # the minimum whose mark was hit
    page.wait_for_function(tried, arg=[3, 2])
    arrived(page).go_back()
    page.wait_for_function(tried, arg=[x, y])
    arrived(page).go_forward()
    page.wait_for_function(tried, arg=[3, 2])
    page.locator(".gd-cells").focus()
    for key in ("Shift+ArrowLeft", "ArrowUp", "Enter"):  # 17 of 160 places
        page.keyboard.press(key)
    page.wait_for_url(lambda url: "at=2" in url)
