"""A table whose points are moved by hand, with what its picture keeps meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from gdviz.engine import Table
from gdviz.engine.objective import Domain


class Split(NamedTuple):
    """Which rows of a table are held out, where it is no longer what a draw from the seed gives.

    Points were added or deleted since: the others stay what they were, and new ones are training rows.

    Attributes
    ----------
    share, seed : the choice that it stands for; another one draws anew
    rows : the test rows, from 0
    """

    share: float
    seed: int
    rows: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class EditedTable(Table):
    """A table of one's own that was made by hand from another.

    Nothing in its picture jumps while a point moves: the axes of the data and the window of the loss are
    those from before. They are kept here, with the table, so they go with it.

    Attributes
    ----------
    ranges : (low, high) of the axis of each drawn column
    model : the fit, without its table, whose window is kept; None: none is
    domain : the window that is kept, of all parameters
    levels : the scale of the contours from before; None: that of the loss
    split : the test rows that are kept; None: they are drawn
    moving : whether the hand still holds a point: then the picture's grid is coarser, to follow it
    """

    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    model: Any = None
    domain: Domain = ()
    levels: Literal["log", "linear"] | None = None
    split: Split | None = None
    moving: bool = False
