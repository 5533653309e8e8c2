"""Runs whose steps take different numbers of evaluations: each counts what it asks, up to its budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gdviz.engine.entry import check_number
from gdviz.engine.method.default_rate import default_rate
from gdviz.engine.method.rule import Rule
from gdviz.engine.objective import Objective
from gdviz.engine.options import split_keywords
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.stop import CODES, Status, Watch

REACHED, DIVERGED = CODES.index(Status.REACHED), CODES.index(Status.DIVERGED)


def counted(
    objective: Objective,
    rule: Rule,
    starts: np.ndarray,
    keywords: Mapping[str, Any],
    budget: int,
    check: Callable[[], object] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Make runs of a rule from starts (R, D) together, each until it has taken its budget of evaluations.

    A run counts up to its last iterate within the budget, as one that is made alone.

    Parameters
    ----------
    keywords : of the runs; rate and hyper-parameters are numbers or (R,)

    Returns
    -------
    tuple
        Evaluations (R,) to the loss at which the runs stop, inf where it was missed; loss (R,) at the end,
        nan where a run diverged.
    """
    options, hyper = split_keywords(rule, keywords)
    lr = default_rate(objective, rule) if options.lr is None else options.lr
    options = replace(options, lr=check_number("lr", lr))
    taken, end = np.full(len(starts), np.inf), np.empty(len(starts))
    with np.errstate(all="ignore"):
        stepper = Stepper(objective, rule, starts, options, hyper)
        stepper.oracle.check = check
        watch = Watch(options.stop, objective, options.maximize, len(starts))
        runs = stepper.runs
        while True:
            asked = np.broadcast_to(sum(stepper.oracle.counts), len(starts))[runs.index]
            within = asked <= budget
            codes = watch.judge(runs.theta[None], runs.loss[None], runs.gradient[None])[0]
            codes[~within] = 0
            end[runs.index[within]] = np.where(codes == DIVERGED, np.nan, runs.loss)[within]
            met = codes == REACHED
            taken[runs.index[met]] = asked[met] if stepper.k else 0
            going = within & (codes == 0)
            if not going.all():
                stepper.select(going)
                watch.select(going)
            if not len(runs.index) or stepper.k == stepper.steps:
                return taken, end
            if check is not None:
                check()
            stepper.step()
