"""The record of a single run: a column for everything that is known of each iterate and each step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gdviz.engine.method.compiled_rule import Arrow, shape_of, versions
from gdviz.engine.run.column import PACK, Column
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.thinning import Thinned, Thinning
from gdviz.formula import write


class Record:
    """Columns that grow as the stepper of one run goes on, and are cut back together.

    Attributes
    ----------
    theta, loss, gradient : a value for every iterate, the start among them
    rate, g, batch_loss : a value for every step: its learning rate, the gradient that the rule saw, and the
        loss of its mini-batch before the step (empty for full batches)
    assigned : name -> column, what the equations assign in each step
    initial : state name -> value before the first step
    thinned : what is known of the steps that are not held; None where all are
    """

    def __init__(self, stepper: Stepper) -> None:
        runs, compiled = stepper.runs, stepper.rule.compiled
        d = runs.theta.shape[1]
        self.stepper, self.runs = stepper, runs
        self.initial = {name: v[0] for (name, _), v in zip(compiled.states, runs.states, strict=True)}
        self.theta, self.loss, self.gradient = Column((d,)), Column(()), Column((d,))
        self.rate, self.g, self.batch_loss = Column(()), Column((d,)), Column(())
        self.asked = Column((3,))  # values, gradients and Hessians, of a rule that asks the oracle
        shapes = {key: () if kind == "s" else shape_of(kind, 1, d)[1:] for key, kind in compiled.recorded}
        self.assigned = {key: Column(shape) for key, shape in shapes.items()}
        self.thinned: Thinned | None = None
        # bound once: a step is a few microseconds, and looking these up would be one of them
        self._add_theta, self._add_loss = self.theta.tail.append, self.loss.tail.append
        self._add_gradient, self._add_asked = self.gradient.tail.append, self.asked.tail.append
        self._add_rate, self._add_g = self.rate.tail.append, self.g.tail.append
        self._add_assigned = tuple(column.tail.append for column in self.assigned.values())
        self.numbers = stepper.numbers()
        if self.numbers is None:
            self.add_iterate()
        else:  # all values of a column come in one form
            self._add_theta(tuple(runs.theta[0].tolist()))
            self._add_loss(float(runs.loss[0]))
            self._add_gradient(tuple(runs.gradient[0].tolist()))

    def add_iterate(self) -> None:
        """Add where the run is now."""
        runs = self.runs
        self._add_theta(runs.theta)
        self._add_loss(runs.loss)
        self._add_gradient(runs.gradient)
        if self.stepper.rule.asks:
            self._add_asked(np.array(self.stepper.oracle.counts))

    def add_steps(self, steps: int, check: Callable[[], object] | None) -> None:
        """Make steps and add them; `check` is called before each and may end them by what it raises."""
        if self.numbers is None:
            for _ in range(steps):
                if check is not None:
                    check()
                self._add_step()
            return
        rows: list[tuple[float, ...]] = []
        try:
            self.stepper.advance(self.numbers, steps, check, rows)
        finally:
            self._add_rows(rows)

    def _add_rows(self, rows: Sequence[tuple[float, ...]]) -> None:
        """Add steps made in numbers: of each, one row with the numbers of all columns."""
        numbers = iter(list(zip(*rows, strict=True)))
        of_steps = (self.rate, self.g, *self.assigned.values())
        for column in (*of_steps, self.theta, self.loss, self.gradient) if rows else ():
            of_column = [next(numbers) for _ in range(math.prod(column.shape))]
            column.tail.extend(zip(*of_column, strict=True) if column.shape else of_column[0])

    def _add_step(self) -> None:
        """Make the stepper's next step and add it, with the iterate that it leads to."""
        stepper, runs = self.stepper, self.runs
        g, batch_loss = runs.g, runs.f
        for add, value in zip(self._add_assigned, stepper.step(), strict=True):
            add(value)
        self._add_rate(runs.rate)
        self._add_g(g)
        if stepper.batches:
            self.batch_loss.tail.append(batch_loss)
        self.add_iterate()

    def thin(self, thinning: Thinning) -> None:
        """From here on hold only some of the steps."""
        self.thinned = Thinned(thinning, self.loss)

    def settle(self, first: int, length: int | None) -> None:
        """Cut the record back to `length` iterates (None: leave it), and let go of what need not be held.

        `first` is the first iterate that was added since the last call.
        """
        iterates, steps = self._of_iterates(), self._of_steps()
        if length is not None:
            for column in iterates:
                column.cut(length)
            for column in steps:
                column.cut(length - 1)
        if self.thinned is not None:
            self.thinned.thin(first, self.theta, self.loss, iterates, steps)
        if length is None and len(self.theta.tail) > PACK:
            for column in (*iterates, *steps):
                column.pack()

    def _of_iterates(self) -> list[Column]:
        """Columns with a value for every iterate."""
        return [self.theta, self.loss, self.gradient, *[self.asked] * bool(self.stepper.rule.asks)]

    def _of_steps(self) -> list[Column]:
        """Columns with a value for every step."""
        batch_loss = [self.batch_loss] * bool(self.stepper.batches)
        return [self.rate, self.g, *self.assigned.values(), *batch_loss]

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
        stepper, n, d = self.stepper, len(self.rate) - first, self.theta.shape[0]
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
        start = np.reshape(initial, (1, *self.assigned[key].shape))
        return np.concatenate([start, known[key]])[:n]
