"""All parameters along a run, of which a picture shows a part."""

from __future__ import annotations

import numpy as np

from gdviz.engine import Path
from gdviz.player.scene.codec import Arrays, as_matrix


def all_parameters(path: Path) -> Arrays:
    """Return the parameters of each iterate, and the norm of the whole gradient there."""
    with np.errstate(all="ignore"):  # of runs that diverge
        norm = np.sqrt((path.gradient**2).sum(1))
    return {"full": as_matrix(path.theta), "norm": as_matrix(norm)}
