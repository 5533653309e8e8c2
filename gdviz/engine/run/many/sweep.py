"""Many runs at once: starts, rates or hyper-parameters as leading axes, in blocks that fit the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import Rule, rule_of_equations
from gdviz.engine.objective import BoundsItself, Objective
from gdviz.engine.run.many.asked import check_asked
from gdviz.engine.run.many.in_place import InPlaceStepper, compile_in_place, spare_columns
from gdviz.engine.run.runs import Memory
from gdviz.engine.run.stop import CODES, Status, Watch, statuses

BLOCK = 16384  # runs at a time, at most: more are not faster
FEWEST = 4096  # and at least, if there are so many: fewer are slower through the calls
CACHE = 920_000  # bytes of a block that are worked on in every step, so that they stay in the cache of a core
WORTHWHILE = 1 / 4  # share of a block's runs that have ended, above which the others are copied


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
        return statuses(self.codes)

    def in_shape(self, shape: tuple[int, ...]) -> Sweep:
        """Return the same runs with leading axes of a shape in place of their number."""
        return Sweep(
            self.theta.reshape(*shape, -1),
            self.loss.reshape(shape),
            self.steps.reshape(shape),
            self.codes.reshape(shape),
            None if self.paths is None else self.paths.reshape(len(self.paths), *shape, -1),
        )


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
    rule = rule_of_equations(optimizer)
    asked = check_asked(objective, rule, starts, {"steps": 200, **keywords}, paths)
    options, (runs, dimension) = asked.options, asked.starts.shape
    out = Sweep(
        theta=np.empty((runs, dimension)),
        loss=np.empty(runs),
        steps=np.empty(runs, dtype=int),
        codes=np.empty(runs, dtype=np.int8),
        paths=np.empty((options.steps + 1, runs, dimension)) if paths else None,
    )
    # these two are begun with each block
    watch = Watch(options.stop, objective, options.maximize, 0)
    memory = Memory()
    # one block after the other: threads lose more to the interpreter's lock than they win
    for block in _blocks(runs, objective, rule):
        its_starts, its_options, its_hyper = asked.block(block)
        with np.errstate(all="ignore"):
            watch.restart(len(its_starts))
            stepper = InPlaceStepper(objective, rule, its_starts, its_options, its_hyper, watch, memory)
            stepper.oracle.check = check
            _run(stepper, watch, out, block, check)
    return out.in_shape(asked.shape)


def _blocks(runs: int, objective: Objective, rule: Rule) -> Iterator[slice]:
    """Cut the runs into blocks of nearly the same size."""
    bounded = objective if isinstance(objective, BoundsItself) else None
    vectors = 2 + sum(kind == "v" for _, kind in rule.compiled.states)
    spare = spare_columns(compile_in_place(rule, bounded), objective, bounded)
    columns = vectors * objective.dimension + spare
    fitting = CACHE // (8 * columns) // 64 * 64
    count = -(-runs // max(FEWEST, min(fitting, BLOCK)))
    size = -(-runs // count)
    size += -size % 8  # whole lines of the cache
    for first in range(0, runs, size):
        yield slice(first, min(first + size, runs))


def _run(
    stepper: InPlaceStepper, watch: Watch, out: Sweep, block: slice, check: Callable[[], object] | None
) -> None:
    """Step until every run of the block has ended; each leaves its end at the step where it ended.

    A run that has ended is stepped along for a while: to go on with the others only, all of them are copied.
    """
    runs = stepper.runs
    at_once = out.paths is not None or bool(stepper.rule.asks)  # a run at its end may ask most of all
    gone = np.zeros(len(runs.index), dtype=bool)
    some_end = watch.glance(runs, gone)
    while True:
        if out.paths is not None:
            out.paths[stepper.k, block][runs.index] = runs.theta
        which = some_end()
        if which is not None:
            theta, loss, gradient = runs.theta[which], stepper.losses(which), runs.gradient[which]
            codes = watch.judge(theta[None], loss[None], gradient[None])[0]
            codes[gone[which]] = 0
            new = codes != 0
            if new.any():
                ended = np.arange(len(gone))[which][new]
                gone[ended] = True
                _leave(stepper, out, block, ended, codes[new], loss[new])
            of_all = at_once or isinstance(which, slice)
            if gone.any() and (of_all or np.count_nonzero(gone) > WORTHWHILE * len(gone)):
                stepper.select(~gone)
                watch.select(~gone)
                gone = np.zeros(len(runs.index), dtype=bool)
                some_end = watch.glance(runs, gone)
        if stepper.k == stepper.steps or not len(runs.index):
            break
        if check is not None:
            check()
        stepper.step()
    left: Any = slice(None) if len(runs.index) == stepper.begun and not gone.any() else ~gone
    _leave(stepper, out, block, left, CODES.index(Status.MAX_STEPS), stepper.losses(left))


def _leave(
    stepper: InPlaceStepper, out: Sweep, block: slice, which: Any, codes: Any, losses: np.ndarray
) -> None:
    """Write the ends of some runs, indices, a mask or a slice of all, with their codes and losses."""
    runs = stepper.runs
    place = block if isinstance(which, slice) else block.start + runs.index[which]
    out.theta[place], out.loss[place] = runs.theta[which], losses
    out.steps[place], out.codes[place] = stepper.k, codes
    if out.paths is not None:
        out.paths[stepper.k + 1 :, place] = runs.theta[which]
