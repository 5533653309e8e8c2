"""What the paths of a data loss lead to: its minimiser, found and checked, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdviz.engine.fit.optimum.conditions import meets_conditions, other_minimisers
from gdviz.engine.fit.optimum.least_squares import is_quadratic, least_squares
from gdviz.engine.fit.optimum.newton import Found, newton, proximal_newton
from gdviz.engine.fit.optimum.piecewise import minimise_pieces, straight
from gdviz.engine.fit.optimum.scaled import (
    ScaledLoss,
    centred,
    first_guess,
    has_smooth_penalty,
    penalty_kinks,
    through_units,
    whitened,
)
from gdviz.engine.fit.optimum.separable import SEPARABLE, separates, separation
from gdviz.engine.fit.row_loss import RowLoss
from gdviz.formula import may_have_kinks

FALLS = "Newton's method found no minimum: the loss may fall for ever."
SEVERAL = (
    "The loss is not convex in the score, so it may have several minima: none of them is called the optimum."
)
NOT_FINITE = "The loss or its derivatives are not finite numbers where the search for the optimum looked."
PATIENCE = 15  # Newton steps after which classes may be separable


@dataclass(frozen=True, eq=False)
class Optimum:
    """What is known of the minimisers of a data loss.

    Attributes
    ----------
    theta : (D,), a minimiser, or None
    how : how it was found, or why there is none
    unique : whether it is the only one
    free : (D, m), orthonormal directions along which all points are minimisers too, if the others are known

    Examples
    --------
    >>> import gdviz
    >>> best = gdviz.data_loss("line", "squared").optimum
    >>> best.how, best.unique, best.theta.shape
    ('least squares', True, (2,))
    """

    theta: np.ndarray | None
    how: str
    unique: bool = True
    free: np.ndarray | None = None

    def distance(self, theta: np.ndarray) -> np.ndarray:
        """Compute the distance (...) of theta (..., D) to the nearest known minimiser; nan without one."""
        theta = np.asarray(theta, dtype=float)
        if self.theta is None:
            return np.full(theta.shape[:-1], np.nan)
        with np.errstate(all="ignore"):
            off = theta - self.theta
            if self.free is not None:
                off = off - (off @ self.free) @ self.free.T
            return np.asarray(np.sqrt((off * off).sum(-1)))


def find_optimum(objective: RowLoss) -> Optimum:
    """Find the minimiser of a data loss, if it meets the conditions of one in the units of the data."""
    with np.errstate(all="ignore"):
        smooth = has_smooth_penalty(objective)
        if not smooth and penalty_kinks(objective) is None:
            name = objective.penalty.name if objective.penalty else ""
            return Optimum(None, f"{name} has kinks but is no sum of |w| and w^2: no optimum is searched.")
        if is_quadratic(objective):
            return Optimum(*least_squares(objective))
        if objective.scores == 1 and straight(objective):
            return Optimum(*minimise_pieces(objective, penalty_kinks(objective)))
        if _bends_down(objective):
            return Optimum(None, SEVERAL)
        scaled, found = _smooth(objective) if smooth else _kinked_penalty(objective)
        if isinstance(found, str):
            return Optimum(None, found)
        theta = scaled.theta(found.point)
        if not (found.settled and meets_conditions(objective, theta)):
            return Optimum(None, _why_not(scaled, found))
        theta, also, unique, free = other_minimisers(objective, theta)
        how = "Newton's method" if smooth else "Newton's method with exact steps of the lasso"
        return Optimum(theta, how + also, unique, free)


def _smooth(objective: RowLoss) -> tuple[ScaledLoss, Found | str]:
    """Search by Newton's method in whitened coordinates."""
    scaled = whitened(objective)
    point = first_guess(scaled)
    if not np.isfinite(scaled.evaluate(point)[0]):
        return scaled, NOT_FINITE
    if objective.penalty is None and objective.loss.task != "regression":
        return scaled, _classes(scaled, point)
    return scaled, through_units(
        scaled, point, lambda point, left: newton(scaled, point, left, exact=scaled.unit == 1)
    )


