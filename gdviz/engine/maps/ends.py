"""Where runs end: the critical points that they have reached, and which of them are one and the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdviz.engine.curvature import classify
from gdviz.engine.objective import Objective
from gdviz.engine.run.many.sweep import Sweep
from gdviz.engine.run.stop import CODES, Status

TOLERANCE = 1e-3  # of the domain's widths: ends that are closer are one, and a run that is closer is there
DIVERGED, NOT_ENDED, NOT_TRIED = -1, -2, -3  # in place of the index of an end
NEWTON_STEPS = 3
FLAT = 1e-7  # of the largest curvature: a smaller one is none
LARGEST = 2.0**62  # whole numbers that are still exact
AT_ONCE = 4096  # points whose Hessians are held at the same time
LINKS = 8_000_000  # between loose ends, each counted from both of its sides, that are held at the same time


class Arrivals(NamedTuple):
    """Where B runs ended.

    Attributes
    ----------
    ends : (B, D), the critical point that each has reached; nan where it has reached none
    isolated : (B,), whether that point is alone there; else it is one of a valley, or on a plateau
    codes : (B,), 0 where it has reached one, else DIVERGED or NOT_ENDED
    steps : (B,), after how many steps
    """

    ends: np.ndarray
    isolated: np.ndarray
    codes: np.ndarray
    steps: np.ndarray


def reach(objective: Objective) -> np.ndarray:
    """Return the tolerance (D,): within it a run counts as arrived, and two ends count as one."""
    box = np.array(objective.domain, dtype=float)
    out: np.ndarray = TOLERANCE * (box[:, 1] - box[:, 0])
    return out


def arrivals(objective: Objective, out: Sweep, maximize: bool) -> Arrivals:
    """Find where the runs of a sweep ended; each by itself, whatever other runs there are.

    A run whose gradient vanished has ended. Its end is made exact by Newton's method, unless that leads
    further away than the tolerance. A run that was stopped otherwise has ended too if it is within the
    tolerance of a minimum (of a maximum when maximizing), or of a minimum that the objective declares.
    """
    theta, codes = out.theta, np.full(len(out.theta), NOT_ENDED, dtype=np.int8)
    ends = np.full(theta.shape, np.nan)
    by_itself = out.codes == CODES.index(Status.CONVERGED)
    diverged = out.codes == CODES.index(Status.DIVERGED)
    isolated = np.zeros(len(theta), dtype=bool)
    ends[by_itself] = theta[by_itself]
    for first in range(0, len(theta), AT_ONCE):
        block = np.arange(first, min(first + AT_ONCE, len(theta)))
        block = block[~diverged[block]]
        critical, attracts = _critical_point(objective, theta[block], maximize)
        found = attracts | by_itself[block] & np.isfinite(critical).all(1)
        ends[block[found]], isolated[block[found]] = critical[found], True
    if len(objective.minima) and not maximize:
        left = np.flatnonzero(np.isnan(ends[:, 0]) & ~diverged)
        nearest = match(theta[left], objective.minima, reach(objective))
        ends[left[nearest >= 0]] = objective.minima[nearest[nearest >= 0]]
    codes[np.isfinite(ends).all(1)] = 0
    codes[diverged] = DIVERGED
    return Arrivals(ends, isolated, codes, out.steps.astype(np.int32))


def _critical_point(objective: Objective, theta: np.ndarray, maximize: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the critical point (B, D) within the tolerance of each point, nan where there is none alone.

    Returns too where it is a strict minimum (a maximum when maximizing), which attracts runs.
    """
    width, sign = reach(objective) / TOLERANCE, -1.0 if maximize else 1.0
    at, step = theta, np.zeros_like(theta)
    bent: np.ndarray = np.zeros(len(theta), dtype=bool)
    attracts = bent
    with np.errstate(all="ignore"):
        for _ in range(NEWTON_STEPS):
            values, vectors, slope = _along_eigenvectors(objective, at, width)
            step = -np.einsum("bij,bj->bi", vectors, slope / values) * width
            bent = np.abs(values).min(1) > FLAT * np.abs(values).max(1)
            attracts = bent & (sign * values > 0).all(1)
            at = at + step
        near = (np.abs(at - theta) <= TOLERANCE * width).all(1)
        settled = (np.abs(step) <= 1e-3 * TOLERANCE * width).all(1)
    found = near & settled & bent
    return np.where(found[:, None], at, np.nan), attracts & found


