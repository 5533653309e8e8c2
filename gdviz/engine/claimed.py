"""An objective whose gradient is not that of its value: what a program with a slip in its cost function descends."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine.data_loss import DataLoss


class Claimed:
    """Value `value_factor` times that of `base`, and as gradient `gradient_factor` times base's, whatever the value's is."""

    def __init__(self, base: DataLoss, value_factor: float, gradient_factor: float, name: str = "As published") -> None:
        self.base, self.value_factor, self.gradient_factor, self.name = base, value_factor, gradient_factor, name
        self.dimension, self.names, self.domain, self.start = base.dimension, base.names, base.domain, base.start
        self.minima = base.minima
        self.minimum = None if base.minimum is None else value_factor * base.minimum

    def value(self, p: Any) -> np.ndarray:
        """The loss as it is written, (..., D) -> (...)."""
        return self.value_factor * self.base.value(p)

    def gradient(self, p: Any) -> np.ndarray:
        """The gradient as it is written, (..., D) -> (..., D)."""
        return self.gradient_factor * self.base.gradient(p)

    def hessian(self, p: Any) -> np.ndarray:
        """Derivative of that gradient, (..., D) -> (..., D, D): what sets the limit of the rate."""
        return self.gradient_factor * self.base.hessian(p)

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Loss (B,) and gradient (B, D) at p (B, D)."""
        f, g = self.base.evaluate(p)
        return self.value_factor * f, self.gradient_factor * g


def differences(objective: Any, p: Any) -> np.ndarray:
    """Central difference quotients (D,) of the value at p (D,).

    The step is the cube root of the rounding unit, relative to the coordinate: smaller ones lose more digits in the
    subtraction than they win.
    """
    p = np.asarray(p, dtype=float)
    h = np.cbrt(np.finfo(float).eps) * np.maximum(1.0, np.abs(p))
    ahead, behind = p + np.diag(h), p - np.diag(h)
    return np.asarray((objective.value(ahead) - objective.value(behind)) / (np.diag(ahead) - np.diag(behind)))
