"""The player in one HTML file opened from disk: plays, steps, scrubs, keys, themes, widths, and where it draws things."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

import gdviz
from gdviz.player import Competitor, Scene
from tests.browser.conftest import PAINTED
from tests.browser.data_scene import COMPLETE, settle
from tests.browser.same_page import resize, steady

ROOT = "[data-testid=gdviz-player]"
Open = Callable[..., Page]


def write(
    folder: Path,
    objective: gdviz.Surface,
    slugs: tuple[str, ...] = ("gd", "momentum", "adam"),
    **options: object,
) -> str:
    runs = [
        Competitor.at(
            i, slug, gdviz.optimizers[slug].name, gdviz.descend(objective, slug, **{"steps": 120, **options})
        )
        for i, slug in enumerate(slugs)
    ]
    file = folder / "scene.html"
    file.write_text(Scene.of(objective, runs, focus=len(runs) - 1).to_html(), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def rosenbrock(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("rosenbrock"), gdviz.surfaces["rosenbrock"], stop=None)


@pytest.fixture(scope="module")
def page(open_shared: Open, rosenbrock: str) -> Page:
    """One page for the tests that leave it as they found it, or load it anew."""
    return open_shared(rosenbrock, color_scheme="light")


def data(page: Page, name: str) -> str | None:
    return page.get_attribute(ROOT, f"data-{name}")


def step(page: Page) -> int:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return int(data(page, "step") or -1)


def seek(page: Page, k: int) -> None:
    page.evaluate("([root, k]) => document.querySelector(root).gdviz.seek(k)", [ROOT, k])
    assert step(page) == k


def ink(page: Page, panel: str) -> int:
    """How many pixels of a panel's path canvas are painted (its soft edges left out: those depend on who strokes)."""
    return int(
        page.evaluate(
            """(panel) => {
        const canvas = document.querySelector(`.gd-${panel} .gd-body > .gd-over`), {width, height} = canvas;
        const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
        let n = 0; for (let i = 3; i < pixels.length; i += 4) n += pixels[i] > 100; return n; }""",
            panel,
        )
    )


def test_plays_steps_scrubs_and_listens_to_keys(page: Page) -> None:
    page.reload()
    page.wait_for_selector(PAINTED)
    assert data(page, "steps") == "120"
    page.wait_for_function(
        "root => Number(document.querySelector(root).dataset.step) > 2", arg=ROOT
    )  # it plays at once
    page.get_by_role("button", name="Pause").click()
    assert data(page, "playing") == "false"
    page.get_by_role("button", name="First step").click()
    assert step(page) == 0
    page.get_by_role("button", name="Step forward").click()
    page.get_by_role("button", name="Step forward").click()
    assert step(page) == 2
    page.get_by_role("button", name="Step back").click()
    assert step(page) == 1
    page.get_by_role("slider", name="Step").fill("60")
    assert step(page) == 60
    page.locator(ROOT).focus()
    for key, expected in (
        ("ArrowRight", 61),
        ("ArrowLeft", 60),
        ("Shift+ArrowRight", 70),
        ("Shift+ArrowLeft", 60),
        ("End", 120),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        assert step(page) == expected, key
    page.keyboard.press("l")
    assert page.get_by_role("button", name="Repeat").get_attribute("aria-pressed") == "true"
    page.keyboard.press("l")
    page.get_by_label("Speed").select_option("8")
    page.locator(ROOT).focus()
    page.keyboard.press(" ")
    page.wait_for_function("root => document.querySelector(root).dataset.step === '120'", arg=ROOT)
    page.wait_for_function("root => document.querySelector(root).dataset.playing === 'false'", arg=ROOT)
    curve = page.locator("[data-gd=curve]").bounding_box()
    page.mouse.click(curve["x"] + curve["width"] / 2, curve["y"] + curve["height"] / 2)
    assert 40 < step(page) < 80


def test_arithmetic_shows_the_numbers_of_the_step(page: Page) -> None:
    seek(page, 7)
    path = gdviz.descend("rosenbrock", "adam", steps=120, stop=None)
    last = page.locator(".gd-equation").last.locator(".gd-result mtd").all_text_contents()
    shown = [float(t.replace("\u2212", "-").replace("\n", "").replace(" ", "")) for t in last]
    np.testing.assert_allclose(shown, path.theta[7], rtol=1e-4)
    text = page.evaluate(
        "root => { const p = document.querySelector(root).gdviz; return p.panels.arithmetic.written('text'); }",
        ROOT,
    )
    assert text.startswith("Adam, step 7\n") and "⟦" not in text and "?" not in text
    assert "⟦" not in page.locator(".gd-equations").inner_html()
    page.get_by_label("Competitor", exact=True).select_option("momentum")
    assert page.locator(".gd-equation").count() == 2


def test_legend_hides_and_shows_a_competitor(page: Page) -> None:
    seek(page, 120)
    entry, all_of_it = page.locator(".gd-entry", has_text="Momentum"), ink(page, "contour")
    entry.click()
    step(page)
    assert entry.get_attribute("aria-pressed") == "false"
    fewer = ink(page, "contour")
    assert 0 < fewer < all_of_it
    entry.click()
    step(page)
    assert ink(page, "contour") == pytest.approx(all_of_it, rel=0.06)


def test_strokes_added_one_by_one_equal_a_full_repaint(page: Page) -> None:
    seek(page, 0)
    for k in range(0, 121, 3):
        page.evaluate(
            "([root, k]) => { const p = document.querySelector(root).gdviz; p.clock.seek(k); p.paint(); }",
            [ROOT, k],
        )
    grown = ink(page, "contour"), ink(page, "surface")
    page.evaluate("root => document.querySelector(root).gdviz.invalidate()", ROOT)
    step(page)
    np.testing.assert_allclose(grown, (ink(page, "contour"), ink(page, "surface")), rtol=0.08)


def test_follows_the_system_theme_live(page: Page) -> None:
    ask = "root => document.querySelector(root).gdviz.theme.dark"
    assert page.evaluate(ask, ROOT) is False
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(ask, arg=ROOT)
    page.wait_for_function("""() => document.querySelector('.gd-contour .gd-plotly').layout.font.color
        .match(/\\d+/g).every((part) => Number(part) > 180)""")
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"root => !({ask})(root)", arg=ROOT)


