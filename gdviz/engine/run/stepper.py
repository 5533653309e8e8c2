"""One step of B runs at once: the only place where a rule, a schedule and an objective meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np

from gdviz.engine.entry import check_clip, check_number, check_parameters, check_seed, check_steps
from gdviz.engine.method.rule import Rule, broadcast
from gdviz.engine.method.schedule import Schedule
from gdviz.engine.objective import HasRows, Objective
from gdviz.engine.run.batches import Batches
from gdviz.engine.run.oracle import Noise, Oracle

STRETCH = 8192  # steps whose rates, and whatever else hangs on the time only, are computed at once


class Stepper:
    """Holds B runs: theta (B, D), loss (B,), gradient (B, D), the rule's states; `step()` makes one step of all.

    Hyper-parameters are numbers or arrays (B,). Raises ValueError naming the argument.
    """

    def __init__(
        self,
        objective: Objective,
        rule: Rule,
        start: np.ndarray,
        *,
        steps: int,
        lr: Any,
        schedule: Schedule | None = None,
        schedule_hyper: Mapping[str, Any] | None = None,
        noise: float = 0.0,
        seed: int = 0,
        clip: float | None = None,
        maximize: bool = False,
        hyper: Mapping[str, Any] | None = None,
        batch_size: int | None = None,
        replacement: bool = False,
    ) -> None:
        self.objective, self.rule, self.schedule = objective, rule, schedule
        self.steps = check_steps(steps)
        runs, d = start.shape
        given = check_parameters(rule, {**known_minimum(objective, rule), **(hyper or {})})
        self.hyper = {k: _column(k, v, runs) for k, v in given.items()}
        self.lr = _column("lr", check_number("lr", lr), runs)
        self.rate = _float(self.lr)
        self.constants = np.float64(steps), np.float64(d), np.eye(d)
        self.oracle = Oracle(objective, draw_noise(noise, seed, d), check_clip(clip), bool(maximize))
        self.batches = make_batches(objective, batch_size, replacement, seed)
        self.batch_of = objective.on if isinstance(objective, HasRows) else None
        self.reads_loss = (
            "f" in rule.program.reads or "line_search" in rule.program.calls or schedule is not None
        )
        self.k, self.runs, self.live = 0, runs, np.arange(runs)
        # column after column in memory: elementwise work keeps that order, and coordinates are contiguous
        self.theta = np.array(start, dtype=float, order="F")
        self._evaluate()
        self._start_rule(self._start_schedule(schedule_hyper or {}))

    def _evaluate(self) -> None:
        o = self.oracle
        self.loss, self.gradient = self.objective.evaluate(self.theta)
        o.theta = self.theta
        if self.batches:
            self._evaluate_batch(self.batches)
            return
        if o.plain:
            o.g = self.seen = self.gradient
        else:
            o.k = min(
                self.k, self.steps - 1
            )  # the end, where no step follows, is shown with the last step's noise
            o.g = self.seen = o.seen(self.gradient)
        if self.reads_loss:
            o.f = -self.loss[:, None] if o.maximize else self.loss[:, None]

    def _evaluate_batch(self, batches: Batches) -> None:
        """What the coming step sees: loss and gradient of its batch (after the last step, of the last batch)."""
        o = self.oracle
        o.k = min(self.k, self.steps - 1)
        assert self.batch_of is not None  # there are batches only of an objective that has rows
        o.now = self.batch_of(batches.rows(o.k + 1))
        loss, gradient = o.now.evaluate(self.theta)
        o.g = self.seen = o.seen(gradient)
        o.f = -loss[:, None] if o.maximize else loss[:, None]

    def _start_rule(self, first_rate: Any) -> None:
        """States as they are before the first step, in which `lr` is the rate of that step."""
        steps, d, eye = self.constants
        o, compiled, (runs, dimension) = self.oracle, self.rule.compiled, self.theta.shape
        params = tuple(self.hyper.values())
        self.fixed = steps.item(), d.item(), eye, tuple(map(_float, params))
        values = compiled.init(self.theta, o.g, o.f, np.float64(0.0), steps, first_rate, d, eye, *params, o)
        self.states: tuple[Any, ...] = tuple(
            broadcast(v, kind, runs, dimension) for v, (_, kind) in zip(values, compiled.states, strict=True)
        )
        self.step_function, self.n_states, self.i_theta = compiled.step, len(compiled.states), compiled.theta
        self.early = self._table(compiled.early, (steps, d, *params))

    def _start_schedule(self, hyper: Mapping[str, Any]) -> Any:
        """The rates to come; returns that of the first step."""
        self.closed = self.schedule is None
        self.schedule_values: tuple[Any, ...] = ()
        self.schedule_states: Sequence[Any] = ()
        if self.schedule is None:
            if hyper:
                raise ValueError(
                    f"there is no schedule that could have a parameter '{next(iter(hyper))}'; give one"
                )
            self.rates: Iterator[Any] = repeat((self.rate,))
            return self.lr
        steps, o, compiled = self.constants[0], self.oracle, self.schedule.compiled
        given = check_parameters(self.schedule, hyper)
        self.schedule_values = tuple(_column(k, v, len(self.theta)) for k, v in given.items())
        self.closed = compiled.closed
        if not self.closed:
            self.schedule_states = compiled.init(
                np.float64(0.0), steps, self.lr, o.f, o.g, *self.schedule_values
            )
            return self._rate_of_state(1)[0]
        arguments = steps, self.lr, *self.schedule_values

        def rate(t: Any, T: Any, lr: Any, *more: Any) -> tuple[Any, ...]:
            return compiled.rate(t, T, lr, None, None, *more)

        self.rates = self._table(rate, arguments)
        first = next(self.rates)
        # rates per run are made step by step for the runs that there are then: begin anew, some may end before the first step
        self.rates = self._table(rate, arguments) if np.ndim(first[0]) else chain((first,), self.rates)
        return first[0] if np.ndim(first[0]) else np.float64(first[0])

    def _rate_of_state(self, t: float) -> tuple[Any, ...]:
        """Rate of step t, and the new states, of a schedule that reads the run."""
        assert self.schedule is not None
        return self.schedule.compiled.rate(
            np.float64(t),
            self.constants[0],
            self.lr,
            self.oracle.f,
            self.oracle.g,
            *self.schedule_values,
            *self.schedule_states,
        )

    def _table(self, function: Any, arguments: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """function(t, *arguments) for t = 1..T: for many steps at once where the arguments are numbers, else step by step."""
        if any(np.ndim(a) for a in arguments):
            times = np.arange(1.0, self.steps + 1)
            return (tuple(_pick(v, self.live, self.runs) for v in function(now, *arguments)) for now in times)

        def stretch(first: int) -> Iterator[tuple[Any, ...]]:
            t = np.arange(first + 1.0, min(first + STRETCH, self.steps) + 1)
            with np.errstate(all="ignore"):
                columns = function(t, *arguments)
            if not columns:
                return repeat((), len(t))
            return zip(
                *(repeat(float(c), len(t)) if np.ndim(c) == 0 else c.tolist() for c in columns), strict=True
            )

        return (
            stretch(0)
            if self.steps <= STRETCH
            else chain.from_iterable(map(stretch, range(0, self.steps, STRETCH)))
        )

    def keep(self, rows: np.ndarray) -> None:
        """Go on with some of the runs only: a mask over those that there are now. The others' bits do not change."""
        now, o = len(self.theta), self.oracle
        self.live = self.live[rows]
        self.theta, self.loss, self.gradient, self.seen, o.g, o.f, self.lr, self.rate = (
            _pick(v, rows, now)
            for v in (self.theta, self.loss, self.gradient, self.seen, o.g, o.f, self.lr, self.rate)
        )
        o.theta = self.theta
        self.states = tuple(_pick(v, rows, now) for v in self.states)
        self.fixed = (*self.fixed[:3], tuple(_pick(v, rows, now) for v in self.fixed[3]))
        if self.schedule is None:
            self.rates = repeat((self.rate,))
        else:
            self.schedule_values = tuple(_pick(v, rows, now) for v in self.schedule_values)
            self.schedule_states = [_pick(v, rows, now) for v in self.schedule_states]

    def step(self) -> tuple[Any, ...]:
        """Make the next step; returns the recorded quantities in the order of the rule's `recorded`."""
        o, k = self.oracle, self.k
        if self.closed:
            (self.rate,) = next(self.rates)
        else:
            self.rate, *self.schedule_states = self._rate_of_state(k + 1)
        steps, d, eye, params = self.fixed
        with_states = self.step_function(
            self.theta,
            o.g,
            o.f,
            k + 1.0,
            steps,
            self.rate,
            d,
            eye,
            *params,
            *next(self.early),
            *self.states,
            o,
        )
        n = self.n_states
        self.states = with_states[:n]
        recorded = with_states[n:]
        self.theta = recorded[self.i_theta]
        self.k = k + 1
        self._evaluate()
        return recorded


