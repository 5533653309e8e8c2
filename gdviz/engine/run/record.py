"""The record of a single run: a column for everything that is known of each iterate and each step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np

from gdviz.engine.method.compiled_rule import Arrow, shape_of, versions
from gdviz.engine.method.in_numbers import Bounds
from gdviz.engine.run.column import Columns, Table
from gdviz.engine.run.runs import Numbers
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.thinning import Thinned, Thinning
from gdviz.formula import write


class Record(ABC):
    """What is known of each iterate and each step of one run; it is cut back as a whole.

    Attributes
    ----------
    held : what holds the numbers, of which the others are parts
    theta, loss, gradient, rate, g, assigned, asked, batch_loss : see `Columns`
    initial : state name -> value before the first step
    thinned : what is known of the steps that are not held; None where all are
    """

    def __init__(self, stepper: Stepper, held: Columns | Table) -> None:
        self.stepper, self.held = stepper, held
        self.theta, self.loss, self.gradient = held.theta, held.loss, held.gradient
        self.rate, self.g, self.assigned = held.rate, held.g, held.assigned
        self.asked, self.batch_loss = held.asked, held.batch_loss
        states = zip(stepper.rule.compiled.states, stepper.runs.states, strict=True)
        self.initial = {name: value[0] for (name, _), value in states}
        self.thinned: Thinned | None = None

    @abstractmethod
    def add_steps(self, steps: int, check: Callable[[], object] | None, bounds: Bounds | None) -> None:
        """Make steps and add them.

        `check` is called before each and may end them by what it raises. In numbers a step that leads out of
        the bounds is the last one; then there may be fewer.
        """

    def thin(self, thinning: Thinning) -> None:
        """From here on hold only some of the steps."""
        self.thinned = Thinned(thinning, self.loss.values())

    def settle(self, first: int, length: int | None) -> None:
        """Cut the record back to `length` iterates (None: leave it), and let go of what need not be held.

        `first` is the first iterate that was added since the last call.
        """
        if length is not None:
            self.held.cut(length)
        if self.thinned is not None:
            self.thinned.thin(first, self.held)
        if length is None:
            self.held.pack()

    def first_not_finite(self) -> str:
        """Say which quantity of the last step was the first that is no finite number; "" for theta itself."""
        program = self.stepper.rule.program
        for equation, key in zip(program.equations, versions(program), strict=True):
            if equation.arrow:
                continue
            column = self.assigned[key]
            if np.isfinite(column.values(len(column) - 1)).all():
                continue
            if any(n.op == "call" and n.name == "solve" for n in equation.node.walk()):
                written = f"{equation.name} = {write(equation.node, 'text')}"
                return f" {written} has no finite solution: the matrix is singular."
            return "" if key == "theta" else f" The first of its numbers that is not finite is {key}."
        return ""

    def at(self) -> np.ndarray:
        """Return the step of every iterate that is held."""
        return np.array(self.thinned.steps) if self.thinned else np.arange(len(self.theta))

    def losses(self) -> np.ndarray:
        """Return the loss at every iterate, also at those that are not held."""
        return np.concatenate(self.thinned.losses) if self.thinned else self.loss.values()

    def evaluations(self) -> np.ndarray:
        """Count the values, gradients and Hessians that the method had used at each iterate, (n+1, 3)."""
        needs = self.stepper.rule.needs
        if self.stepper.rule.asks:
            return self.asked.values().astype(int)
        return np.array(self.stepper.oracle.counts) + np.outer(
            self.at(), [needs["value"], needs["gradient"], False]
        )

    def quantities(self, first: int) -> dict[str, np.ndarray]:
        """Return g, f where it is read, and what is assigned, for the steps from index `first` on."""
        stepper = self.stepper
        known = {"g": self.g.values(first)}
        if stepper.rule.needs["value"]:
            sign = -1.0 if stepper.oracle.maximize else 1.0
            before = self.at()[first + 1 :] - 1
            known["f"] = self.batch_loss.values(first) if stepper.batches else sign * self.losses()[before]
        known |= {key: column.values(first) for key, column in self.assigned.items()}
        for arrow in stepper.rule.compiled.arrows:
            known[arrow.name] = self._arrow(arrow, known, first)
        return known

    def _arrow(self, arrow: Arrow, known: dict[str, np.ndarray], first: int) -> np.ndarray:
        """Compute an arrow (n, D) of the steps from index `first` on out of what is recorded."""
        stepper, n, d = self.stepper, len(self.rate) - first, self.stepper.runs.theta.shape[1]
        at = self.at()[first:]
        now: dict[str, Any] = {
            "t": at[1:].astype(float),
            "T": np.float64(stepper.steps),
            "D": np.float64(d),
            "eye": np.eye(d),
            "lr": self.rate.values(first),
            **stepper.hyper,
            **known,
        }

        def value(key: str, when: int) -> Any:
            quantity = now[key] if when == 0 else self._before(key, known, first, n)
            return quantity[:, None] if np.ndim(quantity) == 1 else quantity

        (result,) = arrow.function(*(value(*read) for read in arrow.reads))
        drawn = np.array(np.broadcast_to(result, (n, d)), dtype=float)
        drawn[np.diff(at) > 1] = np.nan  # the step before, which it may read, is not in the record
        return drawn

    def _before(self, key: str, known: dict[str, np.ndarray], first: int, n: int) -> np.ndarray:
        """Return the value (n, ...) that a quantity had before each of n steps from index `first` on."""
        if key == "theta":
            return self.theta.values(first)[:n]
        initial = self.initial[key]
        if key not in self.assigned:  # a state that no equation changes
            return np.broadcast_to(initial, (n, *initial.shape))
        if first:
            return self.assigned[key].values(first - 1)[:n]
        start = np.reshape(initial, (1, *known[key].shape[1:]))
        return np.concatenate([start, known[key]])[:n]


def _shapes(stepper: Stepper) -> dict[str, tuple[int, ...]]:
    """Shape of each quantity that a step assigns."""
    recorded, d = stepper.rule.compiled.recorded, stepper.runs.theta.shape[1]
    return {key: () if kind == "s" else shape_of(kind, 1, d)[1:] for key, kind in recorded}


class RecordOfArrays(Record):
    """The record of a run in arrays of one."""

    def __init__(self, stepper: Stepper) -> None:
        self.runs, self.columns = stepper.runs, Columns(stepper.runs.theta.shape[1], _shapes(stepper))
        super().__init__(stepper, self.columns)
        self._add_iterate()

    def add_steps(self, steps: int, check: Callable[[], object] | None, bounds: Bounds | None) -> None:
        """See `Record`."""
        for _ in range(steps):
            if check is not None:
                check()
            self._add_step()

    def _add_step(self) -> None:
        """Make the stepper's next step and add it, with the iterate that it leads to."""
        stepper, runs, columns = self.stepper, self.runs, self.columns
        g, batch_loss = runs.g, runs.f
        for add, value in zip(columns.add_assigned, stepper.step(), strict=True):
            add(value)
        columns.add_rate(runs.rate)
        columns.add_g(g)
        if stepper.batches:
            columns.batch_loss.tail.append(batch_loss)
        self._add_iterate()

    def _add_iterate(self) -> None:
        """Add where the run is now."""
        runs, columns = self.runs, self.columns
        columns.add_theta(runs.theta)
        columns.add_loss(runs.loss)
        columns.add_gradient(runs.gradient)
        if self.stepper.rule.asks:
            columns.add_asked(np.array(self.stepper.oracle.counts))


class RecordInNumbers(Record):
    """The record of a run in plain numbers."""

    def __init__(self, stepper: Stepper, numbers: Numbers) -> None:
        runs = stepper.runs
        self.numbers = numbers
        self.table = Table(runs.theta[0], runs.loss[0], runs.gradient[0], _shapes(stepper))
        super().__init__(stepper, self.table)

    def add_steps(self, steps: int, check: Callable[[], object] | None, bounds: Bounds | None) -> None:
        """See `Record`."""
        rows: list[float] = []
        try:
            self.stepper.advance(self.numbers, steps, check, bounds, rows)
        finally:
            self.table.add(rows)


def make_record(stepper: Stepper) -> Record:
    """Begin the record of a run."""
    numbers = stepper.numbers()
    return RecordOfArrays(stepper) if numbers is None else RecordInNumbers(stepper, numbers)
