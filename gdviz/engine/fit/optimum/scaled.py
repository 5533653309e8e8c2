"""A data loss in coordinates that do not depend on the units of its columns, to search its optimum in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.fit.row_loss import RowLoss
from gdviz.formula import may_have_kinks

EPS = float(np.finfo(float).eps)
WORST = 1e-9  # squared condition above which the columns' products hold their directions well enough
WIDEST = 30  # units to go through, each four times the next
WORK = 5e9  # multiplications that the search of an optimum may take: about a second of one core


class Kinks(NamedTuple):
    """A penalty as lam |w| + ridge/2 w^2 for each parameter, (D,) each; intercepts have 0."""

    lam: np.ndarray
    ridge: np.ndarray


def penalty_kinks(objective: RowLoss) -> Kinks | None:
    """Write a penalty as a sum of |w| and w^2; None where that cannot be done (or there is none)."""
    if objective.penalty is None:
        return None
    at = np.array([1e-3, 0.5, 1.0, 3.0, 40.0, -1.0, -7.0])
    _, slope = objective.penalty.compiled.gradient(at, *objective.penalty_values)
    (second,) = objective.penalty.compiled.hessian(at, *objective.penalty_values)
    ridge = float(np.broadcast_to(second, at.shape)[2])
    rest = np.broadcast_to(slope, at.shape) - ridge * at
    lam = float(rest[2])
    if not (lam >= 0 and ridge >= 0) or np.abs(rest - lam * np.sign(at)).max() > 1e-12 * (lam + 40 * ridge):
        return None
    return Kinks(*(np.where(objective.weights, v, 0.0) for v in (lam, ridge)))


class ScaledLoss:
    """A data loss as a function of a point (K r,): theta_k = back @ point_k, scores = basis @ point_k.

    With `unit` s the loss is s l(z/s, y/s): its slopes far out stay, its bottom gets s times wider.

    Parameters
    ----------
    objective : RowLoss
        The data loss, of K scores and q columns.
    basis : array (n, r)
        The columns in the new coordinates.
    back : array (q, r)
        What leads back to the parameters.
    ridge : array (D,), optional
        The quadratic part of a penalty that has kinks; the search takes care of the kinks.
    """

    def __init__(
        self, objective: RowLoss, basis: np.ndarray, back: np.ndarray, ridge: np.ndarray | None = None
    ) -> None:
        self.objective, self.basis, self.back, self.ridge = objective, basis, back, ridge
        self.scale, self.unit = objective.factor / objective.rows, 1.0
        self.shape = objective.scores, basis.shape[1]
        self.size = objective.scores * basis.shape[1]
        # multiplications of one Newton step, roughly
        products = (
            objective.rows
            * basis.shape[1]
            * (3 * objective.scores + basis.shape[1] * objective.scores * (objective.scores + 1) // 2)
        )
        self.cost = (
            products
            + 60 * objective.rows * objective.scores * (objective.scores + 3)
            + 12 * self.size**3
            + 200_000
        )
        self.steps = int(np.clip(WORK / self.cost, 10, 300))  # what a search may make of them

    def theta(self, point: np.ndarray) -> np.ndarray:
        """Return the parameters (D,) of a point."""
        theta: np.ndarray = point.reshape(self.shape) @ self.back.T
        return theta.ravel()

    def reach(self) -> np.ndarray:
        """Return by how much a weight (r,) changes with its coordinate; 0 for the intercept."""
        return np.asarray(np.abs(self.back[: len(self.objective.design.powers)]).max(0, initial=0.0))

    def scores_and_targets(self, point: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Return scores and targets, in the loss's unit."""
        z = [self.basis @ k for k in point.reshape(self.shape)]
        if self.unit == 1:
            return z, self.objective.targets
        return [v / self.unit for v in z], [t / self.unit for t in self.objective.targets]

    def evaluate(self, point: np.ndarray) -> tuple[float, np.ndarray, float]:
        """Return value, gradient (K r,), and the size of the gradient if no row pulled against another."""
        objective = self.objective
        z, y = self.scores_and_targets(point)
        cost, *slopes = objective.loss.compiled.gradient(*z, *y, *objective.loss_values)
        slopes = [np.broadcast_to(s, objective.rows) for s in slopes]
        f = self.scale * self.unit * float(np.broadcast_to(cost, objective.rows).sum())
        g = self.scale * np.stack([s @ self.basis for s in slopes])
        pull = self.scale * sum(float(np.abs(s).sum()) for s in slopes)
        if self.ridge is not None:
            t = self.theta(point)
            f += 0.5 * float(self.ridge @ (t * t))
            g = g + (self.ridge * t).reshape(objective.scores, -1) @ self.back
        elif objective.penalty is not None:
            more, slope = objective.penalised(self.theta(point)[None])
            f, g = f + float(more[0]), g + slope[0].reshape(objective.scores, -1) @ self.back
        return f, g.ravel(), pull

    def usual(self, pull: float) -> float:
        """Return the larger of a pull and that at 0, the measure of rounding where a fit is perfect."""
        at_zero = self.evaluate(np.zeros(self.size))[2]
        return max(pull, at_zero) if np.isfinite(at_zero) else pull

    def hessian(self, point: np.ndarray) -> np.ndarray:
        """Return the second derivatives (K r, K r)."""
        objective, (k, r) = self.objective, self.shape
        z, y = self.scores_and_targets(point)
        second = iter(objective.loss.compiled.hessian(*z, *y, *objective.loss_values))
        h = np.empty((k, r, k, r))
        for i in range(k):
            for j in range(i, k):
                weights = np.broadcast_to(next(second), objective.rows) * (self.scale / self.unit)
                h[i, :, j] = h[j, :, i] = self.basis.T @ (weights[:, None] * self.basis)
        curved = self.ridge
        if curved is None and objective.penalty is not None:
            curved = objective.penalty_curvature(self.theta(point)[None])[0]
        if curved is not None:
            for i, c in enumerate(curved.reshape(k, -1)):
                h[i, :, i] += self.back.T @ (c[:, None] * self.back)
        return h.reshape(self.size, self.size)


