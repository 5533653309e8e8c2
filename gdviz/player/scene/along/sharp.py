"""The parts of a scene that tell of curvature: the sharpness of a run, and the critical points."""

from __future__ import annotations

import numpy as np

from gdviz.engine import CriticalPoints, Path, sharpness
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


def critical_part(points: CriticalPoints) -> Part:
    """Return critical points: the kind of each, its coordinates, value and eigenvalues."""
    arrays = {
        "critical:theta": as_matrix(points.theta),
        "critical:value": as_matrix(points.value),
        "critical:eigenvalues": as_matrix(points.eigenvalues),
    }
    return make_part({"kinds": list(points.kind)}, arrays)
