"""Maps with stop=None: runs that nobody stops are judged all the same, and none that left counts as arrived."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine.maps.ends import DIVERGED
from gdviz.engine.run.stop import CODES, Status

LEFT = CODES.index(Status.DIVERGED)
WATCHED = gdviz.Stop(gradient=None)  # only divergence ends a run
BOTTOMLESS = [
    "x^2 - y^2",
    "x^3 + y^2",
    "y^2 - x^4",
    "y^2 - exp(3x)",
    "x^2 + log(abs(y))*y^3",
    "0.1x^2 - cosh(y)",
]
RATES = np.geomspace(1e-4, 10, 25)


@pytest.mark.parametrize("text", [*BOTTOMLESS, "x^2 + 3y^2", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"])
def test_the_same_cells_diverge_as_where_runs_are_stopped(text: str) -> None:
    surface, start = gdviz.surface(text, ((-3, 3), (-3, 3))), (0.8, 0.7)
    axes = ("lr", RATES), ("momentum", [0.0, 0.5, 0.9])
    free, watched = (
        gdviz.hyper_map(surface, "momentum", *axes, start=start, steps=400, stop=stop)
        for stop in (None, WATCHED)
    )
    np.testing.assert_array_equal(free.codes == LEFT, watched.codes == LEFT)
    np.testing.assert_array_equal(free.converged, watched.converged)
    assert (free.codes == LEFT).any() and not free.converged[free.codes == LEFT].any()
    assert (free.steps == 400).all()

    swept, stopped = (
        gdviz.rate_sweep(surface, "gd", RATES, start=start, steps=400, stop=stop) for stop in (None, WATCHED)
    )
    np.testing.assert_array_equal(swept.diverged, stopped.diverged)
    assert swept.edge == stopped.edge
    assert (swept.suggested("best") is None) == (stopped.suggested("best") is None)
    if (best := swept.suggested("best")) is not None:
        assert not swept.diverged[np.argmin(np.abs(swept.rates - best.rate))]

    for lr in (0.02, 0.5):
        options = {"shape": (12, 12), "steps": 400, "lr": lr}
        map, other = (gdviz.basins(surface, "gd", stop=stop, **options) for stop in (None, WATCHED))
        np.testing.assert_array_equal(map.label == DIVERGED, other.label == DIVERGED)
        assert np.isfinite(map.ends).all() and np.isfinite(map.values).all()


def test_climbing_where_there_is_no_top() -> None:
    surface = gdviz.surface("x^2 + y^4", ((-3, 3), (-3, 3)))
    map = gdviz.basins(surface, "gd", shape=(8, 8), lr=0.2, steps=300, maximize=True, stop=None)
    assert map.share(DIVERGED) == 1
    swept = gdviz.rate_sweep(surface, "gd", RATES[-6:], start=(1, 1), maximize=True, stop=None)
    assert swept.diverged.all() and swept.suggested("best") is None


def test_a_sweep_itself_is_what_descend_is() -> None:
    """Its runs have the statuses of single ones; only maps judge them."""
    out = gdviz.sweep("saddle", "gd", (0.5, 0.5), lr=[0.1, 3.0], steps=2000, stop=None)
    path = gdviz.descend("saddle", "gd", (0.5, 0.5), lr=3.0, steps=2000, stop=None)
    assert out.status[1] is path.status is Status.MAX_STEPS
