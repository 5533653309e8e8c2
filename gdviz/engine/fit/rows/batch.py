"""The loss over some rows of the data: all of them, or a batch."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from gdviz.engine.fit.loss import Loss
from gdviz.engine.fit.penalty import Penalty
from gdviz.engine.fit.rows.pieces import ROWS_AT_ONCE, Piece, cut, full

# runs x rows: half a megabyte, so that a handful of such arrays shares the same cache
SCORES_AT_ONCE = 1 << 16


class WholeLoss(Protocol):
    """What a batch needs of the loss over all rows; see `LossOverRows`."""

    name: str
    dimension: int
    loss: Loss
    loss_values: tuple[np.float64, ...]
    penalty: Penalty | None
    factor: float
    arrays: int

    def penalised(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return value (B,) and gradient (B, D) of the penalty at p (B, D)."""

    def penalty_curvature(self, p: np.ndarray) -> np.ndarray:
        """Return the second derivatives (B, D) of the penalty."""


W = TypeVar("W", bound=WholeLoss)


class BatchOfRows(ABC, Generic[W]):
    """The loss over some rows of the data (all, or a batch), averaged, with the whole penalty.

    The last axis of points `p` is D. A kind of model says what its scores are, and the sums over the rows of
    the derivatives; average, penalty, blocks and shapes are made here. A subclass is asked with NumPy's
    warnings silenced.

    Parameters
    ----------
    whole : WholeLoss
        The loss over all rows.
    columns : array (q, n)
        What the model reads of these rows, column by column.
    targets : list of arrays (n,)
        What the loss reads of them.
    """

    def __init__(self, whole: W, columns: np.ndarray, targets: list[np.ndarray]) -> None:
        self.whole, self.columns, self.targets = whole, columns, targets
        self.rows: int = columns.shape[1]
        self.scale = whole.factor / self.rows  # of the sum over these rows
        self.pieces = cut(columns, targets)

    @abstractmethod
    def scores(self, p: np.ndarray, piece: Piece) -> list[np.ndarray]:
        """Compute the K scores (B, n) of a piece of the rows at p (B, D)."""

    @abstractmethod
    def data_part(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and gradient (B, D) at p (B, D), averaged, without the penalty."""

    @abstractmethod
    def data_hessian(self, p: np.ndarray) -> np.ndarray:
        """Return the Hessian (B, D, D) at p (B, D), averaged, without the penalty."""

    @abstractmethod
    def data_hvp(self, p: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the same Hessian times v (B, D), (B, D), without making the matrix."""

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and gradient (B, D) at p (B, D); the caller silences NumPy's warnings."""
        value, gradient = self.data_part(p)
        if self.whole.penalty is None:
            return value, gradient
        more, slope = self.whole.penalised(p)
        return value + more, gradient + slope

    def value(self, p: Any) -> np.ndarray:
        """Return the loss, (..., D) -> (...)."""
        p, flat = self.points(p)
        out = self.data_value(flat)
        if self.whole.penalty is not None:
            with np.errstate(all="ignore"):
                out += self.whole.penalised(flat)[0]
        return out.reshape(p.shape[:-1])

    def data_value(self, p: Any) -> np.ndarray:
        """Return the loss without the penalty, (..., D) -> (...)."""
        p, flat = self.points(p)
        whole, out = self.whole, np.zeros(len(flat))
        with np.errstate(all="ignore"):
            for piece, block in self.blocks(len(flat)):
                z = self.scores(flat[block], piece)
                (cost,) = whole.loss.compiled.value(*z, *piece.targets, *whole.loss_values)
                out[block] += np.add.reduce(full(cost, z[0]), axis=-1)
            out *= self.scale
        return out.reshape(p.shape[:-1])

    def gradient(self, p: Any) -> np.ndarray:
        """Return the gradient, (..., D) -> (..., D)."""
        p, flat = self.points(p)
        with np.errstate(all="ignore"):
            return self.evaluate(flat)[1].reshape(p.shape)

    def hessian(self, p: Any) -> np.ndarray:
        """Return the Hessian, (..., D) -> (..., D, D)."""
        p, flat = self.points(p)
        whole = self.whole
        with np.errstate(all="ignore"):
            bent = self.data_hessian(flat)
            if whole.penalty is not None:
                places = np.arange(whole.dimension)
                bent[:, places, places] += whole.penalty_curvature(flat)
        return bent.reshape(*p.shape[:-1], whole.dimension, whole.dimension)

    def hvp(self, p: Any, v: Any) -> np.ndarray:
        """Return the Hessian at p times v, (..., D) and (..., D) -> (..., D), without making the matrix."""
        p, v = np.broadcast_arrays(self.points(p)[0], self.points(v)[0])
        flat, along = (np.ascontiguousarray(x).reshape(-1, self.whole.dimension) for x in (p, v))
        with np.errstate(all="ignore"):
            out = self.data_hvp(flat, along)
            if self.whole.penalty is not None:
                out = out + self.whole.penalty_curvature(flat) * along
        return out.reshape(p.shape)

    def smooth(self, p: np.ndarray) -> np.ndarray:
        """Return the gradient (B, D) of the loss without its penalty."""
        return self.data_part(p)[1]

    def points(self, p: Any) -> tuple[np.ndarray, np.ndarray]:
        """Return p (..., D) as an array, and the same points as (B, D). Raises ValueError for another D."""
        p, d = np.asarray(p, dtype=float), self.whole.dimension
        if p.shape[-1:] != (d,):
            raise ValueError(
                f"points of {self.whole.name} need a last axis of length {d}, not shape {p.shape}"
            )
        return p, p.reshape(-1, d)

    def blocks(self, runs: int) -> list[tuple[Piece, slice]]:
        """Return pieces of the rows, and which of the runs to evaluate on each at once."""
        some = self.runs_at_once()
        return [(piece, slice(b, b + some)) for b in range(0, runs, some) for piece in self.pieces]

    def runs_at_once(self) -> int:
        """Return how many runs are evaluated at once, so that memory is bounded."""
        return max(1, SCORES_AT_ONCE // (self.whole.arrays * min(self.rows, ROWS_AT_ONCE)))
