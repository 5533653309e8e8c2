"""Random starts, seeded."""

from __future__ import annotations

import numpy as np

from gdviz.engine.entry import check_seed
from gdviz.engine.objective import Objective


def random_starts(objective: Objective, count: int, kind: str = "uniform", seed: int = 0) -> np.ndarray:
    """Random starts (count, D) in the objective's domain.

    kind "uniform": evenly over the domain; "normal": around its centre with a sixth of its width as standard deviation,
    drawn again where a point falls outside. Raises ValueError for another kind.
    """
    rng = np.random.default_rng(check_seed(seed))
    lo, hi = np.array(objective.domain, dtype=float).T
    if kind == "uniform":
        return rng.uniform(lo, hi, (count, len(lo)))
    if kind != "normal":
        raise ValueError(f"kind of random start must be uniform or normal, not {kind!r}")
    points = np.empty((0, len(lo)))
    while len(points) < count:
        drawn = rng.normal((lo + hi) / 2, (hi - lo) / 6, (count, len(lo)))
        points = np.concatenate([points, drawn[((drawn >= lo) & (drawn <= hi)).all(1)]])
    return points[:count]
