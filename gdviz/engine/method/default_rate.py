"""A sensible learning rate for any objective, derived from the unit of the rule's rate; and round numbers."""

from __future__ import annotations

import numpy as np

from gdviz.engine.method.method import Method
from gdviz.engine.objective import Objective

SMALLEST = 1e-300  # rate: there is no floor above it, since columns of 1e9 ask for rates of 1e-18
SERIES = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)


def curvature(objective: Objective, point: object) -> float:
    """Compute the largest absolute eigenvalue of the Hessian at points (..., D); nan where none is finite."""
    hessians = objective.hessian(np.asarray(point, dtype=float))
    hessians = hessians[np.isfinite(hessians).all((-2, -1))]
    return float(np.abs(np.linalg.eigvalsh(hessians)).max()) if hessians.size else float("nan")


def default_rate(objective: Objective, rule: Method, start: object = None) -> float:
    """Derive a learning rate of a rule on an objective from the unit of the rule's rate.

    Unit "1/curvature": 1/lambda, where lambda is the largest curvature at the start and at the known minima
    (half of the limit 2/lambda of gradient descent), but no first step longer than a quarter of the window.
    Where there is no curvature at all: a first step of at most 1/50 of the window in every coordinate. Unit
    "length": 1/100 of the window's mean width. Unit "none": the rule's own rate. The result is rounded down
    to a round number.

    Parameters
    ----------
    objective : Objective
        What is descended.
    rule : Method
        The update rule; one that has no learning rate gives nan.
    start : array (D,), optional
        Where the run begins; the objective's own start if nothing is said.

    Examples
    --------
    >>> import gdviz
    >>> gdviz.default_rate(gdviz.surface("2x^2 + y^2"), gdviz.optimizers["gd"], start=(0.5, 0.5))
    0.25
    """
    if not rule.has_rate:
        return float("nan")
    if rule.unit == "none":
        assert rule.lr is not None
        return rule.lr
    low, high = np.array(objective.domain, dtype=float).T
    widths = high - low
    if rule.unit == "length":
        return round_down(float(widths.mean()) / 100)
    point = np.array(objective.start if start is None else start, dtype=float)
    # all points in one evaluation: this runs for each control drawn
    largest, gradient = curvature(objective, [point, *objective.minima]), objective.gradient(point)
    with np.errstate(all="ignore"):
        if largest == 0 and np.isfinite(gradient).all() and gradient.any():
            sloping = gradient != 0
            return round_down(float((widths[sloping] / np.abs(gradient[sloping])).min()) / 50)
        return round_down(_gradient_rate(largest, float(np.hypot.reduce(gradient)), float(widths.mean())))


def _gradient_rate(largest: float, slope: float, width: float) -> float:
    """Rate of gradient steps where the largest curvature and the norm of the gradient are known."""
    longest = width / 4 / slope if 0 < slope < np.inf else width
    return min(1 / largest, longest) if 0 < largest < np.inf else longest


def round_down(x: float) -> float:
    """Round down to a power of ten times 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6 or 8, but not below SMALLEST.

    Examples
    --------
    >>> round_down(0.0179)
    0.015
    """
    if not SMALLEST < x < np.inf:
        return SMALLEST
    exponent = int(np.floor(np.log10(x) + 1e-9))
    mantissa = x / 10.0**exponent
    return float(f"{max(s for s in SERIES if s <= mantissa + 1e-9)}e{exponent}")
