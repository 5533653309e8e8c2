"""Objectives: what is descended, and the abilities that some of them have besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

Domain = tuple[tuple[float, float], ...]


class Objective(Protocol):
    """What a run needs of the thing it descends; the last axis of `p` is D, leading axes are free."""

    @property
    def name(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def domain(self) -> Domain: ...
    @property
    def start(self) -> tuple[float, ...]: ...
    @property
    def minima(self) -> np.ndarray: ...
    @property
    def minimum(self) -> float | None: ...

    def value(self, p: Any) -> np.ndarray:
        """Loss, (..., D) -> (...)."""

    def gradient(self, p: Any) -> np.ndarray:
        """Gradient, (..., D) -> (..., D)."""

    def hessian(self, p: Any) -> np.ndarray:
        """Hessian, (..., D) -> (..., D, D)."""

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Loss (B,) and gradient (B, D) at p (B, D), shared work done once; the caller silences NumPy's warnings."""


@runtime_checkable
class HasRows(Protocol):
    """An objective that averages over rows of data, so that a step may see a mini-batch of them."""

    @property
    def rows(self) -> int: ...

    def on(self, rows: np.ndarray) -> Any:
        """The same loss over the rows of these indices: it answers `value`, `evaluate` and `hessian` as the whole does."""


@runtime_checkable
class HasPenalty(Protocol):
    """An objective that is a smooth part plus a penalty with a proximal step."""

    def smooth(self, p: np.ndarray) -> np.ndarray:
        """Gradient (B, D) of the smooth part at p (B, D)."""

    def prox(self, p: np.ndarray, step: Any) -> np.ndarray:
        """Proximal step (B, D) of the penalty from p (B, D), of length `step`."""


@runtime_checkable
class HasDistance(Protocol):
    """An objective that tells the distance to its minimisers itself, since they may be a whole family."""

    def distance(self, theta: Any) -> np.ndarray:
        """Distance (...) of theta (..., D) to the nearest minimiser; nan where none is known."""


def check_domain(domain: Any, names: Sequence[str]) -> None:
    """Raises ValueError where a window is not one (low, high) per coordinate."""
    try:
        box = np.array(domain, dtype=float)
    except (TypeError, ValueError):
        box = np.empty(0)
    if box.shape != (len(names), 2):
        raise ValueError(f"domain must give (low, high) for each of {', '.join(names)}")
    for n, (lo, hi) in zip(names, box.tolist(), strict=True):
        narrow = 1e-12 * max(abs(lo), abs(hi))
        if not (np.isfinite(lo) and np.isfinite(hi) and lo < hi) or hi - lo > 1e12 or hi - lo <= narrow:
            raise ValueError(
                f"the window of {n} must go from a smaller to a larger number, not from {lo:g} to {hi:g}"
            )
