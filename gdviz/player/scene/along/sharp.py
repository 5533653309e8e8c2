"""The parts of a scene that tell of curvature: sharpness, critical points, local models along a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gdviz.engine import CriticalPoints, Looks, Objective, Path, StepRule, looked_at, looks, sharpness
from gdviz.engine.curvature import KINDS, NOT_STATIONARY
from gdviz.player.look import LOOK, STEP_SLOTS
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.part import Header, Part, finite, make_part, noted_part

# the single steps that are shown from iterates of a run, given by their rows of the record
StepRules = Callable[[Path | None, Any], Sequence[StepRule]]
CLASSES = (*KINDS, NOT_STATIONARY)


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


def local_part(path: Path, theta: np.ndarray, objective: Objective, window: Any, rules: StepRules) -> Part:
    """Return the local models at the iterates of a run, with single steps from there.

    Parameters
    ----------
    path : the run
    theta : array (n+1, K), its iterates in the picture of one or two coordinates
    objective : what the picture shows
    window : of the picture
    rules : what makes the steps
    """
    rows = looked_at(path.objective, len(theta))
    steps = rules(path, rows)
    arrays = _local_arrays(looks(objective, theta[rows], steps, window))
    return make_part(_local_header(steps), {"local:at": as_matrix(rows.astype(float)), **arrays})


def local_told(
    objective: Objective, place: Sequence[float], window: Any, steps: Sequence[StepRule]
) -> Header:
    """Return the same of a single point, as plain values; what is not finite is None."""
    arrays = _local_arrays(looks(objective, [place], steps, window))
    tables = {name: [finite(v) for v in array[0].tolist()] for name, array in arrays.items()}
    return {**_local_header(steps), "at": list(place), "tables": tables}


def _local_header(steps: Sequence[StepRule]) -> Header:
    colors = LOOK["competitors"]["colors"]
    named = [
        {"name": name, "short": rule.name, "color": colors[STEP_SLOTS[i % len(STEP_SLOTS)]]}
        for i, (name, rule, _) in enumerate(steps)
    ]
    return {"single_steps": named, "classes": list(CLASSES)}


def _local_arrays(out: Looks) -> Arrays:
    model = out.model
    return {
        "local:loss": as_matrix(model.value),
        "local:gradient": as_matrix(model.gradient),
        "local:eigenvalues": as_matrix(model.eigenvalues),
        "local:condition": as_matrix(model.condition),
        "local:semi_axes": as_matrix(model.semi_axes),
        "local:class": as_matrix([float(CLASSES.index(kind)) for kind in model.kind]),
        "local:ends": as_matrix(np.moveaxis(out.ends, 0, 1)),
        "local:values": as_matrix(out.values.T),
    }
