"""What a sweep is asked for, checked: its runs, and what differs between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdviz.engine.entry import check_number
from gdviz.engine.method.default_rate import default_rate
from gdviz.engine.method.rule import Rule
from gdviz.engine.objective import Objective
from gdviz.engine.options import Options, split_keywords
from gdviz.engine.start import check_starts, common_shape

MAX_RUNS = 4_000_000
MAX_PATH_STEPS = 20_000_000  # steps of all runs together whose iterates are returned


@dataclass(frozen=True, eq=False)
class Asked:
    """B runs of one rule.

    Attributes
    ----------
    shape : (...), in which they are asked for; B in all
    starts : array (B, D)
    options, hyper : as for a `Stepper`; numbers are of all runs, arrays (B,) of each
    """

    shape: tuple[int, ...]
    starts: np.ndarray
    options: Options
    hyper: dict[str, Any]

    def block(self, which: slice) -> tuple[np.ndarray, Options, dict[str, Any]]:
        """Return starts, options and hyper-parameters of some of the runs."""

        def of_block(value: Any) -> Any:
            return value if np.ndim(value) == 0 else value[which]

        options = _with_numbers(self.options, of_block)
        return self.starts[which], options, _each(of_block, self.hyper)


def check_asked(
    objective: Objective, rule: Rule, starts: Any, keywords: Mapping[str, Any], paths: bool
) -> Asked:
    """Return what a sweep is asked for. Raises ValueError naming the argument that cannot be used."""
    options, hyper = split_keywords(rule, keywords)
    points = check_starts(objective, starts)
    lr = check_number("lr", default_rate(objective, rule) if options.lr is None else options.lr)
    hyper = {name: check_number(name, value) for name, value in hyper.items()}
    schedule_hyper = {name: check_number(name, value) for name, value in options.schedule_hyper.items()}
    of_schedule = {f"{name} of the schedule": value for name, value in schedule_hyper.items()}
    shape = common_shape(points, {"lr": lr, **hyper, **of_schedule})
    runs = int(np.prod(shape, dtype=int))
    if not 1 <= runs <= MAX_RUNS or paths and runs * options.steps > MAX_PATH_STEPS:
        raise ValueError(
            f"a sweep takes 1 to {MAX_RUNS} runs (with paths at most 20 million steps in all), not {runs}"
        )

    def per_run(value: Any) -> Any:
        return value if np.ndim(value) == 0 else np.broadcast_to(value, shape).reshape(runs)

    options = replace(options, lr=lr, schedule_hyper=schedule_hyper)
    return Asked(
        shape,
        np.broadcast_to(points, (*shape, objective.dimension)).reshape(runs, -1),
        _with_numbers(options, per_run),
        _each(per_run, hyper),
    )


def _with_numbers(options: Options, of: Callable[[Any], Any]) -> Options:
    """Return options with another form of the rate and of the schedule's parameters."""
    return replace(options, lr=of(options.lr), schedule_hyper=_each(of, options.schedule_hyper))


def _each(function: Callable[[Any], Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: function(value) for name, value in values.items()}
