"""The largest eigenvalue of a Hessian: of the matrix, or by Lanczos's method from products with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

EXACT = 60  # parameters up to which the matrix is made: of more, products with it take less time
STEPS = 80  # products at most
LOOK = 4  # after so many products it is looked whether the eigenvalue is found
TOLERANCE = 1e-10  # of the largest eigenvalue: how far the residual must fall


def largest_eigenvalue(product: Callable[[np.ndarray], np.ndarray], dimension: int) -> float:
    """Find the largest eigenvalue of a symmetric matrix by Lanczos's method, with full orthogonalisation.

    Parameters
    ----------
    product : callable
        v (D,) -> the matrix times v.
    dimension : int
        D.

    Returns
    -------
    float
        nan where a product is not finite.

    References
    ----------
    Golub and Van Loan (2013), Matrix computations, 4th edition, section 10.1.

    Examples
    --------
    >>> round(largest_eigenvalue(lambda v: np.array([1.0, -5.0, 3.0]) * v, 3), 9)
    3.0
    """
    start = np.random.default_rng(0).standard_normal(dimension)
    most = min(STEPS, dimension)
    basis = np.empty((most, dimension))
    basis[0] = start / np.linalg.norm(start)
    diagonal, beside = list[float](), list[float]()
    for made in range(1, most + 1):
        w = product(basis[made - 1])
        if not np.isfinite(w).all():
            return float("nan")
        diagonal.append(float(w @ basis[made - 1]))
        for _ in range(2):  # twice is enough to keep the basis orthogonal to rounding
            w = w - (basis[:made] @ w) @ basis[:made]
        size = float(np.linalg.norm(w))
        if made % LOOK == 0 or made == most or size <= TOLERANCE * max(map(abs, [*diagonal, *beside])):
            values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
            if made == most or size * abs(vectors[-1, -1]) <= TOLERANCE * np.abs(values).max():
                break
        beside.append(size)
        basis[made] = w / size
    return float(values[-1])
