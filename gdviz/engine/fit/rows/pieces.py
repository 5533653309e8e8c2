"""Rows of data in pieces that fit the cache, column by column."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

ROWS_AT_ONCE = 1 << 15  # rows at a time: what a step makes of them stays near the second-level cache


class Piece(NamedTuple):
    """Some rows, with their columns (q, n) and their targets, each (n,)."""

    rows: slice
    columns: np.ndarray
    targets: list[np.ndarray]

    def scores(self, theta: np.ndarray) -> list[np.ndarray]:
        """Compute the scores z (..., n) of each of K outputs, for theta (..., K, q).

        By gufuncs, run by run the same calls: so a run has the same bits alone and among others.
        """
        outputs = range(theta.shape[-2])
        return [np.vecmat(np.ascontiguousarray(theta[..., k, :]), self.columns) for k in outputs]


def cut(columns: np.ndarray, targets: list[np.ndarray]) -> list[Piece]:
    """Cut columns (q, n) and targets into pieces of nearly the same size, at most ROWS_AT_ONCE rows."""
    rows = columns.shape[1]
    if rows <= ROWS_AT_ONCE:
        return [Piece(slice(None), columns, targets)]
    count = -(-rows // ROWS_AT_ONCE)
    ends = (rows * k // count for k in range(count + 1))
    cuts = (slice(first, last) for first, last in pairwise(ends))
    return [Piece(c, columns[:, c], [t[c] for t in targets]) for c in cuts]


def full(value: Any, like: np.ndarray) -> np.ndarray:
    """Broadcast a value if that is needed: it takes microseconds even where it changes nothing."""
    shape = like.shape
    return value if np.shape(value) == shape else np.broadcast_to(value, shape)
