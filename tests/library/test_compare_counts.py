"""Evaluations of a fair comparison: of every method, each run of many counts what it counts by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Contest

BUDGET, RUNS = 90, 7
METHODS = {**gdviz.optimizers, **gdviz.minimizers}
NOISE = {"noise": 0.05, "clip": 20.0, "seed": 4}  # which SciPy's minimisers do not know
CASES = {f"{slug}-plain": (slug, {}) for slug in METHODS} | {
    f"{slug}-noise": (slug, NOISE) for slug, method in METHODS.items() if method.has_rate
}


@pytest.mark.parametrize(("slug", "options"), CASES.values(), ids=CASES)
def test_counts_are_those_of_single_runs(slug: str, options: dict[str, Any]) -> None:
    """From starts and with rates of their own, until they end at different steps; losses too, to the bit."""
    surface, method = gdviz.surfaces["six_hump_camel"], METHODS[slug]
    contest = Contest(surface, [method], trials=RUNS, evaluations=BUDGET, **options)
    starts = np.random.default_rng(2).uniform((-2.5, -1.5), (2.5, 1.5), (RUNS, 2))
    hyper, target = contest.trials[0], -0.2
    found = contest.runs(0, starts, hyper, target)
    price = contest.runs.prices[0]
    for i, start in enumerate(starts):
        its_own = {name: float(values[i]) for name, values in hyper.items()}
        steps = price.steps(BUDGET) if price else BUDGET
        stop = gdviz.Stop(gradient=None, loss=target)
        path = gdviz.descend(surface, method, start, steps=steps, stop=stop, **its_own, **options)
        taken = path.evaluated.sum(1)
        within = np.flatnonzero(taken <= BUDGET)[-1]
        ended = within == len(taken) - 1
        met = path.status.name == "REACHED" and ended
        assert found.evaluations[i] == ((taken[-1] if path.steps else 0) if met else np.inf)
        lost = path.status.name == "DIVERGED" and ended
        np.testing.assert_array_equal(found.loss[i], np.nan if lost else path.loss[within])


def test_methods_that_search_along_lines_are_run_together() -> None:
    """One question of all runs at once: as many calls as the longest run takes, not as all of them."""
    calls = []

    class Asked:
        def __getattr__(self, name: str) -> Any:
            return getattr(gdviz.surfaces["rosenbrock"], name)

        def evaluate(self, p: np.ndarray) -> Any:
            calls.append(len(p))
            return gdviz.surfaces["rosenbrock"].evaluate(p)

    contest = Contest(Asked(), [gdviz.optimizers["bfgs"]], trials=1, evaluations=BUDGET)
    starts = np.random.default_rng(2).uniform(-2, 2, (40, 2))
    calls.clear()
    contest.runs(0, starts, {"lr": np.ones(40)}, None)
    assert len(calls) < 4 * BUDGET and max(calls) == 40
