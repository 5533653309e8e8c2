"""A data loss in coordinates that do not know the units of its columns: there its optimum is searched."""

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


def kinks_of(w: RowLoss) -> Kinks | None:
    """How a penalty is made of |w| and w^2; None where it is of neither kind (or there is none)."""
    if w.penalty is None:
        return None
    at = np.array([1e-3, 0.5, 1.0, 3.0, 40.0, -1.0, -7.0])
    _, slope = w.penalty.compiled.gradient(at, *w.penalty_values)
    (second,) = w.penalty.compiled.hessian(at, *w.penalty_values)
    ridge = float(np.broadcast_to(second, at.shape)[2])
    rest = np.broadcast_to(slope, at.shape) - ridge * at
    lam = float(rest[2])
    if not (lam >= 0 and ridge >= 0) or np.abs(rest - lam * np.sign(at)).max() > 1e-12 * (lam + 40 * ridge):
        return None
    return Kinks(*(np.where(w.weights, v, 0.0) for v in (lam, ridge)))


class Inner:
    """Parameters b (K r,) for theta_k = back @ b_k and scores basis @ b_k; basis (n, r), back (q, r).

    With `unit` s the loss is s l(z/s, y/s): its slopes far out stay, its bottom gets s times wider.
    `ridge` stands for a penalty that has kinks; the search takes care of those.
    """

    def __init__(
        self, w: RowLoss, basis: np.ndarray, back: np.ndarray, ridge: np.ndarray | None = None
    ) -> None:
        self.w, self.basis, self.back, self.ridge = w, basis, back, ridge
        self.scale, self.unit = w.factor / w.rows, 1.0
        self.shape = w.scores, basis.shape[1]
        self.size = w.scores * basis.shape[1]
        products = w.rows * basis.shape[1] * (3 * w.scores + basis.shape[1] * w.scores * (w.scores + 1) // 2)
        self.cost = products + 60 * w.rows * w.scores * (w.scores + 3) + 12 * self.size**3 + 200_000
        self.steps = int(np.clip(WORK / self.cost, 10, 300))  # what a search may make of them

    def theta(self, b: np.ndarray) -> np.ndarray:
        """Parameters (D,) of b."""
        return (b.reshape(self.shape) @ self.back.T).ravel()

    def reach(self) -> np.ndarray:
        """By how much a weight (r,) changes with its coordinate; 0 for the intercept."""
        return np.asarray(np.abs(self.back[: len(self.w.design.powers)]).max(0, initial=0.0))

    def rows(self, b: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Scores and targets, in the loss's unit."""
        z = [self.basis @ k for k in b.reshape(self.shape)]
        if self.unit == 1:
            return z, self.w.targets
        return [v / self.unit for v in z], [t / self.unit for t in self.w.targets]

    def evaluate(self, b: np.ndarray) -> tuple[float, np.ndarray, float]:
        """Value, gradient (K r,), and its size if no row pulled against another."""
        w = self.w
        z, y = self.rows(b)
        cost, *slopes = w.loss.compiled.gradient(*z, *y, *w.loss_values)
        slopes = [np.broadcast_to(s, w.rows) for s in slopes]
        f = self.scale * self.unit * float(np.broadcast_to(cost, w.rows).sum())
        g = self.scale * np.stack([s @ self.basis for s in slopes])
        pull = self.scale * sum(float(np.abs(s).sum()) for s in slopes)
        if self.ridge is not None:
            t = self.theta(b)
            f += 0.5 * float(self.ridge @ (t * t))
            g = g + (self.ridge * t).reshape(w.scores, -1) @ self.back
        elif w.penalty is not None:
            more, slope = w.penalised(self.theta(b)[None])
            f, g = f + float(more[0]), g + slope[0].reshape(w.scores, -1) @ self.back
        return f, g.ravel(), pull

    def usual(self, pull: float) -> float:
        """The larger of a pull and that at 0: by this rounding is measured where a fit is perfect."""
        at_zero = self.evaluate(np.zeros(self.size))[2]
        return max(pull, at_zero) if np.isfinite(at_zero) else pull

    def hessian(self, b: np.ndarray) -> np.ndarray:
        """Second derivatives (K r, K r)."""
        w, (k, r) = self.w, self.shape
        z, y = self.rows(b)
        second = iter(w.loss.compiled.hessian(*z, *y, *w.loss_values))
        h = np.empty((k, r, k, r))
        for i in range(k):
            for j in range(i, k):
                weights = np.broadcast_to(next(second), w.rows) * (self.scale / self.unit)
                h[i, :, j] = h[j, :, i] = self.basis.T @ (weights[:, None] * self.basis)
        curved = self.ridge
        if curved is None and w.penalty is not None:
            curved = w.penalty_curvature(self.theta(b)[None])[0]
        if curved is not None:
            for i, c in enumerate(curved.reshape(k, -1)):
                h[i, :, i] += self.back.T @ (c[:, None] * self.back)
        return h.reshape(self.size, self.size)


def whitened(w: RowLoss) -> Inner:
    """Coordinates in which the columns (a smooth penalty below them) have length 1, at right angles."""
    a, n = w.design.a, w.rows
    size = lengths(a)
    held = np.zeros(w.width)
    if w.penalty is not None:
        curved = w.penalty_curvature(np.zeros((1, w.dimension)))[0, : w.width]
        held = np.maximum(curved, 0) / w.factor / size**2
    units = a / size
    values, vectors = np.linalg.eigh(units.T @ units / n + np.diag(held))
    if values[0] <= WORST * values[-1]:
        both = np.concatenate([units / np.sqrt(n), np.diag(np.sqrt(held))])
        _, s, right = np.linalg.svd(np.linalg.qr(both, mode="r"))
        kept = s > EPS * max(both.shape) * s[0]
        values, vectors = s[kept] ** 2, right[kept].T
    turn = vectors / np.sqrt(values)
    return Inner(w, units @ turn, turn / size[:, None])


def centred(w: RowLoss, ridge: np.ndarray | None = None) -> tuple[Inner, np.ndarray]:
    """Coordinates of single weights: columns of length 1, about their means if there is an intercept.

    Returned is also which of the q columns these are: beside an intercept a constant one is left out.
    """
    a, k = w.design.a, len(w.design.powers)
    middle = a[:, :k].mean(0) if w.design.intercept else np.zeros(k)
    off = a[:, :k] - middle
    size = np.sqrt((off * off).mean(0))
    kept = size > 8 * EPS * np.abs(a[:, :k]).max(0, initial=0.0)
    back = np.zeros((w.width, k))
    back[:k] = np.diag(1 / np.where(kept, size, 1.0))
    if w.design.intercept:
        back[k] = -middle / np.where(kept, size, 1.0)
        one = np.zeros((w.width, 1))
        one[k] = 1.0
        back, kept = np.concatenate([back, one], axis=1), np.append(kept, True)
        off, size = np.concatenate([off, np.ones((w.rows, 1))], axis=1), np.append(size, 1.0)
    return Inner(w, off[:, kept] / size[kept], back[:, kept], ridge), kept


def first_guess(p: Inner) -> np.ndarray:
    """Where a search begins: least squares for a regression if the loss is finite there, else 0."""
    zero = np.zeros(p.size)
    if p.w.loss.task != "regression":
        return zero
    fit = np.linalg.lstsq(p.basis, p.w.design.y, rcond=None)[0]
    level = np.linalg.lstsq(p.basis, np.full(p.w.rows, p.w.design.y.mean()), rcond=None)[0]
    found = [(f, b) for b in (fit, zero, level) if np.isfinite(f := p.evaluate(b)[0])]
    return min(found, key=lambda pair: pair[0])[1] if found else zero


def through_units(p: Inner, b: np.ndarray, search: Callable[[np.ndarray, int], Any]) -> Any:
    """What `search` finds from b with the steps left, in ever smaller units down to the loss's own.

    The first is one in which most rows are curved at b: beside large residuals Huber's loss is all slopes,
    and they point at no minimum.
    """
    wider = [1.0]
    while p.w.loss.task == "regression" and len(wider) < WIDEST and _straight(p, b, wider[-1]):
        wider.append(4 * wider[-1])
    left: int = p.steps
    found: Any = None
    for unit in reversed(wider if len(wider) < WIDEST else wider[:1]):
        p.unit = unit
        found = search(b, left)
        left, b = left - found.steps, found.b
    return found._replace(steps=p.steps - left)


def _straight(p: Inner, b: np.ndarray, unit: float) -> bool:
    """Whether the loss is nearly straight at most rows."""
    p.unit = unit
    z, y = p.rows(b)
    second = p.w.loss.compiled.hessian
    there, on_it = (np.broadcast_to(second(*s, *y, *p.w.loss_values)[0], p.w.rows) for s in (z, y))
    return bool(np.median(there) < 0.3 * np.median(on_it))


def lengths(a: np.ndarray) -> np.ndarray:
    """Root mean squares of the columns; 1 for a column of zeros."""
    size = np.sqrt((a * a).mean(0))
    size[size == 0] = 1.0
    return np.asarray(size)


def smooth_penalty(w: RowLoss) -> bool:
    """Whether the penalty, if any, has derivatives everywhere."""
    if w.penalty is None or not may_have_kinks(w.penalty.program):
        return True
    parts = kinks_of(w)
    return parts is not None and not parts.lam.any()
