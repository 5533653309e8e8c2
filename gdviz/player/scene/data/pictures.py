"""The pictures of a linear model: a line through points, predictions over the target, regions of classes.

No formula travels: a score is a row of the design's matrix times the parameters. So what travels is the
matrix, along a curve or over a grid of the features. In each function below, `drawn` are the points that are
drawn, and `ranges` says what the axes of some columns show; the others hold their values with some room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import DataLoss, LossOverRows
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.data.across import Across
from gdviz.player.scene.data.odds import log_odds
from gdviz.player.scene.data.points import DrawnPoints

CURVE, CELLS = 96, 72  # abscissae of a curve, cells a side of a grid
Part = tuple[dict[str, Any], Arrays]  # keys of the header's part `data`, and arrays
Range = tuple[float, float]
Ranges = Mapping[str, Range]  # by the name of a column


def kind_of(objective: LossOverRows) -> str:
    """Return how the data are drawn: "line", "points" or "plane"."""
    if objective.data.classes:
        return "plane"
    return "line" if len(objective.data.features) == 1 else "points"


def axes_of(objective: LossOverRows, kind: str, ranges: Ranges, over: Across | None = None) -> dict[str, Any]:
    """Make the axes of a picture of this kind, whatever the model is; `over` says which features span it."""
    data, every = objective.data, objective.all_rows
    if kind == "plane":
        over = over or Across.of(data)
        x, *more = (_axis(data.features[j], every.x[:, j], ranges) for j in over.axes)
        heights = {"name": data.target, "range": [-0.5, len(data.classes) - 0.5]}
        return {"x": x, "y": more[0] if more else heights}
    upwards = _axis(data.target, every.y, ranges)
    if kind == "line":
        return {"x": _axis(data.features[0], every.x[:, 0], ranges), "y": upwards}
    names = {"x": f"actual {data.target}", "y": f"predicted {data.target}"}
    return {side: upwards | {"name": name} for side, name in names.items()}


def line(objective: DataLoss, drawn: DrawnPoints, ranges: Ranges) -> Part:
    """Pack the picture of one feature: the target over it, and the model along it."""
    header, design = axes_of(objective, "line", ranges), objective.design
    straight = design.powers == ((1,),)
    x = evenly(header["x"]["range"], 2 if straight else CURVE)
    return header, {
        "data:x": as_matrix(drawn.x[:, 0]),
        "data:y": as_matrix(drawn.y),
        "data:curve_x": as_matrix(x),
        "data:curve": as_matrix(design.basis(x[:, None])),
    }


def points(objective: DataLoss, drawn: DrawnPoints, ranges: Ranges) -> Part:
    """Pack the picture of several features: the model's prediction over the target."""
    return axes_of(objective, "points", ranges), {"data:y": as_matrix(drawn.y)}


def plane(objective: DataLoss, drawn: DrawnPoints, ranges: Ranges, over: Across) -> Part:
    """Pack the picture of classes over two features: their regions on a grid, the other features held.

    A monomial is a product of a function of x, one of y and a number. So two short arrays and a constant give
    the matrix at every point of the grid: grid_x[i] * grid_y[j] + grid_shift.
    """
    design = objective.design
    header = axes_of(objective, "plane", ranges, over)
    sides = [evenly(header[side]["range"], CELLS) for side in ("x", "y")]
    classes, arrays = classes_over(objective, drawn, over)
    header |= {"grid": [CELLS, CELLS], **classes}
    ones = [np.ones((CELLS, 1))] * design.intercept
    grid_x, grid_y = (
        np.concatenate([np.stack([side**w for w in powers], axis=1), *ones], axis=1)
        for side, powers in zip(sides, _powers(design.powers, over), strict=True)
    )
    monomials = len(design.powers)
    scale, shift = np.ones(design.width), np.zeros(design.width)
    scale[:monomials], shift[:monomials] = design.scale, -design.centre / design.scale
    factor = np.ones(design.width)
    held = np.array(over.values)
    held[list(over.axes)] = 1.0
    with np.errstate(all="ignore"):  # at a far value a power may be infinite
        factor[:monomials] = [np.prod(held ** np.array(w)) for w in design.powers]
    return header, arrays | {
        "data:grid_x": as_matrix(grid_x * factor / scale),
        "data:grid_y": as_matrix(grid_y),
        "data:grid_shift": as_matrix(shift[None]),
    }


def classes_over(objective: LossOverRows, drawn: DrawnPoints, over: Across) -> Part:
    """Pack the points of a picture of classes, and the odds of their scores, whatever the model is.

    Over one feature alone a point is as high as the index of its class.
    """
    arrays = {
        "data:x": as_matrix(drawn.x[:, over.axes[0]]),
        "data:y": as_matrix(drawn.x[:, over.axes[1]] if len(over.axes) == 2 else drawn.y),
        "data:label": as_matrix(drawn.y),
    }
    if objective.loss.chance is not None:
        scores, odds = log_odds(objective.loss.chance)
        arrays |= {"data:odds_z": as_matrix(scores), "data:odds": as_matrix(odds)}
    return {"held": over.held(), "across": len(over.axes)}, arrays


def _powers(powers: Sequence[tuple[int, ...]], over: Across) -> list[list[int]]:
    """Return the exponents of each monomial across and upwards; 0 where nothing is upwards."""
    sides = [[w[axis] for w in powers] for axis in over.axes]
    return sides if len(sides) == 2 else [*sides, [0] * len(powers)]


def evenly(side: Sequence[float], count: int) -> NDArray[np.float64]:
    """Return `count` values from one end of a side to the other."""
    return np.linspace(side[0], side[1], count)


def _axis(name: str, values: NDArray[np.float64], ranges: Ranges) -> dict[str, Any]:
    """Make the axis of a column."""
    return {"name": name, "range": list(ranges.get(name) or range_of(values))}


def range_of(values: NDArray[np.float64]) -> Range:
    """Return a range that holds all values with some room."""
    low, high = float(values.min()), float(values.max())
    room = 0.06 * (high - low) if high > low else max(abs(low) * 0.1, 0.5)
    return low - room, high + room
