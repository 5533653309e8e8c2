"""The conditions of a minimum, in the units of the data, and which other minimisers there are."""

from __future__ import annotations

import numpy as np

from gdviz.engine.fit.optimum.scaled import EPS, lengths, penalty_kinks
from gdviz.engine.fit.row_loss import RowLoss

SHARE = 1e-8  # of the rows' pull that a gradient may have at a minimum
TINY = 1e-11  # of their pull at 0: where a fit is perfect, nothing pulls at the minimum


def meets_conditions(objective: RowLoss, theta: np.ndarray) -> bool:
    """Whether the gradient, or a subgradient where the penalty has a kink, is 0 except for rounding."""
    return bool(np.isfinite(theta).all() and (violations(objective, theta) <= 1.0).all())


def violations(objective: RowLoss, theta: np.ndarray) -> np.ndarray:
    """Compute by how much each parameter (D,) misses its condition, as a multiple of what is allowed.

    Allowed is a share of what the gradient would be if no row pulled against another, and rounding.
    """
    lam, of_penalty = np.zeros(objective.dimension), np.zeros(objective.dimension)
    kinks = penalty_kinks(objective)
    if kinks is not None:
        lam, of_penalty = kinks.lam, kinks.ridge * theta
    elif objective.penalty is not None:
        of_penalty = objective.penalised(theta[None])[1][0]
    g = objective.smooth(theta[None])[0] + of_penalty
    off = np.where(theta == 0, np.maximum(np.abs(g) - lam, 0), np.abs(g + lam * np.sign(theta)))
    at_zero = _pull(objective, np.zeros(objective.dimension))
    rows = (
        SHARE * _pull(objective, theta)
        + TINY * np.where(np.isfinite(at_zero), at_zero, 0.0)
        + _rounding(objective, theta)
    )
    return np.asarray(
        off / (rows * objective.factor / objective.rows + SHARE * (lam + np.abs(of_penalty)) + 1e-300)
    )


def _scores(objective: RowLoss, theta: np.ndarray) -> np.ndarray:
    return np.asarray(theta.reshape(objective.scores, objective.width) @ objective.design.a.T)


def _pull(objective: RowLoss, theta: np.ndarray) -> np.ndarray:
    """Sum the absolute slopes of all rows, (D,)."""
    _, *slopes = objective.loss.compiled.gradient(
        *_scores(objective, theta), *objective.targets, *objective.loss_values
    )
    return np.concatenate(
        [np.abs(np.broadcast_to(s, objective.rows)) @ np.abs(objective.design.a) for s in slopes]
    )


def _rounding(objective: RowLoss, theta: np.ndarray) -> np.ndarray:
    """Estimate what rounding of the scores makes of that sum, (D,)."""
    a = np.abs(objective.design.a)
    second = objective.loss.compiled.hessian(
        *_scores(objective, theta), *objective.targets, *objective.loss_values
    )
    bend = np.maximum.reduce([np.abs(np.broadcast_to(s, objective.rows)) for s in second])
    size = (np.abs(theta).reshape(objective.scores, objective.width) @ a.T).max(0)
    return np.tile(64 * EPS * ((bend * size) @ a), objective.scores)


def other_minimisers(
    objective: RowLoss, theta: np.ndarray
) -> tuple[np.ndarray, str, bool, np.ndarray | None]:
    """Look for other minimisers than theta.

    Returns a minimiser, what to add to how it was found, whether it is the only one, and the directions to
    the others. If these directions reach all others, the minimiser returned is the shortest.
    """
    directions = _flat_directions(objective, theta)
    if not directions.shape[1]:
        return theta, "", True, None
    reach = float(np.sqrt(np.mean(_scores(objective, theta) ** 2))) + 1e-3
    mixed = np.random.default_rng(0).normal(size=(2, directions.shape[1])) @ directions.T
    steps = reach * np.concatenate([directions.T, -directions.T, mixed])
    if not _level(objective, theta, 0.01 * steps).any():
        return theta, "", True, None
    if _level(objective, theta, 10 * steps).all():
        free = np.linalg.qr(directions / np.sqrt((directions * directions).sum(0)))[0]
        short = theta - free @ (free.T @ theta)
        if meets_conditions(objective, short):
            return short, "; of all minimisers the shortest", False, free
    return theta, "; one of many minimisers", False, None


def _flat_directions(objective: RowLoss, theta: np.ndarray) -> np.ndarray:
    """Find directions (D, m) in which the loss is flat; a weight that a kink holds at 0 does not move."""
    used = np.ones(objective.dimension, dtype=bool)
    kinks = penalty_kinks(objective)
    if kinks is not None:
        pull = np.abs(objective.smooth(theta[None])[0])
        used = (kinks.lam == 0) | (theta != 0) | (pull >= kinks.lam * (1 - 1e-7))
    at, size = np.flatnonzero(used), np.tile(lengths(objective.design.a), objective.scores)[used]
    values, vectors = np.linalg.eigh(objective.hessian(theta)[np.ix_(at, at)] / size / size[:, None])
    null = vectors[:, values <= 1e-13 * values.max(initial=0.0)]
    directions = np.zeros((objective.dimension, null.shape[1]))
    directions[at] = null / size[:, None]
    return directions


def _level(objective: RowLoss, theta: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Tell which steps (m, D) from the minimiser leave the loss as it is, except for rounding."""
    f, a = float(objective.value(theta)), np.abs(objective.design.a)
    z = a @ (np.abs(theta) + np.abs(steps).max(0)).reshape(objective.scores, -1).T
    _, *slopes = objective.loss.compiled.gradient(
        *_scores(objective, theta), *objective.targets, *objective.loss_values
    )
    steepest = max(float(np.abs(s).max()) for s in slopes)
    noise = 1e-12 * abs(f) + 1e-13 * objective.factor * steepest * float(z.max())
    return np.asarray(np.abs(objective.value(theta + steps) - f) <= noise)
