"""What the ends of a search are: a point known before, one of a curve of them, at a kink, on the edge."""

from __future__ import annotations

import numpy as np

from gdviz.engine.curvature import DEGENERATE, EDGE, KINK, NOT_STATIONARY, classify, eigen, sign_patterns
from gdviz.engine.maps.critical.box import Box
from gdviz.engine.maps.critical.stationary import search
from gdviz.engine.objective import Objective

SAME = 1e-6  # of the window: points closer than this are one
SAME_FLAT = 1e-3  # the same where the Hessian is singular and a search ends less exactly
EXACT = 1e-9  # of the window: the Newton step that is left at a point that is taken
ALONG = 0.02  # of the window: how far along a direction without curvature the next critical point is sought
JUMP = 1e-5  # of the window: where gradients are compared to see whether they jump
PROBED = (1e-6, 1e-5, 1e-4)  # of the window: distances at which a minimum must not be beaten
WAYS = 32  # directions in which it must not be


def distinct(points: np.ndarray, box: Box, same: float) -> np.ndarray:
    """Return which of the points (M, D), by index, are not within `same` of one before them."""
    shares, left, out = box.shares(points), np.arange(len(points)), []
    while len(left):
        out.append(left[0])
        left = left[np.abs(shares[left] - shares[left[0]]).max(1) > same]
    return np.array(out, dtype=int)


def stationary(objective: Objective, ends: np.ndarray, box: Box) -> tuple[np.ndarray, np.ndarray]:
    """Return the points (M, D) among ends (E, D) of searches where the gradient vanishes, and their kinds.

    A point where the gradient jumps is taken where it is a minimum: what the gradient is there is a matter of
    convention.
    """
    cells = np.round(box.shares(ends) / (0.1 * SAME))
    points = ends[np.sort(np.unique(cells, axis=0, return_index=True)[1])]
    gradient, hessian = objective.gradient(points), objective.hessian(points)
    kinds = np.array(classify(objective, points, gradient, hessian, box.width, EXACT), dtype=object)
    for i in np.flatnonzero((kinds != NOT_STATIONARY) & jumps(objective, points, hessian, box)):
        kinds[i] = KINK if unbeaten(objective, points[i], box) else NOT_STATIONARY
    fine = np.isfinite(objective.value(points)) & (kinds != NOT_STATIONARY)
    return points[fine], kinds[fine]


def jumps(objective: Objective, points: np.ndarray, hessian: np.ndarray, box: Box) -> np.ndarray:
    """Return at which points (M, D) the gradient jumps: it changes over a short way as over a long one."""

    def change(away: np.ndarray) -> np.ndarray:
        both = [objective.gradient(points + side * box.width * away) * box.width for side in (1, -1)]
        out: np.ndarray = np.abs(both[0] - both[1]).max(1)
        return out

    out = np.zeros(len(points), dtype=bool)
    with np.errstate(all="ignore"):
        far = np.array([change(1000 * JUMP * signs) for signs in sign_patterns(len(box.low))])
        rounding = 1e-9 * np.where(np.isfinite(far), far, 0.0).max(0)
        smooth = np.abs(hessian * box.width[:, None] * box.width).max((1, 2)) * JUMP  # more than a short way
        for signs in sign_patterns(len(box.low)):
            short, long = change(0.01 * JUMP * signs), change(JUMP * signs)
            out |= (short > 0.5 * long) & (short > smooth) & (short > rounding)
    return out


def unbeaten(objective: Objective, point: np.ndarray, box: Box) -> bool:
    """Return whether no value close around a point (D,), as far as the window goes, is below its own."""
    ways = np.random.default_rng(0).standard_normal((WAYS, len(point)))
    ways = np.concatenate(
        [ways / np.abs(ways).max(1, keepdims=True), np.eye(len(point)), -np.eye(len(point))]
    )
    near = point + np.concatenate([length * box.width * ways for length in PROBED])
    value = float(objective.value(point))
    there = objective.value(np.clip(near, box.low, box.low + box.width))
    return bool((there >= value - 1e-14 * abs(value)).all())


def near(point: np.ndarray, points: np.ndarray, box: Box) -> bool:
    """Return whether a point (D,) lies by one of others (M, D), as far as a singular Hessian tells."""
    away = np.abs(box.shares(points) - box.shares(point)).max(1)
    return bool((away <= SAME_FLAT).any())


def declared(objective: Objective, found: np.ndarray, box: Box) -> tuple[np.ndarray, list[str]]:
    """Return the minima (M, D) that the objective declares in the window and that were not found.

    The gradient does not vanish there: they are at a kink, or on the edge of the window.
    """
    minima = objective.minima[box.holds(objective.minima)]
    smooth, kinds = stationary(objective, minima, box)
    known = np.concatenate([found, smooth[kinds != KINK]])  # one that was not found is one of a curve
    new = [m for m in minima if not near(m, known, box) and unbeaten(objective, m, box)]
    inside = [box.shares(m) for m in new]
    on_edge = [bool(((s <= SAME) | (s >= 1 - SAME)).any()) for s in inside]
    return np.array(new).reshape(-1, len(box.low)), [EDGE if edge else KINK for edge in on_edge]


def on_a_curve(objective: Objective, points: np.ndarray, box: Box) -> np.ndarray:
    """Return which degenerate points (M, D) are no single ones: the gradient vanishes also beside them.

    A step is made along the directions of least curvature, and a search is started there. It comes back to a
    single point, and ends beside one of a curve.
    """
    if not len(points):
        return np.zeros(0, dtype=bool)
    values, vectors = eigen(objective.hessian(points) * box.width[:, None] * box.width)
    flattest = np.argsort(np.abs(values), axis=1)[:, None, :2]
    least = np.take_along_axis(vectors, flattest, 2)  # two directions a point, or the only one
    ways = [least[:, :, 0]]
    if least.shape[2] > 1:  # where both curvatures are 0 the directions mean nothing: those between them too
        ways += [least[:, :, 1], least.sum(2) / np.sqrt(2), (least[:, :, 0] - least[:, :, 1]) / np.sqrt(2)]
    starts = [points + side * ALONG * box.width * way for way in ways for side in (1, -1)]
    ends, kinds = stationary(objective, search(objective, np.concatenate(starts), box), box)
    ends = box.shares(ends[kinds == DEGENERATE])
    away = [np.abs(ends - share).max(1) for share in box.shares(points)]
    return np.array([((a > 0.2 * ALONG) & (a < 2 * ALONG)).any() for a in away])


def spread(points: np.ndarray, box: Box, count: int) -> np.ndarray:
    """Return which `count` of the points (M, D), by index, are far from each other."""
    if len(points) <= count:
        return np.arange(len(points))
    shares, picked = box.shares(points), [0]
    away = np.full(len(points), np.inf)
    for _ in range(count - 1):
        away = np.minimum(away, ((shares - shares[picked[-1]]) ** 2).sum(1))
        picked.append(int(away.argmax()))
    return np.array(picked)
