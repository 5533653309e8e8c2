"""Many runs at once: starts, rates or hyper-parameters as leading axes, in blocks that fit the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np

from gdviz.engine.entry import check_number
from gdviz.engine.method.compiled_rule import compile_for_many
from gdviz.engine.method.default_rate import default_rate
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import Rule, rule_of_equations
from gdviz.engine.objective import BoundsItself, Objective
from gdviz.engine.options import Options, split_keywords
from gdviz.engine.run.runs import Memory
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.stop import CODES, Status, Watch, statuses
from gdviz.engine.start import check_starts, common_shape
from gdviz.formula import InPlace

BLOCK = 16384  # runs at a time, at most: more are not faster
FEWEST = 4096  # and at least, if there are so many: fewer are slower through the calls
CACHE = 920_000  # bytes of a block that are worked on in every step, so that they stay in the cache of a core
WORTHWHILE = 1 / 4  # share of a block's runs that have ended, above which the others are copied
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
        return statuses(self.codes)


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
    points = check_starts(objective, starts)
    lr = check_number("lr", default_rate(objective, optimizer) if options.lr is None else options.lr)
    hyper = {name: check_number(name, value) for name, value in hyper.items()}
    schedule_hyper = {name: check_number(name, value) for name, value in options.schedule_hyper.items()}
    of_schedule = {f"{name} of the schedule": value for name, value in schedule_hyper.items()}
    shape = common_shape(points, {"lr": lr, **hyper, **of_schedule})
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
    watch, memory = Watch(options.stop, objective, options.maximize, 0), Memory()  # begun with each block
    # one block after the other: threads lose more to the interpreter's lock than they win
    for block in _blocks(runs, objective, optimizer):

        def of_block(value: Any, block: slice = block) -> Any:
            return value if np.ndim(value) == 0 else value[block]

        its_options = replace(options, lr=of_block(lr), schedule_hyper=_each(of_block, schedule_hyper))
        with np.errstate(all="ignore"):
            watch.restart(block.stop - block.start)
            stepper = _InPlace(
                objective, optimizer, points[block], its_options, _each(of_block, hyper), watch, memory
            )
            stepper.oracle.check = check
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


def _blocks(runs: int, objective: Objective, rule: Rule) -> Iterator[slice]:
    """Cut the runs into blocks of nearly the same size."""
    bounded = objective if isinstance(objective, BoundsItself) else None
    vectors = 2 + sum(kind == "v" for _, kind in rule.compiled.states)
    columns = vectors * objective.dimension + _spare(_compile(rule, bounded), objective, bounded)
    fitting = CACHE // (8 * columns) // 64 * 64
    count = -(-runs // max(FEWEST, min(fitting, BLOCK)))
    size = -(-runs // count)
    size += -size % 8  # whole lines of the cache
    for first in range(0, runs, size):
        yield slice(first, min(first + size, runs))


def _compile(rule: Rule, bounded: BoundsItself | None) -> InPlace:
    """Compile a step, which may use the memory of a gradient that is made anew after it, but of no other."""
    return compile_for_many(rule.program, ("_g",) if bounded else ())


def _spare(step: InPlace, objective: Objective, bounded: BoundsItself | None) -> int:
    """Count the columns that a step or the gradient after it need besides: both work in the same ones."""
    return max(step.spare * objective.dimension, bounded.spare if bounded else 0)


class _InPlace(Stepper):
    """Makes steps that write over the steps before: of a sweep only the ends are kept.

    A loss that nobody reads, neither a step nor the watch, is computed only for `losses`.
    """

    def __init__(
        self,
        objective: Objective,
        rule: Rule,
        start: np.ndarray,
        options: Options,
        hyper: Mapping[str, Any],
        watch: Watch,
        memory: Memory,
    ) -> None:
        self.memory, self.watch_reads_loss = memory, watch.reads_loss()
        self.slopes: Callable[[], object] | None = None
        super().__init__(objective, rule, start, options, hyper)
        runs, self.theta_place = self.runs, 0
        runs.hyper = tuple(map(np.asarray, runs.hyper))  # NumPy takes arrays faster than numbers
        if self.schedule is None:
            runs.rate = np.asarray(runs.rate)
            self.rates = repeat((runs.rate,))
        runs.states = [memory.copy(s) if s.shape == runs.theta.shape else s for s in runs.states]
        self._bind()

    def _prepare(self) -> None:
        """Take the memory that all steps work in."""
        runs, objective, memory = self.runs, self.objective, self.memory
        memory.used = 0
        runs.theta, runs.gradient = memory.copy(runs.theta), memory.take(*runs.theta.shape)
        reads_loss = self.watch_reads_loss or self.reads_loss or self.batches is not None
        self.bounded = objective if isinstance(objective, BoundsItself) and not reads_loss else None
        self.in_place = _compile(self.rule, self.bounded)
        self.spare = memory.take(len(runs.theta), _spare(self.in_place, objective, self.bounded))
        self._bind()

    def _bind(self) -> None:
        """Tell the functions that write the step and the gradient where the runs are."""
        runs, spare, dimension = self.runs, self.spare, self.objective.dimension
        vectors = (spare[:, i * dimension : (i + 1) * dimension] for i in range(self.in_place.spare))
        self.make_step = partial(self.in_place.function, *vectors)
        if self.bounded:  # what a step leaves in the spare arrays, nobody reads any more
            self.slopes = self.bounded.slopes(runs.theta, runs.gradient, list(spare.T))

    def _evaluate(self) -> None:
        """Evaluate the objective where the runs are now; without the loss, if it is left out."""
        if self.slopes is None:
            super()._evaluate()
        else:
            self.slopes()
            self._observe()

    def losses(self, which: Any) -> np.ndarray:
        """Return the losses of some of the runs, which are computed here if they were left out."""
        runs = self.runs
        return runs.loss[which] if self.slopes is None else self.objective.value(runs.theta[which])

    def select(self, mask: np.ndarray) -> None:
        """Go on with some of the runs only."""
        super().select(mask)
        count, columns = len(self.runs.theta), self.spare.shape[1]
        self.spare = self.spare.ravel(order="K")[: count * columns].reshape(columns, count).T
        self._bind()


def _run(
    stepper: _InPlace, watch: Watch, out: Sweep, block: slice, check: Callable[[], object] | None
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


def _leave(stepper: _InPlace, out: Sweep, block: slice, which: Any, codes: Any, losses: np.ndarray) -> None:
    """Write the ends of some runs, indices, a mask or a slice of all, with their codes and losses."""
    runs = stepper.runs
    place = block if isinstance(which, slice) else block.start + runs.index[which]
    out.theta[place], out.loss[place] = runs.theta[which], losses
    out.steps[place], out.codes[place] = stepper.k, codes
    if out.paths is not None:
        out.paths[stepper.k + 1 :, place] = runs.theta[which]
