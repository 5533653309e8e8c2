"""The part of a scene that has the sharpness of a run: for the strip below the curves."""

from __future__ import annotations

import numpy as np

from gdviz.engine import Path, sharpness
from gdviz.player.scene.codec import as_matrix
from gdviz.player.scene.part import Part, make_part, noted_part


def sharpness_part(path: Path) -> Part:
    """Return the largest curvatures along a run with the limits of stability; computed once for a run."""

    def make() -> Part:
        out = sharpness(path)
        arrays = {
            "sharpness": as_matrix(out.value),
            "limit": as_matrix(out.limit),
            "looked": as_matrix(np.searchsorted(path.at, out.steps).astype(float)),
        }
        return make_part({"threshold": out.threshold, "preconditioner": path.rule.preconditioner}, arrays)

    return noted_part(path, ("sharpness",), make)
