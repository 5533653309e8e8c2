"""Functions that an exported file needs besides NumPy's: their text is copied into it.

They are for one run, and compute what the engine computes for many at once; tests run both.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np


def quotient0(a, b):  # type: ignore[no-untyped-def]
    """Return a/b, and 0 where a is 0: the slope 0 of a root where its argument has its minimum 0."""
    return np.where(a == 0, 0.0, a / np.where(a == 0, 1.0, b))


def quotient1(a, b, limit):  # type: ignore[no-untyped-def]
    """Return a/b, and its limit where b is 0."""
    return np.where(b == 0, limit, a / np.where(b == 0, 1.0, b))


def product0(a, b):  # type: ignore[no-untyped-def]
    """Return a*b, and 0 where a is 0, even if b is infinite there."""
    return np.where(a == 0, 0.0, a * b)


def solve(matrix, vector):  # type: ignore[no-untyped-def]
    """Solve matrix @ x = vector; nan where the matrix is singular."""
    try:
        return np.linalg.solve(matrix, vector)
    except np.linalg.LinAlgError:
        return np.full_like(vector, np.nan)


def spectral_abs(matrix):  # type: ignore[no-untyped-def]
    """Return the symmetric matrix with the absolute values of the eigenvalues."""
    if not np.isfinite(matrix).all():
        return np.full_like(matrix, np.nan)
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.abs(values)) @ vectors.T


def line_search(f_at, theta, f, g, direction):  # type: ignore[no-untyped-def]
    """Halve a step length from 1 until the loss falls by 1e-4 of what the slope promises (Armijo)."""
    slope = g @ direction
    length = 1.0
    if not slope < 0:
        return 0.0
    for _ in range(50):
        most = f + 1e-4 * length * slope + 4 * np.finfo(float).eps * abs(f)
        if f_at(theta + length * direction) <= most:
            return length
        length /= 2
    return 0.0


def wolfe(f_and_g_at, theta, f, g, direction, first, c1, c2):  # type: ignore[no-untyped-def]
    """Find a step length by the strong Wolfe conditions (Nocedal & Wright 2006, eq. 3.7)."""
    start = g @ direction
    if not start < 0:
        return 0.0
    low = (0.0, f, start)  # length, loss and slope where the step is too short
    high = None  # the same where it is too long
    length = first if 0 < first < np.inf else 1.0
    for trial in range(30):
        f_here, g_here = f_and_g_at(theta + length * direction)
        slope = g_here @ direction
        falls = f_here <= f + c1 * length * start + 4 * np.finfo(float).eps * abs(f)
        if falls and abs(slope) <= -c2 * start:
            return length
        if falls and slope < c2 * start:
            low = (length, f_here, slope)
        else:
            high = (length, f_here, slope)
        if high is None:
            length = 4 * low[0]
            continue
        (a, fa, da), (b, fb, db) = low, high
        width = b - a
        length = a + 0.5 * width
        if trial % 3 != 2:  # where the cubic through both ends is least (eq. 3.59)
            d1 = da + db - 3 * (fb - fa) / width
            d2 = np.sqrt(d1 * d1 - da * db)
            cubic = b - width * (db + d2 - d1) / (db - da + 2 * d2)
            if np.isfinite(cubic):
                length = np.clip(cubic, a + 0.1 * width, b - 0.1 * width)
    return low[0]


HELPERS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (quotient0, quotient1, product0, solve, spectral_abs, line_search, wolfe)
}


def sources(names: Iterable[str]) -> list[str]:
    """Return the text of some of these functions, as it goes into a file.

    Raises ValueError for a function that nobody has written for files.
    """
    names = set(names)
    if unknown := sorted(names - HELPERS.keys()):
        raise ValueError(f"the function {unknown[0]}() cannot be written as code")
    texts = (inspect.getsource(HELPERS[name]) for name in sorted(names))
    return [text.replace("  # type: ignore[no-untyped-def]", "").rstrip() for text in texts]
