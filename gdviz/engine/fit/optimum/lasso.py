"""A quadratic plus sum lam |b|, minimised exactly: feature-sign search (Lee, Battle, Raina & Ng 2007)."""

from __future__ import annotations

import numpy as np

WORK = 1e8  # multiplications of one call; what is then reached is better than the start, if not yet best


def lasso(h: np.ndarray, c: np.ndarray, lam: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Minimise b h b/2 + c b + sum lam |b| from b (D,), for a positive definite h.

    The signs of the coordinates in use are guessed and the problem with these signs is solved. Then b moves
    towards its solution as far as the loss falls. Once the signs hold, the coordinate at 0 that is pulled
    hardest joins.
    """
    b, free = b.copy(), lam == 0
    active, sign = free | (b != 0), np.sign(b)
    held = np.zeros(len(b), dtype=bool)  # joined and were sent back at once: their pull was rounding
    work = 0
    while work < WORK:
        i = np.flatnonzero(active)
        work += len(i) ** 3 // 3 + len(b) ** 2 + 50_000
        here = h[np.ix_(i, i)]
        target = np.linalg.solve(here, -(c[i] + lam[i] * sign[i]))
        crossing = ~free[i] & (sign[i] * target <= 0)
        if crossing.any():
            before = b[i]
            b[i] = _best_between(b[i], target, crossing, here, c[i], lam[i])
            stuck = np.array_equal(before, b[i])
            held[i[crossing]] |= stuck
            held &= stuck
            active, sign = free | (b != 0), np.sign(b)
            continue
        b[i] = target
        pull = h @ b + c
        over = np.where(active | held, 0.0, np.abs(pull) - lam * (1 + 1e-13))
        j = int(np.argmax(over))
        if not over[j] > 1e-15 * (np.abs(h[j]) @ np.abs(b) + abs(c[j])):
            return b
        active[j], sign[j] = True, -np.sign(pull[j])
    return b


def _best_between(
    old: np.ndarray, target: np.ndarray, crossing: np.ndarray, h: np.ndarray, c: np.ndarray, lam: np.ndarray
) -> np.ndarray:
    """Return the best of the points between `old` and `target` where a coordinate gets 0, and the target."""
    with np.errstate(all="ignore"):
        share = np.where(crossing, np.where(old == 0, 0.0, old / (old - target)), 1.0)
    shares = np.unique(share)
    points = old + shares[:, None] * (target - old)
    points[(share[None] == shares[:, None]) & crossing] = 0.0
    values = 0.5 * ((points @ h) * points).sum(1) + points @ c + np.abs(points) @ lam
    return np.asarray(points[int(np.argmin(values))])
