"""What theory says of the learning rates of a run: only of quadratics, and only of plain runs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdviz.engine.method.stability import extreme
from gdviz.engine.objective import MayBeQuadratic, Objective
from gdviz.engine.options import Options


class Curvature(NamedTuple):
    """The extreme curvatures that theory reads.

    Attributes
    ----------
    low, high : the least and the largest eigenvalue of the Hessian
    where : "everywhere" (a quadratic with a minimum), "at the minimum" or "at the start"
    """

    low: float
    high: float
    where: str


def curvature_for(objective: Objective, start: np.ndarray) -> Curvature | None:
    """Return the curvature that limits learning rates from a start (D,); None where there is none.

    Of what is no quadratic: that at a known minimum, else that at the start, if it bends upwards there.
    """
    if quadratic := quadratic_curvature(objective):
        return Curvature(*quadratic, "everywhere")
    places = [("at the minimum", point) for point in objective.minima[:1]] + [("at the start", start)]
    for where, point in places:
        found = extreme(objective.hessian(point))
        if found is not None:
            return Curvature(*found, where)
    return None


def quadratic_curvature(objective: Objective) -> tuple[float, float] | None:
    """Return the least and the largest curvature of a quadratic with a minimum; None for all else.

    Examples
    --------
    >>> import gdviz
    >>> quadratic_curvature(gdviz.surface("x^2 + 3y^2"))
    (2.0, 6.0)
    """
    if isinstance(objective, MayBeQuadratic) and objective.is_quadratic:
        return extreme(objective.hessian(np.array(objective.start, dtype=float)))
    return None


def is_plain(options: Options) -> bool:
    """Whether runs are as theory assumes: they descend at a constant rate along the true gradient."""
    return not (
        options.schedule
        or options.noise
        or options.clip
        or options.maximize
        or options.batch_size is not None
    )
