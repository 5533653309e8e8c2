"""Where a model is looked at: along a curve of one feature, over a plane of two, or at the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import LossOverRows
from gdviz.player.scene.data.across import Across
from gdviz.player.scene.data.pictures import evenly, kind_of

Axes = Mapping[str, Any]

CURVE, CELLS = 96, 32  # places along a curve, cells a side of a plane, at every look


@dataclass(frozen=True, eq=False)
class Places:
    """Features at which a model is looked at.

    Attributes
    ----------
    x : (c, p), in the data's own units; of a plane row by row, the lowest first
    grid : cells across and upwards; of a curve how many of the places are along it, and 1
    """

    x: NDArray[np.float64]
    grid: tuple[int, int]


def places_of(
    objective: LossOverRows,
    axes: Axes,
    points: NDArray[np.float64],
    cells: int = CELLS,
    over: Across | None = None,
) -> Places:
    """Return the places of the data's picture: of numbers also the points that are drawn.

    Parameters
    ----------
    objective : the loss of the model
    axes : of the picture, as `data.pictures.axes_of` makes them
    points : (P, p), the features of those that are drawn
    cells : a side of a plane
    over : the features that the picture of classes is over; None: the first two
    """
    kind = kind_of(objective)
    if kind == "points":
        return Places(points, (len(points), 1))
    if kind == "line":
        return Places(np.concatenate([evenly(axes["x"]["range"], CURVE)[:, None], points]), (CURVE, 1))
    over = over or Across.of(objective.data)
    plane = plane_of([axes[side]["range"] for side in "xy"], cells)
    return Places(over.features(*plane.T[: len(over.axes)]), (cells, cells))


def plane_of(ranges: Sequence[Sequence[float]], cells: int) -> NDArray[np.float64]:
    """Return the places (cells^2, 2) of a plane over two ranges, row by row."""
    across, upwards = np.meshgrid(*(evenly(side, cells) for side in ranges))
    return np.stack([across.ravel(), upwards.ravel()], axis=1)
