"""The NumPy code of functions that NumPy has not, or not with the same bits for one run and for many.

Arrays of vectors have shape (..., D), arrays of matrices (..., D, D), and numbers beside vectors (..., 1).
"""

from __future__ import annotations

import math
from functools import reduce
from typing import Any

import numpy as np

SHORT = 8  # numbers of a sum that are added in order
MANY = 8192  # choices from which on a branch for each costs more than what avoids it


def total(v: Any) -> Any:
    """Sum over the last axis: the same bits for one run and for many, however they lie in memory.

    Short axes are added in order. Long ones are copied first, so that each run lies in one piece: NumPy adds
    the numbers of a row in pairs, but those of a column one after the other.

    Parameters
    ----------
    v : array (..., D)

    Returns
    -------
    array (..., 1)

    Examples
    --------
    >>> total(np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([[3.],
           [7.]])
    """
    d = v.shape[-1]
    if d > SHORT:
        return np.add.reduce(np.ascontiguousarray(v), axis=-1, keepdims=True)
    out = v[..., :1]
    for i in range(1, d):
        out = out + v[..., i : i + 1]
    return out


def norm(v: Any) -> Any:
    """Return the Euclidean length, (..., D) -> (..., 1)."""
    return np.sqrt(total(v * v))


def dot(a: Any, b: Any) -> Any:
    """Return the inner product, (..., D) and (..., D) -> (..., 1)."""
    return total(a * b)


def mean(v: Any) -> Any:
    """Return the mean over the last axis, (..., D) -> (..., 1)."""
    return total(v) / v.shape[-1]


def outer(a: Any, b: Any) -> Any:
    """Return the outer product, (..., D) and (..., D) -> (..., D, D)."""
    return a[..., :, None] * b[..., None, :]


def transpose(a: Any) -> Any:
    """Swap rows and columns, (..., D, D) -> (..., D, D)."""
    return np.swapaxes(a, -1, -2)


def matvec(a: Any, v: Any) -> Any:
    """Multiply a matrix by a vector, (..., D, D) and (..., D) -> (..., D)."""
    return total(a * v[..., None, :])[..., 0]


def matmul(a: Any, b: Any) -> Any:
    """Multiply matrices run by run: the same call for one run and for many, however they lie in memory."""
    return np.matmul(np.ascontiguousarray(a), np.ascontiguousarray(b))


def solve(a: Any, v: Any) -> Any:
    """Solve a x = v for x (..., D); where a run's matrix is singular, x is not a number for that run only.

    Examples
    --------
    >>> a = np.array([[[2.0, 0.0], [0.0, 4.0]], [[1.0, 1.0], [1.0, 1.0]]])
    >>> solve(a, np.array([2.0, 2.0]))
    array([[1. , 0.5],
           [nan, nan]])
    """
    a = np.broadcast_arrays(a, v[..., None, :] * np.ones_like(a))[0]
    try:
        return np.linalg.solve(a, v[..., None])[..., 0]
    except np.linalg.LinAlgError:
        regular = np.linalg.slogdet(a)[0] != 0  # by the same elimination that solve does
        safe = np.where(regular[..., None, None], a, np.eye(a.shape[-1]))
        return np.where(regular[..., None], np.linalg.solve(safe, v[..., None])[..., 0], np.nan)


def diag(a: Any) -> Any:
    """Return the diagonal of a matrix, (..., D, D) -> (..., D)."""
    return np.diagonal(a, axis1=-2, axis2=-1)


def spectral_abs(a: Any) -> Any:
    """Return the symmetric matrix with the same eigenvectors and the absolute values of the eigenvalues.

    The lower triangle is read. Where a run's matrix is not finite, the result is not a number for that run
    only.

    Examples
    --------
    >>> spectral_abs(np.array([[1.0, 0.0], [0.0, -4.0]]))
    array([[1., 0.],
           [0., 4.]])
    """
    a = np.ascontiguousarray(a)
    finite = np.isfinite(a).all((-2, -1))[..., None, None]
    values, vectors = np.linalg.eigh(np.where(finite, a, np.eye(a.shape[-1])))
    made = matmul(vectors * np.abs(values)[..., None, :], transpose(vectors))
    return np.where(finite, made, np.nan)


def minimum(*values: Any) -> Any:
    """Return the smallest of one or more values, number by number."""
    return reduce(np.minimum, values)


def maximum(*values: Any) -> Any:
    """Return the largest of one or more values, number by number."""
    return reduce(np.maximum, values)


def clip(x: Any, low: Any, high: Any) -> Any:
    """Limit x to low .. high; where low > high, high wins."""
    return np.minimum(np.maximum(x, low), high)


def where(condition: Any, a: Any, b: Any) -> Any:
    """Return a where the condition holds (is true, or not 0), else b."""
    holds = np.asarray(condition)
    holds = holds if holds.dtype == bool else holds != 0
    a, b = np.asarray(a), np.asarray(b)
    if holds.size >= MANY and a.dtype == b.dtype == np.float64:
        return _by_bits(holds, a, b)
    return np.where(holds, a, b)


def _by_bits(holds: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Do what np.where does, without its branch for each number: a processor cannot foresee one of data.

    A mask of all bits, or of none, takes those that differ of a and b. The same bits, nan and -0 too.
    """
    mask = holds.astype(np.int64)
    np.negative(mask, out=mask)
    other = b.view(np.int64)
    bits = (a.view(np.int64) ^ other) & mask
    bits ^= other
    return bits.view(np.float64)


def quotient0(a: Any, b: Any) -> Any:
    """Return a/b with 0/0 = 0: the subgradient of a root where its argument has a minimum 0.

    Examples
    --------
    >>> quotient0(np.array([0.0, 1.0]), np.array([0.0, 4.0]))
    array([0.  , 0.25])
    """
    return np.where(a == 0, 0.0, a / np.where(a == 0, 1.0, b))


def quotient1(a: Any, b: Any, limit: Any) -> Any:
    """Return a/b, and its limit where b is 0: sin(z)/z is 1 there."""
    zero = b == 0
    return np.where(zero, limit, a / np.where(zero, 1.0, b))


def product0(a: Any, b: Any) -> Any:
    """Return a*b, and 0 where a is 0 even if b is infinite: x^y log(x) at x = 0."""
    return np.where(a == 0, 0.0, a * b)


def lift(s: Any) -> Any:
    """Give numbers per point one more axis, so that they fit to matrices; plain numbers have no axes."""
    return s[..., None] if np.ndim(s) else s


def full_vector(s: Any, theta: Any) -> Any:
    """Repeat numbers per point to vectors of the shape of theta, (..., D)."""
    return np.broadcast_to(s, theta.shape)


def full_matrix(s: Any, theta: Any) -> Any:
    """Repeat numbers per point to matrices, (..., D, D) for theta (..., D)."""
    return np.broadcast_to(lift(s), (*theta.shape, theta.shape[-1]))


# what compiled code calls beside the functions of the table, by the name that it has there
OPERATIONS = {
    "power": np.float_power,  # np.power squares if all exponents are 2: one number has other bits than many
    "divide": np.divide,
    "matmul": matmul,
    "lift": lift,
    "full_v": full_vector,
    "full_m": full_matrix,
    "inf": np.inf,
    "nan": np.nan,
    # of plain numbers
    "root": math.sqrt,
    "size": abs,
    "number": float,
}
