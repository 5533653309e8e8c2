"""Critical points, found once for all visitors, within the computing time."""

from __future__ import annotations

from collections.abc import Hashable

from gdviz.cache import array_bytes
from gdviz.engine import CriticalPoints, Objective, critical_points
from gdviz.player.scene.grid import identity
from gdviz.player.scene.panel import whole_of
from gdviz.ui.budget import Budget, made_in_time, section_in_time

SECONDS = 5.0  # of computing


def critical_points_of(objective: Objective, window: tuple[tuple[float, float], ...]) -> CriticalPoints:
    """Return the critical points in a window. Raises TooLong."""

    def make(budget: Budget) -> CriticalPoints:
        return critical_points(objective, window, check=budget)

    key = _key(objective, window)
    whole = whole_of(objective)
    owner = None if isinstance(identity(objective), tuple) and whole is objective else whole
    return made_in_time(
        _critical,
        key,
        make,
        seconds=SECONDS,
        too_long=f"the search for critical points takes more than {SECONDS:g} seconds here; "
        "a smaller window or a simpler formula takes less",
        owner=owner,
    )


def found_before(objective: Objective, window: tuple[tuple[float, float], ...]) -> bool:
    """Return whether the critical points in a window are known, so that nothing is to be searched."""
    return (*_key(objective, window), SECONDS) in _critical.held


def _key(objective: Objective, window: tuple[tuple[float, float], ...]) -> tuple[Hashable, ...]:
    return identity(objective), window


def _weigh(points: CriticalPoints) -> int:
    return 1000 + array_bytes([points.theta, points.value, points.eigenvalues]) + 60 * len(points)


_critical = section_in_time("critical points", _weigh)
