"""Steps of many runs that write over the steps before, in memory that is taken once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np

from gdviz.engine.method.compiled_rule import compile_for_many
from gdviz.engine.method.rule import Rule
from gdviz.engine.objective import BoundsItself, Objective
from gdviz.engine.options import Options
from gdviz.engine.run.runs import Memory
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.stop import Watch
from gdviz.formula import InPlace


class InPlaceStepper(Stepper):
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
        self.in_place = compile_in_place(self.rule, self.bounded)
        self.spare = memory.take(len(runs.theta), spare_columns(self.in_place, objective, self.bounded))
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


def compile_in_place(rule: Rule, bounded: BoundsItself | None) -> InPlace:
    """Compile a step, which may use the memory of a gradient that is made anew after it, but of no other."""
    return compile_for_many(rule.program, ("_g",) if bounded else ())


def spare_columns(step: InPlace, objective: Objective, bounded: BoundsItself | None) -> int:
    """Count the columns that a step or the gradient after it need besides: both work in the same ones."""
    return max(step.spare * objective.dimension, bounded.spare if bounded else 0)
