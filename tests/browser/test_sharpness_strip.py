"""The strip of the sharpness: there where the scene has it, with its limit, and linked with the play head."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

import gdviz
from gdviz.player import Competitor, Scene
from tests.browser.data_scene import PLAYER, Open, hand

pytestmark = pytest.mark.without_webgl
STRIP = ".gd-sharpness"


def scene_of(sharp: bool) -> Scene:
    runs = [
        Competitor.at(i, slug, name, gdviz.descend("himmelblau", slug, steps=60, lr=lr, stop=None))
        for i, (slug, name, lr) in enumerate(
            [("gd", "Gradient descent", 0.018), ("momentum", "Heavy ball", 0.01), ("lion", "Lion", 0.05)]
        )
    ]
    return Scene.of(runs[0].path.objective, runs, resolution=24, sharp=sharp)


@pytest.fixture(scope="module")
def page(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Page:
    file = tmp_path_factory.mktemp("sharp") / "scene.html"
    file.write_text(scene_of(True).to_html(), encoding="utf-8")
    return open_shared(file.as_uri(), reduced_motion="reduce")


def test_the_strip_tells_the_sharpness_at_the_play_head(page: Page) -> None:
    scene = scene_of(True)
    along = gdviz.sharpness(scene.competitors[0].path)
    strip = page.locator(STRIP)
    assert strip.is_visible()
    page.evaluate(f"{PLAYER}.seek(12)")
    expected = f"largest curvature {along.value[12]:.4g}, above the limit 2/rate = 111.1"
    page.wait_for_function(
        f"() => document.querySelector('.gd-sharpness .gd-note').textContent.includes('{expected}')"
    )
    place = page.evaluate(
        f"() => {{ const p = {PLAYER}, s = p.panels.sharpness, r = p.scene.runs[0];"
        " return [s.y(r.sharpness.limitAt(5)), s.y(r.sharpness.at(12)), s.fitted.box.top, s.fitted.box.bottom]; }"
    )
    limit, value, top, bottom = place
    assert top <= value < limit <= bottom  # above the limit, and both in the picture
    strip.locator(".gd-body").click()  # in its middle
    step = page.evaluate(f"{PLAYER}.clock.k")
    assert 20 < step < 40  # a click on it seeks
    page.evaluate(f"{PLAYER}.focusOn('lion'); {PLAYER}.paint(true)")
    page.wait_for_function(
        "() => document.querySelector('.gd-sharpness .gd-note').textContent.includes('no limit is declared')"
    )


DRAWN = f"""() => {{
  const panel = {PLAYER}.panels.sharpness, kind = CanvasRenderingContext2D.prototype, drawn = [];
  const stroke = kind.stroke;
  kind.stroke = function (...given) {{
    if (this.canvas === panel.axesCanvas) drawn.push([this.strokeStyle, this.getLineDash(), this.lineWidth]);
    return stroke.apply(this, given);
  }};
  panel.invalidate();
  {PLAYER}.paint(true);
  kind.stroke = stroke;
  const runs = {PLAYER}.scene.runs;
  return {{ drawn, runs: runs.map(({{ color, dash }}) => [color, dash]) }};
}}"""


def test_each_limit_is_drawn_and_named_as_the_line_of_its_run(open_page: Open, tmp_path: Path) -> None:
    """In its colour and with its dashes: also where colours are not told apart. One without a limit has none."""
    file = tmp_path / "scene.html"
    file.write_text(scene_of(True).to_html(), encoding="utf-8")
    page = open_page(file.as_uri(), reduced_motion="reduce")
    entries = page.locator(f"{STRIP} .gd-stable-run")
    assert entries.all_text_contents() == ["Gradient descent", "Heavy ball"]
    image = "e => getComputedStyle(e).backgroundImage"
    lines = [
        page.locator(f".gd-entry[data-slug={slug}] .gd-line").evaluate(image) for slug in ("gd", "momentum")
    ]
    for entry, line in zip(entries.all(), lines, strict=True):
        assert entry.locator("i").evaluate(image) == f"{line}, {line}"
    assert lines[0] != lines[1]
    seen = page.evaluate(DRAWN)
    limits = [[color, dash] for color, dash, width in seen["drawn"] if abs(width - 1.2) < 1e-3]
    assert limits[:2] == seen["runs"][:2] and [1, 0] not in limits
    page.locator(".gd-entry[data-slug=gd]").click()
    page.wait_for_function("() => document.querySelectorAll('.gd-sharpness .gd-stable-run').length === 1")


def test_no_strip_where_the_scene_has_none(page: Page) -> None:
    hand(page, scene_of(False))
    assert page.locator(".gd-curve").is_visible() and not page.locator(STRIP).is_visible()
