"""From a choice to the sweep over learning rates of one of its optimizers, made once for all sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gdviz
from gdviz.cache import array_bytes
from gdviz.engine import Objective, RateSweep, Stop
from gdviz.engine.maps.rates.rate_sweep import COUNT
from gdviz.engine.method.method import Method
from gdviz.engine.run.descent import row_bytes
from gdviz.ui.budget import SECONDS, Budget, made_in_time, section_in_time
from gdviz.ui.entries import rule_of
from gdviz.ui.problems.kinds import check, objective_of, start_of
from gdviz.ui.runs.arguments import key_of_run, keywords_of
from gdviz.ui.runs.bounds import steps_of
from gdviz.ui.runs.races import TOLERANCE
from gdviz.ui.spec.spec import Entrant, Spec

HELD = 100_000_000  # bytes that the runs of a sweep or a map hold at once


def sweep_of(spec: Spec, entrant: Entrant, measure: str = "loss") -> RateSweep:
    """Return the sweep over the learning rates of an entrant, with all else as it is chosen.

    Parameters
    ----------
    spec, entrant : the choice, and one of its optimizers
    measure : "loss", or "steps": then runs end within a tolerance of the minimum, where that is known

    Raises
    ------
    ValueError
        With one sentence, where there is none.
    """
    objective, rule = objective_of(spec), rule_of(entrant.optimizer)
    check(spec)
    check_memory(objective, rule, COUNT)
    key = key_of_sweep(spec, entrant)
    keywords = keywords_of(key[0], entrant)
    if measure == "steps" and objective.minimum is not None and not spec.maximize:
        keywords["stop"] = Stop(gradient=None, loss=objective.minimum + TOLERANCE)

    def make(budget: Budget) -> RateSweep:
        return gdviz.rate_sweep(objective, rule, start=start_of(spec), check=budget, **keywords)

    return made_in_time(
        _sweeps,
        (key[0], measure),
        make,
        seconds=SECONDS,
        too_long=f"{COUNT} runs of {key[0].steps} steps take more than {SECONDS:g} seconds of computing "
        "time; with fewer steps, or fewer rows of data, they come to their end",
        owner=key[1],
    )


def check_memory(objective: Objective, rule: Method, runs: int) -> None:
    """Raise ValueError where so many runs at once would hold too much."""
    held = runs * row_bytes(rule, objective.dimension)
    if held > HELD:
        raise ValueError(
            f"{runs} runs at once would hold {held / 1e6:.0f} MB, at most {HELD / 1e6:.0f} MB are taken; "
            "take fewer parameters, or a rule without matrices"
        )


def key_of_sweep(spec: Spec, entrant: Entrant) -> tuple[Spec, Any]:
    """Return what the sweep of an entrant depends on, and with whom it is to be let go."""
    return key_of_run(spec, replace(entrant, lr=None), steps_of(spec))


def _weigh(sweep: RateSweep) -> int:
    arrays = [sweep.rates, sweep.loss, sweep.steps, sweep.codes, sweep.test.rates, sweep.test.loss]
    return 8000 + array_bytes(arrays)


_sweeps = section_in_time("rate sweeps", _weigh)
