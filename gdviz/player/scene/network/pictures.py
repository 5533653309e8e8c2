"""Where a network is looked at: along a curve of one feature, over a plane of two, or at the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Network
from gdviz.player.scene.data.across import Across
from gdviz.player.scene.data.pictures import evenly, range_of
from gdviz.player.scene.data.rows_view import kind_of

Axes = Mapping[str, Any]

CURVE, CELLS = 96, 32  # places along a curve, cells a side of a plane: at every look ...
STILL_CELLS, STILL_SCORES = 64, 10_000  # ... and of a step at rest, where all scores have so many at most
UNIT_CURVE, UNIT_CELLS = 24, 10  # of the picture of a unit, at every look ...
STILL_UNIT_CELLS, STILL_UNITS = 24, 10_000  # ... and of a step at rest, where all units have so many at most


@dataclass(frozen=True, eq=False)
class Places:
    """Features at which a network is looked at.

    Attributes
    ----------
    x : (c, p), in the data's own units; of a plane row by row, the lowest first
    grid : cells across and upwards; of a curve how many of the places are along it, and 1
    """

    x: NDArray[np.float64]
    grid: tuple[int, int]


def places_of(net: Network, axes: Axes, points: NDArray[np.float64], cells: int) -> Places:
    """Return the places of the data's picture: of numbers also the points that are drawn.

    Classes are drawn over the first two features; the others are held at the mean of the rows.

    Parameters
    ----------
    net : the network
    axes : of the picture, as `data.pictures.axes_of` makes them
    points : (P, p), the features of those that are drawn
    cells : a side of a plane
    """
    kind, over = kind_of(net), Across.of(net.data)
    if kind == "points":
        return Places(points, (len(points), 1))
    if kind == "line":
        return Places(np.concatenate([evenly(axes["x"]["range"], CURVE)[:, None], points]), (CURVE, 1))
    plane = _plane([axes[side]["range"] for side in "xy"], cells)
    return Places(over.features(*plane.T[: len(over.axes)]), (cells, cells))


def still_cells(scores: int) -> int:
    """Return the cells a side of the picture of a step at rest: fewer where there are many scores."""
    return min(STILL_CELLS, int((STILL_SCORES / scores) ** 0.5))


def still_side(units: int) -> int:
    """Return the cells a side of a unit's picture at rest: fewer where there are many units."""
    return max(UNIT_CELLS, min(STILL_UNIT_CELLS, int((STILL_UNITS / max(1, units)) ** 0.5)))


def unit_places(net: Network, curve: int, cells: int) -> Places:
    """Return the places of the pictures of units: of more than two features, over the first two.

    The other features are held at the mean of the rows.
    """
    x = net.data.x
    if x.shape[1] == 1:
        return Places(evenly(range_of(x[:, 0]), curve)[:, None], (curve, 1))
    plane = _plane([range_of(column) for column in x.T[:2]], cells)
    others = np.broadcast_to(x[:, 2:].mean(0), (len(plane), x.shape[1] - 2))
    return Places(np.concatenate([plane, others], axis=1), (cells, cells))


def _plane(ranges: Sequence[Sequence[float]], cells: int) -> NDArray[np.float64]:
    across, upwards = np.meshgrid(*(evenly(side, cells) for side in ranges))
    return np.stack([across.ravel(), upwards.ravel()], axis=1)
