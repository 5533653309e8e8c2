"""The closed form: a quadratic loss and penalty are one least-squares problem."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine.fit.optimum.inner import EPS, smooth_penalty
from gdviz.engine.fit.row_loss import RowLoss
from gdviz.formula import may_have_kinks

DEPENDENT = "since the columns depend on each other"


def is_quadratic(w: RowLoss) -> bool:
    """Whether the loss is a quadratic of the score, the same for each row, and the penalty one of w: one Hessian everywhere."""
    names = {"z", "w", *w.loss.variables, "y"}
    second = [*w.loss.compiled.second, *(w.penalty.compiled.second if w.penalty else ())]
    return (
        smooth_penalty(w)
        and not may_have_kinks(w.loss.program)
        and not any(n.names() & names for n in second)
    )


def least_squares(w: RowLoss) -> tuple[Any, ...]:
    """What an `Optimum` holds, by an SVD: l is s/2 (z - z0)^2, the penalty r/2 (w - w0)^2 up to constants."""
    n, zero = w.design.rows, np.zeros(w.design.rows)
    _, slope = w.loss.compiled.gradient(zero, w.targets[0], *w.loss_values)
    s = float(np.ravel(w.loss.compiled.hessian(zero, w.targets[0], *w.loss_values)[0])[0])
    if not (np.isfinite(s) and np.isfinite(slope).all()):
        return None, "The derivatives of the loss are not finite numbers, so there is no optimum to compute."
    if not s > 0:
        return None, "The loss has no minimum: its second derivative is not positive."
    share = np.sqrt(w.factor / n) * np.sqrt(s)
    rows, right = [w.design.a * share], [np.broadcast_to(-slope / s, n) * share]
    if w.penalty is not None:
        at = np.zeros((1, w.dimension))
        r, slopes = w.penalty_curvature(at)[0], w.penalised(at)[1][0]
        held = r > 0
        rows.append(np.diag(np.sqrt(r))[held])
        right.append(-slopes[held] / np.sqrt(r[held]))
    matrix, wanted = np.concatenate(rows), np.concatenate(right)
    if not (np.isfinite(matrix).all() and np.isfinite(wanted).all()):
        return None, "The loss is too large to compute its optimum."
    largest = np.abs(matrix).max(0)
    largest[largest == 0] = 1.0
    size = largest * np.sqrt(((matrix / largest) ** 2).sum(0))  # so that accuracy does not hang on units
    theta, _, rank, _ = np.linalg.lstsq(matrix / size, wanted, rcond=None)
    if rank == w.dimension:
        return theta / size, "least squares"
    free = _ways(matrix / size, int(rank), size)
    short = theta / size
    short = short - free @ (free.T @ short)
    off, least = (float(np.linalg.norm(matrix @ t - wanted)) for t in (short, theta / size))
    if off <= (1 + 1e-9) * least + 1e-9 * float(np.linalg.norm(wanted)):
        return short, f"least squares; of all minimisers the shortest, {DEPENDENT}", False, free
    return theta / size, f"least squares; one of many minimisers, {DEPENDENT}", False


def _ways(matrix: np.ndarray, rank: int, size: np.ndarray) -> np.ndarray:
    """Orthonormal directions (D, m) of theta that change no score; `matrix` is divided by `size`."""
    _, _, right = np.linalg.svd(np.linalg.qr(matrix, mode="r"))
    ways = right[rank:].T / size[:, None]
    ways[np.abs(ways) < 4 * EPS * np.abs(ways).max(0)] = 0.0
    free: np.ndarray = np.linalg.qr(ways / np.abs(ways).max(0))[0]
    return free
