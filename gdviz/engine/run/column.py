"""Columns of a record: they grow step by step and are compacted as they grow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

PACK = 2048  # values of a column held as they came; a small array costs over 100 bytes, a packed number 8


class Column:
    """Values of one quantity of a single run, one for each step or iterate.

    Attributes
    ----------
    shape : shape of one value
    packed : arrays (n, *shape) of the older values, `count` in all
    tail : the newer values as they came; always the same list, so that its `append` may be bound once
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape, self.count = shape, 0
        self.packed: list[np.ndarray] = []
        self.tail: list[Any] = []

    def __len__(self) -> int:
        """Count the values."""
        return self.count + len(self.tail)

    def cut(self, length: int) -> None:
        """Forget what comes after `length` values (never before the compacted part)."""
        del self.tail[length - self.count :]

    def pack(self) -> None:
        """Compact what has come so far, except for the newest value, which may yet be let go."""
        *old, newest = self.tail
        self.packed.append(stack(old, self.shape))
        self.count += len(old)
        self.tail[:] = [newest]

    def keep_only(self, first: int, indices: Sequence[int]) -> None:
        """Of the values from index `first` on keep those at these indices (none of them compacted yet)."""
        self.tail[first - self.count :] = [self.tail[i - self.count] for i in indices]

    def values(self, first: int = 0) -> np.ndarray:
        """Return the values from index `first` on as an array (n, *shape)."""
        if first >= self.count:
            return stack(self.tail[first - self.count :], self.shape)
        return np.concatenate([*self.packed, stack(self.tail, self.shape)])[first:]


def stack(values: Sequence[Any], shape: tuple[int, ...]) -> np.ndarray:
    """Stack values of one run as an array (n, *shape).

    Each value is an array of that size in any shape, a number, or something that broadcasts; or all are
    tuples of numbers.
    """
    n, size = len(values), math.prod(shape)
    if n and type(values[0]) is float and not shape:
        return np.array(values, dtype=float)
    if n and type(values[0]) is tuple:
        return np.fromiter(chain.from_iterable(values), float, n * size).reshape(n, *shape)
    if n and np.ndim(values[0]):
        try:
            joined = np.concatenate(values)  # much faster than np.array for small arrays
        except ValueError:  # not all of one shape: below
            joined = np.empty(0)
        if joined.size == n * size:
            return joined.reshape(n, *shape).astype(float, copy=False)
    out = np.empty((n, *shape))
    for i, value in enumerate(values):
        out[i] = np.reshape(value, shape) if np.size(value) == size else value
    return out
