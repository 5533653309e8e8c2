"""One or two of an objective's parameters, the others held: what a curve, or contour and surface, can show of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdviz.engine.objective import Objective


class Slice:
    """The objective of the parameters `axes`, (i, j) or (i,), where all others are those of `at` (D,).

    Below, K is the number of axes. They are the first two if nothing is said, the only one where there is one.
    Raises ValueError where `axes` are not one or two different parameters.
    """

    def __init__(self, whole: Objective, axes: Sequence[int] | None = None, at: Any = None) -> None:
        axes = tuple(range(min(2, whole.dimension))) if axes is None else tuple(axes)
        if not (
            1 <= len(axes) <= 2
            and len(set(axes)) == len(axes)
            and all(0 <= i < whole.dimension for i in axes)
        ):
            raise ValueError(
                f"axes must be one parameter or two different ones from 0 to {whole.dimension - 1}, not {axes!r}"
            )
        self.whole, self.axes, self.dimension = whole, axes, len(axes)
        self.at = np.array(whole.start if at is None else at, dtype=float)
        self.name = whole.name
        self.names = tuple(whole.names[i] for i in axes)
        self.domain = tuple(whole.domain[i] for i in axes)
        self.start = tuple(whole.start[i] for i in axes)
        # the whole's minima lie in the slice where their other parameters are those held
        other = np.delete(whole.minima - self.at, axes, axis=1)
        inside = (np.abs(other) <= 1e-9 * (1 + np.abs(np.delete(self.at, axes)))).all(1)
        self.minima = whole.minima[inside][:, list(axes)]
        self.minimum = whole.minimum

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slice) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        return self.whole, self.axes, self.at.tobytes()

    def embed(self, p: Any) -> np.ndarray:
        """Points (..., K) as points (..., D) of the whole."""
        p = np.asarray(p, dtype=float)
        out = np.array(np.broadcast_to(self.at, (*p.shape[:-1], self.whole.dimension)))
        out[..., list(self.axes)] = p
        return out

    def value(self, p: Any) -> np.ndarray:
        """Loss, (..., K) -> (...)."""
        return self.whole.value(self.embed(p))

    def gradient(self, p: Any) -> np.ndarray:
        """Gradient, (..., K) -> (..., K)."""
        return self.whole.gradient(self.embed(p))[..., list(self.axes)]

    def hessian(self, p: Any) -> np.ndarray:
        """Hessian, (..., K) -> (..., K, K)."""
        h = self.whole.hessian(self.embed(p))
        return h[..., list(self.axes), :][..., list(self.axes)]

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Loss (B,) and gradient (B, K) at p (B, K)."""
        f, g = self.whole.evaluate(self.embed(p))
        return f, g[:, list(self.axes)]
