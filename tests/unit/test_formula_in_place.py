"""A sweep's steps write over the steps before: never over what somebody still reads."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz import Stop

RULES = (
    "v = 0.9*v + g; theta = theta - lr*v",
    "last = g; theta = theta - lr*g",  # a state that is the gradient itself
    "d = g - last; last = g; theta = theta - lr*g - 0.01*d",
    "old = theta; theta = theta - lr*g + 0.1*(theta - older); older = old",
    "a = b; b = c; c = g; theta = theta - lr*(a + 2*b + 3*c)",
    "state a = g; state b = 2*g; c = a; a = b; b = c; theta = theta - lr*(a + g)",  # two that change places
    "a = g; b = g; a = 2*a; theta = theta - lr*(a - b)",
    "s = sum(g); n = norm(g); theta = theta - lr*g/(1 + n + s*s)",  # of one coordinate: the sum is a view
    "state s = 0; s = sum(g); theta = theta - lr*(g + 0.1*s)",
    "m = min(g); m = max(m); theta = theta - lr*m",
    "theta = theta - lr*g; f_best = min(f, 100); q = f_best*g; theta = theta - lr*0.001*q",
    "theta = theta - lr*g; a = line_search(-g); theta = theta - a*lr*g",  # begins where the step began
    "p = grad(theta - lr*g); theta = theta - lr*(g + p)/2; u = -3 - g; w = u^2; theta = theta - lr*0.01*w",
    "c = g > 0; d = where(g > 0, 1, -2); theta = theta - lr*(c + d + clip(g, -1, 1) + abs(g)^1.5)",
    "B = B + outer(g, g)*0.1; d = solve(eye + B, g); theta = theta - lr*d; w = d*2",
    "d = diag(outer(g, g)); theta = theta - lr*g; theta = theta - 0.1*wolfe(-g, 1, 1e-4, 0.9)*g; u = 0*d",
    "v = 3; theta = theta - lr*(g + v); w = 0.5*w + t/T",
    "theta = 0.5",
)


def same(rule: gdviz.Rule, surface: gdviz.Surface, starts: np.ndarray, **options) -> None:
    out = gdviz.sweep(surface, rule, starts, lr=0.01, steps=12, paths=True, **options)
    assert out.paths is not None
    for i, start in enumerate(starts):
        path = gdviz.descend(surface, rule, start, lr=0.01, steps=12, **options)
        np.testing.assert_array_equal(out.paths[: path.steps + 1, i], path.theta)
        np.testing.assert_array_equal(out.loss[i], path.loss[-1])
        assert (out.steps[i], out.status[i]) == (path.steps, path.status)


@pytest.mark.parametrize("options", [{}, {"stop": Stop(gradient=2.0)}, {"noise": 0.1}], ids=str)
@pytest.mark.parametrize("text", ["(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "x + 2y", "x", "x^4 + sin(y)"])
@pytest.mark.parametrize("rule", RULES)
def test_a_row_is_the_run_alone(rule: str, text: str, options) -> None:
    starts = np.random.default_rng(0).uniform(-2, 2, (6, 2))
    same(gdviz.optimizer(rule), gdviz.surface(text, ((-5, 5), (-5, 5))), starts, **options)


@pytest.mark.parametrize("rule", RULES)
def test_of_one_coordinate(rule: str) -> None:
    starts = np.random.default_rng(1).uniform(-2, 2, (6, 1))
    same(gdviz.optimizer(rule), gdviz.surfaces["parabola"], starts)


@pytest.mark.parametrize("text", ["x^2 + log(y)", "k*x^2 - 1/y + x^0.5", "abs(x)*3 + max(x, y)", "7", "x"])
def test_slopes_have_the_bits_of_evaluate_and_leave_the_points(text: str) -> None:
    surface = gdviz.surface(("param k = 3 from 1 to 9; " if "k" in text else "") + text, ((-5, 5), (-5, 5)))
    points = np.asfortranarray(np.random.default_rng(0).uniform(-3, 3, (64, 2)))
    gradient, spare = np.full((64, 2), np.nan, order="F"), [np.full(64, np.nan) for _ in range(surface.spare)]
    with np.errstate(all="ignore"):
        write = surface.slopes(points, gradient, spare)
        for shift in (0.0, 1.5):
            points += shift
            before = points.copy()
            write()
            np.testing.assert_array_equal(gradient, surface.evaluate(points)[1])
            np.testing.assert_array_equal(points, before)


def test_a_loss_that_is_a_coordinate_is_no_view_of_it() -> None:
    points = np.zeros((4, 2))
    loss, _ = gdviz.surface("x", ((-5, 5), (-5, 5))).evaluate(points)
    assert not np.shares_memory(loss, points)


@pytest.mark.parametrize(
    "text", ["(x + y^2)^2", "(x + 2y)^2 + (x + 2y)^4", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"]
)
def test_a_product_doubled_has_the_bits_of_the_product(text: str) -> None:
    """4*u is made of 2*u, also where one of them is subnormal or overflows."""
    surface = gdviz.surface(text, ((-5, 5), (-5, 5)))
    ends = np.array(
        [[1e-310, 1e-160], [5e-324, 0], [-5e-324, 1e-162], [8e307, 1], [-5e307, 3], [1e300, 1e-9]]
    )
    points = np.asfortranarray(np.concatenate([ends, np.random.default_rng(2).uniform(-5, 5, (26, 2))]))
    gradient, spare = np.empty((32, 2), order="F"), [np.empty(32) for _ in range(surface.spare)]
    with np.errstate(all="ignore"):
        surface.slopes(points, gradient, spare)()
        np.testing.assert_array_equal(gradient, surface.evaluate(points)[1])


def test_himmelblaus_gradient_needs_one_column_besides() -> None:
    assert gdviz.surfaces["himmelblau"].spare == 1


class Held:
    """A plane that returns the same gradient array at each call."""

    name, dimension, names, domain = "held", 2, ("x", "y"), ((-3.0, 3.0), (-3.0, 3.0))
    start, minima, minimum = (0.0, 0.0), np.empty((0, 2)), None

    def __init__(self) -> None:
        self.slopes_held = np.ones((5, 2), order="F")

    def value(self, p: np.ndarray) -> np.ndarray:
        return np.asarray(np.sum(p, -1))

    def gradient(self, p: np.ndarray) -> np.ndarray:
        return np.ones_like(p)

    def hessian(self, p: np.ndarray) -> np.ndarray:
        return np.zeros((*np.shape(p), 2))

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.value(p), self.slopes_held[: len(p)]


def test_a_gradient_that_belongs_to_the_objective_is_not_written_over() -> None:
    held = Held()
    out = gdviz.sweep(held, "momentum", np.ones((5, 2)), lr=0.1, steps=3)
    assert (held.slopes_held == 1).all()
    np.testing.assert_allclose(out.theta, 1 - 0.1 * (1 + 1.9 + 2.71))
