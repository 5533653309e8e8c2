"""Where the pictures of a network's units are looked at, and how fine its own picture is at rest."""

from __future__ import annotations

from gdviz.engine import Network
from gdviz.player.scene.data.across import Across
from gdviz.player.scene.data.pictures import evenly, range_of
from gdviz.player.scene.tabled.places import Places, plane_of

STILL_CELLS, STILL_SCORES = 64, 7_500  # cells a side at rest, where all scores have so many at most
UNIT_CURVE, UNIT_CELLS = 24, 10  # of the picture of a unit, at every look: the more units, the smaller ...
MANY_UNITS, MANY_CELLS = 24, 8
STILL_UNIT_CELLS, STILL_UNITS = 24, 10_000  # ... and of a step at rest, where all units have so many at most


def still_cells(scores: int) -> int:
    """Return the cells a side of the picture of a step at rest: fewer where there are many scores."""
    return min(STILL_CELLS, int((STILL_SCORES / scores) ** 0.5))


def still_side(units: int) -> int:
    """Return the cells a side of a unit's picture at rest: fewer where there are many units."""
    return max(UNIT_CELLS, min(STILL_UNIT_CELLS, int((STILL_UNITS / max(1, units)) ** 0.5)))


def unit_cells(units: int) -> int:
    """Return the cells a side of a unit's picture at every look."""
    return UNIT_CELLS if units <= MANY_UNITS else MANY_CELLS


def unit_places(net: Network, curve: int, cells: int, over: Across | None = None) -> Places:
    """Return the places of the pictures of units: of more than two features over two, the others held.

    These are the features that `over` says; if it is None the first two, and the others are held at their
    means.
    """
    x, over = net.data.x, over or Across.of(net.data)
    ranges = [range_of(x[:, axis]) for axis in over.axes]
    if len(ranges) == 1:
        return Places(evenly(ranges[0], curve)[:, None], (curve, 1))
    return Places(over.features(*plane_of(ranges, cells).T), (cells, cells))
