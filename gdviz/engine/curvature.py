"""Curvature at points of an objective: eigenvalues, the class of a point, the local quadratic model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.objective import Objective

MINIMUM, MAXIMUM, SADDLE, DEGENERATE = "minimum", "maximum", "saddle", "degenerate"
KINK = "kink"  # a minimum where the gradient jumps, so that eigenvalues say nothing
EDGE = "edge"  # a minimum of the window on its edge, where the gradient does not vanish
NOT_STATIONARY = "not stationary"
KINDS = (MINIMUM, MAXIMUM, SADDLE, DEGENERATE, KINK, EDGE)  # of critical points

# An eigenvalue counts as 0 below this share of the curvature along the same direction nearby ...
FLAT = 1e-7
# ... or below this share of the largest one at the point, which is what rounding leaves.
ROUNDED = 1e-13
# A point is stationary where Newton's step is shorter than this share of the window ...
NEAR = 1e-6
# ... and where, along directions without curvature, the slope is only rounding.
ROUNDING = 1e-12
AROUND = 0.01  # of the window: how far "close around" is


@dataclass(frozen=True, eq=False)
class LocalModel:
    """The quadratic model of an objective at points, f + g d + d H d / 2, with what follows from it.

    Attributes
    ----------
    theta : array (..., D), the points
    value : array (...), the loss
    gradient : array (..., D)
    hessian : array (..., D, D)
    eigenvalues : array (..., D) of the Hessian, ascending
    eigenvectors : array (..., D, D) with the unit eigenvectors as columns, in the order of the eigenvalues
    kind : array (...) of str: "minimum", "maximum", "saddle", "degenerate" or "not stationary"
    """

    theta: np.ndarray
    value: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray
    eigenvalues: np.ndarray
    eigenvectors: np.ndarray
    kind: np.ndarray

    @property
    def condition(self) -> np.ndarray:
        """Condition number of the Hessian (...): largest over smallest absolute eigenvalue; nan if one is."""
        size = np.abs(self.eigenvalues)
        with np.errstate(all="ignore"):
            return np.where(size.min(-1) == 0, np.inf, size.max(-1) / size.min(-1))

    @property
    def semi_axes(self) -> np.ndarray:
        """Semi-axes (..., D, D), a row each, of the ellipse d |H| d = constant; the longest has length 1.

        Their lengths are as 1/sqrt|eigenvalue|. An axis without curvature is as long as the longest of the
        others.
        """
        size = np.abs(self.eigenvalues)
        with np.errstate(all="ignore"):
            length = np.where(size > 0, 1 / np.sqrt(size), np.nan)
            longest = np.fmax.reduce(length, axis=-1, keepdims=True)
            length = np.where(size == 0, longest, length) / longest
            length = np.where(size.max(-1, keepdims=True) == 0, 1.0, length)
            out: np.ndarray = np.swapaxes(self.eigenvectors, -1, -2) * length[..., None]
        return out

    def at(self, points: Any) -> np.ndarray:
        """Return the value of the model at points (..., D) that broadcast with `theta`."""
        d = np.asarray(points, dtype=float) - self.theta
        with np.errstate(all="ignore"):
            bent = np.einsum("...i,...ij,...j->...", d, self.hessian, d)
            out: np.ndarray = self.value + (self.gradient * d).sum(-1) + bent / 2
        return out


def local_model(objective: Objective, points: Any, window: Any = None) -> LocalModel:
    """Compute the local quadratic model of an objective at points, and what kind of point each is.

    A point is stationary where the Newton step is shorter than 1e-6 of the window. An eigenvalue counts as 0
    where it is below 1e-7 of the curvature along its eigenvector 1% of the window away, or below 1e-13 of the
    largest one, all measured in units of the window; then the point is "degenerate", unless other eigenvalues
    of both signs make it a saddle. Where value or derivatives are not finite, eigenvalues are nan and the
    kind is "not stationary".

    Parameters
    ----------
    objective : Objective
        With D parameters.
    points : array (..., D)
        Where.
    window : (low, high) for each parameter, optional
        What lengths are measured by, at most the objective's domain, which it is if nothing is said.

    Returns
    -------
    LocalModel
        value (...), gradient (..., D), hessian (..., D, D), eigenvalues and eigenvectors, kind (...);
        `at(points)` is the value of the model.

    Raises
    ------
    ValueError
        For points that do not have D coordinates each.

    References
    ----------
    Nocedal and Wright (2006), Numerical optimization, 2nd edition, section 2.1: Taylor's theorem and the
    conditions of second order.

    Examples
    --------
    >>> import gdviz
    >>> model = local_model(gdviz.surface("x^2 - 3y^2"), [[0.0, 0.0], [1.0, 0.0]])
    >>> model.kind.tolist(), model.eigenvalues[0].tolist()
    (['saddle', 'not stationary'], [-6.0, 2.0])
    """
    points = np.asarray(points, dtype=float)
    flat = points.reshape(-1, objective.dimension)
    width = widths(objective.domain if window is None else window)
    value, gradient, hessian = objective.value(flat), objective.gradient(flat), objective.hessian(flat)
    there = np.isfinite(value) & np.isfinite(gradient).all(1)  # of log(x) below 0 the derivatives are numbers
    bent = np.where(there[:, None, None], hessian, np.nan)
    values, vectors = eigen(bent)
    with np.errstate(all="ignore"):
        kinds = np.array(classify(objective, flat, gradient, bent, width), dtype=object)
    lead, d = points.shape[:-1], objective.dimension
    return LocalModel(
        points,
        value.reshape(lead),
        gradient.reshape(points.shape),
        hessian.reshape(*lead, d, d),
        values.reshape(points.shape),
        vectors.reshape(*lead, d, d),
        kinds.reshape(lead),
    )


def widths(window: Any) -> np.ndarray:
    """Return the widths (D,) of a window."""
    box = np.array(window, dtype=float)
    out: np.ndarray = box[:, 1] - box[:, 0]
    return out


def eigen(hessian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute eigenvalues (B, D) and eigenvectors (B, D, D) of Hessians (B, D, D); nan where not finite."""
    fine = np.isfinite(hessian).all((1, 2))
    if fine.all():
        values, vectors = np.linalg.eigh(hessian)
        return values, vectors
    values, vectors = np.full(hessian.shape[:2], np.nan), np.full(hessian.shape, np.nan)
    if fine.any():
        values[fine], vectors[fine] = np.linalg.eigh(hessian[fine])
    return values, vectors


