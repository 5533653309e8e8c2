"""Critical points, found once for all visitors, within the computing time."""

from __future__ import annotations

from gdviz.cache import Section, array_bytes, section
from gdviz.engine import CriticalPoints, Objective, critical_points
from gdviz.engine.run.stop import Spent
from gdviz.player.scene.grid import identity
from gdviz.player.scene.panel import whole_of
from gdviz.ui.budget import Budget, waiting

SECONDS = 5.0  # of computing


class TooLong(ValueError):
    """The search took longer than a page may take."""


def critical_points_of(objective: Objective, window: tuple[tuple[float, float], ...]) -> CriticalPoints:
    """Return the critical points in a window. Raises TooLong."""

    def make() -> CriticalPoints | str:
        try:
            with Budget(SECONDS) as budget:
                return critical_points(objective, window, check=budget)
        except Spent:
            return (
                f"the search for critical points takes more than {SECONDS:g} seconds here; "
                "a smaller window or a simpler formula takes less"
            )

    whole = whole_of(objective)
    owner = None if isinstance(identity(objective), tuple) and whole is objective else whole
    found = _critical.get((identity(objective), window, SECONDS), make, owner=owner)
    if isinstance(found, str):
        raise TooLong(found)
    return found


def _weigh(points: CriticalPoints | str) -> int:
    if isinstance(points, str):
        return 1000
    return 1000 + array_bytes([points.theta, points.value, points.eigenvalues]) + 60 * len(points)


# what ran out of time is kept too, as a sentence: nobody searches it again
_critical: Section[CriticalPoints | str] = section("critical points", _weigh, waiting=waiting)
