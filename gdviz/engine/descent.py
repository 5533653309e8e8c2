"""One run: step by step (`Descent`) or as a whole (`descend`). A single run is a batch of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.objective import Objective, check_start
from gdviz.engine.path import Evaluations, Path, Whole, tell
from gdviz.engine.rates import curvature, default_rate
from gdviz.engine.record import PACK, Column, Keep, Thinned
from gdviz.engine.rule import Arrow, Rule, shape_of
from gdviz.engine.schedule import Schedule
from gdviz.engine.stepper import Stepper
from gdviz.engine.stop import CODES, Spent, Status, Stop, Watch
from gdviz.formula import ORACLE

LOOK_EVERY = 64  # steps between two looks at the stop rules; the record is cut back to the step that ended the run
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

    def __init__(self, objective: Objective, optimizer: Rule, start: Any = None, *, steps: int = 300, lr: Any = None,
                 schedule: Schedule | None = None, noise: float = 0.0, seed: int = 0, clip: float | None = None,
                 maximize: bool = False, stop: Stop | None = Stop(),  # noqa: B008 - frozen
                 schedule_hyper: Mapping[str, Any] | None = None, batch_size: int | None = None, replacement: bool = False,
                 **hyper: Any) -> None:
        point = check_start(objective, start)
        if lr is None:
            lr = default_rate(objective, optimizer, point)
        own, foreign = split_hyper(optimizer, schedule, hyper)
        foreign |= schedule_hyper or {}
        with np.errstate(all="ignore"):
            self.stepper = Stepper(objective, optimizer, point[None], steps=steps, lr=lr, schedule=schedule,
                                   schedule_hyper=foreign, noise=noise, seed=seed, clip=clip, maximize=maximize,
                                   hyper=own, batch_size=batch_size, replacement=replacement)
            s = self.stepper
            self.initial = {n: v[0] for (n, _), v in zip(optimizer.compiled.states, s.states, strict=True)}
            self.watch = Watch(stop, objective, maximize, 1)
            self.start = point
            self.kept: Thinned | None = None
            self.spent = ""
            d = len(point)
            self.theta, self.loss, self.gradient = Column((d,)), Column(()), Column((d,))
            self.seen, self.rates, self.counts, self.batch = Column((d,)), Column(()), Column((3,)), Column(())
            self.asks = bool(optimizer.program.calls & ORACLE)
            self.recorded = [Column(() if kind == "s" else shape_of(kind, 1, d)[1:]) for _, kind in optimizer.compiled.recorded]
            # bound once: a step is a few microseconds, and looking these up would be one of them
            self.put = tuple(c.tail.append for c in (self.theta, self.loss, self.gradient, self.counts))
            self.put_step = tuple(c.tail.append for c in (self.rates, self.seen, self.batch))
            self.put_recorded = tuple(c.tail.append for c in self.recorded)
            self._note()
            self.status = self._look(0)

    def run(self, steps: int | None = None, *, check: Callable[[], object] | None = None, keep: Keep | None = None) -> None:
        """Make so many more steps (all that are left), or fewer if the run ends.

        `check` is called before every step and at every question that the rule asks within it. It may raise `Spent`, which
        ends the run with the steps made; anything else that it raises goes through. `keep` says which steps are recorded.
        """
        s = self.stepper
        s.oracle.check = check
        if keep is not None and len(self.rates) == 0:
            self.kept = Thinned(keep, self.loss)
        most = LOOK_EVERY if keep is None else max(1, min(LOOK_EVERY, AT_ONCE // row_bytes(s.rule, len(self.start))))
        with np.errstate(all="ignore"):
            todo = s.steps - s.k if steps is None else min(steps, s.steps - s.k)
            while todo > 0 and self.status is Status.RUNNING:
                chunk = min(todo, most)
                first = len(self.theta)
                try:
                    for _ in range(chunk):
                        if check is not None:
                            check()
                        self._step()
                except Spent as spent:
                    self.status, self.spent = Status.SPENT, str(spent)
                ended = self._look(first)
                self.status = self.status if ended is Status.RUNNING else ended
                todo -= chunk
        if self.status is Status.RUNNING and s.k == s.steps:
            self.status = Status.MAX_STEPS

    def _note(self) -> None:
        """Record where the run is now."""
        s = self.stepper
        theta, loss, gradient, counts = self.put
        theta(s.theta)
        loss(s.loss)
        gradient(s.gradient)
        if self.asks:
            o = s.oracle
            counts(np.array([o.values, o.gradients, o.hessians]))

    def _step(self) -> None:
        s = self.stepper
        rate, seen, batch = self.put_step
        g, f = s.seen, s.oracle.f
        values = s.step()
        for put, value in zip(self.put_recorded, values, strict=True):
            put(value)
        rate(s.rate)
        seen(g)
        if s.batches:
            batch(f)
        self._note()

    def _look(self, first: int) -> Status:
        codes = np.zeros((0, 1), dtype=int) if self.watch.stop is None else self.watch.look(
            *(c.rows(first)[:, None] for c in (self.theta, self.loss, self.gradient)))
        ended = np.flatnonzero(codes[:, 0])
        if len(ended):
            length = first + int(ended[0]) + 1
            for column in self._of_iterates():
                column.cut(length)
            for column in self._of_steps():
                column.cut(length - 1)
        if self.kept is not None:
            self.kept.thin(first, self.theta, self.loss, self._of_iterates(), self._of_steps())
        if len(ended):
            return CODES[codes[ended[0], 0]]
        if len(self.theta.tail) > PACK:
            for column in (*self._of_iterates(), *self._of_steps()):
                column.pack()
        return Status.RUNNING

    def _of_iterates(self) -> list[Column]:
        """Columns with a row for every iterate, the start among them."""
        return [self.theta, self.loss, self.gradient, *[self.counts] * self.asks]

    def _of_steps(self) -> list[Column]:
        """Columns with a row for every step."""
        return [self.rates, self.seen, *self.recorded, *[self.batch] * bool(self.stepper.batches)]

    def __iter__(self) -> Iterator[Step]:
        while self.status is Status.RUNNING:
            made = len(self.rates)
            self.run(1)
            if len(self.rates) == made:
                return
            values = {k: q[0] for k, q in self._quantities(made).items()}
            yield Step(made + 1, self.theta.rows(made + 1)[0], float(self.loss.rows(made + 1)[0]),
                       self.gradient.rows(made + 1)[0], float(self.rates.rows(made)[0]), values)

    def _quantities(self, first: int) -> dict[str, np.ndarray]:
        """What the equations assigned in the steps from index `first` on, g and (where it is read) f."""
        s = self.stepper
        out = {"g": self.seen.rows(first)}
        if s.rule.needs["value"]:
            sign = -1.0 if s.oracle.maximize else 1.0
            out["f"] = self.batch.rows(first) if s.batches else sign * self._losses()[self._at()[first + 1:] - 1]
        for (key, _), column in zip(s.rule.compiled.recorded, self.recorded, strict=True):
            out[key] = column.rows(first)
        for arrow in s.rule.compiled.arrows:
            out[arrow.name] = self._arrow(arrow, out, first)
        return out

    def _arrow(self, arrow: Arrow, known: dict[str, np.ndarray], first: int) -> np.ndarray:
        """An arrow (n, D) from the record."""
        s, n, d = self.stepper, len(self.rates) - first, len(self.start)
        at = self._at()[first:]
        now = {"t": at[1:].astype(float), "T": np.float64(s.steps), "D": np.float64(d),
               "lr": self.rates.rows(first), "eye": np.eye(d)} | s.hyper | known
        columns = {k: c for (k, _), c in zip(s.rule.compiled.recorded, self.recorded, strict=True)}

        def value(key: str, when: int) -> Any:
            if when == 0:
                q = now[key]
            elif key == "theta":
                q = self.theta.rows(first)[:n]
            elif key not in columns:  # a state that no equation changes
                q = np.broadcast_to(self.initial[key], (n, *self.initial[key].shape))
            elif first:
                q = columns[key].rows(first - 1)[:n]
            else:
                q = np.concatenate([np.reshape(self.initial[key], (1, *columns[key].shape)), known[key]])[:n]
            return q[:, None] if np.ndim(q) == 1 else q

        result, = arrow.function(*(value(*r) for r in arrow.reads))
        drawn = np.array(np.broadcast_to(result, (n, d)), dtype=float)
        drawn[np.diff(at) > 1] = np.nan  # the step before, which it may read, is not in the record
        return drawn

    def _at(self) -> np.ndarray:
        """The step of every iterate in the record."""
        return np.array(self.kept.numbers) if self.kept else np.arange(len(self.theta))

    def _losses(self) -> np.ndarray:
        """The loss at every iterate."""
        return np.concatenate(self.kept.losses) if self.kept else self.loss.rows()

    def path(self) -> Path:
        """The run so far."""
        s, at = self.stepper, self._at()
        n = int(at[-1])
        theta, loss, gradient = self.theta.rows(), self.loss.rows(), self.gradient.rows()
        needs, o = s.rule.needs, s.oracle
        asked = self.counts.rows().astype(int) if self.asks else np.zeros((len(at), 3), dtype=int)
        values, gradients, hessians = (asked + np.outer(at, [needs["value"], needs["gradient"], False])).T
        with np.errstate(all="ignore"):
            quantities = self._quantities(0)
        return Path(
            objective=s.objective, rule=s.rule, hyper={k: float(v) for k, v in s.hyper.items()}, lr=float(s.lr),
            theta=theta, loss=loss, gradient=gradient, rate=self.rates.rows(), quantities=quantities, initial=self.initial,
            status=self.status, maximize=o.maximize,
            reason=tell(self.status, n, theta[-1], float(loss[-1]), gradient[-1], s.objective.names,
                        self.spent and f"of {s.steps} steps: {self.spent}" or self._limit()),
            evaluations=Evaluations(int(values[-1]), int(gradients[-1]), int(hessians[-1])), gradients=gradients,
            planned=s.steps, batches=s.batches,
            batch_loss=(-1.0 if o.maximize else 1.0) * self.batch.rows() if s.batches else None,
            whole=Whole(at, self._losses(), self.kept.length) if self.kept else None)

    def _limit(self) -> str:
        """What is known of the largest stable rate, for a run that diverged by plain gradient steps."""
        s = self.stepper
        if self.status is not Status.DIVERGED or s.rule.unit != "1/curvature" or len(self.rates) == 0:
            return ""
        largest = curvature(s.objective, self.start)
        if not largest > 0 or not float(s.lr) > 2 / largest:
            return ""
        return (f" The learning rate {float(s.lr):.4g} is above 2/{largest:.4g} = {2 / largest:.3g}, the limit that the "
                f"curvature at the start sets for gradient descent.")


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
    recorded = sum({"s": 1, "v": d, "m": d * d}[kind] for _, kind in quantities) + d * len(rule.compiled.arrows)
    return 8 * (3 * d + 6 + recorded)


def split_hyper(rule: Rule, schedule: Schedule | None, hyper: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keywords that belong to the rule, and those that belong to the schedule (a shared name goes to the rule)."""
    own = rule.program.defaults
    foreign = {k: v for k, v in hyper.items() if schedule and k not in own and k in schedule.program.defaults}
    return {k: v for k, v in hyper.items() if k not in foreign}, foreign
