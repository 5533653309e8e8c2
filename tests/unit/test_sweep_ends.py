"""Where and why each of many runs ends: what is seen at a glance is what is judged run by run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import Status, Stop
from gdviz.engine.run.stop import Watch

LOG = gdviz.surface("x^2 + log(y)", ((-3, 3), (-3, 3)))  # its gradient is not finite within bounds
SURFACES = ["himmelblau", "rosenbrock", "parabola", LOG]
RULES = ["gd", "momentum", "adam", "sign_sgd"]
STOPS = [Stop(), Stop(gradient=0.1), Stop(gradient=1e-3, loss=0.1, patience=9)]


def starts_of(surface: Any, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return starts in the window with rates from those that hardly move to those that diverge."""
    rng = np.random.default_rng(7)
    low, high = np.array(surface.domain, dtype=float).T
    starts = rng.uniform(low, high, (count, surface.dimension))
    if len(surface.minima):
        starts[0] = surface.minima[0]  # a run that has ended where it begins
    return starts, rng.permutation(np.geomspace(1e-3, 3, count))


def entry_of(surface: Any) -> Any:
    return gdviz.surfaces[surface] if isinstance(surface, str) else surface


@pytest.mark.parametrize("stop", STOPS, ids=str)
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("surface", SURFACES, ids=str)
def test_each_run_ends_where_it_ends_alone(surface: Any, rule: str, stop: Stop | None) -> None:
    surface = entry_of(surface)
    starts, rates = starts_of(surface, 16)
    out = gdviz.sweep(surface, rule, starts, lr=rates, steps=50, stop=stop)
    for i, start in enumerate(starts):
        path = gdviz.descend(surface, rule, start, lr=rates[i], steps=50, stop=stop)
        assert (out.steps[i], out.status[i]) == (path.steps, path.status)
        np.testing.assert_array_equal(out.theta[i], path.theta[-1])
        np.testing.assert_array_equal(out.loss[i], path.loss[-1])


@pytest.mark.parametrize("at_once", [None, 1000], ids=["in one product", "in pieces"])
@pytest.mark.parametrize(
    ("rule", "stop"), [("gd", Stop()), ("momentum", Stop(gradient=1e-3)), ("adam", Stop(gradient=0.1))]
)
@pytest.mark.parametrize("surface", ["himmelblau", "rosenbrock", LOG], ids=str)
def test_a_glance_at_many_runs_misses_none_that_ends(
    surface: Any, rule: str, stop: Stop, at_once: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    surface = entry_of(surface)
    starts, rates = starts_of(surface, 9000)
    if at_once:
        monkeypatch.setattr(Watch, "at_once", at_once)

    def made() -> gdviz.Sweep:
        return gdviz.sweep(surface, rule, starts, lr=rates, steps=60, stop=stop)

    glanced = made()

    def all_may(watch: Watch, runs: Any, gone: np.ndarray) -> Callable[[], slice]:
        return lambda: slice(None)

    monkeypatch.setattr(Watch, "glance", all_may)
    judged = made()  # every run is judged at every step, and none is stepped along that has ended
    for name in ("steps", "codes", "theta", "loss"):
        np.testing.assert_array_equal(getattr(glanced, name), getattr(judged, name))
    assert Status.MAX_STEPS in glanced.status and len(set(glanced.status)) > 1
    assert len(set(glanced.steps)) > 5


def test_a_run_that_comes_back_from_afar_has_diverged_where_it_was_far() -> None:
    """One step leads out of bounds, the next back: a look at every second step would miss it."""
    rule = gdviz.optimizer("state out = 0\ntheta = theta + (1 - 2*out)*lr\nout = 1 - out")
    rates = np.full(5000, 1.0)
    rates[4321] = 1e8
    out = gdviz.sweep("himmelblau", rule, np.ones((5000, 2)), lr=rates, steps=6)
    assert np.flatnonzero(out.steps < 6).tolist() == [4321]
    assert (out.steps[4321], out.status[4321]) == (1, Status.DIVERGED)


def test_a_gradient_is_small_from_the_tolerance_on() -> None:
    surface = gdviz.surface("x^2/2", ((-3, 3),))
    after = np.nextafter(1.0, 2.0)
    out = gdviz.sweep(surface, "gd", [[1.0], [-1.0], [after], [-after]], lr=1e-9, steps=1, stop=Stop(1.0))
    assert out.steps.tolist() == [0, 0, 1, 1]
    for start in (2.0, -2.0):  # so slowly that each comes by all sizes
        slow = gdviz.sweep(surface, "gd", [[start]], lr=1e-3, steps=900, stop=Stop(1.0))
        assert slow.steps.tolist() == [693] and slow.status.tolist() == [Status.CONVERGED]


def test_where_a_gradient_underflows_when_squared_a_run_ends_as_alone() -> None:
    starts, stop = np.array([[1.0, 1.0], [2.0, 1.0]]), Stop(gradient=0.0)
    out = gdviz.sweep("sphere", "gd", starts, lr=0.45, steps=400, stop=stop)
    alone = [gdviz.descend("sphere", "gd", start, lr=0.45, steps=400, stop=stop) for start in starts]
    assert out.steps.tolist() == [path.steps for path in alone] and (out.steps < 300).all()


def test_a_run_that_has_ended_stays_there_whatever_comes_after_it() -> None:
    away = gdviz.optimizer("state n = 0\nn = n + 1\ntheta = theta - lr*g + where(n > 30, 1e12, 0)")
    starts = np.random.default_rng(0).uniform(-3, 3, (400, 2))
    rates = np.where(np.arange(400) % 10, 1e-3, 0.25)  # one in ten converges before all are thrown out
    out = gdviz.sweep("sphere", away, starts, lr=rates, steps=60, stop=Stop(gradient=1e-3))
    quick = np.arange(400) % 10 == 0
    assert (out.steps[quick] < 31).all() and (out.steps[~quick] == 31).all()
    for i in (0, 10, 1):
        path = gdviz.descend("sphere", away, starts[i], lr=rates[i], steps=60, stop=Stop(gradient=1e-3))
        assert (out.steps[i], out.status[i]) == (path.steps, path.status)
        np.testing.assert_array_equal(out.theta[i], path.theta[-1])
        np.testing.assert_array_equal(out.loss[i], path.loss[-1])
