"""Lossless packing of float32 arrays for the browser.

Neighbouring steps of a run are alike, and so are neighbouring cells of a picture. So what is sent is
differences of the bit patterns, zigzag-coded (small differences of either sign become small integers), as
four byte planes, compressed by zlib. Of a run they are second differences along the steps, which takes a
fifth to a third of the float32 bytes; of a large array those that take the fewest. JavaScript undoes it with
`DecompressionStream` and running sums.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Matrix = NDArray[np.float32]
Arrays = dict[str, Matrix]  # the arrays of a scene by name, in the order in which they are sent


def as_matrix(values: ArrayLike) -> Matrix:
    """Turn values of any shape into a float32 matrix: the first axis stays, all others become columns.

    Numbers too large for float32 become infinite.

    Examples
    --------
    >>> as_matrix(np.zeros((5, 2, 3))).shape
    (5, 6)
    >>> as_matrix(1.5).shape
    (1, 1)
    """
    with np.errstate(over="ignore", invalid="ignore"):
        array = np.asarray(values, dtype=np.float64).astype("<f4")
    if array.ndim == 0:
        return array.reshape(1, 1)
    return np.ascontiguousarray(array.reshape(array.shape[0], -1 if array.size else 1))


class Differences(NamedTuple):
    """How often differences are taken: `down` each column, and `across` each row."""

    down: int
    across: int


OF_STEPS = Differences(2, 0)
CHOICE = (OF_STEPS, Differences(1, 0), Differences(0, 1), Differences(1, 1), Differences(2, 2))
LARGE = 4096  # numbers of an array for which differences are chosen


def differences_of(matrix: Matrix) -> Differences:
    """Return the differences with which a matrix is sent: of a large one those of least entropy.

    Examples
    --------
    >>> differences_of(as_matrix(np.zeros((300, 2))))
    Differences(down=2, across=0)
    >>> waves = np.sin(np.linspace(0, 9, 100))
    >>> differences_of(as_matrix(waves + 2 * waves[:, None]))
    Differences(down=1, across=1)
    """
    if matrix.size < LARGE:
        return OF_STEPS
    return min(CHOICE, key=lambda taken: _entropy(_planes(matrix, taken)))


def encode(matrix: Matrix, taken: Differences = OF_STEPS) -> bytes:
    """Turn a matrix (rows, columns) into shuffled bytes, 4 a number."""
    return _planes(matrix, taken).tobytes()


def decode(data: bytes, rows: int, columns: int, taken: Differences = OF_STEPS) -> Matrix:
    """Undo `encode`, to the bit."""
    planes = np.frombuffer(data, "u1").reshape(4, -1)
    zigzag = np.ascontiguousarray(planes.T).view("<u4").reshape(columns, rows)
    bits = (zigzag >> 1) ^ (np.uint32(0) - (zigzag & 1))
    for axis, times in ((1, taken.down), (0, taken.across)):
        for _ in range(times):
            bits = np.cumsum(bits, axis=axis, dtype="<u4")
    return np.ascontiguousarray(bits.T).view("<f4")


def _planes(matrix: Matrix, taken: Differences) -> NDArray[np.uint8]:
    """Return the bytes (4, n) of the zigzag-coded differences of a matrix, the lowest first."""
    bits = matrix.view("<u4")
    for _ in range(taken.down):
        bits = np.concatenate([bits[:1], bits[1:] - bits[:-1]])
    for _ in range(taken.across):
        bits = np.concatenate([bits[:, :1], bits[:, 1:] - bits[:, :-1]], axis=1)
    signed = bits.view("<i4")
    zigzag = (signed << 1) ^ (signed >> 31)
    columns = np.ascontiguousarray(zigzag.T)
    return columns.view("u1").reshape(-1, 4).T


def _entropy(planes: NDArray[np.uint8]) -> float:
    """Return the bits that the bytes of each plane take on average, added up over the planes."""
    counts = np.stack([np.bincount(plane, minlength=256) for plane in planes])
    shares = counts[counts > 0] / planes.shape[1]
    return float(-(shares * np.log2(shares)).sum())