def whitened(objective: RowLoss) -> ScaledLoss:
    """Choose coordinates whose columns (with a smooth penalty below them) are orthonormal."""
    a, n = objective.design.a, objective.rows
    size = lengths(a)
    held = np.zeros(objective.width)
    if objective.penalty is not None:
        curved = objective.penalty_curvature(np.zeros((1, objective.dimension)))[0, : objective.width]
        held = np.maximum(curved, 0) / objective.factor / size**2
    units = a / size
    values, vectors = np.linalg.eigh(units.T @ units / n + np.diag(held))
    if values[0] <= WORST * values[-1]:
        both = np.concatenate([units / np.sqrt(n), np.diag(np.sqrt(held))])
        _, s, right = np.linalg.svd(np.linalg.qr(both, mode="r"))
        kept = s > EPS * max(both.shape) * s[0]
        values, vectors = s[kept] ** 2, right[kept].T
    turn = vectors / np.sqrt(values)
    return ScaledLoss(objective, units @ turn, turn / size[:, None])


def centred(objective: RowLoss, ridge: np.ndarray | None = None) -> tuple[ScaledLoss, np.ndarray]:
    """Choose coordinates of single weights: columns of length 1, about their means if there is an intercept.

    Also returns which of the q columns these are: beside an intercept a constant one is left out.
    """
    a, k = objective.design.a, len(objective.design.powers)
    middle = a[:, :k].mean(0) if objective.design.intercept else np.zeros(k)
    off = a[:, :k] - middle
    size = np.sqrt((off * off).mean(0))
    kept = size > 8 * EPS * np.abs(a[:, :k]).max(0, initial=0.0)
    back = np.zeros((objective.width, k))
    back[:k] = np.diag(1 / np.where(kept, size, 1.0))
    if objective.design.intercept:
        back[k] = -middle / np.where(kept, size, 1.0)
        one = np.zeros((objective.width, 1))
        one[k] = 1.0
        back, kept = np.concatenate([back, one], axis=1), np.append(kept, True)
        off, size = np.concatenate([off, np.ones((objective.rows, 1))], axis=1), np.append(size, 1.0)
    return ScaledLoss(objective, off[:, kept] / size[kept], back[:, kept], ridge), kept


def first_guess(scaled: ScaledLoss) -> np.ndarray:
    """Choose where a search begins: least squares for a regression if the loss is finite there, else 0."""
    zero = np.zeros(scaled.size)
    if scaled.objective.loss.task != "regression":
        return zero
    fit = np.linalg.lstsq(scaled.basis, scaled.objective.design.y, rcond=None)[0]
    level = np.linalg.lstsq(
        scaled.basis, np.full(scaled.objective.rows, scaled.objective.design.y.mean()), rcond=None
    )[0]
    found = [(f, point) for point in (fit, zero, level) if np.isfinite(f := scaled.evaluate(point)[0])]
    return min(found, key=lambda pair: pair[0])[1] if found else zero


def through_units(scaled: ScaledLoss, point: np.ndarray, search: Callable[[np.ndarray, int], Any]) -> Any:
    """Search from a point in ever smaller units of the loss, down to its own.

    In the first unit most rows are curved at the point. In its own unit Huber's loss beside large residuals
    is all slopes, and they point at no minimum. `search` takes a point and the number of steps left.
    """
    wider = [1.0]
    while (
        scaled.objective.loss.task == "regression"
        and len(wider) < WIDEST
        and _straight(scaled, point, wider[-1])
    ):
        wider.append(4 * wider[-1])
    left: int = scaled.steps
    found: Any = None
    for unit in reversed(wider if len(wider) < WIDEST else wider[:1]):
        scaled.unit = unit
        found = search(point, left)
        left, point = left - found.steps, found.point
    return found._replace(steps=scaled.steps - left)


def _straight(scaled: ScaledLoss, point: np.ndarray, unit: float) -> bool:
    """Whether the loss is nearly straight at most rows."""
    scaled.unit = unit
    z, y = scaled.scores_and_targets(point)
    second = scaled.objective.loss.compiled.hessian
    there, on_it = (
        np.broadcast_to(second(*s, *y, *scaled.objective.loss_values)[0], scaled.objective.rows)
        for s in (z, y)
    )
    return bool(np.median(there) < 0.3 * np.median(on_it))


def lengths(a: np.ndarray) -> np.ndarray:
    """Return the root mean squares of the columns; 1 for a column of zeros."""
    size = np.sqrt((a * a).mean(0))
    size[size == 0] = 1.0
    return np.asarray(size)


def has_smooth_penalty(objective: RowLoss) -> bool:
    """Whether the penalty, if any, has derivatives everywhere."""
    if objective.penalty is None or not may_have_kinks(objective.penalty.program):
        return True
    parts = penalty_kinks(objective)
    return parts is not None and not parts.lam.any()
