"""The largest eigenvalue of a Hessian: of the matrix, or by Lanczos's method from products with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gdviz.engine.fit.rows.batch import BatchOfRows

EXACT = 60  # parameters up to which the matrix is made: of more, products with it take less time
STEPS = 80  # products at most
LOOK = 4  # after so many products it is looked whether the eigenvalue is found
TOLERANCE = 1e-10  # of the largest eigenvalue: how far the residual must fall
MATRICES = 1_000_000  # entries of Hessians that are made at once


class HasSharpness:
    """What a loss over rows tells of its largest curvature, whatever the model is.

    Attributes
    ----------
    dimension : D, the number of parameters
    all : the loss over all rows that are descended
    """

    dimension: int
    all: BatchOfRows[Any]

    def sharpness(self, p: Any, roots: Any = None) -> np.ndarray:
        """Compute the largest eigenvalue (...) of the Hessian at p (..., D); nan where it is not finite.

        With the square roots (..., D) of a preconditioner P it is that of P^-1/2 H P^-1/2.

        Up to `EXACT` parameters it is that of the matrix, beyond by Lanczos's method from products with it.

        Examples
        --------
        >>> import gdviz
        >>> net = gdviz.network("moons", hidden=(3,), loss="cross_entropy")
        >>> bool(net.sharpness(net.start) == np.linalg.eigvalsh(net.hessian(net.start))[-1])
        True
        """
        p, flat = self.all.points(p)
        scales = np.broadcast_to(1.0 if roots is None else roots, p.shape).reshape(flat.shape)
        some = max(1, MATRICES // self.dimension**2) if self.dimension <= EXACT else 1
        find = self._of_matrices if self.dimension <= EXACT else self._of_products
        found = np.empty(len(flat))
        with np.errstate(all="ignore"):  # of a preconditioner that is still 0
            for first in range(0, len(flat), some):
                block = slice(first, first + some)
                found[block] = find(flat[block], scales[block])
        return found.reshape(p.shape[:-1])

    def _of_matrices(self, p: np.ndarray, roots: np.ndarray) -> np.ndarray:
        hessians = self.all.hessian(p) / (roots[:, :, None] * roots[:, None, :])
        fine = np.isfinite(hessians).all((1, 2))
        found = np.full(len(p), np.nan)
        if fine.any():
            found[fine] = np.linalg.eigvalsh(hessians[fine])[:, -1]
        return found

    def _of_products(self, p: np.ndarray, roots: np.ndarray) -> float:
        (at,), (root,) = p, roots
        return largest_eigenvalue(lambda v: self.all.hvp(at, v / root) / root, self.dimension)


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
