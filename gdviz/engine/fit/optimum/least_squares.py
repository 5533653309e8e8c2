"""The closed form: a quadratic loss and penalty are one least-squares problem."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine.fit.optimum.scaled import EPS, has_smooth_penalty
from gdviz.engine.fit.row_loss import RowLoss
from gdviz.formula import may_have_kinks

DEPENDENT = "since the columns depend on each other"


def is_quadratic(objective: RowLoss) -> bool:
    """Whether the Hessian is the same everywhere.

    It is if the loss is a quadratic of the score, the same for each row, and the penalty a quadratic of w.
    """
    names = {"z", "w", *objective.loss.variables, "y"}
    second = [
        *objective.loss.compiled.second,
        *(objective.penalty.compiled.second if objective.penalty else ()),
    ]
    return (
        has_smooth_penalty(objective)
        and not may_have_kinks(objective.loss.program)
        and not any(n.names() & names for n in second)
    )


def least_squares(objective: RowLoss) -> tuple[Any, ...]:
    """Find what an `Optimum` holds by an SVD.

    Up to constants l is s/2 (z - z0)^2, and the penalty is r/2 (w - w0)^2.
    """
    n, zero = objective.design.rows, np.zeros(objective.design.rows)
    _, slope = objective.loss.compiled.gradient(zero, objective.targets[0], *objective.loss_values)
    s = float(
        np.ravel(objective.loss.compiled.hessian(zero, objective.targets[0], *objective.loss_values)[0])[0]
    )
    if not (np.isfinite(s) and np.isfinite(slope).all()):
        return None, "The derivatives of the loss are not finite numbers, so there is no optimum to compute."
    if not s > 0:
        return None, "The loss has no minimum: its second derivative is not positive."
    share = np.sqrt(objective.factor / n) * np.sqrt(s)
    rows, right = [objective.design.a * share], [np.broadcast_to(-slope / s, n) * share]
    if objective.penalty is not None:
        at = np.zeros((1, objective.dimension))
        r, slopes = objective.penalty_curvature(at)[0], objective.penalised(at)[1][0]
        held = r > 0
        rows.append(np.diag(np.sqrt(r))[held])
        right.append(-slopes[held] / np.sqrt(r[held]))
    matrix, wanted = np.concatenate(rows), np.concatenate(right)
    if not (np.isfinite(matrix).all() and np.isfinite(wanted).all()):
        return None, "The loss is too large to compute its optimum."
    largest = np.abs(matrix).max(0)
    largest[largest == 0] = 1.0
    size = largest * np.sqrt(((matrix / largest) ** 2).sum(0))  # so that accuracy does not depend on units
    theta, _, rank, _ = np.linalg.lstsq(matrix / size, wanted, rcond=None)
    if rank == objective.dimension:
        return theta / size, "least squares"
    free = _free_directions(matrix / size, int(rank), size)
    short = theta / size
    short = short - free @ (free.T @ short)
    off, least = (float(np.linalg.norm(matrix @ t - wanted)) for t in (short, theta / size))
    if off <= (1 + 1e-9) * least + 1e-9 * float(np.linalg.norm(wanted)):
        return short, f"least squares; of all minimisers the shortest, {DEPENDENT}", False, free
    return theta / size, f"least squares; one of many minimisers, {DEPENDENT}", False


def _free_directions(matrix: np.ndarray, rank: int, size: np.ndarray) -> np.ndarray:
    """Find orthonormal directions (D, m) of theta that change no score; `matrix` is divided by `size`."""
    _, _, right = np.linalg.svd(np.linalg.qr(matrix, mode="r"))
    directions = right[rank:].T / size[:, None]
    directions[np.abs(directions) < 4 * EPS * np.abs(directions).max(0)] = 0.0
    free: np.ndarray = np.linalg.qr(directions / np.abs(directions).max(0))[0]
    return free
