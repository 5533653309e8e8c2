"""Many runs at once: starts, rates or hyper-parameters as leading axes, in blocks that fit the cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdviz.engine.entry import check_number
from gdviz.engine.method.default_rate import default_rate
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import rule_of_equations
from gdviz.engine.objective import Objective
from gdviz.engine.options import split_keywords
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.stop import CODES, Status, Watch

BLOCK = 16384  # runs at a time: fewer are slower through the calls, more do not fit the caches
MAX_RUNS = 4_000_000
MAX_PATH_STEPS = 20_000_000  # steps of all runs together whose iterates are returned


@dataclass(frozen=True, eq=False)
class Sweep:
    """The ends of B runs.

    Attributes
    ----------
    theta, loss, steps : (B, D), (B,), (B,), where each run ended and after how many steps
    codes : (B,), how: indices into the statuses
    paths : (n+1, B, D) if asked for; the rows after a run has ended repeat its end
    """

    theta: np.ndarray
    loss: np.ndarray
    steps: np.ndarray
    codes: np.ndarray
    paths: np.ndarray | None = None

    @property
    def status(self) -> np.ndarray:
        """Status of each run, an object array (B,)."""
        statuses: np.ndarray = np.array(CODES, dtype=object)[self.codes]
        return statuses


def sweep(
    objective: Objective,
    optimizer: Method,
    starts: Any = None,
    *,
    paths: bool = False,
    check: Callable[[], object] | None = None,
    **keywords: Any,
) -> Sweep:
    """Run many descents at once.

    Each run has the very bits that `descend` gives for it.

    Parameters
    ----------
    objective, optimizer
        As for `descend`.
    starts : array (..., D), optional
        Where the runs begin; the objective's own start if nothing is said.
    paths : bool
        Return every iterate too.
    check : callable, optional
        Called before every step of a block of runs; what it raises ends the sweep.
    **keywords
        As for `descend`, with 200 steps if nothing is said. `lr` and all hyper-parameters may be arrays
        (...); they broadcast with the starts. Without `lr` all runs have the default rate of the objective's
        own start.

    Returns
    -------
    Sweep
        Its B stands for the shape (...) of all of them together.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> out = gdviz.sweep("sphere", "gd", (1.0, 1.0), lr=[0.01, 0.1, 1.5], steps=50)
    >>> [status.name for status in out.status]
    ['MAX_STEPS', 'MAX_STEPS', 'DIVERGED']
    """
    optimizer = rule_of_equations(optimizer)
    options, hyper = split_keywords(optimizer, {"steps": 200, **keywords})
    points = _check_starts(objective, starts)
    lr = check_number("lr", default_rate(objective, optimizer) if options.lr is None else options.lr)
    hyper = {name: check_number(name, value) for name, value in hyper.items()}
    schedule_hyper = {name: check_number(name, value) for name, value in options.schedule_hyper.items()}
    of_schedule = {f"{name} of the schedule": value for name, value in schedule_hyper.items()}
    shape = _common_shape(points, {"lr": lr, **hyper, **of_schedule})
    runs = int(np.prod(shape, dtype=int))
    if not 1 <= runs <= MAX_RUNS or paths and runs * options.steps > MAX_PATH_STEPS:
        raise ValueError(
            f"a sweep takes 1 to {MAX_RUNS} runs (with paths at most 20 million steps in all), not {runs}"
        )
    points = np.broadcast_to(points, (*shape, objective.dimension)).reshape(runs, -1)
    out = Sweep(
        np.empty(points.shape),
        np.empty(runs),
        np.empty(runs, dtype=int),
        np.empty(runs, dtype=np.int8),
        np.empty((options.steps + 1, *points.shape)) if paths else None,
    )

    def per_run(value: Any) -> Any:
        return value if np.ndim(value) == 0 else np.broadcast_to(value, shape).reshape(runs)

    lr, hyper, schedule_hyper = per_run(lr), _each(per_run, hyper), _each(per_run, schedule_hyper)
    # one block after the other: threads lose more to the interpreter's lock than they win
    for first in range(0, runs, BLOCK):
        block = slice(first, min(first + BLOCK, runs))

        def of_block(value: Any, block: slice = block) -> Any:
            return value if np.ndim(value) == 0 else value[block]

        its_options = replace(options, lr=of_block(lr), schedule_hyper=_each(of_block, schedule_hyper))
        with np.errstate(all="ignore"):
            stepper = Stepper(objective, optimizer, points[block], its_options, _each(of_block, hyper))
            stepper.oracle.check = check
            watch = Watch(options.stop, objective, options.maximize, stepper.begun)
            _run(stepper, watch, out, block, check)
    return Sweep(
        out.theta.reshape(*shape, -1),
        out.loss.reshape(shape),
        out.steps.reshape(shape),
        out.codes.reshape(shape),
        None if out.paths is None else out.paths.reshape(options.steps + 1, *shape, -1),
    )


def _each(function: Callable[[Any], Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: function(value) for name, value in values.items()}


def _check_starts(objective: Objective, starts: Any) -> np.ndarray:
    """Return the starts as (..., D). Raises ValueError."""
    dimension = objective.dimension
    try:
        points = np.asarray(objective.start if starts is None else starts, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"starts must be points of {dimension} numbers, not {str(starts)[:80]}") from None
    if points.shape[-1:] != (dimension,):
        raise ValueError(f"starts need a last axis of length {dimension}, not shape {points.shape}")
    if not np.isfinite(points).all():
        raise ValueError("starts must be finite numbers")
    return points


def _common_shape(points: np.ndarray, values: dict[str, Any]) -> tuple[int, ...]:
    """Shape of the runs that starts (..., D) and values (...) make together. Raises ValueError."""
    shapes = {name: np.shape(value) for name, value in values.items()}
    try:
        return np.broadcast_shapes(points.shape[:-1], *shapes.values())
    except ValueError:
        raise ValueError(
            f"the shapes of starts {points.shape[:-1]} and {shapes} do not fit together"
        ) from None


def _run(
    stepper: Stepper, watch: Watch, out: Sweep, block: slice, check: Callable[[], object] | None
) -> None:
    """Step until every run of the block has ended; each leaves its end at the step where it ended."""
    if not watch.reads_loss():
        stepper.leave_out_loss()
    while True:
        runs = stepper.runs
        if out.paths is not None:
            out.paths[stepper.k, block][runs.index] = runs.theta
        if not watch.none_ends(runs.theta, runs.loss, runs.gradient):
            stepper.complete()
            codes = watch.judge(runs.theta[None], runs.loss[None], runs.gradient[None])[0]
            ended = codes != 0
            if ended.any():
                _leave(stepper, out, block, ended, codes)
                stepper.select(~ended)
                watch.select(~ended)
        if stepper.k == stepper.steps or not len(runs.index):
            break
        if check is not None:
            check()
        stepper.step()
    stepper.complete()
    all_left = np.ones(len(runs.index), dtype=bool)
    _leave(
        stepper, out, block, all_left, np.full(len(all_left), CODES.index(Status.MAX_STEPS), dtype=np.int8)
    )


def _leave(stepper: Stepper, out: Sweep, block: slice, ended: np.ndarray, codes: np.ndarray) -> None:
    """Write the ends of the runs of a mask, with their codes."""
    runs = stepper.runs
    place = block.start + runs.index[ended]
    out.theta[place], out.loss[place] = runs.theta[ended], runs.loss[ended]
    out.steps[place], out.codes[place] = stepper.k, codes[ended]
    if out.paths is not None:
        out.paths[stepper.k + 1 :, place] = runs.theta[ended]
