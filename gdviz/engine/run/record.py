"""The record of a single run: a column for everything that is known of each iterate and each step."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine.method.rule import Arrow, shape_of
from gdviz.engine.run.column import PACK, Column, Keep, Thinned
from gdviz.engine.run.stepper import Stepper
from gdviz.formula import ORACLE


class Record:
    """Columns that grow as the stepper of one run goes on, and are cut back together.

    Attributes
    ----------
    theta, loss, gradient : a row for every iterate, the start among them
    rate, seen, batch_loss : a row for every step: its learning rate, the gradient that the rule saw, and the loss of
        its mini-batch before the step (empty for full batches)
    assigned : name -> column, what the equations assign in each step
    initial : state name -> value before the first step
    thinned : what is known of the steps that are not held; None where all are
    """

    def __init__(self, stepper: Stepper) -> None:
        compiled, d = stepper.rule.compiled, stepper.theta.shape[1]
        self.stepper = stepper
        self.initial = {n: v[0] for (n, _), v in zip(compiled.states, stepper.states, strict=True)}
        self.theta, self.loss, self.gradient = Column((d,)), Column(()), Column((d,))
        self.rate, self.seen, self.batch_loss = Column(()), Column((d,)), Column(())
        self.asks_oracle = bool(stepper.rule.program.calls & ORACLE)
        self.questions = Column((3,))  # values, gradients and Hessians that the rule has asked for
        shapes = {key: () if kind == "s" else shape_of(kind, 1, d)[1:] for key, kind in compiled.recorded}
        self.assigned = {key: Column(shape) for key, shape in shapes.items()}
        self.thinned: Thinned | None = None
        # bound once: a step is a few microseconds, and looking these up would be one of them
        self._add_theta, self._add_loss = self.theta.tail.append, self.loss.tail.append
        self._add_gradient, self._add_questions = self.gradient.tail.append, self.questions.tail.append
        self._add_rate, self._add_seen = self.rate.tail.append, self.seen.tail.append
        self._add_assigned = tuple(column.tail.append for column in self.assigned.values())
        self.note_iterate()

    def note_iterate(self) -> None:
        """Add where the run is now."""
        s = self.stepper
        self._add_theta(s.theta)
        self._add_loss(s.loss)
        self._add_gradient(s.gradient)
        if self.asks_oracle:
            self._add_questions(np.array([s.oracle.values, s.oracle.gradients, s.oracle.hessians]))

    def note_step(self) -> None:
        """Make the stepper's next step and add it, with the iterate that it leads to."""
        s = self.stepper
        seen, batch_loss = s.seen, s.oracle.f
        for add, value in zip(self._add_assigned, s.step(), strict=True):
            add(value)
        self._add_rate(s.rate)
        self._add_seen(seen)
        if s.batches:
            self.batch_loss.tail.append(batch_loss)
        self.note_iterate()

    def thin(self, keep: Keep) -> None:
        """From here on hold only some of the steps."""
        self.thinned = Thinned(keep, self.loss)

    def settle(self, first: int, length: int | None) -> None:
        """Cut the record back to `length` iterates (None: to no less), and let go of what need not be held.

        `first` is the first iterate that was added since the last call.
        """
        if length is not None:
            for column in self._of_iterates():
                column.cut(length)
            for column in self._of_steps():
                column.cut(length - 1)
        if self.thinned is not None:
            self.thinned.thin(first, self.theta, self.loss, self._of_iterates(), self._of_steps())
        if length is None and len(self.theta.tail) > PACK:
            for column in (*self._of_iterates(), *self._of_steps()):
                column.pack()

    def _of_iterates(self) -> list[Column]:
        """Columns with a row for every iterate."""
        return [self.theta, self.loss, self.gradient, *[self.questions] * self.asks_oracle]

    def _of_steps(self) -> list[Column]:
        """Columns with a row for every step."""
        return [
            self.rate,
            self.seen,
            *self.assigned.values(),
            *[self.batch_loss] * bool(self.stepper.batches),
        ]

    def at(self) -> np.ndarray:
        """The step of every iterate that is held."""
        return np.array(self.thinned.numbers) if self.thinned else np.arange(len(self.theta))

    def losses(self) -> np.ndarray:
        """The loss at every iterate, also those that are not held."""
        return np.concatenate(self.thinned.losses) if self.thinned else self.loss.rows()

    def asked(self) -> np.ndarray:
        """How many values, gradients and Hessians the method had asked for at each iterate, (3, n+1)."""
        needs, at = self.stepper.rule.needs, self.at()
        own = self.questions.rows().astype(int) if self.asks_oracle else np.zeros((len(at), 3), dtype=int)
        return np.asarray((own + np.outer(at, [needs["value"], needs["gradient"], False])).T)

    def quantities(self, first: int) -> dict[str, np.ndarray]:
        """What the equations assigned in the steps from index `first` on, g and (where it is read) f."""
        s = self.stepper
        known = {"g": self.seen.rows(first)}
        if s.rule.needs["value"]:
            sign = -1.0 if s.oracle.maximize else 1.0
            before = self.at()[first + 1 :] - 1
            known["f"] = self.batch_loss.rows(first) if s.batches else sign * self.losses()[before]
        known |= {key: column.rows(first) for key, column in self.assigned.items()}
        for arrow in s.rule.compiled.arrows:
            known[arrow.name] = self._arrow(arrow, known, first)
        return known

    def _arrow(self, arrow: Arrow, known: dict[str, np.ndarray], first: int) -> np.ndarray:
        """An arrow (n, D) of the steps from index `first` on, computed from what is recorded."""
        s, n, d = self.stepper, len(self.rate) - first, self.theta.shape[0]
        at = self.at()[first:]
        now: dict[str, Any] = {
            "t": at[1:].astype(float),
            "T": np.float64(s.steps),
            "D": np.float64(d),
            "eye": np.eye(d),
        }
        now |= {"lr": self.rate.rows(first), **s.hyper, **known}

        def value(key: str, when: int) -> Any:
            q = now[key] if when == 0 else self._before(key, known, first, n)
            return q[:, None] if np.ndim(q) == 1 else q

        (result,) = arrow.function(*(value(*read) for read in arrow.reads))
        drawn = np.array(np.broadcast_to(result, (n, d)), dtype=float)
        drawn[np.diff(at) > 1] = np.nan  # the step before, which it may read, is not in the record
        return drawn

    def _before(self, key: str, known: dict[str, np.ndarray], first: int, n: int) -> np.ndarray:
        """The value (n, ...) that a quantity had before each of n steps from index `first` on."""
        if key == "theta":
            return self.theta.rows(first)[:n]
        initial = self.initial[key]
        if key not in self.assigned:  # a state that no equation changes
            return np.broadcast_to(initial, (n, *initial.shape))
        if first:
            return self.assigned[key].rows(first - 1)[:n]
        start = np.reshape(initial, (1, *self.assigned[key].shape))
        return np.concatenate([start, known[key]])[:n]
