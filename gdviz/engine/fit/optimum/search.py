"""What the paths of a data loss lead to: its minimiser, found and checked, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdviz.engine.fit.optimum.conditions import meets_conditions, others
from gdviz.engine.fit.optimum.inner import (
    Inner,
    centred,
    first_guess,
    kinks_of,
    smooth_penalty,
    through_units,
    whitened,
)
from gdviz.engine.fit.optimum.least_squares import is_quadratic, least_squares
from gdviz.engine.fit.optimum.newton import Found, newton, proximal_newton
from gdviz.engine.fit.optimum.piecewise import minimise_pieces, straight
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
    """A minimiser `theta` (D,) or None, how it was found or why there is none, whether it is the only one.

    `free` (D, m): orthonormal directions along which all are minimisers too, if the others are known.
    """

    theta: np.ndarray | None
    how: str
    unique: bool = True
    free: np.ndarray | None = None

    def distance(self, theta: np.ndarray) -> np.ndarray:
        """Distance (...) of parameters (..., D) to the nearest minimiser that is known; nan where none is."""
        theta = np.asarray(theta, dtype=float)
        if self.theta is None:
            return np.full(theta.shape[:-1], np.nan)
        with np.errstate(all="ignore"):
            off = theta - self.theta
            if self.free is not None:
                off = off - (off @ self.free) @ self.free.T
            return np.asarray(np.sqrt((off * off).sum(-1)))


def find_optimum(w: RowLoss) -> Optimum:
    """The minimiser of a data loss, if it meets the conditions of one in the units of the data."""
    with np.errstate(all="ignore"):
        smooth = smooth_penalty(w)
        if not smooth and kinks_of(w) is None:
            name = w.penalty.name if w.penalty else ""
            return Optimum(None, f"{name} has kinks but is no sum of |w| and w^2: no optimum is searched.")
        if is_quadratic(w):
            return Optimum(*least_squares(w))
        if w.scores == 1 and straight(w):
            return Optimum(*minimise_pieces(w, kinks_of(w)))
        if _bends_down(w):
            return Optimum(None, SEVERAL)
        p, found = _smooth(w) if smooth else _kinked_penalty(w)
        if isinstance(found, str):
            return Optimum(None, found)
        theta = p.theta(found.b)
        if not (found.settled and meets_conditions(w, theta)):
            return Optimum(None, _why_not(p, found))
        theta, also, unique, free = others(w, theta)
        how = "Newton's method" if smooth else "Newton's method with exact steps of the lasso"
        return Optimum(theta, how + also, unique, free)


def _smooth(w: RowLoss) -> tuple[Inner, Found | str]:
    """Newton's method in whitened coordinates."""
    p = whitened(w)
    b = first_guess(p)
    if not np.isfinite(p.evaluate(b)[0]):
        return p, NOT_FINITE
    if w.penalty is None and w.loss.task != "regression":
        return p, _classes(p, b)
    return p, through_units(p, b, lambda b, left: newton(p, b, left, exact=p.unit == 1))


def _classes(p: Inner, b: np.ndarray) -> Found | str:
    """The same where the classes may be separable, which Newton's steps alone cannot tell."""
    if not p.w.loss.probability:
        found = newton(p, b, p.steps)
        falls = not found.settled and p.evaluate(10 * found.b)[0] < p.evaluate(found.b)[0]
        return separation(p) or found if falls else found
    found = newton(p, b, min(PATIENCE, p.steps), stop=lambda b: separates(p, b))
    if separates(p, found.b):
        return SEPARABLE
    if found.settled and _condition(p.hessian(found.b), p) > 1e-7:
        return found
    if (told := separation(p)) or found.settled:
        return told or found
    more = newton(p, found.b, p.steps - found.steps)
    return more._replace(steps=found.steps + more.steps)


def _condition(h: np.ndarray, p: Inner) -> float:
    """Smallest over largest eigenvalue, but for those of a vector added to all classes."""
    if not np.isfinite(h).all():
        return 0.0
    values = np.linalg.eigvalsh(h)
    return float(values[p.shape[1] if p.shape[0] > 1 else 0] / values[-1])


def _kinked_penalty(w: RowLoss) -> tuple[Inner, Found | str]:
    """Proximal Newton steps in centred coordinates."""
    parts = kinks_of(w)
    assert parts is not None
    p, kept = centred(w, parts.ridge)
    b = first_guess(p)
    if not np.isfinite(p.evaluate(b)[0]):
        return p, NOT_FINITE
    lam = (parts.lam.reshape(w.scores, -1)[:, kept] * p.reach()).ravel()
    return p, through_units(p, b, lambda b, left: proximal_newton(p, lam, b, left))


def _why_not(p: Inner, found: Found) -> str:
    """Why a search that did not settle has no optimum to show."""
    w = p.w
    if _jumps(p, found.b):
        return f"{w.loss.name} has kinks, so there is no closed form and no Newton's method to compare with."
    f, g, _ = p.evaluate(found.b)
    if not (np.isfinite(g).all() and np.isfinite(f)):
        return NOT_FINITE
    if w.penalty is None and np.linalg.norm(found.b) > 30 * (1 + np.linalg.norm(first_guess(p))):
        return FALLS
    return (
        f"The optimum of {w.loss.name} was not found: after {found.steps} steps of Newton's method the "
        "conditions of a minimum were not met."
    )


def _jumps(p: Inner, b: np.ndarray) -> bool:
    """Whether a row's slope jumps close to b: by as much over a way that is a hundred times shorter."""
    if not may_have_kinks(p.w.loss.program):
        return False
    z, y = p.rows(b)
    near = 1e-3 * np.sqrt(np.mean([v * v for v in z])) + 1e-9
    changes = [np.zeros(p.w.rows)] * 2
    for i, way in enumerate((near, near / 100)):
        for k in range(len(z)):
            left, right = ([v + s * (j == k) for j, v in enumerate(z)] for s in (-way, way))
            a, c = (p.w.loss.compiled.gradient(*v, *y, *p.w.loss_values)[1 + k] for v in (left, right))
            changes[i] = np.maximum(changes[i], np.abs(c - a))
    return bool(((changes[1] > 0.5 * changes[0]) & (changes[1] > 0)).any())


def _bends_down(w: RowLoss) -> bool:
    """Whether an own loss of one score is not convex somewhere among the scores that matter."""
    if w.scores > 1 or w.loss.slug:
        return False
    y = np.quantile(w.targets[0], np.linspace(0, 1, 9))
    spread = float(np.std(w.targets[0])) + 1.0
    z = np.concatenate([[0.0], *(spread * s * np.logspace(-3, 1.3, 60) for s in (-1, 1))])
    at, on = (v.ravel() for v in np.meshgrid(z, y))
    second = [w.loss.compiled.hessian(s, on, *w.loss_values)[0] for s in (at, at + on)]
    seen = np.concatenate([np.broadcast_to(s, on.shape) for s in second])
    seen = seen[np.isfinite(seen)]
    return bool(len(seen)) and bool(seen.min() < -1e-9 * np.abs(seen).max())
