"""One run: step by step (`Descent`) or as a whole (`descend`). A single run is a batch of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.method.rates import curvature, default_rate
from gdviz.engine.method.rule import Rule
from gdviz.engine.method.schedule import Schedule
from gdviz.engine.objective import Objective, check_start
from gdviz.engine.run.column import Keep
from gdviz.engine.run.path import Evaluations, Path, Whole, tell
from gdviz.engine.run.record import Record
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.stop import CODES, Spent, Status, Stop, Watch

LOOK_EVERY = (
    64  # steps between two looks at the stop rules; the record is cut back to the step that ended the run
)
AT_ONCE = 8_000_000  # bytes of steps that are recorded before those that are not kept are let go


class Step(NamedTuple):
    """One step: its number, the iterate after it with loss and true gradient, its rate, and every quantity."""

    number: int
    theta: np.ndarray
    loss: float
    gradient: np.ndarray
    rate: float
    quantities: dict[str, np.ndarray]


class Descent:
    """A run that is made step by step: iterate over it, or call `run`. Arguments as for `descend`."""

    def __init__(
        self,
        objective: Objective,
        optimizer: Rule,
        start: Any = None,
        *,
        steps: int = 300,
        lr: Any = None,
        schedule: Schedule | None = None,
        noise: float = 0.0,
        seed: int = 0,
        clip: float | None = None,
        maximize: bool = False,
        stop: Stop | None = Stop(),  # noqa: B008 - frozen
        schedule_hyper: Mapping[str, Any] | None = None,
        batch_size: int | None = None,
        replacement: bool = False,
        **hyper: Any,
    ) -> None:
        point = check_start(objective, start)
        rate = default_rate(objective, optimizer, point) if lr is None else lr
        own, foreign = split_hyper(optimizer, schedule, hyper)
        with np.errstate(all="ignore"):
            self.stepper = Stepper(
                objective,
                optimizer,
                point[None],
                steps=steps,
                lr=rate,
                schedule=schedule,
                schedule_hyper=foreign | dict(schedule_hyper or {}),
                noise=noise,
                seed=seed,
                clip=clip,
                maximize=maximize,
                hyper=own,
                batch_size=batch_size,
                replacement=replacement,
            )
            self.start = point
            self.record = Record(self.stepper)
            self.watch = Watch(stop, objective, maximize, 1)
            self.spent = ""  # why no more computing time may be taken
            self.status = self._look(0)

    def run(
        self, steps: int | None = None, *, check: Callable[[], object] | None = None, keep: Keep | None = None
    ) -> None:
        """Make so many more steps (all that are left), or fewer if the run ends.

        `check` is called before every step and at every question that the rule asks within it. It may raise `Spent`,
        which ends the run with the steps made; anything else that it raises goes through. `keep` says which steps are
        recorded.
        """
        s, record = self.stepper, self.record
        s.oracle.check = check
        most = LOOK_EVERY
        if keep is not None:
            most = max(1, min(LOOK_EVERY, AT_ONCE // row_bytes(s.rule, len(self.start))))
            if len(record.rate) == 0:
                record.thin(keep)
        todo = s.steps - s.k if steps is None else min(steps, s.steps - s.k)
        with np.errstate(all="ignore"):
            while todo > 0 and self.status is Status.RUNNING:
                some = min(todo, most)
                self._advance(some, check)
                todo -= some
        if self.status is Status.RUNNING and s.k == s.steps:
            self.status = Status.MAX_STEPS

    def _advance(self, steps: int, check: Callable[[], object] | None) -> None:
        """Make some steps, and look whether the run has ended in one of them."""
        first, spent = len(self.record.theta), False
        try:
            for _ in range(steps):
                if check is not None:
                    check()
                self.record.note_step()
        except Spent as reason:
            spent, self.spent = True, str(reason)
        ended = self._look(first)
        self.status = Status.SPENT if spent and ended is Status.RUNNING else ended

    def _look(self, first: int) -> Status:
        """How the run stands, judged by its iterates from index `first` on; what came after its end is forgotten."""
        r = self.record
        codes = np.zeros(0, dtype=int)
        if self.watch.stop is not None:
            new = (column.rows(first)[:, None] for column in (r.theta, r.loss, r.gradient))
            codes = self.watch.look(*new)[:, 0]
        ends = np.flatnonzero(codes)
        if not len(ends):
            r.settle(first, None)
            return Status.RUNNING
        end = int(ends[0])
        r.settle(first, first + end + 1)
        return CODES[codes[end]]

    def __iter__(self) -> Iterator[Step]:
        r = self.record
        while self.status is Status.RUNNING:
            made = len(r.rate)
            self.run(1)
            if len(r.rate) == made:
                return
            theta, loss, gradient = (c.rows(made + 1)[0] for c in (r.theta, r.loss, r.gradient))
            values = {k: q[0] for k, q in r.quantities(made).items()}
            yield Step(made + 1, theta, float(loss), gradient, float(r.rate.rows(made)[0]), values)

    def path(self) -> Path:
        """The run so far."""
        s, r, at = self.stepper, self.record, self.record.at()
        n, maximize = int(at[-1]), s.oracle.maximize
        theta, loss, gradient = r.theta.rows(), r.loss.rows(), r.gradient.rows()
        values, gradients, hessians = r.asked()
        cause = f"of {s.steps} steps: {self.spent}" if self.spent else self._limit()
        with np.errstate(all="ignore"):
            quantities = r.quantities(0)
        return Path(
            objective=s.objective,
            rule=s.rule,
            hyper={k: float(v) for k, v in s.hyper.items()},
            lr=float(s.lr),
            theta=theta,
            loss=loss,
            gradient=gradient,
            rate=r.rate.rows(),
            quantities=quantities,
            initial=r.initial,
            status=self.status,
            reason=tell(self.status, n, theta[-1], float(loss[-1]), gradient[-1], s.objective.names, cause),
            evaluations=Evaluations(int(values[-1]), int(gradients[-1]), int(hessians[-1])),
            gradients=gradients,
            planned=s.steps,
            maximize=maximize,
            batches=s.batches,
            batch_loss=(-1.0 if maximize else 1.0) * r.batch_loss.rows() if s.batches else None,
            whole=Whole(at, r.losses(), r.thinned.length) if r.thinned else None,
        )

    def _limit(self) -> str:
        """What is known of the largest stable rate, for a run that diverged by plain gradient steps."""
        s = self.stepper
        if self.status is not Status.DIVERGED or s.rule.unit != "1/curvature" or len(self.record.rate) == 0:
            return ""
        largest = curvature(s.objective, self.start)
        if not largest > 0 or not float(s.lr) > 2 / largest:
            return ""
        return (
            f" The learning rate {float(s.lr):.4g} is above 2/{largest:.4g} = {2 / largest:.3g}, the limit that the "
            f"curvature at the start sets for gradient descent."
        )


def descend(objective: Objective, optimizer: Rule, start: Any = None, **options: Any) -> Path:
    """Run an optimizer on an objective and return the whole path.

    Parameters
    ----------
    objective, optimizer : objects of the library or a user's own
    start : point (D,); default: the objective's
    steps : number of steps, at most 100 000
    lr : learning rate; default: derived from the unit of the rule's rate (`default_rate`)
    schedule : learning-rate schedule; its parameters are given as further keywords, or (where a name is also one of
        the optimizer's) as the dictionary `schedule_hyper`
    noise, seed : standard deviation of normal noise on the gradient, drawn before the run
    clip : clip the gradient to this norm
    batch_size, replacement : rows of data that each step's gradient is taken over (None: all), drawn before the run from
        the seed, each epoch in a new order or every batch afresh; the loss of the path is that of all rows
    maximize : gradient ascent
    stop : stop rules; None runs every step
    **hyper : hyper-parameters of the optimizer (beta1, momentum, ...)

    Raises
    ------
    ValueError : naming the argument that cannot be used
    """
    d = Descent(objective, optimizer, start, **options)
    d.run()
    return d.path()


def row_bytes(rule: Rule, dimension: int) -> int:
    """Bytes that one step of a run records."""
    d, quantities = dimension, rule.compiled.recorded
    recorded = sum({"s": 1, "v": d, "m": d * d}[kind] for _, kind in quantities) + d * len(
        rule.compiled.arrows
    )
    return 8 * (3 * d + 6 + recorded)


def split_hyper(
    rule: Rule, schedule: Schedule | None, hyper: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keywords that belong to the rule, and those that belong to the schedule (a shared name goes to the rule)."""
    own = rule.program.defaults
    foreign = {k: v for k, v in hyper.items() if schedule and k not in own and k in schedule.program.defaults}
    return {k: v for k, v in hyper.items() if k not in foreign}, foreign
