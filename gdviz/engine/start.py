"""Where a run begins: the objective's own start, a given one, or random ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine.entry import check_seed
from gdviz.engine.objective import Objective
from gdviz.engine.streams import Use, stream


def check_start(objective: Objective, start: Any) -> np.ndarray:
    """Return the start as (D,); None is the objective's own. Raises ValueError."""
    dimension = objective.dimension
    wanted = f"{dimension} finite numbers" if dimension > 1 else "one finite number"
    try:
        point = np.array(objective.start if start is None else start, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"start must be {wanted}, not {start!r}") from None
    if point.shape != (dimension,) or not np.isfinite(point).all():
        raise ValueError(f"start must be {wanted}, not {start!r}")
    return point


def random_starts(objective: Objective, count: int, kind: str = "uniform", seed: int = 0) -> np.ndarray:
    """Draw random starts in the objective's domain.

    Parameters
    ----------
    objective : Objective
        What will be descended.
    count : int
        How many starts.
    kind : {"uniform", "normal"} Evenly over the domain; or around its centre, with a sixth of its width as
        standard deviation, where a point that falls outside is drawn again.
    seed : int
        The same seed gives the same starts.

    Returns
    -------
    array (count, D)

    Raises
    ------
    ValueError
        For another kind, or a seed that is no whole number.

    Examples
    --------
    >>> import gdviz
    >>> gdviz.random_starts(gdviz.surfaces["himmelblau"], 3).shape
    (3, 2)
    """
    rng = stream(check_seed(seed), Use.RANDOM_STARTS)
    low, high = np.array(objective.domain, dtype=float).T
    if kind == "uniform":
        return rng.uniform(low, high, (count, len(low)))
    if kind != "normal":
        raise ValueError(f"kind of random start must be uniform or normal, not {kind!r}")
    points = np.empty((0, len(low)))
    while len(points) < count:
        drawn = rng.normal((low + high) / 2, (high - low) / 6, (count, len(low)))
        points = np.concatenate([points, drawn[((drawn >= low) & (drawn <= high)).all(1)]])
    return points[:count]


def check_starts(objective: Objective, starts: Any) -> np.ndarray:
    """Return the starts as (..., D). Raises ValueError."""
    dimension = objective.dimension
    try:
        points = np.asarray(objective.start if starts is None else starts, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"starts must be points of {dimension} numbers, not {str(starts)[:80]}") from None
    if points.shape[-1:] != (dimension,):
        raise ValueError(f"starts need a last axis of length {dimension}, not shape {points.shape}")
    if not np.isfinite(points).all():
        raise ValueError("starts must be finite numbers")
    return points


def common_shape(points: np.ndarray, values: dict[str, Any]) -> tuple[int, ...]:
    """Shape of the runs that starts (..., D) and values (...) make together. Raises ValueError."""
    shapes = {name: np.shape(value) for name, value in values.items()}
    try:
        return np.broadcast_shapes(points.shape[:-1], *shapes.values())
    except ValueError:
        raise ValueError(
            f"the shapes of starts {points.shape[:-1]} and {shapes} do not fit together"
        ) from None
