"""One run: step by step (`Descent`) or as a whole (`descend`). A single run is a batch of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.objective import Objective
from gdviz.engine.path import Evaluations, Path, tell
from gdviz.engine.rates import curvature, default_rate
from gdviz.engine.rule import Arrow, Rule, shape_of
from gdviz.engine.schedule import Schedule
from gdviz.engine.stepper import Stepper
from gdviz.engine.stop import CODES, Status, Stop, Watch

LOOK_EVERY = 64  # steps between two looks at the stop rules; the record is cut back to the step that ended the run


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
                 schedule_hyper: Mapping[str, Any] | None = None, **hyper: Any) -> None:
        point = check_start(objective, start)
        if lr is None:
            lr = default_rate(objective, optimizer, point)
        own, foreign = split_hyper(optimizer, schedule, hyper)
        foreign |= schedule_hyper or {}
        with np.errstate(all="ignore"):
            self.stepper = Stepper(objective, optimizer, point[None], steps=steps, lr=lr, schedule=schedule,
                                   schedule_hyper=foreign, noise=noise, seed=seed, clip=clip, maximize=maximize, hyper=own)
            s = self.stepper
            self.initial = {n: v[0] for (n, _), v in zip(optimizer.compiled.states, s.states, strict=True)}
            self.watch = Watch(stop, objective, maximize, 1)
            self.theta, self.loss, self.gradient, self.seen = [s.theta], [s.loss], [s.gradient], [s.seen]
            self.rates: list[Any] = []
            self.recorded: list[tuple[Any, ...]] = []
            self.counts = [0]
            self.status = self._look(0)

    def run(self, steps: int | None = None) -> None:
        """Make so many more steps (all that are left), or fewer if the run ends."""
        left = self.stepper.steps - self.stepper.k
        with np.errstate(all="ignore"):
            todo = left if steps is None else min(steps, left)
            while todo > 0 and self.status is Status.RUNNING:
                chunk = min(todo, LOOK_EVERY)
                first = len(self.theta)
                for _ in range(chunk):
                    self._step()
                self.status = self._look(first)
                todo -= chunk
        if self.status is Status.RUNNING and self.stepper.k == self.stepper.steps:
            self.status = Status.MAX_STEPS

    def _step(self) -> None:
        s = self.stepper
        self.recorded.append(s.step())
        self.rates.append(s.rate)
        self.theta.append(s.theta)
        self.loss.append(s.loss)
        self.gradient.append(s.gradient)
        self.seen.append(s.seen)
        self.counts.append(s.oracle.gradients)

    def _look(self, first: int) -> Status:
        if self.watch.stop is None:
            return Status.RUNNING
        d = self.theta[0].shape[1]
        codes = self.watch.look(_rows(self.theta[first:], (1, d)), _rows(self.loss[first:], (1,)),
                                _rows(self.gradient[first:], (1, d)))
        ended = np.flatnonzero(codes[:, 0])
        if not len(ended):
            return Status.RUNNING
        keep = first + int(ended[0]) + 1
        for record, n in ((self.theta, keep), (self.loss, keep), (self.gradient, keep), (self.seen, keep),
                          (self.counts, keep), (self.recorded, keep - 1), (self.rates, keep - 1)):
            del record[n:]
        return CODES[codes[ended[0], 0]]

    def __iter__(self) -> Iterator[Step]:
        while self.status is Status.RUNNING:
            made = len(self.recorded)
            self.run(1)
            if len(self.recorded) == made:
                return
            values = {k: q[0] for k, q in self._quantities(made).items()}
            yield Step(made + 1, self.theta[-1][0], float(self.loss[-1][0]), self.gradient[-1][0],
                       float(np.ravel(self.rates[-1])[0]), values)

    def _quantities(self, first: int) -> dict[str, np.ndarray]:
        """What the equations assigned in the steps from index `first` on, g and (where it is read) f."""
        s = self.stepper
        n, d = len(self.recorded), self.theta[0].shape[1]
        columns = list(zip(*self.recorded[first:], strict=True)) or [()] * len(s.rule.compiled.recorded)
        out = {"g": _rows(self.seen[first:n], (d,))}
        if s.rule.needs["value"]:
            out["f"] = (-1.0 if s.oracle.maximize else 1.0) * _rows(self.loss[first:n], ())
        for (key, kind), column in zip(s.rule.compiled.recorded, columns, strict=True):
            out[key] = _rows(column, shape_of(kind, 1, d)[1:] if kind != "s" else ())
        for arrow in s.rule.compiled.arrows:
            out[arrow.name] = self._arrow(arrow, out, first)
        return out

    def _arrow(self, arrow: Arrow, known: dict[str, np.ndarray], first: int) -> np.ndarray:
        """An arrow (n, D) from the record."""
        s, n = self.stepper, len(self.recorded) - first
        d = self.theta[0].shape[1]
        if n == 0:
            return np.empty((0, d))
        now = {"t": np.arange(first + 1.0, first + n + 1), "T": np.float64(s.steps), "D": np.float64(d),
               "lr": _rows(self.rates[first:], ()), "eye": np.eye(d)} | s.hyper | known
        keys = [k for k, _ in s.rule.compiled.recorded]

        def value(key: str, when: int) -> Any:
            if when == 0:
                q = now[key]
            elif key == "theta":
                q = _rows(self.theta[first:-1], (d,))
            elif key not in keys:  # a state that no equation changes
                q = np.broadcast_to(self.initial[key], (n, *self.initial[key].shape))
            else:
                before = self.initial[key] if first == 0 else self.recorded[first - 1][keys.index(key)]
                q = np.concatenate([np.reshape(before, (1, *known[key].shape[1:])), known[key][:-1]])
            return q[:, None] if np.ndim(q) == 1 else q

        result, = arrow.function(*(value(*r) for r in arrow.reads))
        return np.array(np.broadcast_to(result, (n, d)), dtype=float)

    def path(self) -> Path:
        """The run so far."""
        s, n = self.stepper, len(self.recorded)
        d = self.theta[0].shape[1]
        theta, loss, gradient = _rows(self.theta, (d,)), _rows(self.loss, ()), _rows(self.gradient, (d,))
        needs, o = s.rule.needs, s.oracle
        gradients = np.array(self.counts) + needs["gradient"] * np.arange(n + 1)
        with np.errstate(all="ignore"):
            quantities = self._quantities(0)
        return Path(
            objective=s.objective, rule=s.rule, hyper={k: float(v) for k, v in s.hyper.items()}, lr=float(s.lr),
            theta=theta, loss=loss, gradient=gradient, rate=_rows(self.rates, ()), quantities=quantities, initial=self.initial,
            status=self.status, maximize=o.maximize,
            reason=tell(self.status, n, theta[-1], float(loss[-1]), gradient[-1], s.objective.names, self._limit()),
            evaluations=Evaluations(o.values + needs["value"] * n, int(gradients[-1]), o.hessians), gradients=gradients)

    def _limit(self) -> str:
        """What is known of the largest stable rate, for a run that diverged by plain gradient steps."""
        s = self.stepper
        if self.status is not Status.DIVERGED or s.rule.unit != "1/curvature" or len(self.theta) < 2:
            return ""
        largest = curvature(s.objective, self.theta[0][0])
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


def check_start(objective: Objective, start: Any) -> np.ndarray:
    """The start as (D,). Raises ValueError."""
    try:
        p = np.array(objective.start if start is None else start, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"start must be {objective.dimension} numbers, not {start!r}") from None
    if p.shape != (objective.dimension,) or not np.isfinite(p).all():
        raise ValueError(f"start must be {objective.dimension} finite numbers, not {start!r}")
    return p


def _rows(record: Sequence[Any], shape: tuple[int, ...]) -> np.ndarray:
    """A record of so many values, each of one run, as an array (n, *shape)."""
    n, size = len(record), int(np.prod(shape, dtype=int))
    kinds = set(map(type, record))
    if kinds == {float}:
        return np.array(record)
    if kinds == {np.ndarray} and {r.size for r in record} == {size} and min(r.ndim for r in record):
        return np.concatenate(record).reshape(n, *shape)  # much faster than np.array for small arrays
    out = np.empty((n, *shape))
    for i, r in enumerate(record):
        out[i] = np.reshape(r, shape) if np.size(r) == size else r
    return out


def split_hyper(rule: Rule, schedule: Schedule | None, hyper: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keywords that belong to the rule, and those that belong to the schedule (a shared name goes to the rule)."""
    own = rule.program.defaults
    foreign = {k: v for k, v in hyper.items() if schedule and k not in own and k in schedule.program.defaults}
    return {k: v for k, v in hyper.items() if k not in foreign}, foreign
