"""A formula model in a real browser: typed, marked on the contours, its points dragged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.data_scene import PLAYER
from tests.browser.same_page import arrived, changed, painted, run_of
from tests.browser.test_loss_surface_page import wait_query
from tests.browser.test_points import drag, rested

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
# colours of the layers above the contours where the mark's middle is
MARK = f"""() => {{ const p = {PLAYER}, c = p.panels.contour, f = c.frame, [x, y] = p.scene.sample.found;
    const box = c.host.getBoundingClientRect(), at = [box.left + f.ox + x * f.ax, box.top + f.oy - y * f.ay];
    return [...c.host.querySelectorAll('canvas')].map((layer) => {{
      const here = layer.getBoundingClientRect(), s = layer.width / here.width;
      const pixel = [Math.round((at[0] - here.left) * s), Math.round((at[1] - here.top) * s)];
      return [...layer.getContext('2d').getImageData(...pixel, 1, 1).data]; }}).filter((rgba) => rgba[3] > 0); }}"""
FITTED = f"""() => {{ const p = {PLAYER}, s = p.scene.sample, run = p.scene.runs[0], z = run.model(run.steps);
    return {{ found: s.found, mean: s.points.y.reduce((sum, y, i) => sum + (y - s.scores(i, z)[0]) ** 2, 0) / s.rows,
              loss: run.loss[run.steps] }}; }}"""


def fitted(page: Page) -> dict[str, Any]:
    out: dict[str, Any] = page.evaluate(FITTED)
    return out


def test_a_formula_is_typed_and_a_point_dragged(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/linear_regression?problem=formula&opt=gd&steps=5", reduced_motion="reduce")
    first = run_of(page)
    before = fitted(page)
    assert before["mean"] == pytest.approx(before["loss"], rel=1e-4)  # what is drawn is what is descended
    assert page.evaluate(MARK)  # the hollow star stands where SciPy's fit is, far from the path
    expect(page.get_by_text("SciPy's fit \N{WHITE STAR}")).to_be_visible()
    drag(page, 5, 0, -80)
    painted(page, first)
    page.mouse.up()
    rested(page)
    wait_query(page, "data=own-table")
    after = fitted(arrived(page))  # and the field that is typed into next is the one that stays
    assert after["found"] != before["found"] and after["mean"] == pytest.approx(after["loss"], rel=1e-4)
    field = page.get_by_role("textbox", name="z =")
    third = run_of(page)
    field.fill("param h = 2 from 0 to 5\nh - q*x")
    field.press("Control+Enter")
    expect(page.locator(".gd-refusal")).to_contain_text(
        "'q' is neither a column (x) nor a declared parameter"
    )
    assert run_of(page) == third
    field.fill("param h = 2 from 0 to 5\nparam q = 0 from -2 to 2\nh - q*x")
    field.press("Control+Enter")
    changed(page, third)
    assert page.evaluate(f"() => {PLAYER}.scene.names") == ["h", "q"]
