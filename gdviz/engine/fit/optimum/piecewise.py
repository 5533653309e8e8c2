"""Losses of straight pieces (absolute, quantile, hinge): a linear programme finds the minimiser."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdviz.engine.fit.optimum.scaled import Kinks, ScaledLoss, centred
from gdviz.engine.fit.row_loss import RowLoss

MAX_ROWS, MAX_CELLS = 20_000, 300_000  # of the linear programme
PIECES = 4  # at most, of a row's loss
GAP = 1e-9  # between the loss and the bound that the dual solution proves, relative


class Pieces(NamedTuple):
    """The loss of each row as `floor + slope z + sum_k turn_k max(0, z - at_k)`.

    Shapes are (n,) for floor and slope, (n, k) for at and turn.
    """

    floor: np.ndarray
    slope: np.ndarray
    at: np.ndarray
    turn: np.ndarray


def straight(objective: RowLoss) -> bool:
    """Whether the loss has no second derivative but in its kinks."""
    return all(n.op == "num" and n.value == 0 for n in objective.loss.compiled.second)


def minimise_pieces(objective: RowLoss, kinks: Kinks | None) -> tuple[np.ndarray | None, str, bool]:
    """Find the minimiser (D,), how it was found and whether it is the only one; or None and a sentence.

    The penalty, given by its kinks, must hold no square.
    """
    name = objective.loss.name
    if objective.penalty is not None and (kinks is None or kinks.ridge.any()):
        return (
            None,
            (
                f"{name} has kinks, so under a curved penalty there is no closed form and no Newton's "
                "method to compare with."
            ),
            True,
        )
    scaled, kept = centred(objective)
    if objective.rows > MAX_ROWS or objective.rows * scaled.size > MAX_CELLS:
        return (
            None,
            (
                f"{name} has kinks, and {objective.rows} rows of {objective.width} columns are too many for "
                "the linear programme that would find its optimum."
            ),
            True,
        )
    spread = float(np.abs(objective.targets[0]).max()) or 1.0
    pieces = _pieces(objective, spread)
    if pieces is None:
        return None, f"{name} has straight pieces but is not convex: no optimum is known for certain.", True
    held = np.zeros(scaled.size)
    if kinks is not None:
        held = kinks.lam[kept] * scaled.reach() * (objective.rows / objective.factor)
    point = _solve(scaled, pieces, held, spread)
    if point is None:
        return None, f"{name} has no minimum that linear programming finds: it may fall for ever.", True
    unique = _only_one(scaled, pieces, held, point)
    return scaled.theta(point), "linear programming" + ("" if unique else "; one of many minimisers"), unique


def _pieces(objective: RowLoss, spread: float) -> Pieces | None:
    """Find the pieces of each row's loss from tangents far out and where they meet; None if not convex."""
    y = objective.targets[0]

    def tangents(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        value, slope = (
            np.broadcast_to(v, objective.rows)
            for v in objective.loss.compiled.gradient(z, y, *objective.loss_values)
        )
        return slope, value - slope * z

    far = 1000.0 * (spread + 1)
    lines = [tangents(np.full(objective.rows, s * far)) for s in (-1.0, 1.0)]
    while True:
        new = None
        for k, ((s, c), (t, d)) in enumerate(zip(lines[:-1], lines[1:], strict=True)):
            meet = np.where(t > s, (c - d) / np.where(t > s, t - s, 1.0), 0.0)
            value = np.broadcast_to(
                objective.loss.compiled.value(meet, y, *objective.loss_values)[0], objective.rows
            )
            if (t < s - 1e-9).any() or not np.isfinite(value).all():
                return None
            above = (t > s) & (value > s * meet + c + 1e-9 * (np.abs(c) + np.abs(d) + np.abs(value)))
            if above.any() and new is None:
                slope, shift = tangents(meet)
                new = k + 1, np.where(above, slope, s), np.where(above, shift, c)
        if new is None:
            break
        if len(lines) == PIECES:
            return None
        lines.insert(new[0], new[1:])
    slopes, shifts = (np.stack(v, axis=1) for v in zip(*lines, strict=True))
    turn = np.diff(slopes, axis=1)
    at = np.where(turn > 0, -np.diff(shifts, axis=1) / np.where(turn > 0, turn, 1.0), 0.0)
    grid = np.concatenate([spread * s * np.logspace(-3, 1, 30) for s in (-1, 1)] + [np.linspace(-3, 3, 25)])
    for z in np.concatenate([grid[:, None] + y, np.broadcast_to(grid[:, None], (len(grid), objective.rows))]):
        lines_there = slopes * z[:, None] + shifts
        value = np.broadcast_to(
            objective.loss.compiled.value(z, y, *objective.loss_values)[0], objective.rows
        )
        if not (np.abs(value - lines_there.max(1)) <= 1e-9 * np.abs(lines_there).max(1) + 1e-12 * far).all():
            return None
    return Pieces(shifts[:, 0], slopes[:, 0], at, turn)


def _solve(scaled: ScaledLoss, pieces: Pieces, held: np.ndarray, spread: float) -> np.ndarray | None:
    """Find the minimiser from the dual: slopes 0 <= u <= turn of the pieces that balance all columns."""
    from scipy.optimize import linprog

    turned = pieces.turn > 0
    row, at, most = np.nonzero(turned)[0], pieces.at[turned], pieces.turn[turned]
    columns, wanted, free = scaled.basis[row].T, -(pieces.slope @ scaled.basis), held == 0
    if not len(row):
        return None
    shrunk = ~free
    out = linprog(
        at / spread,
        bounds=np.stack([np.zeros(len(at)), most], axis=1),
        method="highs",
        A_eq=columns[free] if free.any() else None,
        b_eq=wanted[free] if free.any() else None,
        A_ub=np.concatenate([columns[shrunk], -columns[shrunk]]) if shrunk.any() else None,
        b_ub=np.concatenate([(held + wanted)[shrunk], (held - wanted)[shrunk]]) if shrunk.any() else None,
        options={"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9},
    )
    if out.x is None:
        return None
    point = np.zeros(scaled.size)
    if free.any():
        point[free] = out.eqlin.marginals
    if shrunk.any():
        upper, lower = np.split(out.ineqlin.marginals, 2)
        point[shrunk] = upper - lower
    inside = (out.x > 1e-9 * most) & (out.x < (1 - 1e-9) * most)
    point = _sharpened(columns, at, inside, point * spread, free)
    over = most @ np.maximum(columns.T @ point - at, 0)
    loss = pieces.floor.sum() + pieces.slope @ (scaled.basis @ point) + over + held @ np.abs(point)
    bound = pieces.floor.sum() - at @ out.x
    size = np.abs(pieces.floor).sum() + np.abs(at) @ most
    return point if loss - bound <= GAP * size else None


def _sharpened(
    columns: np.ndarray, at: np.ndarray, inside: np.ndarray, point: np.ndarray, free: np.ndarray
) -> np.ndarray:
    """Compute the vertex to rounding.

    Rows whose slope is within its bounds lie on their kinks, weights at 0 stay there.
    """
    used = free | (np.abs(point) > 1e-9 * np.abs(point).max(initial=0.0))
    if not inside.any() or inside.sum() != used.sum():
        return point
    matrix = columns[np.ix_(used, inside)].T
    if np.linalg.cond(matrix) > 1e10:
        return point
    out = np.zeros(len(point))
    out[used] = np.linalg.solve(matrix, at[inside])
    return out


def _only_one(scaled: ScaledLoss, pieces: Pieces, held: np.ndarray, point: np.ndarray) -> bool:
    """Whether the loss rises in every direction.

    If not, a step without a slope goes along a direction drawn at random, or against it.
    """
    from scipy.optimize import linprog

    z = (scaled.basis @ point)[:, None] - pieces.at
    rounding = 1e-9 * (np.abs(scaled.basis) @ np.abs(point) + np.abs(pieces.at).max(1))
    near = (np.abs(z) <= rounding[:, None]) & (pieces.turn > 0)
    slope = (
        pieces.slope + np.where((z > 0) & ~near, pieces.turn, 0.0).sum(1)
    ) @ scaled.basis + held * np.sign(point)
    row, turn, zero = np.nonzero(near)[0], pieces.turn[near], np.flatnonzero((point == 0) & (held > 0))
    d, k, m = len(point), len(row), len(zero)
    chosen = np.zeros((m, d))
    chosen[np.arange(m), zero] = 1.0
    size = np.abs(scaled.basis).sum() + held.sum()
    # a direction d with t >= x d and v >= |d| in the kinks, along which the slope is not positive
    rows = np.block(
        [
            [slope / size, turn / size, held[zero] / size],
            [scaled.basis[row], -np.eye(k), np.zeros((k, m))],
            [chosen, np.zeros((m, k)), -np.eye(m)],
            [-chosen, np.zeros((m, k)), -np.eye(m)],
        ]
    )
    bounds = [(-1, 1)] * d + [(0, None)] * (k + m)
    drawn = np.concatenate([np.random.default_rng(0).normal(size=d), np.zeros(k + m)])
    for direction in (drawn, -drawn):
        out = linprog(direction, A_ub=rows, b_ub=np.zeros(1 + k + 2 * m), bounds=bounds, method="highs")
        if out.x is None or -out.fun > 1e-5:
            return False
    return True
