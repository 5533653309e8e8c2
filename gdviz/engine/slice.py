"""Two of an objective's parameters, the others held: what contour and surface can show of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine.objective import Objective


class Slice:
    """The objective of the parameters `axes` = (i, j) where all others are those of `at` (D,)."""

    dimension = 2

    def __init__(self, whole: Objective, axes: tuple[int, int] = (0, 1), at: Any = None) -> None:
        i, j = axes
        if not (0 <= i < whole.dimension and 0 <= j < whole.dimension) or i == j:
            raise ValueError(f"axes must be two different parameters from 0 to {whole.dimension - 1}, not {axes!r}")
        self.whole, self.axes = whole, (i, j)
        self.at = np.array(whole.start if at is None else at, dtype=float)
        self.name = whole.name
        self.names = whole.names[i], whole.names[j]
        self.domain = whole.domain[i], whole.domain[j]
        self.start = whole.start[i], whole.start[j]
        # the whole's minima lie in the slice where their other parameters are those held
        other = np.delete(whole.minima - self.at, [i, j], axis=1)
        inside = (np.abs(other) <= 1e-9 * (1 + np.abs(np.delete(self.at, [i, j])))).all(1)
        self.minima = whole.minima[inside][:, [i, j]]
        self.minimum = whole.minimum

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slice) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        return self.whole, self.axes, self.at.tobytes()

    def embed(self, p: Any) -> np.ndarray:
        """Points (..., 2) as points (..., D) of the whole."""
        p = np.asarray(p, dtype=float)
        out = np.array(np.broadcast_to(self.at, (*p.shape[:-1], self.whole.dimension)))
        out[..., list(self.axes)] = p
        return out

    def value(self, p: Any) -> np.ndarray:
        """Loss, (..., 2) -> (...)."""
        return self.whole.value(self.embed(p))

    def gradient(self, p: Any) -> np.ndarray:
        """Gradient, (..., 2) -> (..., 2)."""
        return self.whole.gradient(self.embed(p))[..., list(self.axes)]

    def hessian(self, p: Any) -> np.ndarray:
        """Hessian, (..., 2) -> (..., 2, 2)."""
        h = self.whole.hessian(self.embed(p))
        return h[..., list(self.axes), :][..., list(self.axes)]

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Loss (B,) and gradient (B, 2) at p (B, 2)."""
        f, g = self.whole.evaluate(self.embed(p))
        return f, g[:, list(self.axes)]