def classify(
    objective: Objective,
    points: np.ndarray,
    gradient: np.ndarray,
    hessian: np.ndarray,
    width: np.ndarray,
    near: float = NEAR,
) -> list[str]:
    """Return the kind of each point (B, D), see `local_model`; `near`: longest step of a stationary one."""
    width = np.minimum(width, widths(objective.domain))  # far out, "close around" would be far from the point
    values, vectors = eigen(hessian * width[:, None] * width)  # in units of the window
    around = curvature_around(objective, points, vectors, width)
    largest = np.abs(values).max(1, keepdims=True)
    with np.errstate(all="ignore"):
        turned = np.abs(np.einsum("bij,bi->bj", vectors, gradient * width))
        zero = (np.abs(values) <= FLAT * around) | (np.abs(values) <= ROUNDED * largest)
        scale = np.maximum(largest, around.max(1, keepdims=True))
        stationary = (turned <= np.where(zero, ROUNDING * scale, near * np.abs(values))).all(1)
    up, down = (values > 0) & ~zero, (values < 0) & ~zero
    return [
        kind_of(*bends) if still else NOT_STATIONARY
        for still, *bends in zip(stationary, up, down, strict=True)
    ]


def kind_of(up: np.ndarray, down: np.ndarray) -> str:
    """Return the kind of a point without slope, of whether each eigenvalue (D,) is above 0, and below."""
    if up.any() and down.any():
        return SADDLE
    if up.all():
        return MINIMUM
    return MAXIMUM if down.all() else DEGENERATE


def curvature_around(
    objective: Objective, points: np.ndarray, directions: np.ndarray, width: np.ndarray
) -> np.ndarray:
    """Return the largest curvature (B, D) along directions (B, D, D), a column each, close around points.

    It is what an eigenvalue is compared with: one of x^4 at 0 is 0, whichever rounding is left of it.
    """
    signs = sign_patterns(len(width))
    away = AROUND * width * np.concatenate([signs, -signs])
    near = objective.hessian(points[:, None] + away) * width[:, None] * width
    with np.errstate(all="ignore"):
        bent = np.abs(np.einsum("bij,bpik,bkj->bpj", directions, near, directions))
    out: np.ndarray = np.where(np.isfinite(bent), bent, 0.0).max(1)
    return out


def sign_patterns(d: int) -> np.ndarray:
    """Return two directions (2, D) between the axes: all signs alike, and signs that alternate."""
    return np.array([np.ones(d), np.where(np.arange(d) % 2, -1.0, 1.0)])
