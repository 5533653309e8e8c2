"""The picture of one parameter: a curve with visited points, the tangent, the step; a click sets the start; no 3-D panel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import gdviz
from gdviz.player.scene.competitor import Competitor
from gdviz.player.web.html import Scene
from tests.browser.same_page import changed, run_of

ROOT = "[data-testid=gdviz-player]"
Open = Callable[..., Page]
RATE, MINUS = 0.9, "\N{MINUS SIGN}"
SEEK = (
    "k => { const p = document.querySelector('[data-testid=gdviz-player]').gdviz; p.seek(k); p.paint(true); }"
)
# the tangent's and the step's ends in pixels of the panel, and the axes' scale, as they were drawn
DRAWN = """() => { const p = document.querySelector('[data-testid=gdviz-player]').gdviz, c = p.panels.contour, f = c.frame, a = c.arrows;
    return { from: a.from, to: a.to, slope: a.slope, step: a.step, ox: f.ox, oy: f.oy, ax: f.ax, ay: f.ay,
             left: f.left, top: f.top, right: f.right, bottom: f.bottom }; }"""
# where the run's head is drawn at step k, in pixels of the viewport
HEAD = """k => { const { panels: { contour }, scene } = document.querySelector('[data-testid=gdviz-player]').gdviz,
    box = contour.host.getBoundingClientRect(), at = contour.project(scene.runs[0], k);
    return [box.left + at[0], box.top + at[1]]; }"""
# whether the canvas of the step has the run's colour within 1.5 pixels of a place of the panel
INKED = """([x, y]) => { const p = document.querySelector('[data-testid=gdviz-player]').gdviz, c = p.panels.contour.steps.canvas,
    r = devicePixelRatio, f = p.panels.contour.frame, at = c.getContext('2d'), [R, G, B] = p.focused.color.match(/[0-9a-f]{2}/gi).map((h) => parseInt(h, 16));
    const d = at.getImageData(Math.round((x - f.left - 1.5) * r), Math.round((y - f.top - 1.5) * r), Math.ceil(3 * r), Math.ceil(3 * r)).data;
    for (let i = 0; i < d.length; i += 4) {
      if (d[i + 3] > 150 && Math.abs(d[i] - R) + Math.abs(d[i + 1] - G) + Math.abs(d[i + 2] - B) < 60) return true;
    }
    return false; }"""


def parabola(steps: int = 12) -> Scene:
    surface = gdviz.surfaces["parabola"]
    path = gdviz.descend(surface, "gd", steps=steps, lr=RATE)
    return Scene.of(surface, [Competitor.at(0, "gd", "Gradient descent", path)])


@pytest.fixture(scope="module")
def curve(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Page:
    file = tmp_path_factory.mktemp("line") / "parabola.html"
    file.write_text(parabola().to_html(), encoding="utf-8")
    return open_shared(file.as_uri(), reduced_motion="reduce")


def test_a_curve_and_no_surface(curve: Page) -> None:
    expect(curve.get_by_role("heading", name="Loss curve")).to_be_visible()
    for panel in (".gd-surface", "[data-gd=levels]", "[data-gd=axes]"):
        expect(curve.locator(panel)).to_be_hidden()
    drawn = curve.evaluate(
        "() => { const t = document.querySelector('.gd-contour .js-line'); return t.getTotalLength(); }"
    )
    assert drawn > 600  # the curve is there and wide
    width = curve.evaluate(
        "root => [document.querySelector('.gd-contour').clientWidth, document.querySelector(root).clientWidth]",
        ROOT,
    )
    assert width[0] > 0.95 * width[1]


@pytest.mark.parametrize("k", [0, 1, 3, 6])
def test_tangent_and_step_are_where_the_numbers_say(curve: Page, k: int) -> None:
    """At play head k the step told is the one that led there (at 0 the coming one), as in the arithmetic panel."""
    path, step = parabola().competitors[0].path, max(1, k)
    curve.evaluate(SEEK, k)
    d = curve.evaluate(DRAWN)

    def place(x: float, f: float) -> np.ndarray:
        return np.array([d["ox"] + x * d["ax"], d["oy"] - f * d["ay"]])

    x0, x1 = path.theta[step - 1, 0], path.theta[step, 0]
    assert d["step"] == step and d["slope"] == pytest.approx(2 * x0, rel=1e-5)
    np.testing.assert_allclose(d["from"], place(x0, x0**2), atol=0.01)
    np.testing.assert_allclose(d["to"], place(x1, x1**2), atol=0.01)
    for t in (-0.12, -0.06, 0.06, 0.12):  # along the tangent, in units of x, on both sides of the point
        at = place(x0 + t * 5, x0**2 + 2 * x0 * t * 5)
        if d["top"] + 3 < at[1] < d["bottom"] - 3 and np.hypot(*(at - d["from"])) < 56:
            assert curve.evaluate(INKED, at.tolist()), (k, t)
    off = place(x0 + 0.5, x0**2 + max(0.0, 2 * x0 * 0.5)) + [
        0,
        -25,
    ]  # above the tangent and above the step, which is level
    assert not curve.evaluate(INKED, off.tolist())
    assert curve.evaluate(
        INKED, place(0.5 * (x0 + x1), x0**2).tolist()
    )  # the arrow along x, at the height of the point
    expect(curve.locator(".gd-arrows")).to_contain_text(
        "tangent, slope " + f"{2 * x0:.4g}".replace("-", MINUS)
    )
    head = curve.evaluate(HEAD, k)
    box = curve.evaluate(
        "() => { const b = document.querySelector('[data-gd=contour]').getBoundingClientRect(); return [b.left, b.top]; }"
    )
    np.testing.assert_allclose(np.subtract(head, box), place(path.theta[k, 0], path.loss[k]), atol=0.01)


def test_the_arithmetic_has_plain_numbers(curve: Page) -> None:
    curve.evaluate(SEEK, 1)
    assert curve.locator(".gd-arithmetic .gd-column").count() == 0
    text = curve.evaluate(
        "() => document.querySelector('[data-testid=gdviz-player]').gdviz.panels.arithmetic.written('text')"
    )
    assert "(-4) - 0.9*(-8)" in text.replace(" * ", "*") and "3.2" in text


def test_hover_tells_x_and_f(curve: Page) -> None:
    curve.evaluate(SEEK, 12)
    d = curve.evaluate(DRAWN)
    box = curve.evaluate(
        "() => { const b = document.querySelector('[data-gd=contour]').getBoundingClientRect(); return [b.left, b.top]; }"
    )
    curve.mouse.move(box[0] + d["ox"] + 3.5 * d["ax"], box[1] + d["oy"] - 20 * d["ay"])
    expect(curve.locator("[data-gd=contour] .gd-chip")).to_contain_text("x = 3.5")
    expect(curve.locator("[data-gd=contour] .gd-chip")).to_contain_text("f ≈ 12.2")


def test_the_slope_is_not_written_under_the_note(open_page: Open, tmp_path: Path) -> None:
    """Both are at the foot of a narrow picture when the run is in a valley."""
    valley = gdviz.surface("x^4 - 3x^2 + x", domain=((-3, 3),), start=(-1.8,))
    file = tmp_path / "valley.html"
    run = Competitor.at(0, "adam", "Adam", gdviz.descend(valley, "adam", steps=70, lr=0.06))
    file.write_text(Scene.of(valley, [run]).to_html(), encoding="utf-8")
    page = open_page(file.as_uri(), width=390, height=844, reduced_motion="reduce")
    page.evaluate("""() => { const was = CanvasRenderingContext2D.prototype.fillText; window.told = [];
        CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
          if (text.startsWith('slope')) window.told.push(y);
          return was.call(this, text, x, y); }; }""")
    page.evaluate(SEEK, 64)
    note = page.evaluate("""() => { const s = getComputedStyle(document.querySelector('.gd-contour .gd-body'), '::after');
        const padding = s.boxSizing === 'border-box' ? 0 : parseFloat(s.paddingTop) + parseFloat(s.paddingBottom);
        return [s.content, parseFloat(s.height) + padding + 6]; }""")
    told, foot = page.evaluate("() => window.told"), page.evaluate(DRAWN)["bottom"]
    assert "step 64" in note[0] and told
    assert [y for y in told if y + 6 > foot - note[1]] == []


def test_a_click_sets_the_start_and_surfaces_come_and_go(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?f=x^4-3x^2%2Bx&opt=gd", reduced_motion="reduce")
    run = run_of(page)
    x, y = page.evaluate(
        """root => { const c = document.querySelector(root).gdviz.panels.contour, f = c.frame, box = c.host.getBoundingClientRect();
        return [box.left + f.ox + 0.5 * f.ax, box.top + (f.top + f.bottom) / 2]; }""",
        ROOT,
    )
    page.mouse.click(x, y)
    changed(page, run)
    page.wait_for_function("() => new URLSearchParams(location.search).get('start') !== null")
    start = float(page.evaluate("() => new URLSearchParams(location.search).get('start')"))
    assert start == pytest.approx(0.5, abs=0.02)
    run = run_of(page)
    area = page.get_by_role("textbox", name="f(x, y) =")
    area.fill("x^2 + y^2")
    area.press("Control+Enter")
    changed(page, run)
    expect(page.locator(".gd-surface")).to_be_visible()
    expect(page.get_by_role("heading", name="Contours")).to_be_visible()
    run = run_of(page)
    area.fill("|x|")
    area.press("Control+Enter")
    changed(page, run)
    expect(page.locator(".gd-surface")).to_be_hidden()
