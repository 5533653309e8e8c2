"""The critical points of an objective in a window: found, checked, classified."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

import numpy as np

from gdviz.engine.curvature import DEGENERATE, EDGE, KINDS, KINK, MAXIMUM, SADDLE, eigen
from gdviz.engine.maps.critical.box import Box
from gdviz.engine.maps.critical.checked import (
    SAME,
    SAME_FLAT,
    declared,
    distinct,
    on_a_curve,
    spread,
    stationary,
)
from gdviz.engine.maps.critical.stationary import first_starts, search, starts_around
from gdviz.engine.maps.critical.turning import Turning, turns_around
from gdviz.engine.maps.drawable import Drawable
from gdviz.engine.objective import Domain, MayBeQuadratic, Objective, check_domain

MOST = 1000  # points that are listed
ROUNDS = 3  # of searches all over the window, each from more starts, until one finds nothing new
AROUND = 8  # searches around what was found last, until one finds nothing new
FLATTEST = 64  # points without curvature that are looked at in one search
CLOSER = 4  # searches where something may be missing, until one finds nothing new
SHOWN = 12  # points of a curve or an area of critical points that are listed

# What is to be known of a list that may not be complete
STILL = "The last search still found new points, so there may be more."
UNPROVEN = "With more than two parameters nothing proves that the list is complete."
UNEXPLAINED = (
    "The list is not shown to be complete: in {} of the {} cells of a grid the gradient turns otherwise than "
    "around these points."
)
JUMPS = "Where the gradient jumps only minima are listed, so there may be more critical points."


class CriticalPoint(NamedTuple):
    """A critical point: theta (D,), the loss there, its kind, the eigenvalues (D,) of the Hessian."""

    theta: np.ndarray
    value: float
    kind: str
    eigenvalues: np.ndarray


@dataclass(frozen=True, eq=False)
class CriticalPoints(Drawable, Sequence[CriticalPoint]):
    """The critical points of an objective in a window, by rising loss. Each item is a `CriticalPoint`.

    Attributes
    ----------
    theta : array (M, D)
    value : array (M,)
    kind : tuple of M str: "minimum", "maximum", "saddle", "degenerate", "kink" or "edge"
    eigenvalues : array (M, D) of the Hessian, ascending; nan at a kink
    objective : whose they are
    window : where they were sought, (low, high) of each parameter
    complete : whether it is shown that there are no others: of one or two parameters, how often the gradient
        turns around each cell of a fine grid is explained by the points in it, and searches from the cells
        in which it might vanish besides found nothing new; of more, the objective is a quadratic
    note : what is to be known of the list; "" if nothing
    """

    theta: np.ndarray
    value: np.ndarray
    kind: tuple[str, ...]
    eigenvalues: np.ndarray
    objective: Objective
    window: Domain
    complete: bool
    note: str

    def __len__(self) -> int:
        """Return M."""
        return len(self.kind)

    @overload
    def __getitem__(self, index: int) -> CriticalPoint: ...
    @overload
    def __getitem__(self, index: slice) -> list[CriticalPoint]: ...
    def __getitem__(self, index: int | slice) -> CriticalPoint | list[CriticalPoint]:
        """Return one point, or some."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return CriticalPoint(
            self.theta[index], float(self.value[index]), self.kind[index], self.eigenvalues[index]
        )

    def __iter__(self) -> Iterator[CriticalPoint]:
        """Return the points one by one."""
        return (self[i] for i in range(len(self)))

    def counts(self) -> dict[str, int]:
        """Return how many points there are of each kind that occurs."""
        return {kind: self.kind.count(kind) for kind in KINDS if kind in self.kind}


def critical_points(
    objective: Objective, window: Any = None, *, check: Callable[[], object] | None = None
) -> CriticalPoints:
    """Find the critical points of an objective in a window: where its gradient vanishes.

    Newton's method, damped so that each step lowers the norm of the gradient (Levenberg and Marquardt), is
    started from a grid, from random points and around the points that were found; again from more starts
    until nothing new is found. A point is taken where less than 1e-9 of the window is left of the Newton
    step. Whether the list is `complete` is decided by the index theorem of Poincaré and Hopf: the gradient
    turns around a cell as often as minima and maxima in it outnumber saddles. Cells where the points do not
    explain its turns are searched again.

    Parameters
    ----------
    objective : Objective
        With D parameters.
    window : (low, high) for each parameter, optional
        Where to look; the objective's domain if nothing is said.
    check : callable, optional
        Called before each step of the search; it may raise to give up.

    Returns
    -------
    CriticalPoints
        At most 1000; `note` says where there are more, or may be, or where they fill a curve. Global minima
        that the objective declares are listed also where the gradient does not vanish: at a "kink", or at
        the "edge" of the window.

    Raises
    ------
    ValueError
        For a window that does not fit the objective.

    References
    ----------
    Milnor (1965), Topology from the differentiable viewpoint, section 6: the index of a vector field.
    """
    window = objective.domain if window is None else window
    check_domain(window, objective.names)
    box = Box.of(window)
    with np.errstate(all="ignore"):  # curvatures whose squares leave float64 lead nowhere
        return _search(objective, box, check)


