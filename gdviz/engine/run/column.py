"""Columns of a record: they grow step by step and are compacted as they grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

PACK = 2048  # values of a column that are kept as they came; a small array costs over 100 bytes, a packed number 8


class Keep(NamedTuple):
    """Which steps of a long run are recorded: all up to `first`, then every `every`-th, and always the last one made.

    `planned` is how many steps it is to make; the one before the last of them is recorded too, which the last one's
    numbers begin with. (Of a run that ends earlier it is not: the rows of all runs of a race are of the same steps.)
    """

    first: int
    every: int
    planned: int = 0

    def has(self, step: int) -> bool:
        """Whether a step is recorded, whatever comes after it."""
        return step <= self.first or (step - self.first) % self.every == 0 or step == self.planned - 1


class Column:
    """Values of one quantity of a single run, one per step."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape, self.packed, self.count = shape, [], 0  # type: ignore[var-annotated]
        self.tail: list[Any] = []

    def __len__(self) -> int:
        return self.count + len(self.tail)

    def cut(self, length: int) -> None:
        """Forget what comes after `length` values (never before the compacted part)."""
        del self.tail[length - self.count :]

    def pack(self) -> None:
        """Compact what has come so far but the newest value, which may yet be let go."""
        *old, new = self.tail
        self.packed.append(stack(old, self.shape))
        self.count += len(old)
        self.tail[:] = [new]

    def keep(self, first: int, rows: Sequence[int]) -> None:
        """Of the values from index `first` on keep those of these indices only (none of them compacted yet)."""
        self.tail[first - self.count :] = [self.tail[i - self.count] for i in rows]

    def rows(self, first: int = 0) -> np.ndarray:
        """The values from index `first` on as an array (n, *shape)."""
        if first >= self.count:
            return stack(self.tail[first - self.count :], self.shape)
        return np.concatenate([*self.packed, stack(self.tail, self.shape)])[first:]


class Thinned:
    """What a record with gaps holds, and what is known of the steps that it does not hold.

    Attributes
    ----------
    numbers : the step of every iterate that is held
    losses : the loss of every iterate, in pieces
    length : of the way that was gone
    """

    def __init__(self, keep: Keep, loss: Column) -> None:
        self.wanted, self.numbers, self.losses, self.length = keep, list(range(len(loss))), [loss.rows()], 0.0

    def thin(
        self, first: int, theta: Column, loss: Column, iterates: Sequence[Column], steps: Sequence[Column]
    ) -> None:
        """Let go what is not wanted of the iterates from index `first` on, and the one before them, which was the newest."""
        made, before = len(theta) - first, self.numbers[-1]
        if not made:
            return
        self.losses.append(loss.rows(first))
        self.length += way(theta.rows(first - 1))
        self.numbers += range(before + 1, before + made + 1)
        start, end = max(first - 1, 1), len(theta)
        rows = [i for i in range(start, end) if i == end - 1 or self.wanted.has(self.numbers[i])]
        for column in iterates:
            column.keep(start, rows)
        for column in steps:
            column.keep(start - 1, [i - 1 for i in rows])
        self.numbers[start:] = [self.numbers[i] for i in rows]


def way(theta: np.ndarray) -> float:
    """Length of the way along iterates (m, D)."""
    return float(np.sqrt((np.diff(theta, axis=0) ** 2).sum(-1)).sum())


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
