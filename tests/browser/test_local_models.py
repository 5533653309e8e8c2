"""The local quadratic model over the contours: it follows the play head, and its arrows are those of solve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import StepRule
from gdviz.player import Competitor, Scene
from tests.browser.data_scene import PLAYER, Open

pytestmark = pytest.mark.without_webgl
DAMPING = 10.0
DRAWN = f"""() => {{
  const {{ shapes }} = {PLAYER}.panels.contour.looker.layer, {{ frame: f }} = {PLAYER}.panels.contour;
  const unit = ([x, y]) => [x / f.ax, -y / f.ay];
  return shapes && {{
    at: [(shapes.from[0] - f.ox) / f.ax, (f.oy - shapes.from[1]) / f.ay], axes: shapes.axes.map(({{ to }}) => unit(to)),
    ring: shapes.ring.map(unit), downhill: unit(shapes.downhill),
    steps: shapes.steps.map(({{ to, cut }}) => ({{ to: unit(to), cut }})),
  }};
}}"""


def rules(path: Any, rows: Any) -> list[StepRule]:
    known = gdviz.optimizers
    return [
        ("Gradient descent", known["gd"], {"lr": 0.01}),
        ("Newton", known["newton"], {}),
        ("Damped", known["newton_damped"], {"lam": DAMPING}),
    ]


def test_the_ellipse_follows_the_play_head_and_newton_climbs_where_it_must(
    open_page: Open, tmp_path: Path
) -> None:
    path = gdviz.descend("himmelblau", "gd", start=(-0.5, -1.0), steps=30, lr=0.01, stop=None)
    scene = Scene.of(path.objective, [Competitor.at(0, "gd", "GD", path)], resolution=24, single_steps=rules)
    file = tmp_path / "scene.html"
    file.write_text(scene.to_html(), encoding="utf-8")
    page = open_page(file.as_uri(), reduced_motion="reduce")
    surface, climbs = path.objective, []
    for k in (0, 3, 8, 30):
        page.evaluate(f"{PLAYER}.seek({k}); {PLAYER}.paint(true)")
        drawn, point = page.evaluate(DRAWN), path.theta[k]
        assert np.allclose(drawn["at"], point, atol=1e-4)
        g, h = surface.gradient(point), surface.hessian(point)
        values, vectors = np.linalg.eigh(h)
        lengths = np.linalg.norm(drawn["axes"], axis=1)
        assert np.isclose(lengths[0] / lengths[1], np.sqrt(abs(values[1] / values[0])), rtol=1e-3)
        for axis, length, vector in zip(drawn["axes"], lengths, vectors.T, strict=True):
            assert np.isclose(abs(np.dot(axis, vector)), length, rtol=1e-4)
        levels = np.einsum(
            "ki,ij,kj->k", drawn["ring"], vectors @ np.diag(abs(values)) @ vectors.T, drawn["ring"]
        )
        assert np.allclose(levels, levels[0], rtol=1e-3)  # all of it is at one level of the model
        ends = [-0.01 * g, -np.linalg.solve(h, g), -np.linalg.solve(h + DAMPING * np.eye(2), g)]
        for step, end in zip(drawn["steps"], ends, strict=True):
            share = np.linalg.norm(step["to"]) / np.linalg.norm(end)
            assert np.allclose(step["to"], end * share, atol=2e-4)
            assert share < 1 if step["cut"] else np.isclose(share, 1, atol=1e-3) or k == 30
        if np.linalg.norm(g) > 1e-3:
            assert np.dot(drawn["downhill"], g) < 0
        climbs.append(np.dot(drawn["steps"][1]["to"], g) > 0)
        words = page.locator(".gd-contour .gd-local").inner_text()
        assert words.startswith(f"Step {k}: eigenvalues") and ("curved downwards" in words) == (values[0] < 0)
        for name, end in zip(("Gradient descent", "Newton"), ends, strict=False):
            said = next(line for line in words.splitlines() if line.startswith(name))
            higher = surface.value(point + end) > surface.value(point)  # a step may overshoot a bowl
            assert ("\u2191" in said) == higher or k == 30
    assert climbs[0] and not climbs[-1]  # from the dome into a bowl
    page.locator(".gd-contour [data-gd=curvature]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => {PLAYER}.panels.contour.looker.layer.shapes === null")
    assert not page.locator(".gd-contour .gd-local").is_visible()


def test_on_a_curve_newton_goes_to_the_vertex_of_the_parabola(open_page: Open, tmp_path: Path) -> None:
    path = gdviz.descend("double_well", "gd", steps=30, lr=0.1, stop=None)
    scene = Scene.of(path.objective, [Competitor.at(0, "gd", "GD", path)], single_steps=rules)
    file = tmp_path / "curve.html"
    file.write_text(scene.to_html(), encoding="utf-8")
    page = open_page(file.as_uri(), reduced_motion="reduce")
    drawn = f"""() => {{
      const {{ curve: {{ shapes, canvas }} }} = {PLAYER}.panels.contour.looker, {{ frame: f }} = {PLAYER}.panels.contour;
      const ink = () => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((v) => v);
      const unit = ([x, y]) => [x / f.ax, -y / f.ay];
      return shapes && {{ ink: ink(), parabola: shapes.parabola.map(unit),
        ends: shapes.steps.map(({{ to }}) => unit(to)), foretold: shapes.steps.map((s) => unit(s.foretold)) }};
    }}"""
    for k, climbs in ((3, True), (7, False)):
        page.evaluate(f"{PLAYER}.seek({k}); {PLAYER}.paint(true)")
        seen, x, g = page.evaluate(drawn), path.theta[k], path.gradient[k, 0]
        h = path.objective.hessian(x)[0, 0]
        d, m = np.transpose(seen["parabola"])
        assert seen["ink"] and np.allclose(m, g * d + h * d**2 / 2, atol=1e-3)
        ends = np.array([-0.01 * g, -g / h, -g / (h + DAMPING)])
        losses = path.objective.value((x + ends)[:, None]) - path.loss[k]
        assert np.allclose(seen["ends"], np.stack([ends, losses], 1), atol=1e-3)
        assert np.isclose(seen["foretold"][1][1], -(g**2) / h / 2, atol=1e-3)  # the parabola's vertex
        assert (seen["foretold"][1][1] > 0) == (h < 0) == climbs
        assert page.evaluate(f"{PLAYER}.panels.contour.arrows") is None  # the step that was made gives way
    page.locator(".gd-contour [data-gd=curvature]").click()
    page.wait_for_function(f"() => {PLAYER}.panels.contour.arrows !== null")
    assert page.evaluate(drawn) is None


def test_a_scene_without_them_has_no_button(open_page: Open, tmp_path: Path) -> None:
    path = gdviz.descend("himmelblau", "gd", steps=5, lr=0.01, stop=None)
    file = tmp_path / "scene.html"
    scene = Scene.of(path.objective, [Competitor.at(0, "gd", "GD", path)], resolution=24)
    file.write_text(scene.to_html(), encoding="utf-8")
    page = open_page(file.as_uri(), reduced_motion="reduce")
    assert page.locator(".gd-contour").is_visible()
    assert not page.locator(".gd-contour [data-gd=curvature]").is_visible()
    assert not page.locator(".gd-contour .gd-local").is_visible()
