"""What SciPy asks of an objective, answered and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from gdviz.engine.objective import Objective


class Counted:
    """Answers for one point (D,) at a time; ascent turns every sign.

    Attributes
    ----------
    values, gradients, hessians : how often each was asked for
    check : called at every question; what it raises ends the run
    raised : what `check`, the objective or a callback raised, whatever SciPy made of it
    """

    def __init__(
        self, objective: Objective, maximize: bool, check: Callable[[], object] | None = None
    ) -> None:
        self.objective, self.sign, self.check = objective, -1.0 if maximize else 1.0, check
        self.values = self.gradients = self.hessians = 0
        self.raised: BaseException | None = None

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many values, gradients and Hessians were asked for."""
        return self.values, self.gradients, self.hessians

    def value(self, point: np.ndarray) -> float:
        """Return the loss."""
        with self.remembering():
            self._ask()
            self.values += 1
            return self.sign * float(self.objective.value(point))

    def gradient(self, point: np.ndarray) -> np.ndarray:
        """Return the gradient (D,)."""
        with self.remembering():
            self._ask()
            self.gradients += 1
            return np.array(self.sign * self.objective.gradient(point), dtype=float)

    def hessian(self, point: np.ndarray) -> np.ndarray:
        """Return the Hessian (D, D)."""
        with self.remembering():
            self._ask()
            self.hessians += 1
            return np.array(self.sign * self.objective.hessian(point), dtype=float)

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Keep what is raised here in `raised`: SciPy may swallow it, or make another error of it."""
        try:
            yield
        except BaseException as error:
            self.raised = error
            raise

    def _ask(self) -> None:
        if self.check is not None:
            self.check()
