"""Compiled formulas write over values that have ended: never over what somebody else still reads."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import Rule, Surface

SURFACES = (
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "a = x*y; b = min(a); c = a + 1; b*c - a",
    "a = x*y; b = max(a); b = b + 1; b*a",
    "a = x + y; where(a > 0, a, -a) + (a > 0)*x",
    "a = 2*x; b = a/4; c = b - a; where(a, b, c)*y",
    "param k = 3 from 1 to 9; a = k/8; b = a*a; x*b + y*a/b + abs(x - y)/32",
    "clip(x*y, -1, 1) + sqrt(abs(x*y)) + sign(x - y)*(x - y)",
)
RULES = (
    "m = 0.9*m + g; theta = theta - lr*m",
    "old = g - last; last = g; theta = theta - lr*g - 0.01*old",
    "s = sum(g); u = g*g; w = u + s; u = 2*u; theta = theta - lr*(w - u)",
    "v = 0.5*v + 0.5*norm(g)*g; d = v + v; w = d - v; theta = theta - lr*w/(1 + norm(d))",
    "n = norm(g*2); p = grad(theta + g*lr); q = p + g; theta = theta - lr*q/2/(1 + n)",
    "B = B + outer(g, g)*0.1; d = solve(eye + B, g); theta = theta - lr*d; w = d*2",
)


@pytest.mark.parametrize("text", SURFACES)
def test_points_are_not_written_over_and_one_point_has_the_bits_of_many(text: str) -> None:
    surface: Surface = gdviz.surface(text)
    points = np.asfortranarray(np.random.default_rng(0).uniform(-3, 3, (64, 2)))
    before = points.copy()
    value, gradient = surface.evaluate(points)
    np.testing.assert_array_equal(points, before)
    for k, point in enumerate(points):
        (alone,), (slope,) = surface.evaluate(point[None])
        assert alone == value[k]
        np.testing.assert_array_equal(slope, gradient[k])
    np.testing.assert_array_equal(surface.value(points), value)


@pytest.mark.parametrize("text", RULES)
@pytest.mark.parametrize("objective", ["himmelblau", "parabola"])
def test_a_step_writes_over_nothing_that_is_recorded(text: str, objective: str) -> None:
    rule: Rule = gdviz.optimizer(text)
    starts = np.random.default_rng(1).uniform(-2, 2, (5, len(gdviz.surfaces[objective].names)))
    out = gdviz.sweep(objective, rule, starts, lr=[0.001] * 5, steps=20, stop=None, paths=True)
    assert out.paths is not None
    for k, start in enumerate(starts):
        path = gdviz.descend(objective, rule, start, lr=0.001, steps=20, stop=None)
        np.testing.assert_array_equal(path.theta, out.paths[:, k])
        np.testing.assert_array_equal(path.quantities["g"], path.gradient[:-1])
        np.testing.assert_array_equal(path.quantities["theta"], path.theta[1:])


@pytest.mark.parametrize("loss", ["squared", "huber", "quantile", "log_cosh"])
def test_targets_and_columns_are_not_written_over(loss: str) -> None:
    objective = gdviz.data_loss("line", loss)
    columns, (target,) = objective.columns.copy(), [t.copy() for t in objective.targets]
    points = np.random.default_rng(2).normal(size=(7, 2))
    value, gradient = objective.evaluate(points)
    np.testing.assert_array_equal(objective.columns, columns)
    np.testing.assert_array_equal(objective.targets[0], target)
    for k, point in enumerate(points):
        (alone,), (slope,) = objective.evaluate(point[None])
        assert alone == value[k]
        np.testing.assert_array_equal(slope, gradient[k])


def test_many_rows_are_summed_in_pieces_and_none_is_lost() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=70_001)
    objective = gdviz.data_loss(gdviz.Table("Rows", {"x": x, "y": 2 * x + rng.normal(size=len(x))}))
    points = rng.normal(size=(3, 2))
    scores = points[:, :1] * x + points[:, 1:]
    away = scores - objective.targets[0]
    np.testing.assert_allclose(objective.value(points), (away**2).mean(1), rtol=1e-12)
    expected = np.stack([(2 * away * x).mean(1), 2 * away.mean(1)], -1)
    np.testing.assert_allclose(objective.gradient(points), expected, rtol=1e-10)
    for k, point in enumerate(points):
        np.testing.assert_array_equal(objective.gradient(point), objective.gradient(points)[k])
