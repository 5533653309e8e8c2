"""The record of a run: columns that grow step by step and are compacted as they grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

PACK = 2048  # values of a column that are kept as they came; a small array costs over 100 bytes, a packed number 8


class Column:
    """Values of one quantity of a single run, one per step."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape, self.packed, self.count = shape, [], 0  # type: ignore[var-annotated]
        self.tail: list[Any] = []

    def __len__(self) -> int:
        return self.count + len(self.tail)

    def cut(self, length: int) -> None:
        """Forget what comes after `length` values (never before the compacted part)."""
        del self.tail[length - self.count:]

    def pack(self) -> None:
        """Compact what has come so far."""
        self.packed.append(stack(self.tail, self.shape))
        self.count += len(self.tail)
        self.tail.clear()

    def rows(self, first: int = 0) -> np.ndarray:
        """The values from index `first` on as an array (n, *shape)."""
        if first >= self.count:
            return stack(self.tail[first - self.count:], self.shape)
        return np.concatenate([*self.packed, stack(self.tail, self.shape)])[first:]


def stack(values: Sequence[Any], shape: tuple[int, ...]) -> np.ndarray:
    """Values of one run (arrays of any shape of that size, numbers, or what broadcasts) as an array (n, *shape)."""
    n, size = len(values), int(np.prod(shape, dtype=int))
    if n and type(values[0]) is float and not shape:
        return np.array(values, dtype=float)
    if n and np.ndim(values[0]):
        try:
            joined = np.concatenate(values)  # much faster than np.array for small arrays
        except ValueError:  # not all of one shape: below
            joined = np.empty(0)
        if joined.size == n * size:
            return joined.reshape(n, *shape).astype(float, copy=False)
    out = np.empty((n, *shape))
    for i, r in enumerate(values):
        out[i] = np.reshape(r, shape) if np.size(r) == size else r
    return out
