"""Whether classes can be separated: then a likelihood has no maximum (Albert & Anderson 1984)."""

from __future__ import annotations

import numpy as np

from gdviz.engine.fit.optimum.scaled import ScaledLoss

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
MAX_ROWS, MAX_CELLS = 3000, 300_000  # of the linear programme
FAR = 1e6  # weights at most: a margin narrower than one in that many lengths of a row is none


def separates(scaled: ScaledLoss, point: np.ndarray) -> bool:
    """Whether a point puts every row on its side, beyond rounding."""
    theta = point.reshape(scaled.shape)
    z = scaled.basis @ theta.T
    noise = 1e-13 * (np.abs(scaled.basis) @ np.abs(theta).T).max(1)
    y = scaled.objective.design.y.astype(int)
    if scaled.objective.scores == 1:
        return bool(((2 * y - 1) * z[:, 0] > noise).all())
    own = z[np.arange(len(y)), y]
    z[np.arange(len(y)), y] = -np.inf
    return bool((own - z.max(1) > noise).all())


def separation(scaled: ScaledLoss) -> str | None:
    """Say how the classes can be separated; "" if they cannot, None where that is too costly to say.

    A linear programme: the weights that put most rows on their own side, and none on another.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    k, r = scaled.shape
    y, several = scaled.objective.design.y.astype(int), scaled.objective.scores > 1
    count = scaled.objective.rows * (k - 1 if several else 1)
    if count > MAX_ROWS or count * scaled.size > MAX_CELLS:
        return None
    if several:
        margins = np.zeros((scaled.objective.rows, k - 1, k, r))
        other = np.array([[j for j in range(k) if j != own] for own in range(k)])[y]
        at = np.arange(scaled.objective.rows)
        margins[at, :, y] = scaled.basis[:, None]
        for m in range(k - 1):
            margins[at, m, other[:, m]] = -scaled.basis
        rows = margins.reshape(count, scaled.size)
    else:
        rows = (2 * y - 1)[:, None] * scaled.basis
    rows = rows / np.sqrt((rows * rows).sum(1, keepdims=True) + 1e-300)
    # s <= margin, 0 <= s <= 1: as weights may be scaled, s is 1 for a row that can be on its side, else 0
    out = linprog(
        np.repeat((0.0, -1.0), (scaled.size, count)),
        A_ub=hstack([csr_array(-rows), eye_array(count)]),
        b_ub=np.zeros(count),
        bounds=[(-FAR, FAR)] * scaled.size + [(0, 1)] * count,
        method="highs",
    )
    if out.x is None:
        return None
    apart = out.x[scaled.size :] > 0.5
    if not apart.any():
        return ""
    if apart.all():
        return SEPARABLE
    if several:
        pairs = np.zeros((k, k), dtype=bool)
        for own in range(k):
            pairs[own, [j for j in range(k) if j != own]] = apart.reshape(scaled.objective.rows, k - 1)[
                y == own
            ].all(0)
        if ((pairs & pairs.T).sum(1) == k - 1).sum() == 1:
            return ONE_SEPARABLE
    return ON_THE_BORDER
