"""The conditions of a minimum, in the units of the data, and which other minimisers there are."""

from __future__ import annotations

import numpy as np

from gdviz.engine.fit.optimum.inner import EPS, kinks_of, lengths
from gdviz.engine.fit.row_loss import RowLoss

SHARE = 1e-8  # of the rows' pull that a gradient may have at a minimum
TINY = 1e-11  # of their pull at 0: where a fit is perfect nothing pulls at the minimum


def meets_conditions(w: RowLoss, theta: np.ndarray) -> bool:
    """Whether the gradient, or a subgradient where the penalty has a kink, is 0 but for rounding."""
    return bool(np.isfinite(theta).all() and (misses(w, theta) <= 1.0).all())


def misses(w: RowLoss, theta: np.ndarray) -> np.ndarray:
    """By how much each parameter (D,) misses its condition, over what is allowed.

    Allowed is a share of what the gradient would be if no row pulled against another, and rounding.
    """
    lam, more = np.zeros(w.dimension), np.zeros(w.dimension)
    parts = kinks_of(w)
    if parts is not None:
        lam, more = parts.lam, parts.ridge * theta
    elif w.penalty is not None:
        more = w.penalised(theta[None])[1][0]
    g = w.smooth(theta[None])[0] + more
    off = np.where(theta == 0, np.maximum(np.abs(g) - lam, 0), np.abs(g + lam * np.sign(theta)))
    at_zero = _pull(w, np.zeros(w.dimension))
    rows = SHARE * _pull(w, theta) + TINY * np.where(np.isfinite(at_zero), at_zero, 0.0) + _rounding(w, theta)
    return np.asarray(off / (rows * w.factor / w.rows + SHARE * (lam + np.abs(more)) + 1e-300))


def _scores(w: RowLoss, theta: np.ndarray) -> np.ndarray:
    return np.asarray(theta.reshape(w.scores, w.width) @ w.design.a.T)


def _pull(w: RowLoss, theta: np.ndarray) -> np.ndarray:
    """Sum (D,) of the absolute slopes of all rows."""
    _, *slopes = w.loss.compiled.gradient(*_scores(w, theta), *w.targets, *w.loss_values)
    return np.concatenate([np.abs(np.broadcast_to(s, w.rows)) @ np.abs(w.design.a) for s in slopes])


def _rounding(w: RowLoss, theta: np.ndarray) -> np.ndarray:
    """What rounding of the scores makes of that sum, (D,)."""
    a = np.abs(w.design.a)
    second = w.loss.compiled.hessian(*_scores(w, theta), *w.targets, *w.loss_values)
    bend = np.maximum.reduce([np.abs(np.broadcast_to(s, w.rows)) for s in second])
    size = (np.abs(theta).reshape(w.scores, w.width) @ a.T).max(0)
    return np.tile(64 * EPS * ((bend * size) @ a), w.scores)


def others(w: RowLoss, theta: np.ndarray) -> tuple[np.ndarray, str, bool, np.ndarray | None]:
    """A minimiser, what to add to how it was found, whether it is the only one, and the ways to the others.

    If all others are reached by going along some directions, the minimiser returned is the shortest.
    """
    ways = _level_ways(w, theta)
    if not ways.shape[1]:
        return theta, "", True, None
    reach = float(np.sqrt(np.mean(_scores(w, theta) ** 2))) + 1e-3
    mixed = np.random.default_rng(0).normal(size=(2, ways.shape[1])) @ ways.T
    steps = reach * np.concatenate([ways.T, -ways.T, mixed])
    if not _level(w, theta, 0.01 * steps).any():
        return theta, "", True, None
    if _level(w, theta, 10 * steps).all():
        free = np.linalg.qr(ways / np.sqrt((ways * ways).sum(0)))[0]
        short = theta - free @ (free.T @ theta)
        if meets_conditions(w, short):
            return short, "; of all minimisers the shortest", False, free
    return theta, "; one of many minimisers", False, None


def _level_ways(w: RowLoss, theta: np.ndarray) -> np.ndarray:
    """Directions (D, m) in which the loss has no curvature; a weight that a kink holds at 0 does not move."""
    used = np.ones(w.dimension, dtype=bool)
    parts = kinks_of(w)
    if parts is not None:
        pull = np.abs(w.smooth(theta[None])[0])
        used = (parts.lam == 0) | (theta != 0) | (pull >= parts.lam * (1 - 1e-7))
    at, size = np.flatnonzero(used), np.tile(lengths(w.design.a), w.scores)[used]
    values, vectors = np.linalg.eigh(w.hessian(theta)[np.ix_(at, at)] / size / size[:, None])
    null = vectors[:, values <= 1e-13 * values.max(initial=0.0)]
    ways = np.zeros((w.dimension, null.shape[1]))
    ways[at] = null / size[:, None]
    return ways


def _level(w: RowLoss, theta: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Which steps (m, D) from the minimiser leave the loss as it is, but for rounding."""
    f, a = float(w.value(theta)), np.abs(w.design.a)
    z = a @ (np.abs(theta) + np.abs(steps).max(0)).reshape(w.scores, -1).T
    _, *slopes = w.loss.compiled.gradient(*_scores(w, theta), *w.targets, *w.loss_values)
    steepest = max(float(np.abs(s).max()) for s in slopes)
    noise = 1e-12 * abs(f) + 1e-13 * w.factor * steepest * float(z.max())
    return np.asarray(np.abs(w.value(theta + steps) - f) <= noise)
