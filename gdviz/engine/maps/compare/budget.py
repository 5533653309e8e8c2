"""Runs that may ask the objective so often and no more: values, gradients and Hessians count alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.descend import begin
from gdviz.engine.maps.compare.counted import counted
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import Rule
from gdviz.engine.minimize.minimization import Minimization
from gdviz.engine.objective import Objective
from gdviz.engine.options import Stop
from gdviz.engine.run.descent import Descent
from gdviz.engine.run.many.sweep import sweep
from gdviz.engine.run.stop import CODES, Spent, Status
from gdviz.formula import SEARCHES

REACHED, DIVERGED = CODES.index(Status.REACHED), CODES.index(Status.DIVERGED)
PROBED = 3  # steps from which the evaluations of a step are told


class Outcome(NamedTuple):
    """How R runs ended.

    Attributes
    ----------
    evaluations : (R,), how many it took to reach the target; inf where it was missed
    loss : (R,), at the end; nan where the run diverged, so that its loss is no target and no merit
    """

    evaluations: np.ndarray
    loss: np.ndarray


class Price(NamedTuple):
    """How many evaluations a run takes before its first step, and for each step."""

    first: int
    step: int

    def steps(self, budget: int) -> int:
        """Return how many steps a budget of evaluations pays for."""
        return max(0, (budget - self.first) // self.step)


def price_of(objective: Objective, method: Method, keywords: Mapping[str, Any], budget: int) -> Price | None:
    """Return what a step costs, where all steps of all runs cost the same; None where they differ.

    They differ for line searches, which try as many lengths as they need, and for SciPy's minimisers.

    Raises
    ------
    ValueError
        For keywords that the method cannot take, and where the budget does not pay for one step.
    """
    run = begin(objective, method, **{**keywords_for(method, keywords), "steps": PROBED, "stop": None})
    if not isinstance(run, Descent) or run.stepper.rule.asks & SEARCHES:
        return None
    run.run()
    counts = run.path().evaluated.sum(1)
    costs = np.diff(counts)
    if not (costs[0] > 0 and (costs == costs[0]).all()):
        return None
    price = Price(int(counts[0]), int(costs[0]))
    if not price.steps(budget):
        raise ValueError(f"evaluations must pay for a step of {method.name}, {sum(price)}, not {budget}")
    return price


def keywords_for(method: Method, keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of a method's runs: without a schedule, where it has no rate."""
    if method.has_rate:
        return dict(keywords)
    return {name: value for name, value in keywords.items() if name not in ("schedule", "schedule_hyper")}


@dataclass(frozen=True)
class RunsOnBudget:
    """Makes runs of some methods. It can be pickled, so that another process makes them.

    Attributes
    ----------
    objective, methods : what is descended, and by whom
    prices : of each method; None where what its runs ask is counted as they go
    keywords : of every run, see `Options`
    budget : evaluations that a run may take
    """

    objective: Objective
    methods: tuple[Method, ...]
    prices: tuple[Price | None, ...]
    keywords: Mapping[str, Any]
    budget: int

    def __call__(
        self,
        which: int,
        starts: np.ndarray,
        hyper: Mapping[str, np.ndarray],
        target: float | None,
        check: Callable[[], object] | None = None,
    ) -> Outcome:
        """Make runs of a method from starts (R, D), with a rate and hyper-parameters (R,) each.

        They stop at the target; where there is none, they use up their budget. `check` is called now and
        then.
        """
        method, price = self.methods[which], self.prices[which]
        stop = Stop(gradient=None, loss=target)
        if price is not None:
            assert isinstance(method, Rule)
            steps = price.steps(self.budget)
            out = sweep(
                self.objective,
                method,
                starts,
                check=check,
                **{**self.keywords, **hyper, "steps": steps, "stop": stop},
            )
            taken = price.first * (out.steps > 0) + price.step * out.steps
            loss = np.where(out.codes == DIVERGED, np.nan, out.loss)
            return Outcome(np.where(out.codes == REACHED, taken, np.inf), loss)
        if isinstance(method, Rule):
            keywords = {**self.keywords, **hyper, "steps": self.budget, "stop": stop}
            return Outcome(*counted(self.objective, method, starts, keywords, self.budget, check))
        alone = [self._alone(method, start, stop, check) for start in starts]
        return Outcome(*(np.array(column) for column in zip(*alone, strict=True)))

    def _alone(
        self, method: Method, start: np.ndarray, stop: Stop, check: Callable[[], object] | None
    ) -> tuple[float, float]:
        """Make one run of SciPy's, and count what it asks; return evaluations to the target, and the loss."""
        keywords = keywords_for(method, self.keywords)
        run = begin(self.objective, method, start, **{**keywords, "steps": self.budget, "stop": stop})
        assert isinstance(run, Minimization)

        def limit() -> None:
            if check is not None:
                check()
            if sum(run.counted.counts) > self.budget:
                raise Spent("its evaluations are used up")

        run.run(check=limit)
        path = run.path()
        within = np.flatnonzero(path.evaluated.sum(1) <= self.budget)[-1]
        met = path.status is Status.REACHED and within == len(path.evaluated) - 1
        taken = float(path.evaluated[-1].sum()) if path.steps else 0.0
        loss = np.nan if path.status is Status.DIVERGED else float(path.loss[within])
        return taken if met else np.inf, loss
