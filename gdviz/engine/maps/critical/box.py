"""A window as lengths are measured by it: places from 0 to 1 along each side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from gdviz.engine.objective import Domain

ON = 1e-9  # of the window: how far outside still counts as on its edge


@dataclass(frozen=True, eq=False)
class Box:
    """A window: its lower corner and its widths (D,)."""

    low: np.ndarray
    width: np.ndarray

    @classmethod
    def of(cls, window: Any) -> Self:
        """Return the box of (low, high) for each parameter."""
        sides = np.array(window, dtype=float)
        return cls(sides[:, 0], sides[:, 1] - sides[:, 0])

    @property
    def window(self) -> Domain:
        """(low, high) of each parameter."""
        return tuple(zip(self.low.tolist(), (self.low + self.width).tolist(), strict=True))

    def points(self, shares: np.ndarray) -> np.ndarray:
        """Return points (..., D) from their places in the window."""
        out: np.ndarray = self.low + shares * self.width
        return out

    def shares(self, points: np.ndarray) -> np.ndarray:
        """Return places in the window of points (..., D)."""
        out: np.ndarray = (points - self.low) / self.width
        return out

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Return which points (..., D) lie in the window."""
        shares = self.shares(points)
        return np.asarray(((shares >= -ON) & (shares <= 1 + ON)).all(-1))
