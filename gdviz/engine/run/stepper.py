"""One step of B runs at once: the only place where a rule, a schedule and an objective meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, repeat, starmap
from typing import Any

import numpy as np

from gdviz.engine.entry import check_number, check_parameters
from gdviz.engine.method.compiled_rule import broadcast
from gdviz.engine.method.in_numbers import Bounds, loop_in_numbers, step_in_numbers
from gdviz.engine.method.rule import Rule
from gdviz.engine.method.schedule import Schedule
from gdviz.engine.method.stability import check_curvature
from gdviz.engine.objective import HasRows, Objective, evaluator, lines_of
from gdviz.engine.options import Options
from gdviz.engine.run.batches import Batches, make_batches
from gdviz.engine.run.oracle import Noise, Oracle
from gdviz.engine.run.runs import Numbers, Runs, select
from gdviz.formula import SEARCHES

STRETCH = 8192  # steps whose rates, and whatever else depends on the time only, are computed at once


class Stepper:
    """Makes steps of B runs at once, which it holds in `runs`.

    Parameters
    ----------
    objective, rule : what is descended, and how
    start : array (B, D)
    options : how the runs are made; `lr` and the schedule's parameters are numbers or arrays (B,)
    hyper : hyper-parameters of the rule, numbers or arrays (B,)

    Attributes
    ----------
    k : number of steps made
    hyper : name -> value, as it was begun with
    batches : the mini-batches; None for full batches

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.
    """

    def __init__(
        self, objective: Objective, rule: Rule, start: np.ndarray, options: Options, hyper: Mapping[str, Any]
    ) -> None:
        self.objective, self.rule, self.steps = objective, rule, options.steps
        self.schedule = _check_schedule(options.schedule)
        self.begun, dimension = start.shape
        given = check_parameters(rule, {**known_minimum(objective, rule), **hyper})
        self.hyper = {name: _per_run(name, value, self.begun) for name, value in given.items()}
        check_curvature(objective, rule, self.hyper, self.begun)
        lr = _per_run("lr", check_number("lr", options.lr), self.begun)
        self.runs = Runs(
            index=np.arange(self.begun),
            # column after column in memory: elementwise work keeps that order, and coordinates are contiguous
            theta=np.array(start, dtype=float, order="F"),
            lr=lr,
            rate=_as_float(lr),
            hyper=tuple(map(_as_float, self.hyper.values())),
        )
        noise = Noise(options.noise, options.seed, dimension) if options.noise else None
        self.oracle = Oracle(objective, self.runs, noise, options.clip, options.maximize)
        self.batches = make_batches(objective, options)
        self.batch_of = objective.on if isinstance(objective, HasRows) else None
        program = rule.program
        self.reads_loss = "f" in program.reads or bool(program.calls & SEARCHES) or self.schedule is not None
        self.k = 0
        self._prepare()
        self._evaluate()
        self._start_rule(self._start_schedule(options.schedule_hyper))

    def _prepare(self) -> None:
        """Get ready for the first evaluation."""

    def _evaluate(self) -> None:
        """Evaluate the objective where the runs are now, and set what the coming step sees of it."""
        self.runs.loss, self.runs.gradient = self.objective.evaluate(self.runs.theta)
        self._observe()

    def _observe(self) -> None:
        """Set what the coming step sees of loss and gradient."""
        runs, oracle = self.runs, self.oracle
        if self.batches:
            self._evaluate_batch(self.batches)
            return
        if oracle.plain:
            runs.g = runs.gradient
        else:
            oracle.k = min(self.k, self.steps - 1)  # after the last step its own noise is shown
            runs.g = oracle.observe(runs.gradient)
        if self.reads_loss:
            runs.f = -runs.loss[:, None] if oracle.maximize else runs.loss[:, None]

    def _evaluate_batch(self, batches: Batches) -> None:
        """Set what the coming step sees: loss and gradient of its batch (in the end of the last batch)."""
        runs, oracle = self.runs, self.oracle
        oracle.k = min(self.k, self.steps - 1)
        assert self.batch_of is not None  # there are batches only of an objective that has rows
        oracle.objective = self.batch_of(batches.rows_of_step(oracle.k + 1))
        loss, gradient = oracle.objective.evaluate(runs.theta)
        runs.g = oracle.observe(gradient)
        runs.f = -loss[:, None] if oracle.maximize else loss[:, None]

    def _start_rule(self, first_rate: Any) -> None:
        """Set the states as they are before the first step; in them `lr` is the rate of that step."""
        runs, compiled, hyper = self.runs, self.rule.compiled, tuple(self.hyper.values())
        count, dimension = runs.theta.shape
        steps, d, eye = np.float64(self.steps), np.float64(dimension), np.eye(dimension)
        time = np.float64(0.0)
        values = compiled.init(
            runs.theta, runs.g, runs.f, time, steps, first_rate, d, eye, *hyper, self.oracle
        )
        kinds = [kind for _, kind in compiled.states]
        runs.states = tuple(broadcast(v, k, count, dimension) for v, k in zip(values, kinds, strict=True))
        self.constants = float(steps), float(d), eye
        self.early = self._for_every_step(compiled.early, (steps, d, *hyper))
        # looked up once: a step is a few microseconds
        self.make_step: Callable[..., tuple[Any, ...]] = compiled.step
        self.state_count, self.theta_place = len(kinds), compiled.theta

    def _start_schedule(self, hyper: Mapping[str, Any]) -> Any:
        """Prepare the rates of the steps to come; returns that of the first step."""
        runs, schedule = self.runs, self.schedule
        self.knows_rates = schedule is None or schedule.compiled.closed
        if schedule is None:
            if hyper:
                name = next(iter(hyper))
                raise ValueError(f"there is no schedule that could have a parameter '{name}'; give one")
            self.rates: Iterator[Any] = repeat((runs.rate,))
            return runs.lr
        steps, compiled = np.float64(self.steps), schedule.compiled
        given = check_parameters(schedule, hyper)
        runs.schedule_hyper = tuple(_per_run(name, value, self.begun) for name, value in given.items())
        if not self.knows_rates:
            runs.schedule_states = compiled.init(
                np.float64(0.0), steps, runs.lr, runs.f, runs.g, *runs.schedule_hyper
            )
            return self._rate_of_step(1)[0]

        def rate(t: Any, T: Any, lr: Any, *hyper: Any) -> tuple[Any, ...]:
            return compiled.rate(t, T, lr, None, None, *hyper)

        arguments = steps, runs.lr, *runs.schedule_hyper
        self.rates = self._for_every_step(rate, arguments)
        (first,) = next(self.rates)
        # rates per run are of the runs that there are when they are made: some may end before
        if np.ndim(first):
            self.rates = self._for_every_step(rate, arguments)
            return first
        self.rates = chain([(first,)], self.rates)
        return np.float64(first)

    def _rate_of_step(self, t: float) -> tuple[Any, ...]:
        """Rate of step t and the new states, of a schedule that reads the run."""
        assert self.schedule is not None
        runs, steps = self.runs, np.float64(self.steps)
        known = np.float64(t), steps, runs.lr, runs.f, runs.g
        return self.schedule.compiled.rate(*known, *runs.schedule_hyper, *runs.schedule_states)

    def _for_every_step(
        self, function: Callable[..., tuple[Any, ...]], arguments: tuple[Any, ...]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield function(t, *arguments) for t = 1..T, computed for many steps at once where possible."""
        if any(np.ndim(a) for a in arguments):
            return self._step_by_step(function, arguments)
        if self.steps <= STRETCH:
            return _stretch(function, arguments, 0, self.steps)
        firsts = range(0, self.steps, STRETCH)
        return chain.from_iterable(_stretch(function, arguments, first, self.steps) for first in firsts)

    def _step_by_step(
        self, function: Callable[..., tuple[Any, ...]], arguments: tuple[Any, ...]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the values for the runs that there are when each step comes."""
        for t in np.arange(1.0, self.steps + 1):
            yield select(function(t, *arguments), self.runs.index, self.begun)

    def select(self, mask: np.ndarray) -> None:
        """Go on with some of the runs only: a mask over those that there are now."""
        self.runs.select(mask)
        if self.schedule is None:
            self.rates = repeat((self.runs.rate,))

    def step(self) -> tuple[Any, ...]:
        """Make the next step; returns the recorded quantities in the order of the rule's `recorded`."""
        runs, k = self.runs, self.k
        if self.rule.asks:
            self.oracle.begin(**self.rule.needs)
        if self.knows_rates:
            (runs.rate,) = next(self.rates)
        else:
            runs.rate, *runs.schedule_states = self._rate_of_step(k + 1)
        values = self._values(k + 1.0, next(self.early))
        runs.states = values[: self.state_count]
        recorded = values[self.state_count :]
        runs.theta = recorded[self.theta_place]
        self.k = k + 1
        self._evaluate()
        return recorded

    def _values(self, t: float, early: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the states and the recorded quantities of step t."""
        runs, (steps, dimension, eye) = self.runs, self.constants
        return self.make_step(
            runs.theta,
            runs.g,
            runs.f,
            t,
            steps,
            runs.rate,
            dimension,
            eye,
            *runs.hyper,
            *early,
            *runs.states,
            self.oracle,
        )

    def numbers(self) -> Numbers | None:
        """Return what steps a single run in plain numbers; None where the run needs arrays."""
        runs, compiled = self.runs, self.rule.compiled
        shared = all(np.ndim(value) == 0 for value in (runs.lr, *runs.hyper, *runs.schedule_hyper))
        if not (self.begun == 1 and shared and self.knows_rates and self.oracle.plain) or self.batches:
            return None
        step = step_in_numbers(self.rule.program, runs.theta.shape[1])
        if step is None:
            return None
        kinds = [kind for _, kind in (*compiled.states, *compiled.recorded)]
        loop, parameters = loop_in_numbers(step, *lines_of(self.objective))
        return Numbers(runs, kinds, loop, evaluator(self.objective), parameters)

    def advance(
        self,
        numbers: Numbers,
        steps: int,
        check: Callable[[], object] | None,
        bounds: Bounds | None,
        rows: list[float],
    ) -> None:
        """Make steps in plain numbers; what is to be recorded of each is added to `rows`.

        `check` is called before each step. A step that leads out of the bounds is the last one.
        """
        times = map(float, range(self.k + 1, self.k + steps + 1))
        checked = repeat(None) if check is None else starmap(check, repeat(()))
        # where the times end, or the check raises, nothing is taken of the others
        known = zip(times, checked, self.rates, self.early, strict=False)
        made = len(rows)
        try:
            numbers.advance(known, self.constants[:2], self._values, bounds, rows)
        finally:
            self.k += (len(rows) - made) // numbers.width


def known_minimum(objective: Objective, rule: Rule) -> dict[str, float]:
    """f_min for rules that need the minimum (Polyak's rate), where the objective knows it."""
    minimum = objective.minimum
    return {"f_min": float(minimum)} if "f_min" in rule.program.defaults and minimum is not None else {}


def _check_schedule(schedule: Any) -> Schedule | None:
    if schedule is None or isinstance(schedule, Schedule):
        return schedule
    raise ValueError(f"schedule must be a Schedule or None, not {schedule!r}")


def _stretch(
    function: Callable[..., tuple[Any, ...]], arguments: tuple[Any, ...], first: int, last: int
) -> Iterator[tuple[Any, ...]]:
    """Compute function(t, *arguments) for the steps after `first`, at most STRETCH and up to `last`."""
    t = np.arange(first + 1.0, min(first + STRETCH, last) + 1)
    with np.errstate(all="ignore"):
        columns = function(t, *arguments)
    if not columns:
        return repeat((), len(t))
    by_step = (repeat(float(c), len(t)) if np.ndim(c) == 0 else c.tolist() for c in columns)
    return zip(*by_step, strict=True)


def _per_run(name: str, value: Any, runs: int) -> Any:
    """Shape a hyper-parameter to go with arrays (B, D): a number, or one per run as (B, 1)."""
    if np.ndim(value) == 0:
        return value
    try:
        return np.ascontiguousarray(np.broadcast_to(value, (runs,)))[:, None]
    except ValueError:
        raise ValueError(f"{name} has shape {np.shape(value)}, which does not fit {runs} runs") from None


def _as_float(value: Any) -> Any:
    """Return a number as a Python float, which NumPy multiplies by faster than by its own; arrays as is."""
    return value if np.ndim(value) else float(value)