def _along_eigenvectors(
    objective: Objective, at: np.ndarray, width: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return eigenvalues (B, D) and eigenvectors (B, D, D) of the Hessian, and the slopes (B, D) along these.

    All is in units of `width`. A Hessian that is not finite counts as 0.
    """
    hessian = objective.hessian(at) * width[:, None] * width
    flat = hessian.reshape(len(at), len(width) ** 2)
    finite = np.isfinite(flat).all(axis=1, keepdims=True)
    values, vectors = np.linalg.eigh(np.where(finite, flat, 0.0).reshape(hessian.shape))
    return values, vectors, np.einsum("bij,bi->bj", vectors, objective.gradient(at) * width)


def kinds_of(objective: Objective, ends: np.ndarray) -> tuple[str, ...]:
    """Return what each end (M, D) is by the Hessian there, see `gdviz.engine.curvature.local_model`.

    It is "not stationary" where Newton's method leads further away than the tolerance.
    """
    with np.errstate(all="ignore"):
        gradient, hessian = objective.gradient(ends), objective.hessian(ends)
    width = reach(objective) / TOLERANCE
    return tuple(classify(objective, ends, gradient, hessian, width, near=TOLERANCE))


def match(points: np.ndarray, known: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
    """Return for each point (N, D) the index of the nearest known point within the tolerance, or -1."""
    found = np.full(len(points), -1)
    best = np.full(len(points), np.inf)
    for i, point in enumerate(known):
        with np.errstate(all="ignore"):
            distance = np.abs((points - point) / tolerance).max(1)
            closer = (distance <= 1.0) & (distance < best)
        found[closer], best[closer] = i, distance[closer]
    return found


def grid_cells(points: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
    """Return for each point (N, D) the number of its cell in a grid of half the tolerance."""
    if not len(points):
        return np.zeros(0, dtype=np.int64)
    number = np.zeros(len(points), dtype=np.int64)
    for column in np.round(points / (tolerance / 2)).T:
        place, count = column - column.min(), float(column.max() - column.min() + 1)
        if not count * (number.max() + 1.0) < LARGEST:  # counted only where there is something
            number, place, count = _counted(number), _counted(column), float(len(points))
        number = number * np.int64(count) + place.astype(np.int64)
    return _counted(number)


def _counted(values: np.ndarray) -> np.ndarray:
    """Return for each value (N,) its number among the different ones in their order."""
    out: np.ndarray = np.unique(values, return_inverse=True)[1]
    return out


def gather(
    objective: Objective, points: np.ndarray, isolated: np.ndarray, apart: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends (M, D) among points (N, D), and which of them each point is (N,).

    Points within the tolerance of one another are one end. Those that are not isolated are one, too, if a
    chain of such points leads from one to the other with links no longer than `apart` (D,): a valley of
    minima counts once, and so does a plateau. The end is the point with the smallest gradient among them.
    Ends are in the order of their coordinates, rounded to the tolerance.
    """
    if not len(points):
        return np.empty((0, objective.dimension)), np.zeros(0, dtype=np.int32)
    tolerance = reach(objective)
    cell = grid_cells(points, tolerance)
    _, first = np.unique(cell, return_index=True)
    some = points[first]
    group = _linked(some, tolerance, np.flatnonzero(~isolated[first]), np.maximum(apart, tolerance))
    with np.errstate(all="ignore"):
        slope = np.sqrt((objective.gradient(some) ** 2).sum(1))
    order = np.lexsort((first, slope, group))
    _, place = np.unique(group[order], return_index=True)
    ends = some[order[place]]
    rounded = np.round(ends / tolerance)
    sorted_ends = np.lexsort(rounded.T[::-1])
    rank = np.empty(len(ends), dtype=np.int32)
    rank[sorted_ends] = np.arange(len(ends))
    return ends[sorted_ends], rank[group][cell]


def _linked(points: np.ndarray, tolerance: np.ndarray, loose: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Return for each point (N, D) the number of its group.

    Points closer than the tolerance are linked, and the `loose` ones, by number, if closer than `apart`.
    """
    if len(points) == 1:
        return np.zeros(1, dtype=int)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = _close(points / tolerance)
    if len(loose) > 1:
        pairs = np.concatenate([pairs, loose[_chained(points[loose] / apart)]])
    links = coo_array((np.ones(len(pairs), dtype=bool), pairs.T), shape=(len(points),) * 2)
    group: np.ndarray = connected_components(links, directed=False)[1]
    return group


def _chained(points: np.ndarray) -> np.ndarray:
    """Return pairs (P, 2) of points (N, D) that chain them as the pairs of `_close` do, in bounded memory.

    They are the pairs of `_close` where these are few. Where they are more than LINKS, as in a window that
    is much wider than the plateau, points in one cell of a grid are linked to the first of them, and only
    the first ones are searched for pairs. With cells of side s, all links are true ones (if s <= 1), and no
    link of 1 - 2 s or less is lost. The side is the smallest of 1/8, 1/4, ... that does. 1/8 keeps the links
    between neighbours on a plateau, which are 1 / APART apart.
    With two parameters 1/2 always does, as a point then has 24 neighbours at most.
    """
    first, to_first, side = np.arange(len(points)), np.empty((0, 2), dtype=np.int64), 1 / 8
    while _crowded(points[first]):
        _, first, cell = np.unique(_cells_of_side(points, side), return_index=True, return_inverse=True)
        to_first, side = np.column_stack([np.arange(len(points)), first[cell]]), 2 * side
    return np.concatenate([to_first, first[_close(points[first])]])


def _crowded(points: np.ndarray) -> bool:
    """Tell whether points (N, D) have more than LINKS. Those within cells are counted quickly."""
    from scipy.spatial import cKDTree

    if (np.bincount(_cells_of_side(points, 1.0)) ** 2).sum() > LINKS:
        return True
    tree = cKDTree(points)
    return bool(tree.count_neighbors(tree, 1.0, p=np.inf) > LINKS)


def _cells_of_side(points: np.ndarray, side: float) -> np.ndarray:
    return grid_cells(points, np.full(points.shape[1], 2 * side))


def _close(points: np.ndarray) -> np.ndarray:
    """Return the pairs (P, 2) of points (N, D) no coordinate of which differs by more than 1."""
    from scipy.spatial import cKDTree

    pairs: np.ndarray = cKDTree(points).query_pairs(1.0, p=np.inf, output_type="ndarray")
    return pairs
