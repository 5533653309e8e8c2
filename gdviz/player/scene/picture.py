"""What a scene says of the surface that it draws: its minima, its formula, and whether its axes are equal."""

from __future__ import annotations

import numpy as np

from gdviz.cache import Section, section
from gdviz.engine import Objective, Plane
from gdviz.player.scene.grid import Window, identity
from gdviz.player.scene.panel import TellsUnits, whole_of
from gdviz.player.scene.part import Part, finite, make_part, weigh_part
from gdviz.player.scene.surface_formula import surface_formula

STRIP = 5  # a window more than this many times as long as wide is not drawn in equal units unasked ...
NARROW = 3  # ... and one on a plane, whose second direction is the shorter one
MINIMA = 64  # that are sent at most


def picture_part(objective: Objective) -> Part:
    """Return what is said of the surface; it is the same for all runs."""
    minima, minimum = np.asarray(objective.minima, dtype=float), objective.minimum

    def make() -> Part:
        told = {"minimum": finite(minimum), "minima": _minima(objective, minima)}
        return make_part({**told, "formula": surface_formula(objective)}, {})

    return _pictures.get((identity(objective), minima.tobytes(), minimum), make)


def axes_of(objective: Objective, window: Window) -> str:
    """Return "equal" where one unit is to be as long across as upwards, else "free".

    Parameters of unscaled data have units of their own; a window much longer than wide would be a thin strip.
    """
    if len(window) == 1:  # losses upwards
        return "free"
    whole = whole_of(objective)
    if isinstance(whole, TellsUnits) and whole.own_units:
        return "free"
    most = NARROW if isinstance(objective, Plane) else STRIP
    (x0, x1), (y0, y1) = window
    return "equal" if 1 / most <= (x1 - x0) / (y1 - y0) <= most else "free"


def _minima(objective: Objective, minima: np.ndarray) -> list[list[float | None]]:
    """List coordinates and value of each known minimum."""
    points = minima.reshape(-1, objective.dimension)[:MINIMA]
    with np.errstate(all="ignore"):
        values = np.broadcast_to(objective.value(points), len(points)) if len(points) else ()
    return [[*map(finite, point), finite(f)] for point, f in zip(points, values, strict=True)]


_pictures: Section[Part] = section("pictures", weigh_part)
