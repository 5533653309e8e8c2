"""What holds the numbers of a record: columns of arrays as they come, or one table of numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from struct import pack
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


class Columns:
    """A record in columns.

    Attributes
    ----------
    theta, loss, gradient : a value for every iterate, the start among them
    rate, g, batch_loss : a value for every step: its learning rate, the gradient that the rule saw, and the
        loss of its mini-batch before the step (empty for full batches)
    asked : for every iterate, values, gradients and Hessians that a rule has asked for (empty for others)
    assigned : name -> column, what the equations assign in each step
    """

    def __init__(self, dimension: int, shapes: Mapping[str, tuple[int, ...]]) -> None:
        self.theta, self.loss, self.gradient = Column((dimension,)), Column(()), Column((dimension,))
        self.rate, self.g, self.batch_loss = Column(()), Column((dimension,)), Column(())
        self.asked = Column((3,))
        self.assigned = {key: Column(shape) for key, shape in shapes.items()}
        # bound once: a step is a few microseconds, and looking these up would be one of them
        self.add_theta, self.add_loss = self.theta.tail.append, self.loss.tail.append
        self.add_gradient, self.add_asked = self.gradient.tail.append, self.asked.tail.append
        self.add_rate, self.add_g = self.rate.tail.append, self.g.tail.append
        self.add_assigned = tuple(column.tail.append for column in self.assigned.values())

    def cut(self, length: int) -> None:
        """Cut the record back to `length` iterates (never before the compacted part)."""
        for column, skipped in self._filled():
            column.cut(length - skipped)

    def keep_only(self, first: int, indices: Sequence[int]) -> None:
        """Of the iterates from index `first` on keep those at these indices, and the steps to them."""
        for column, skipped in self._filled():
            column.keep_only(first - skipped, [i - skipped for i in indices])

    def pack(self) -> None:
        """Compact what has come so far if that is much, except for the newest, which may yet be let go."""
        if len(self.theta.tail) > PACK:
            for column, _ in self._filled():
                column.pack()

    def _filled(self) -> list[tuple[Column, int]]:
        """Columns that have values, each with how many fewer than there are iterates."""
        iterates = [self.theta, self.loss, self.gradient, *[self.asked] * bool(len(self.asked))]
        steps = [self.rate, self.g, *self.assigned.values(), *[self.batch_loss] * bool(len(self.batch_loss))]
        return [(column, 0) for column in iterates] + [(column, 1) for column in steps]


class Table:
    """A record in one array of numbers: a row for each iterate, with the step to it; the first is the start.

    Attributes
    ----------
    rows : the array
    theta, loss, gradient, rate, g, assigned : as of `Columns`; `asked` and `batch_loss` are empty, since
        neither a question to the oracle nor a mini-batch is made in numbers
    """

    def __init__(
        self, theta: np.ndarray, loss: float, gradient: np.ndarray, shapes: Mapping[str, tuple[int, ...]]
    ) -> None:
        self.rows = rows = Rows()
        self.asked, self.batch_loss = Column((3,)), Column(())
        self.rate = rows.take((), 1)
        assigned = {key: rows.take(shape, 1) for key, shape in shapes.items() if key != "theta"}
        self.theta, self.loss, self.gradient = rows.take(theta.shape), rows.take(()), rows.take(theta.shape)
        self.given = rows.width  # numbers of a row that are given
        self.g = rows.take(theta.shape, 1)
        known = assigned | {"theta": Cells(rows, self.theta.columns, 1)}
        self.assigned = {key: known[key] for key in shapes}
        start = rows.make_room(1)
        for cells, value in ((self.theta, theta), (self.loss, loss), (self.gradient, gradient)):
            rows.array[start, cells.columns] = value

    def add(self, numbers: Sequence[float]) -> None:
        """Add steps; of each the rate, what was assigned except theta, then theta, loss and gradient."""
        packed = pack(f"{len(numbers)}d", *numbers)  # twice as fast as NumPy takes numbers from a list
        given = np.frombuffer(packed).reshape(-1, self.given)
        new = self.rows.make_room(len(given))
        before = slice(new.start - 1, new.stop - 1)
        array = self.rows.array
        array[new, : self.given] = given
        array[new, self.g.columns] = array[before, self.gradient.columns]

    def cut(self, length: int) -> None:
        """Cut the record back to `length` iterates."""
        self.rows.length = length

    def keep_only(self, first: int, indices: Sequence[int]) -> None:
        """Of the iterates from index `first` on keep those at these indices, and the steps to them."""
        rows = self.rows
        rows.length = first + len(indices)
        rows.array[first : rows.length] = rows.array[indices]

    def pack(self) -> None:
        """Nothing is to be compacted."""


class Rows:
    """Rows of numbers, of which the first `length` rows of `array` are in use; each has `width` numbers."""

    def __init__(self) -> None:
        self.array, self.length, self.width = np.empty((0, 0)), 0, 0

    def take(self, shape: tuple[int, ...], skipped: int = 0) -> Cells:
        """Take the next columns for a number or a vector, before there are rows."""
        first = self.width
        self.width += math.prod(shape)
        return Cells(self, slice(first, self.width) if shape else first, skipped)

    def make_room(self, count: int) -> slice:
        """Take so many new rows into use. What is in them does not matter."""
        first, self.length = self.length, self.length + count
        if self.length > len(self.array):
            grown = np.empty((max(self.length, first + first // 2), self.width))
            if first:
                grown[:first] = self.array[:first]
            self.array = grown
        return slice(first, self.length)


class Cells:
    """Some columns of rows: the values of every iterate, or those of every step, which the start lacks."""

    def __init__(self, rows: Rows, columns: slice | int, skipped: int) -> None:
        self.rows, self.columns, self.skipped = rows, columns, skipped

    def __len__(self) -> int:
        """Count the values."""
        return self.rows.length - self.skipped

    def values(self, first: int = 0) -> np.ndarray:
        """Return the values from index `first` on as an array (n, ...)."""
        return self.rows.array[self.skipped + first : self.rows.length, self.columns].copy()


def stack(values: Sequence[Any], shape: tuple[int, ...]) -> np.ndarray:
    """Stack values of one run as an array (n, *shape).

    Each value is an array of that size in any shape, a number, or something that broadcasts.
    """
    n, size = len(values), math.prod(shape)
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
    for i, value in enumerate(values):
        out[i] = np.reshape(value, shape) if np.size(value) == size else value
    return out
