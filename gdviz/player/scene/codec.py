"""Lossless packing of float32 arrays for the browser.

Neighbouring steps of a run are alike, so what is sent is the second difference of the bit patterns along the steps,
zigzag-coded (small differences of either sign become small integers), as four byte planes, compressed by zlib. On runs of
gradient descent this takes a fifth to a third of the float32 bytes, and JavaScript undoes it with `DecompressionStream`
and two running sums.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Table = tuple[str, int, int]  # name, rows, columns


def as_rows(values: ArrayLike) -> NDArray[np.float32]:
    """`values` as a float32 table: the first axis stays, all others become columns. Too large for float32 becomes inf."""
    with np.errstate(over="ignore", invalid="ignore"):
        array = np.asarray(values, dtype=np.float64).astype("<f4")
    if array.ndim == 0:
        return array.reshape(1, 1)
    return np.ascontiguousarray(array.reshape(array.shape[0], -1 if array.size else 1))


def encode(table: NDArray[np.float32]) -> bytes:
    """One table (rows, columns) as shuffled bytes, 4 per number."""
    bits = table.view("<u4")
    for _ in range(2):
        bits = np.concatenate([bits[:1], bits[1:] - bits[:-1]])
    signed = bits.view("<i4")
    zigzag = (signed << 1) ^ (signed >> 31)
    columns = np.ascontiguousarray(zigzag.T)
    return columns.view("u1").reshape(-1, 4).T.tobytes()


def decode(data: bytes, rows: int, columns: int) -> NDArray[np.float32]:
    """The inverse of `encode`, to the bit."""
    planes = np.frombuffer(data, "u1").reshape(4, -1)
    zigzag = np.ascontiguousarray(planes.T).view("<u4").reshape(columns, rows)
    bits = (zigzag >> 1) ^ (np.uint32(0) - (zigzag & 1))
    for _ in range(2):
        bits = np.cumsum(bits, axis=1, dtype="<u4")
    return np.ascontiguousarray(bits.T).view("<f4")


def pack(tables: Sequence[NDArray[np.float32]], level: int = 6) -> bytes:
    """Tables, one after the other, as one zlib stream."""
    return zlib.compress(b"".join(map(encode, tables)), level)


def unpack(data: bytes, index: Sequence[Table]) -> dict[str, NDArray[np.float32]]:
    """Tables by name from what `pack` made of them in the order of `index`."""
    body, found, at = zlib.decompress(data), {}, 0
    for name, rows, columns in index:
        size = 4 * rows * columns
        found[name] = decode(body[at : at + size], rows, columns)
        at += size
    return found
