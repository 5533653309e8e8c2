"""Newton's method that arrives from afar: within a trusted radius, and damped where the penalty has kinks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gdviz.engine.fit.optimum.lasso import lasso
from gdviz.engine.fit.optimum.scaled import ScaledLoss

FLAT = 1e-14  # eigenvalues below this share of the largest are 0 to rounding
DONE = 1e-6  # Newton's step, relative to the point, at which it is near enough that the rest is rounding


class Found(NamedTuple):
    """Where a search ended, whether Newton's step and the gradient vanish there, and the steps made."""

    point: np.ndarray
    settled: bool
    steps: int


def newton(
    scaled: ScaledLoss,
    point: np.ndarray,
    steps: int,
    *,
    exact: bool = True,
    stop: Callable[[np.ndarray], bool] | None = None,
) -> Found:
    """Make Newton steps within a trusted radius (More & Sorensen 1983).

    Parameters
    ----------
    scaled : ScaledLoss
        What is minimised.
    point : array (K r,)
        Where the search begins.
    steps : int
        How many steps it may take.
    exact : bool
        Go on until only rounding is left.
    stop : callable, optional
        Whether the search ends at a point.
    """
    f, g, pull = scaled.evaluate(point)
    first, radius = scaled.usual(pull), max(float(np.linalg.norm(point)), 1.0)
    for k in range(steps):
        h = scaled.hessian(point)
        if not (np.isfinite(h).all() and np.isfinite(g).all()) or stop is not None and stop(point):
            return Found(point, False, k)
        values, vectors = np.linalg.eigh(h)
        turned = vectors.T @ g
        noise = 1e-12 * pull + 1e-13 * first
        curved = values > FLAT * max(float(values[-1]), 0.0)
        moving = curved | (np.abs(turned) > noise)
        turned = np.where(moving, turned, 0.0)
        bowl = bool((values[moving] > 0).all())
        full = float(np.linalg.norm(turned[moving] / values[moving])) if bowl else np.inf
        step = vectors @ _within(values, turned, radius)
        length, whole = float(np.linalg.norm(step)), full <= radius
        near = full <= DONE * (float(np.linalg.norm(point)) + 1e-9 * scaled.unit)
        near = near and float(np.abs(g).max()) <= 1e-8 * pull + 1e-12 * first
        if length == 0 or near and not exact:
            return Found(point, near, k)
        gain = -float(g @ step + 0.5 * step @ h @ step)
        ahead = point + step
        f_ahead, g_ahead, pull_ahead = scaled.evaluate(ahead)
        if gain <= 1e-11 * abs(f):  # the loss no longer tells which is better, but the gradient does
            better = np.linalg.norm(g_ahead) < (0.5 if near else 1.0) * np.linalg.norm(g)
            if near and not better:
                return Found(point, True, k)
        else:
            better = bool(f - f_ahead > 1e-4 * gain)
        if better:
            if not gain <= 1e-11 * abs(f) and f - f_ahead > 0.7 * gain and not whole:
                radius = 3 * radius
            elif f - f_ahead < 0.25 * gain:
                radius = length / 2 if gain > 1e-11 * abs(f) else radius
            point, f, g, pull = ahead, f_ahead, g_ahead, pull_ahead
        else:
            radius = length / 4
            if radius < 1e-16 * (float(np.linalg.norm(point)) + 1e-30):
                return Found(point, near, k)
    return Found(point, False, steps)


def _within(values: np.ndarray, g: np.ndarray, radius: float) -> np.ndarray:
    """Find the minimiser of g s + values s^2/2 with |s| <= radius."""
    lowest = max(0.0, -float(values[0]))
    some = g != 0

    def at(more: float) -> np.ndarray:
        return np.where(some, -g / np.where(some, values + more, 1.0), 0.0)

    if (values[some] > 0).all() and np.linalg.norm(at(0.0)) <= radius:
        return at(0.0)
    top = float(np.linalg.norm(g)) / radius
    low, high = np.log(max(top, 1e-300)) - 80, np.log(max(top, 1e-300)) + 1
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if np.linalg.norm(at(lowest + np.exp(middle))) > radius else (low, middle)
    return at(lowest + np.exp(high))


def proximal_newton(scaled: ScaledLoss, lam: np.ndarray, point: np.ndarray, steps: int) -> Found:
    """Minimise Newton's model plus sum lam |point| in each step, damped until the loss falls as predicted."""

    def total(point: np.ndarray) -> tuple[float, np.ndarray, float]:
        f, g, pull = scaled.evaluate(point)
        return f + float(lam @ np.abs(point)), g, pull

    f, g, pull = total(point)
    first, damping, still = scaled.usual(pull), 0.0, 0
    for k in range(steps):
        h = scaled.hessian(point)
        if not (np.isfinite(h).all() and np.isfinite(g).all()):
            return Found(point, False, k)
        off = float(np.abs(_violation(g, lam, point)).max(initial=0.0))
        if off <= 1e-14 * pull + 1e-16 * first or still > 3:
            return Found(point, off <= 1e-8 * pull + 1e-12 * first, k)
        natural = max(
            float(np.diag(h).max()), 1e-6 * pull / (float(np.abs(point).max()) + 1e-9 * scaled.unit)
        )
        if not 1e-200 < natural < 1e200:  # its squares would leave float64
            return Found(point, False, k)
        damped = h + np.eye(len(point)) * max(damping, 1e-13) * natural
        ahead = lasso(damped, g - damped @ point, lam, point)
        step = ahead - point
        gain = -float(g @ step + 0.5 * step @ h @ step + lam @ (np.abs(ahead) - np.abs(point)))
        f_ahead, g_ahead, pull_ahead = total(ahead)
        if gain <= 1e-12 * abs(f):
            closer = float(np.abs(_violation(g_ahead, lam, ahead)).max())
            better, still = closer < off, 0 if closer < 0.5 * off else still + 1
        else:
            better, still = bool(f - f_ahead > 1e-4 * gain), 0
        if not better:
            damping = 1e-6 if damping == 0 else 10 * damping
            if damping > 1e16:
                return Found(point, off <= 1e-8 * pull + 1e-12 * first, k)
            continue
        damping = damping / 10 if f - f_ahead > 0.6 * gain else damping
        damping = 0.0 if damping < 1e-8 else damping
        point, f, g, pull = ahead, f_ahead, g_ahead, pull_ahead
    return Found(point, False, steps)


def _violation(g: np.ndarray, lam: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Compute by how much each coordinate misses g + lam sign(point) = 0, or |g| <= lam where it is 0."""
    off: np.ndarray = np.where(
        point == 0, np.sign(g) * np.maximum(np.abs(g) - lam, 0), g + lam * np.sign(point)
    )
    return off
