"""A sensible learning rate for any objective, derived from the unit of the rule's rate; and round numbers."""

from __future__ import annotations

import numpy as np

from gdviz.engine.method.rule import Rule
from gdviz.engine.objective import Objective

SMALLEST = 1e-300  # rate: there is no floor above it, since columns of 1e9 ask for rates of 1e-18
SERIES = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)


def curvature(objective: Objective, point: object) -> float:
    """Largest absolute eigenvalue of the Hessian at any of the points (..., D); nan where it is finite at none."""
    h = objective.hessian(np.asarray(point, dtype=float))
    h = h[np.isfinite(h).all((-2, -1))]
    return float(np.abs(np.linalg.eigvalsh(h)).max()) if h.size else float("nan")


def default_rate(objective: Objective, rule: Rule, start: object = None) -> float:
    """Default learning rate of a rule on an objective.

    Unit "1/curvature": 1/lambda, lambda the largest curvature at the start and at the known minima (half of the limit
    2/lambda of gradient descent), but no first step longer than a quarter of the window; where there is no curvature at all,
    a first step of at most 1/50 of the window in every coordinate. Unit "length": 1/100 of
    the window's mean width. Unit "none": the rule's own. Rounded down to a round number.
    """
    if rule.unit == "none":
        assert rule.lr is not None
        return rule.lr
    box = np.array(objective.domain, dtype=float)
    width = float((box[:, 1] - box[:, 0]).mean())
    if rule.unit == "length":
        return round_down(width / 100)
    p = np.array(objective.start if start is None else start, dtype=float)
    largest = curvature(
        objective, [p, *objective.minima]
    )  # all in one evaluation: this runs for each control drawn
    gradient = objective.gradient(p)
    with np.errstate(all="ignore"):
        if (
            largest == 0 and np.isfinite(gradient).all() and gradient.any()
        ):  # slopes only, which no curvature will shorten
            return round_down(
                float(((box[:, 1] - box[:, 0])[gradient != 0] / np.abs(gradient[gradient != 0])).min()) / 50
            )
        slope = float(np.hypot.reduce(gradient))
        longest = width / 4 / slope if 0 < slope < np.inf else width
        return round_down(min(1 / largest if 0 < largest < np.inf else longest, longest))


def round_down(x: float) -> float:
    """The next of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is not above x; SMALLEST for no such x."""
    if not SMALLEST < x < np.inf:
        return SMALLEST
    e = int(np.floor(np.log10(x) + 1e-9))
    m = x / 10.0**e
    return float(f"{max(s for s in SERIES if s <= m + 1e-9)}e{e}")