def known_minimum(objective: Objective, rule: Rule) -> dict[str, float]:
    """f_min for rules that need the minimum (Polyak's rate), where the objective knows it."""
    has = "f_min" in rule.program.defaults and objective.minimum is not None
    return {"f_min": float(objective.minimum)} if has else {}  # type: ignore[arg-type]


def make_batches(objective: Objective, size: Any, replacement: bool, seed: int) -> Batches | None:
    """The batches of a run; None for full batches. Raises ValueError where the objective has no rows or not that many."""
    if size is None:
        return None
    if not isinstance(objective, HasRows):
        raise ValueError(f"batch_size is for losses over data; {objective.name} has no rows")
    return Batches(objective.rows, size, replacement, check_seed(seed))


def draw_noise(scale: Any, seed: int, dimension: int) -> Noise | None:
    """Gradient noise, normal with that standard deviation, the same for every rule and every run; None for none."""
    scale = check_number("noise", scale)
    if np.ndim(scale) or scale < 0:
        raise ValueError(f"noise must be one number, 0 or more, not {scale}")
    seed = check_seed(seed)
    return None if scale == 0 else Noise(scale, seed, dimension)


def _column(name: str, value: Any, runs: int) -> Any:
    """A hyper-parameter beside (B, D) arrays: a number, or one per run as (B, 1)."""
    if np.ndim(value) == 0:
        return value
    try:
        return np.ascontiguousarray(np.broadcast_to(value, (runs,)))[:, None]
    except ValueError:
        raise ValueError(f"{name} has shape {np.shape(value)}, which does not fit {runs} runs") from None


def _pick(value: Any, rows: np.ndarray, runs: int) -> Any:
    """Those rows of a value per run, column after column in memory; what is the same for all runs stays."""
    return np.asfortranarray(value[rows]) if np.ndim(value) and len(value) == runs > 1 else value


def _float(value: Any) -> Any:
    """A number as a Python float, which NumPy multiplies arrays by faster than by its own; arrays as they are."""
    return value if np.ndim(value) else float(value)
