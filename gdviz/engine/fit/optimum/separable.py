"""Whether classes can be separated: then a likelihood has no maximum (Albert & Anderson 1984)."""

from __future__ import annotations

import numpy as np

from gdviz.engine.fit.optimum.inner import Inner

SEPARABLE = (
    "The classes can be separated, so no parameters are best: the loss falls towards 0 for ever "
    "while the weights grow."
)
ONE_SEPARABLE = (
    "One class can be separated from the others, so no parameters are best: its weights grow "
    "for ever, and the loss falls ever more slowly."
)
ON_THE_BORDER = (
    "Some rows can be separated from the other classes while no row is on a wrong side, so no "
    "parameters are best: the loss falls ever more slowly while the weights grow for ever."
)
ROWS, CELLS = 3000, 300_000  # of the linear programme
FAR = 1e6  # weights at most: a margin narrower than one in that many lengths of a row is none


def separates(p: Inner, b: np.ndarray) -> bool:
    """Whether the parameters b put every row on its side, beyond rounding."""
    theta = b.reshape(p.shape)
    z = p.basis @ theta.T
    noise = 1e-13 * (np.abs(p.basis) @ np.abs(theta).T).max(1)
    y = p.w.design.y.astype(int)
    if p.w.scores == 1:
        return bool(((2 * y - 1) * z[:, 0] > noise).all())
    own = z[np.arange(len(y)), y]
    z[np.arange(len(y)), y] = -np.inf
    return bool((own - z.max(1) > noise).all())


def separation(p: Inner) -> str | None:
    """How the classes can be separated, a sentence; "" if they cannot; None where that is too costly to say.

    A linear programme: the weights that put most rows on their own side, and none on another.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    k, r = p.shape
    y, several = p.w.design.y.astype(int), p.w.scores > 1
    count = p.w.rows * (k - 1 if several else 1)
    if count > ROWS or count * p.size > CELLS:
        return None
    if several:
        margins = np.zeros((p.w.rows, k - 1, k, r))
        other = np.array([[j for j in range(k) if j != own] for own in range(k)])[y]
        at = np.arange(p.w.rows)
        margins[at, :, y] = p.basis[:, None]
        for m in range(k - 1):
            margins[at, m, other[:, m]] = -p.basis
        rows = margins.reshape(count, p.size)
    else:
        rows = (2 * y - 1)[:, None] * p.basis
    rows = rows / np.sqrt((rows * rows).sum(1, keepdims=True) + 1e-300)
    # s <= margin, 0 <= s <= 1: as weights may be scaled, s is 1 for a row that can be on its side, else 0
    out = linprog(
        np.repeat((0.0, -1.0), (p.size, count)),
        A_ub=hstack([csr_array(-rows), eye_array(count)]),
        b_ub=np.zeros(count),
        bounds=[(-FAR, FAR)] * p.size + [(0, 1)] * count,
        method="highs",
    )
    if out.x is None:
        return None
    apart = out.x[p.size :] > 0.5
    if not apart.any():
        return ""
    if apart.all():
        return SEPARABLE
    if several:
        pairs = np.zeros((k, k), dtype=bool)
        for own in range(k):
            pairs[own, [j for j in range(k) if j != own]] = apart.reshape(p.w.rows, k - 1)[y == own].all(0)
        if ((pairs & pairs.T).sum(1) == k - 1).sum() == 1:
            return ONE_SEPARABLE
    return ON_THE_BORDER
