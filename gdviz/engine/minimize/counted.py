"""What SciPy asks of an objective, answered and counted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gdviz.engine.objective import Objective


class Counted:
    """Answers for one point (D,) at a time; ascent turns every sign.

    Attributes
    ----------
    values, gradients, hessians : how often each was asked for
    check : called at every question; what it raises goes through SciPy and ends the run
    """

    def __init__(
        self, objective: Objective, maximize: bool, check: Callable[[], object] | None = None
    ) -> None:
        self.objective, self.sign, self.check = objective, -1.0 if maximize else 1.0, check
        self.values = self.gradients = self.hessians = 0

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many values, gradients and Hessians were asked for."""
        return self.values, self.gradients, self.hessians

    def value(self, point: np.ndarray) -> float:
        """Return the loss."""
        self._ask()
        self.values += 1
        return self.sign * float(self.objective.value(point))

    def gradient(self, point: np.ndarray) -> np.ndarray:
        """Return the gradient (D,)."""
        self._ask()
        self.gradients += 1
        return np.array(self.sign * self.objective.gradient(point), dtype=float)

    def hessian(self, point: np.ndarray) -> np.ndarray:
        """Return the Hessian (D, D)."""
        self._ask()
        self.hessians += 1
        return np.array(self.sign * self.objective.hessian(point), dtype=float)

    def _ask(self) -> None:
        if self.check is not None:
            self.check()