def test_heads_lie_where_plotly_draws_the_same_points_in_2d(page: Page) -> None:
    seek(page, 50)
    found = page.evaluate(
        """async (root) => {
        const player = document.querySelector(root).gdviz, {panels: {contour}, scene} = player, pairs = [];
        const points = scene.runs.map((run) => run.pair(run.theta, 50));
        await contour.Plotly.addTraces(contour.plot, {type: 'scatter', mode: 'markers', cliponaxis: false,
            x: points.map((p) => p[0]), y: points.map((p) => p[1])});
        document.querySelectorAll('.gd-contour .scatterlayer .point').forEach((mark, i) => {
            const box = mark.getBoundingClientRect(), at = contour.project(scene.runs[i], 50), host = contour.host.getBoundingClientRect();
            pairs.push([box.x + box.width / 2 - host.left - at[0], box.y + box.height / 2 - host.top - at[1]]);
        });
        return pairs; }""",
        ROOT,
    )
    assert len(found) == 3
    assert np.abs(found).max() < 1.5


def drawn(page: Page) -> np.ndarray:
    """Centre of the pure magenta in the 3-D panel, in pixels of the viewport."""
    box = page.locator(".gd-surface .gd-body").bounding_box()
    image = np.asarray(Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")).astype(int)
    rows, columns = np.nonzero((image[..., 0] > 220) & (image[..., 1] < 60) & (image[..., 2] > 220))
    assert len(rows) > 20, "the point that Plotly draws was not found"
    return np.array([columns.mean() + 0.5 + box["x"], rows.mean() + 0.5 + box["y"]])


# where the head of the second run is drawn at step 3, in pixels of the viewport
SEEN_3D = """root => { const {panels: {surface}, scene} = document.querySelector(root).gdviz, at = [0, 0];
    const box = surface.host.getBoundingClientRect(), seen = surface.pixel(scene.runs[1], 3, at);
    return seen ? [box.left + at[0], box.top + at[1]] : null; }"""


def test_heads_lie_where_plotly_draws_the_same_points_in_3d(page: Page) -> None:
    seek(page, 3)
    page.evaluate(
        """async (root) => {
        const {panels: {surface}, scene} = document.querySelector(root).gdviz, [x, y] = scene.runs[1].pair(scene.runs[1].theta, 3);
        const z = surface.height.to(scene.runs[1].loss[3]) + surface.lift;
        await surface.Plotly.addTraces(surface.plot, {type: 'scatter3d', mode: 'markers', x: [x], y: [y], z: [z],
            marker: {color: '#ff00ff', size: 9, line: {width: 0}}, hoverinfo: 'skip'});
        await surface.Plotly.restyle(surface.plot, {opacity: 0.02}, [0]);
        const style = document.createElement('style');
        style.textContent = '.gd-over, .gd-marks { display: none }';
        document.head.append(style); }""",
        ROOT,
    )
    box = page.locator(".gd-surface .gd-body").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(dx: int, dy: int) -> None:
        page.mouse.move(*middle)
        page.mouse.down()
        page.mouse.move(middle[0] + dx, middle[1] + dy, steps=4)
        page.mouse.up()

    views: list[list[float]] = []
    turns = [partial(drag, *by) for by in ((0, 0), (90, 25), (-150, -30))]
    turns += [page.get_by_role("button", name="Turn").click]  # without dragging, and by keys
    turns += [partial(page.keyboard.press, f"Arrow{way}") for way in ("Left", "Down")]
    for turn in turns:
        turn()
        steady(page, f"() => ({SEEN_3D})({ROOT!r})")
        at = page.evaluate(SEEN_3D, ROOT)
        np.testing.assert_allclose(at, drawn(page), atol=1.5)
        views.append(at)
    assert np.abs(np.diff(views, axis=0)).max(axis=1).min() > 3  # each did turn
    assert step(page) == 3


@pytest.fixture(scope="module")
def narrow(open_shared: Open, rosenbrock: str) -> Page:
    return open_shared(rosenbrock, width=390, height=844, reduced_motion="reduce")


def test_reduced_motion_shows_the_finished_path(narrow: Page) -> None:
    assert (data(narrow, "playing"), step(narrow)) == ("false", 120)


@pytest.mark.parametrize("width", [390, 684, 768])
def test_narrow_pages_stack_and_do_not_overflow(narrow: Page, width: int) -> None:
    page = resize(narrow, width, 844)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tops = [
        page.locator(f".gd-{name}").bounding_box() for name in ("contour", "surface", "curve", "arithmetic")
    ]
    stacked = all(a["y"] + a["height"] <= b["y"] for a, b in zip(tops, tops[1:], strict=False))
    assert stacked == (width < 640)
    if width < 640:
        small = page.evaluate("""() => [...document.querySelectorAll('.gdviz button, .gdviz select')].filter((node) =>
            node.offsetParent && node.getBoundingClientRect().height < 40).map((node) => node.outerHTML)""")
        assert small == []


def test_surfaces_with_holes_and_leaving_runs(open_page: Open, tmp_path: Path) -> None:
    holes = gdviz.surface("log(x) + y^2", domain=((-1, 3), (-2, 2)), start=(2.0, 1.5), name="Half undefined")
    page = open_page(write(tmp_path, holes, lr=0.9), reduced_motion="reduce")
    assert "left the window at step" in page.locator(".gd-notice").inner_text()
    page.get_by_role("button", name="Fit").click()
    page.wait_for_function(
        "() => document.querySelector('.gd-contour .gd-plotly').layout.xaxis.range[0] < -1"
    )


@pytest.mark.parametrize("text", ["sqrt(-1 - x^2 - y^2)", "3 + 0*x + 0*y"])
def test_surfaces_with_nothing_to_show(open_page: Open, tmp_path: Path, text: str) -> None:
    page = open_page(write(tmp_path, gdviz.surface(text, domain=((-2, 2), (-2, 2))), lr=0.1))
    for control, value in (
        ("Scale of contours and colours", "quantile"),
        ("Scale of contours and colours", "log"),
        ("Scale of the height", "log"),
        ("Quantity", "rate"),
        ("Horizontal axis", "evaluations"),
    ):
        page.get_by_label(control, exact=True).first.select_option(value)
    settle(page)
    page.wait_for_function(COMPLETE)
