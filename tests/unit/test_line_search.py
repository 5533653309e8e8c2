"""Line searches: their conditions, their bounds, and that a run's step does not depend on the others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import gdviz
from gdviz.engine.method.line_search import HALVINGS, TRIALS, backtrack, strong_wolfe

Function = Callable[[np.ndarray], np.ndarray]
# of the length along the direction: loss and slope
LINES: dict[str, tuple[Function, Function]] = {
    "bowl": (lambda a: (a - 3) ** 2, lambda a: 2 * (a - 3)),
    "near": (lambda a: (1e6 * a - 3) ** 2, lambda a: 2e6 * (1e6 * a - 3)),
    "far": (lambda a: (a / 1e4 - 3) ** 2, lambda a: (a / 1e4 - 3) / 5e3),
    "quartic": (lambda a: (a - 1) ** 4 - a / 10, lambda a: 4 * (a - 1) ** 3 - 0.1),
    "wall": (lambda a: np.where(a < 2, -a + 0 * a, np.inf), lambda a: np.where(a < 2, -1.0, np.nan)),
    "log": (lambda a: -np.log(0.5 - a) * 0.1 - a, lambda a: 0.1 / (0.5 - a) - 1),
}


def searched(lines: list[str], first: float, c1: float, c2: float) -> tuple[np.ndarray, int]:
    asked = 0

    def along(length: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        nonlocal asked
        asked += 1
        parts = [[f(a) for f in LINES[lines[i]]] for a, i in zip(length, which, strict=True)]
        return tuple(np.array(parts, dtype=float).T)

    zero = np.zeros(len(lines))
    with np.errstate(all="ignore"):
        f, slope = along(zero, np.arange(len(lines)))
        return strong_wolfe(along, f, slope, first, c1, c2), asked - 1


@pytest.mark.parametrize("first", [1.0, 1e-8, 1e5])
@pytest.mark.parametrize("c2", [0.9, 0.4, 0.1, 0.001])
@pytest.mark.parametrize("name", ["bowl", "near", "far", "quartic", "log"])
def test_both_conditions_hold(name: str, c2: float, first: float) -> None:
    f, slope = LINES[name]
    (a,), asked = searched([name], first, 1e-4, c2)
    assert 0 < asked <= TRIALS
    assert f(a) <= f(0.0) + 1e-4 * a * slope(0.0) and abs(slope(a)) <= c2 * abs(slope(0.0))


def test_a_parabola_s_minimum_is_found_at_the_second_trial() -> None:
    (a,), asked = searched(["bowl"], 10.0, 1e-4, 1e-9)
    assert a == pytest.approx(3) and asked == 2


def test_a_wall_is_not_run_into() -> None:
    """The loss falls until it is not a number: the longest step that was found to decrease it."""
    (a,), asked = searched(["wall"], 1.0, 1e-4, 0.9)
    assert 1 <= a < 2 and asked == TRIALS


def test_each_run_has_the_step_that_it_has_alone() -> None:
    names = ["bowl", "wall", "near", "log", "quartic", "far"] * 3
    together, asked = searched(names, 1.0, 1e-4, 0.3)
    alone = [searched([name], 1.0, 1e-4, 0.3) for name in names]
    np.testing.assert_array_equal(together, [a for (a,), _ in alone])
    assert asked == max(n for _, n in alone)


@pytest.mark.parametrize("slope", [0.0, 1.0, np.nan])
def test_no_step_is_made_along_what_does_not_lead_downhill(slope: float) -> None:
    def nobody_asks(*_: np.ndarray) -> None:
        raise AssertionError

    f, slopes = np.zeros(2), np.full(2, slope)
    assert strong_wolfe(nobody_asks, f, slopes, 1.0, 1e-4, 0.9).tolist() == [0, 0]
    assert backtrack(nobody_asks, f, slopes).tolist() == [0, 0]


@pytest.mark.parametrize("first", [0.0, -1.0, np.nan, np.inf])
def test_a_first_length_that_is_none_is_one(first: float) -> None:
    assert searched(["bowl"], first, 1e-4, 0.9)[0] == searched(["bowl"], 1.0, 1e-4, 0.9)[0]


def test_it_ends_where_nothing_is_a_number_or_no_step_is_enough() -> None:
    f, slope = np.zeros(1), np.full(1, -1.0)
    assert strong_wolfe(lambda a, _: (a * np.nan, a * np.nan), f, slope, 1.0, 1e-4, 0.9) == [0]
    assert strong_wolfe(lambda a, _: (a, a), f, slope, 1.0, 1e-4, 0.9) == [0]
    asked = []
    assert backtrack(lambda a, _: asked.append(a) or a * np.nan, f, slope) == [0]
    assert len(asked) == HALVINGS


@pytest.mark.parametrize("rule", ["bfgs", "lbfgs", "cg_polak_ribiere", "gd_armijo"])
def test_a_surface_without_bottom_is_left_and_one_with_kinks_is_not(rule: str) -> None:
    slope = gdviz.descend(gdviz.surface("x + 2y", start=(0, 0)), rule, steps=300)
    assert slope.loss[-1] < -100 and (slope.status is gdviz.Status.DIVERGED or rule == "gd_armijo")
    kinks = gdviz.descend(gdviz.surface("abs(x) + 3abs(y)", start=(1.3, 0.7)), rule, steps=60)
    assert np.isfinite(kinks.theta).all() and kinks.loss[-1] < kinks.loss[0]
    assert (np.diff(kinks.loss) <= 1e-12).all()


def test_noise_clipping_and_ascent_reach_the_search() -> None:
    """The slopes of a search are those that the rule sees; climbing mirrors descending."""
    up = gdviz.surface("-(3x^2 + y^2 + x*y)", start=(1.0, 2.0))
    down = gdviz.surface("3x^2 + y^2 + x*y", start=(1.0, 2.0))
    for rule in ("bfgs", "cg_polak_ribiere", "gd_armijo", "newton"):
        a = gdviz.descend(up, rule, steps=8, maximize=True, stop=None)
        b = gdviz.descend(down, rule, steps=8, stop=None)
        np.testing.assert_allclose(a.theta, b.theta, rtol=1e-12, atol=1e-14)
        assert a.evaluations == b.evaluations
        noisy = gdviz.descend(down, rule, steps=8, noise=0.1, clip=1.0, stop=None)
        assert np.isfinite(noisy.theta).all()


@pytest.mark.parametrize("rule", ["bfgs", "lbfgs", "cg_fletcher_reeves", "cg_polak_ribiere"])
def test_gradients_are_counted_once(rule: str) -> None:
    """As many values as gradients, one at the start, and none twice at one point."""
    surface = gdviz.surfaces["rosenbrock"]
    points: list[bytes] = []

    class Watched:
        def __getattr__(self, name: str) -> object:
            return getattr(surface, name)

        def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            points.extend(row.tobytes() for row in np.ascontiguousarray(p))
            return surface.evaluate(p)

    path = gdviz.descend(Watched(), rule, steps=25, stop=None)
    evaluations = path.evaluations
    assert evaluations.value == evaluations.gradient == len(set(points)) and evaluations.hessian == 0