def _classes(scaled: ScaledLoss, point: np.ndarray) -> Found | str:
    """Search where the classes may be separable, which Newton's steps alone cannot tell."""
    if not scaled.objective.loss.probability:
        found = newton(scaled, point, scaled.steps)
        falls = not found.settled and scaled.evaluate(10 * found.point)[0] < scaled.evaluate(found.point)[0]
        return separation(scaled) or found if falls else found
    found = newton(scaled, point, min(PATIENCE, scaled.steps), stop=lambda point: separates(scaled, point))
    if separates(scaled, found.point):
        return SEPARABLE
    if found.settled and _condition(scaled.hessian(found.point), scaled) > 1e-7:
        return found
    if (sentence := separation(scaled)) or found.settled:
        return sentence or found
    more = newton(scaled, found.point, scaled.steps - found.steps)
    return more._replace(steps=found.steps + more.steps)


def _condition(h: np.ndarray, scaled: ScaledLoss) -> float:
    """Divide the smallest by the largest eigenvalue, leaving out a vector added to all classes."""
    if not np.isfinite(h).all():
        return 0.0
    values = np.linalg.eigvalsh(h)
    return float(values[scaled.shape[1] if scaled.shape[0] > 1 else 0] / values[-1])


def _kinked_penalty(objective: RowLoss) -> tuple[ScaledLoss, Found | str]:
    """Search by proximal Newton steps in centred coordinates."""
    kinks = penalty_kinks(objective)
    assert kinks is not None
    scaled, kept = centred(objective, kinks.ridge)
    point = first_guess(scaled)
    if not np.isfinite(scaled.evaluate(point)[0]):
        return scaled, NOT_FINITE
    lam = (kinks.lam.reshape(objective.scores, -1)[:, kept] * scaled.reach()).ravel()
    return scaled, through_units(scaled, point, lambda point, left: proximal_newton(scaled, lam, point, left))


def _why_not(scaled: ScaledLoss, found: Found) -> str:
    """Say why a search that did not settle has no optimum to show."""
    objective = scaled.objective
    if _jumps(scaled, found.point):
        return (
            f"{objective.loss.name} has kinks, so there is no closed form and no Newton's method "
            "to compare with."
        )
    f, g, _ = scaled.evaluate(found.point)
    if not (np.isfinite(g).all() and np.isfinite(f)):
        return NOT_FINITE
    far = 30 * (1 + np.linalg.norm(first_guess(scaled)))
    if objective.penalty is None and np.linalg.norm(found.point) > far:
        return FALLS
    return (
        f"The optimum of {objective.loss.name} was not found: after {found.steps} steps of Newton's method "
        "the conditions of a minimum were not met."
    )


def _jumps(scaled: ScaledLoss, point: np.ndarray) -> bool:
    """Whether a row's slope jumps near the point: by as much over a distance a hundred times shorter."""
    if not may_have_kinks(scaled.objective.loss.program):
        return False
    loss, parameters = scaled.objective.loss, scaled.objective.loss_values
    scores, targets = scaled.scores_and_targets(point)

    def change(k: int, distance: float) -> np.ndarray:
        """Return how much the slope by score k changes from one side of it to the other, (n,)."""
        sides = ([z + s * (j == k) for j, z in enumerate(scores)] for s in (-distance, distance))
        left, right = (loss.compiled.gradient(*z, *targets, *parameters)[1 + k] for z in sides)
        return np.asarray(np.abs(np.broadcast_to(right - left, scaled.objective.rows)))

    near = 1e-3 * np.sqrt(np.mean([z * z for z in scores])) + 1e-9
    over_near, over_tiny = (
        np.maximum.reduce([change(k, distance) for k in range(len(scores))])
        for distance in (near, near / 100)
    )
    return bool(((over_tiny > 0.5 * over_near) & (over_tiny > 0)).any())


def _bends_down(objective: RowLoss) -> bool:
    """Whether a user's loss of one score is not convex somewhere among the scores that matter."""
    if objective.scores > 1 or objective.loss.slug:
        return False
    y = np.quantile(objective.targets[0], np.linspace(0, 1, 9))
    spread = float(np.std(objective.targets[0])) + 1.0
    z = np.concatenate([[0.0], *(spread * s * np.logspace(-3, 1.3, 60) for s in (-1, 1))])
    scores, targets = (v.ravel() for v in np.meshgrid(z, y))
    second = [
        objective.loss.compiled.hessian(s, targets, *objective.loss_values)[0]
        for s in (scores, scores + targets)
    ]
    curvatures = np.concatenate([np.broadcast_to(s, targets.shape) for s in second])
    curvatures = curvatures[np.isfinite(curvatures)]
    return bool(len(curvatures)) and bool(curvatures.min() < -1e-9 * np.abs(curvatures).max())