def _search(objective: Objective, box: Box, check: Callable[[], object] | None) -> CriticalPoints:
    """Search from more and more starts until nothing new is found, then where something may be missing."""
    found = _Found(objective, box)
    for k in range(ROUNDS):
        new = found.add(search(objective, first_starts(objective, box, k + 1), box, check))
        nothing = not len(new)
        for _ in range(AROUND):
            if not len(new) or len(found.single) > MOST:
                break
            new = found.add(search(objective, starts_around(objective, new, box), box, check))
        if nothing or len(found.single) > MOST:
            break
    if len(found.single) > MOST or len(found.filling):
        return found.listed("")
    if objective.dimension > 2:
        one = isinstance(objective, MayBeQuadratic) and objective.is_quadratic and len(found.single) == 1
        return found.listed("" if one else UNPROVEN)
    return found.listed(_closer(found, Turning.of(objective, box, check), check))


def _closer(found: _Found, turning: Turning, check: Callable[[], object] | None) -> str:
    """Search where something may be missing; return why there may still be other points, "" where not."""
    missing, new = found.unexplained(turning), np.empty(0)
    for _ in range(CLOSER):
        if missing.sum() > MOST:
            break
        starts = turning.starts(found.single, missing)
        new = found.add(search(found.objective, starts, found.box, check))
        missing = found.unexplained(turning)
        if not len(new):
            break
    if not missing.any():
        return STILL if len(new) else ""
    return JUMPS if turning.jumps[missing].all() else UNEXPLAINED.format(missing.sum(), missing.size)


class _Found:
    """What searches have found: single points, and some of those that fill a curve or an area."""

    def __init__(self, objective: Objective, box: Box) -> None:
        self.objective, self.box = objective, box
        self.single = self.filling = np.empty((0, objective.dimension))
        self.kinds: list[str] = []

    def add(self, ends: np.ndarray) -> np.ndarray:
        """Take the ends (E, D) of searches; return the points (M, D) that are new."""
        objective, box = self.objective, self.box
        points, kinds = stationary(objective, ends[box.holds(ends)], box)
        flat = points[kinds == DEGENERATE]
        flat = flat[spread(flat, box, FLATTEST)]
        flat = flat[distinct(flat, box, SAME_FLAT)]
        filling = on_a_curve(objective, flat, box)
        self.filling = np.concatenate([self.filling, flat[filling]])
        self.filling = self.filling[spread(self.filling, box, SHOWN)]
        known = len(self.single)
        points, kinds = points[kinds != DEGENERATE], kinds[kinds != DEGENERATE]
        self._add(points, kinds, SAME)
        self._add(flat[~filling], np.full((~filling).sum(), DEGENERATE, dtype=object), SAME_FLAT)
        return self.single[known:]

    def _add(self, points: np.ndarray, kinds: np.ndarray, same: float) -> None:
        """Add single points that are none of those known."""
        known = len(self.single)
        new = distinct(np.concatenate([self.single, points]), box=self.box, same=same)
        new = new[new >= known] - known
        self.single = np.concatenate([self.single, points[new]])
        self.kinds += kinds[new].tolist()

    def unexplained(self, turning: Turning) -> np.ndarray:
        """Return in which cells the gradient turns otherwise than around the points there."""
        more, kinds = declared(self.objective, self.single, self.box)
        points = np.concatenate([self.single, more])
        kind = np.array([*self.kinds, *kinds], dtype=object)
        turns = np.where(kind == SADDLE, -1.0, np.where(kind == EDGE, 0.0, 1.0))
        if self.objective.dimension == 1:
            turns[kind == MAXIMUM] = -1.0
        flat = kind == DEGENERATE
        turns[flat] = turns_around(self.objective, points[flat], self.box)
        return turning.unexplained(points, turns)

    def listed(self, doubt: str) -> CriticalPoints:
        """Return them as they are listed; `doubt` says why there may be others."""
        objective, window = self.objective, self.box.window
        more, their_kinds = declared(objective, self.single, self.box)
        theta = np.concatenate([self.single, more, self.filling])
        kinds = [*self.kinds, *their_kinds, *[DEGENERATE] * len(self.filling)]
        value = objective.value(theta)
        order = np.argsort(value, kind="stable")[:MOST]
        theta, value, kind = theta[order], value[order], tuple(kinds[i] for i in order)
        eigenvalues, _ = eigen(objective.hessian(theta))
        eigenvalues[[k == KINK for k in kind]] = np.nan
        notes = [*self._left_out(), *([doubt] if doubt else [])]
        return CriticalPoints(
            theta, value, kind, eigenvalues, objective, window, complete=not notes, note=" ".join(notes)
        )

    def _left_out(self) -> Iterator[str]:
        """Say what is surely left out of the list."""
        if len(self.single) > MOST:
            yield f"More than {MOST} critical points were found; the {MOST} of least loss are listed."
        if len(self.filling):
            some = f"{len(self.filling)} of them are" if len(self.filling) > 1 else "one of them is"
            yield (
                f"Critical points fill a curve or an area of the window; {some} listed, and single ones "
                "may be missing."
            )
