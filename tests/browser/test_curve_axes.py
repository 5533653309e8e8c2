"""The curves' axes: ticks over all ranges, titles beside them, what leaves a logarithmic axis, epochs, the legend of the batches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

import gdviz
from gdviz.player import Competitor, Scene
from gdviz.player.web.bundle import EXPORT, bundle
from tests.browser.data_scene import PLAYER, Shown, built, settle, take

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
# the ticks of many random ranges, from a fixed seed; whatever is wrong with them
RANGES = """async (source) => {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' })), { linearTicks, logTicks } = await import(url);
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647, wrong = [], between = (a, b) => a + (b - a) * random();
  const check = (what, ticks, lo, hi, least) => {
    const labels = ticks.map((t) => t.label), slack = (hi - lo) * 1e-6;
    if (ticks.length < least) wrong.push(`${what}: ${ticks.length} ticks`);
    if (new Set(labels).size < labels.length) wrong.push(`${what}: ${labels} repeats`);
    if (ticks.some(({ v }) => !(v >= lo - slack && v <= hi + slack))) wrong.push(`${what}: a tick outside`);
    if (ticks.some((t, i) => i && !(t.v > ticks[i - 1].v))) wrong.push(`${what}: no order`);
    if (labels.some((l) => l.length > 15)) wrong.push(`${what}: ${labels} too long`);
    return ticks;
  };
  const number = (label) => Number(label.replace('−', '-').replace('×10', 'e').replace(/^10(?=[⁻⁰-⁹¹²³])/, '1e')
    .replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (c) => '-0123456789'['⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c)]));
  const linear = (lo, hi, count) => {
    const { ticks, base } = linearTicks(lo, hi, count);
    check(`linear ${lo} ${hi} ${count}`, ticks, lo, hi, hi > lo ? 2 : 1);
    for (const { v, label } of ticks) if (Math.abs(number(label) + base - v) > (hi - lo) * 1e-3 + 1e-12 * Math.abs(v)) wrong.push(`linear ${lo} ${hi}: ${label} at ${v}`);
  };
  for (const [lo, hi] of [[0, 1], [0, 300], [0.99999, 1.00001], [123456.7, 123456.9], [-3e-9, 2e-9], [1e30, 3e30], [-3.4e38, 3.4e38],
    [1e-44, 9e-44], [16777215, 16777217], [-0.5, 0.5], [0, 1e-300], [-1e308, 1e308]]) for (let n = 2; n < 9; n++) linear(lo, hi, n);
  for (const v of [0, 5, -1e-9, 3.4e38]) check(`constant ${v}`, linearTicks(v, v, 4).ticks, v, v, 1);
  for (let i = 0; i < 20000; i++) {
    const middle = (random() - 0.5) * 10 ** between(-30, 30), lo = Math.fround(middle), hi = Math.fround(middle + random() * 10 ** between(-30, 30));
    if (hi > lo) linear(lo, hi, 2 + Math.floor(7 * random()));
    const a = between(-44, 37), b = a + 10 ** between(-2.5, 1.8), count = between(2.5, 9.5);
    for (const { v, label } of check(`log ${a} ${b} ${count}`, logTicks(a, b, (b - a) / count), a, b, 2)) {
      if (Math.abs(Math.log10(number(label)) - v) > 1e-4 * (b - a) + 1e-9) wrong.push(`log ${a} ${b}: ${label} at ${v}`);
    }
  }
  return wrong.slice(0, 20);
}"""
# where the panel wrote its texts: every one of them, with its box in the panel
TEXTS = """() => {
  const { curve } = document.querySelector('[data-testid=gdviz-player]').gdviz.panels, P = CanvasRenderingContext2D.prototype, { fillText } = P, seen = [];
  P.fillText = function (text, x, y, most) {
    if (this.canvas === curve.axesCanvas) {
      const m = this.measureText(text), w = Math.min(m.width, most ?? Infinity), h = 12, scale = devicePixelRatio;
      const left = { right: x - w, center: x - w / 2 }[this.textAlign], top = { middle: y - h / 2, top: y, bottom: y - h }[this.textBaseline];
      const { a, b, c, d, e, f } = this.getTransform(), at = (u, v) => [(a * u + c * v + e) / scale, (b * u + d * v + f) / scale];
      const ends = [at(left, top), at(left + w, top + h)];
      seen.push({ text, box: [0, 1].map((i) => Math.min(ends[0][i], ends[1][i])).concat([0, 1].map((i) => Math.max(ends[0][i], ends[1][i]))) });
    }
    return fillText.call(this, text, x, y, most);
  };
  curve.invalidate();
  curve.paint(0, { runs: curve.events.now().runs, theme: document.querySelector('[data-testid=gdviz-player]').gdviz.theme });
  P.fillText = fillText;
  return { seen, width: curve.host.clientWidth, height: curve.host.clientHeight };
}"""


def scene_of(objective: object, **options: object) -> Scene:
    runs = [
        Competitor.at(
            i, slug, gdviz.optimizers[slug].name, gdviz.descend(objective, slug, **{"steps": 40, **options})
        )  # type: ignore[arg-type]
        for i, slug in enumerate(("gd", "adam"))
    ]
    return Scene.of(runs[0].path.objective, runs)


def write(folder: Path, objective: object, **options: object) -> str:
    file = folder / "scene.html"
    file.write_text(scene_of(objective, **options).to_html(), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module", params=[(1366, 768), (390, 844)], ids=["laptop", "phone"])
def page(open_shared: Open, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Page:
    """One page of each size, for the tests that hand their scenes to it."""
    width, height = request.param
    url = write(tmp_path_factory.mktemp("axes"), "rosenbrock")
    return open_shared(url, width=width, height=height, reduced_motion="reduce")


def test_ticks_never_repeat_and_are_never_missing(plane: Shown) -> None:
    assert plane.page.evaluate(RANGES, bundle().replace(EXPORT, "export { linearTicks, logTicks };\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "x^2 + y^2",
        "1e-7*(x^2 + y^2)",
        "1e9 + x^2 + y^2",
        "-1e12*x^2 - y^2",
        "3 + 0*x*y",
        "1e-30*x^2 + y^2*1e-30",
    ],
)
def test_no_text_of_the_axes_lies_over_another_or_is_cut(page: Page, text: str) -> None:
    take(page, scene_of(gdviz.surface(text), start=(1.5, 1.0), lr=0.1))
    for metric in ("loss", "gradient", "rate"):
        for log in (True, False):
            for over in ("steps", "evaluations", "time"):
                page.evaluate(
                    f"(option) => {PLAYER}.panels.curve.choose(option)",
                    {"metric": metric, "log": log, "over": over},
                )
                shown = page.evaluate(TEXTS)
                seen = shown["seen"]
                assert len(seen) >= 4, (text, metric, log)
                for i, one in enumerate(seen):
                    left, top, right, bottom = one["box"]
                    assert (
                        left > -1 and top > -2 and right < shown["width"] + 1 and bottom < shown["height"] + 1
                    ), one
                    for other in seen[i + 1 :]:
                        a, b = one["box"], other["box"]
                        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 0.5 or b[3] <= a[1] + 0.5, (
                            one,
                            other,
                            metric,
                            log,
                        )


def note(page: Page) -> str:
    settle(page)
    return page.locator("[data-gd=curve] .gd-curve-note").inner_text()


def test_a_curve_that_leaves_a_logarithmic_axis_is_told(open_page: Open, tmp_path: Path) -> None:
    page = open_page(
        write(tmp_path, gdviz.surface("x^2/2 + y^2/2"), start=(1.0, 1.0), lr=1.0, stop=None),
        reduced_motion="reduce",
    )
    assert note(page) == "Too low for this logarithmic axis: Gradient descent at step 1 (0)"
    page.evaluate(f"() => {{ {PLAYER}.panels.curve.choose({{ log: false }}); {PLAYER}.requestPaint(); }}")
    page.wait_for_function("() => !document.querySelector('.gd-curve-note').textContent")
    page.evaluate(
        f"() => {{ {PLAYER}.panels.curve.choose({{ log: true, metric: 'gradient' }}); {PLAYER}.requestPaint(); }}"
    )
    page.wait_for_function("() => document.querySelector('.gd-curve-note').textContent")
    assert note(page) == "Too low for this logarithmic axis: Gradient descent at step 1 (0)"


def test_batches_have_a_legend_and_epochs(open_page: Open, tmp_path: Path) -> None:
    shown = Shown(open_page, tmp_path, *built("line", batch_size=7))
    page, rows = shown.page, shown.whole.design.rows
    assert page.locator(".gd-curve .gd-faint").inner_text() == "of each step’s batch"
    assert page.locator("[data-gd=data-note] .gd-batch").inner_text() == "batch"
    page.get_by_role("combobox", name="Horizontal axis").select_option("epochs")
    settle(page)
    batches = shown.paths[0].batches
    taken = [0]
    for k in range(1, shown.paths[0].steps + 1):
        taken.append(taken[-1] + len(batches.rows_of_step(k)))
    found = page.evaluate(
        f"() => {{ const p = {PLAYER}; return [0, 1, 8, 9, 60].map((k) => p.panels.curve.along(p.scene.runs[0], k)); }}"
    )
    assert found == pytest.approx([taken[k] / rows for k in (0, 1, 8, 9, 60)])
    assert page.evaluate(f"() => {PLAYER}.panels.curve.fitted.end") == pytest.approx(taken[-1] / rows)
    assert page.evaluate(f"() => {PLAYER}.panels.curve.fitted.xtitle").startswith("epoch")
    page.locator("[data-gd=curve]").click(
        position={"x": page.evaluate(f"() => {PLAYER}.panels.curve.x({PLAYER}.scene.runs[0], 20)"), "y": 60}
    )
    assert page.evaluate(f"() => {PLAYER}.clock.k") == 20


def test_scenes_without_batches_have_neither(plane: Shown) -> None:
    assert plane.page.locator(".gd-curve .gd-faint").count() == 0
    assert plane.page.locator("[data-gd=over] option[value=epochs]").evaluate("node => node.hidden")
