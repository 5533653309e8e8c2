"""One run of a rule, step by step. A single run is a batch of one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.method.default_rate import curvature, default_rate
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import rule_of_equations
from gdviz.engine.objective import Objective
from gdviz.engine.options import split_keywords
from gdviz.engine.run.ending import describe_end
from gdviz.engine.run.path import Evaluations, Path, Whole
from gdviz.engine.run.record import RecordInNumbers, make_record
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.stop import CODES, Spent, Status, Watch
from gdviz.engine.run.thinning import Thinning
from gdviz.engine.start import check_start
from gdviz.formula import SEARCHES

# steps after which the stop rules are checked; the record is then cut back to the step that ended the run
CHECK_EVERY = 64
CHECK_WATCHED = 2048  # the same where each step is glanced at
AT_ONCE = 8_000_000  # bytes of steps that are recorded before those that are not to be held are let go
LARGEST = 256_000_000  # bytes of a record; of a longer run only some steps are recorded


class Step(NamedTuple):
    """One step: its number, the iterate after it with true loss and gradient, its rate, its quantities."""

    number: int
    theta: np.ndarray
    loss: float
    gradient: np.ndarray
    rate: float
    quantities: dict[str, np.ndarray]


class Descent:
    """A run that is made step by step: iterate over it, or call `run`. The arguments are those of `descend`.

    Attributes
    ----------
    start : array (D,)
    options : how the run is made
    status : how the run stands
    stepper, record, watch : what makes the steps, holds them, and says when the run ends
    thinning : which steps are recorded where all would take more than 256 MB; None where all are
    bounds : a run in plain numbers that leaves them is judged at once, else with many other steps; None where
        all are judged by the block
    """

    def __init__(self, objective: Objective, optimizer: Method, start: Any = None, **keywords: Any) -> None:
        optimizer = rule_of_equations(optimizer)
        self.start = check_start(objective, start)
        options, hyper = split_keywords(optimizer, keywords)
        if options.lr is None:
            options = replace(options, lr=default_rate(objective, optimizer, self.start))
        self.options = options
        with np.errstate(all="ignore"):
            self.stepper = Stepper(objective, optimizer, self.start[None], options, hyper)
            self.record = make_record(self.stepper)
            self.watch = Watch(options.stop, objective, options.maximize, 1)
            self.bounds = self.watch.bounds() if isinstance(self.record, RecordInNumbers) else None
            self.left_in_vain = False  # whether a step led out of the bounds, and the run went on
            self.thinning = bounded(optimizer, len(self.start), options.steps)
            self.out_of_time = ""  # why no more computing time may be taken
            self.seconds = 0.0  # of computing, that all steps made have taken
            self.status = self._check_end(0)

    def run(
        self,
        steps: int | None = None,
        *,
        check: Callable[[], object] | None = None,
        thinning: Thinning | None = None,
    ) -> None:
        """Make more steps, or fewer if the run ends.

        Parameters
        ----------
        steps : int, optional
            How many; None for all that are left.
        check : callable, optional
            Called before every step and at every question that the rule asks within it. It may raise `Spent`,
            which ends the run with the steps made; anything else that it raises goes through.
        thinning : Thinning, optional
            Which steps are recorded; None for all, as far as they fit into 256 MB.
        """
        stepper, record = self.stepper, self.record
        thinning = thinning or self.thinning
        stepper.oracle.check = check
        most = self._most_at_once(thinning is not None)
        if thinning is not None and len(record.rate) == 0:
            record.thin(thinning)
        left = stepper.steps - stepper.k
        last = stepper.k + (left if steps is None else min(steps, left))
        with np.errstate(all="ignore"):
            while stepper.k < last and self.status is Status.RUNNING:
                self._advance(min(last - stepper.k, most), check)
        if self.status is Status.RUNNING and stepper.k == stepper.steps:
            self.status = Status.MAX_STEPS

    def _most_at_once(self, thinned: bool) -> int:
        """Return how many steps are made, at most, before the stop rules are checked."""
        rule = self.stepper.rule
        width = row_bytes(rule, len(self.start))
        if rule.program.calls & SEARCHES:
            return 1  # a search takes longest where nothing more is to be gained: no step is made in vain
        if isinstance(self.record, RecordInNumbers):
            judged = self.watch.stop is not None and self.bounds is None
            # a number in a list takes four times the bytes of one in an array
            return max(1, min(CHECK_EVERY if judged else CHECK_WATCHED, AT_ONCE // (4 * width)))
        return max(1, min(CHECK_EVERY, AT_ONCE // width)) if thinned else CHECK_EVERY

    def _advance(self, steps: int, check: Callable[[], object] | None) -> None:
        """Make some steps, or fewer, and find out whether the run has ended in one of them."""
        first, spent, began, made = len(self.record.theta), False, time.thread_time(), self.stepper.k
        bounds = self.bounds
        if self.left_in_vain:  # what is out of the bounds and goes on may stay there
            bounds, steps = None, min(steps, CHECK_EVERY)
        try:
            self.record.add_steps(steps, check, bounds)
        except Spent as reason:
            spent, self.out_of_time = True, str(reason)
        self.seconds += time.thread_time() - began
        self.left_in_vain = bounds is not None and self.stepper.k - made < steps
        status = self._check_end(first)
        self.status = Status.SPENT if spent and status is Status.RUNNING else status

    def _check_end(self, first: int) -> Status:
        """Judge the iterates from index `first` on; what came after the end of the run is forgotten."""
        record = self.record
        codes = np.zeros(0, dtype=int)
        if self.watch.stop is not None:
            new = (column.values(first)[:, None] for column in (record.theta, record.loss, record.gradient))
            codes = self.watch.judge(*new)[:, 0]
        ends = np.flatnonzero(codes)
        if not len(ends):
            record.settle(first, None)
            return Status.RUNNING
        end = int(ends[0])
        record.settle(first, first + end + 1)
        return CODES[int(codes[end])]

    def __iter__(self) -> Iterator[Step]:
        """Make one step after the other until the run ends."""
        record, stepper = self.record, self.stepper
        while self.status is Status.RUNNING:
            made = stepper.k
            self.run(1)
            if stepper.k == made:
                return
            newest = len(record.rate) - 1  # the record of a long run has gaps
            of_iterate = (
                column.values(newest + 1)[0] for column in (record.theta, record.loss, record.gradient)
            )
            theta, loss, gradient = of_iterate
            quantities = {name: values[0] for name, values in record.quantities(newest).items()}
            rate = float(record.rate.values(newest)[0])
            yield Step(stepper.k, theta, float(loss), gradient, rate, quantities)

    def path(self) -> Path:
        """Return the run so far."""
        stepper, record, at = self.stepper, self.record, self.record.at()
        objective, maximize = stepper.objective, stepper.oracle.maximize
        theta, loss, gradient = record.theta.values(), record.loss.values(), record.gradient.values()
        evaluated = record.evaluations()
        with np.errstate(all="ignore"):
            quantities = record.quantities(0)
        steps, end = int(at[-1]), (theta[-1], float(loss[-1]), gradient[-1])
        batch_sign = -1.0 if maximize else 1.0  # the record holds the loss as the rule saw it
        return Path(
            objective=objective,
            rule=stepper.rule,
            hyper={name: float(value) for name, value in stepper.hyper.items()},
            lr=float(stepper.runs.lr),
            theta=theta,
            loss=loss,
            gradient=gradient,
            rate=record.rate.values(),
            quantities=quantities,
            initial=record.initial,
            status=self.status,
            reason=describe_end(self.status, steps, *end, objective, maximize, self._cause()),
            evaluations=Evaluations(*evaluated[-1].tolist()),
            evaluated=evaluated,
            # some steps may have been made after the one that ended the run
            seconds=self.seconds * steps / stepper.k if stepper.k else 0.0,
            planned=stepper.steps,
            options=self.options,
            maximize=maximize,
            batches=stepper.batches,
            batch_loss=batch_sign * record.batch_loss.values() if stepper.batches else None,
            whole=Whole(at, record.losses(), record.thinned.length) if record.thinned else None,
        )

    def _cause(self) -> str:
        """Say what is known of an end: no time left, no solution, or a learning rate above the limit."""
        stepper = self.stepper
        if self.out_of_time:
            return f"of {stepper.steps} steps: {self.out_of_time}"
        if self.status is Status.MAX_STEPS:
            before, end = self.record.theta.values(len(self.record.theta) - 2)
            return " The last step did not move it." if np.array_equal(before, end) else ""
        if self.status is not Status.DIVERGED or not len(self.record.rate):
            return ""
        if not np.isfinite(stepper.runs.theta).all() and (cause := self.record.first_not_finite()):
            return cause
        if stepper.rule.unit != "1/curvature":
            return ""
        lr, largest = float(stepper.runs.lr), curvature(stepper.objective, self.start)
        if not largest > 0 or not lr > 2 / largest:
            return ""
        return (
            f" The learning rate {lr:.4g} is above 2/{largest:.4g} = {2 / largest:.3g}, the limit that the "
            f"curvature at the start sets for gradient descent."
        )


def row_bytes(method: Method, dimension: int) -> int:
    """Count the bytes that one step of a run records."""
    return 8 * (3 * dimension + 6 + method.numbers_of_step(dimension))


def bounded(method: Method, dimension: int, steps: int) -> Thinning | None:
    """Return which steps are recorded so that the record stays within LARGEST; None: all of them."""
    width = row_bytes(method, dimension)
    return Thinning.within(LARGEST // width, steps) if steps * width > LARGEST else None
