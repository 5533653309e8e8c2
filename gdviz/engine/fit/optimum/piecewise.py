"""Losses of straight pieces (absolute, quantile, hinge): a linear programme finds their minimiser."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdviz.engine.fit.optimum.inner import Inner, Kinks, centred
from gdviz.engine.fit.row_loss import RowLoss

ROWS, CELLS = 20_000, 300_000  # of the linear programme
PIECES = 4  # at most, of a row's loss
GAP = 1e-9  # between the loss and the bound that the dual solution proves, relative


class Pieces(NamedTuple):
    """Rows' losses as `floor + slope z + sum_k turn_k max(0, z - at_k)`: (n,), (n,) and (n, k) twice."""

    floor: np.ndarray
    slope: np.ndarray
    at: np.ndarray
    turn: np.ndarray


def straight(w: RowLoss) -> bool:
    """Whether the loss has no second derivative but in its kinks."""
    return all(n.op == "num" and n.value == 0 for n in w.loss.compiled.second)


def minimise_pieces(w: RowLoss, parts: Kinks | None) -> tuple[np.ndarray | None, str, bool]:
    """The minimiser (D,), how it was found and whether it is the only one; or None and a sentence.

    `parts`, the penalty's, must hold no square.
    """
    name = w.loss.name
    if w.penalty is not None and (parts is None or parts.ridge.any()):
        return (
            None,
            (
                f"{name} has kinks, so under a curved penalty there is no closed form and no Newton's "
                "method to compare with."
            ),
            True,
        )
    p, kept = centred(w)
    if w.rows > ROWS or w.rows * p.size > CELLS:
        return (
            None,
            (
                f"{name} has kinks, and {w.rows} rows of {w.width} columns are too many for the linear "
                "programme that would find its optimum."
            ),
            True,
        )
    spread = float(np.abs(w.targets[0]).max()) or 1.0
    found = _pieces(w, spread)
    if found is None:
        return None, f"{name} has straight pieces but is not convex: no optimum is known for certain.", True
    held = np.zeros(p.size)
    if parts is not None:
        held = parts.lam[kept] * p.reach() * (w.rows / w.factor)
    b = _solve(p, found, held, spread)
    if b is None:
        return None, f"{name} has no minimum that linear programming finds: it may fall for ever.", True
    unique = _only_one(p, found, held, b)
    return p.theta(b), "linear programming" + ("" if unique else "; one of many minimisers"), unique


def _pieces(w: RowLoss, spread: float) -> Pieces | None:
    """The pieces of each row's loss, from its tangents far out and where they meet; None if not convex."""
    y = w.targets[0]

    def tangents(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        value, slope = (np.broadcast_to(v, w.rows) for v in w.loss.compiled.gradient(z, y, *w.loss_values))
        return slope, value - slope * z

    far = 1000.0 * (spread + 1)
    lines = [tangents(np.full(w.rows, s * far)) for s in (-1.0, 1.0)]
    while True:
        new = None
        for k, ((s, c), (t, d)) in enumerate(zip(lines[:-1], lines[1:], strict=True)):
            meet = np.where(t > s, (c - d) / np.where(t > s, t - s, 1.0), 0.0)
            value = np.broadcast_to(w.loss.compiled.value(meet, y, *w.loss_values)[0], w.rows)
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
    for z in np.concatenate([grid[:, None] + y, np.broadcast_to(grid[:, None], (len(grid), w.rows))]):
        lines_there = slopes * z[:, None] + shifts
        value = np.broadcast_to(w.loss.compiled.value(z, y, *w.loss_values)[0], w.rows)
        if not (np.abs(value - lines_there.max(1)) <= 1e-9 * np.abs(lines_there).max(1) + 1e-12 * far).all():
            return None
    return Pieces(shifts[:, 0], slopes[:, 0], at, turn)


def _solve(p: Inner, pieces: Pieces, held: np.ndarray, spread: float) -> np.ndarray | None:
    """Minimiser b from the dual: slopes 0 <= u <= turn of the rows' pieces that make all columns balance."""
    from scipy.optimize import linprog

    turned = pieces.turn > 0
    row, at, most = np.nonzero(turned)[0], pieces.at[turned], pieces.turn[turned]
    columns, wanted, free = p.basis[row].T, -(pieces.slope @ p.basis), held == 0
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
    b = np.zeros(p.size)
    if free.any():
        b[free] = out.eqlin.marginals
    if shrunk.any():
        upper, lower = np.split(out.ineqlin.marginals, 2)
        b[shrunk] = upper - lower
    inside = (out.x > 1e-9 * most) & (out.x < (1 - 1e-9) * most)
    b = _sharpened(columns, at, inside, b * spread, free)
    over = most @ np.maximum(columns.T @ b - at, 0)
    loss = pieces.floor.sum() + pieces.slope @ (p.basis @ b) + over + held @ np.abs(b)
    bound = pieces.floor.sum() - at @ out.x
    size = np.abs(pieces.floor).sum() + np.abs(at) @ most
    return b if loss - bound <= GAP * size else None


def _sharpened(
    columns: np.ndarray, at: np.ndarray, inside: np.ndarray, b: np.ndarray, free: np.ndarray
) -> np.ndarray:
    """The vertex to rounding: rows whose slope is within its bounds lie on their kinks, weights at 0 stay."""
    used = free | (np.abs(b) > 1e-9 * np.abs(b).max(initial=0.0))
    if not inside.any() or inside.sum() != used.sum():
        return b
    matrix = columns[np.ix_(used, inside)].T
    if np.linalg.cond(matrix) > 1e10:
        return b
    out = np.zeros(len(b))
    out[used] = np.linalg.solve(matrix, at[inside])
    return out


def _only_one(p: Inner, pieces: Pieces, held: np.ndarray, b: np.ndarray) -> bool:
    """Whether the loss rises in every direction: no step without a slope goes along a way drawn at random."""
    from scipy.optimize import linprog

    z = (p.basis @ b)[:, None] - pieces.at
    rounding = 1e-9 * (np.abs(p.basis) @ np.abs(b) + np.abs(pieces.at).max(1))
    near = (np.abs(z) <= rounding[:, None]) & (pieces.turn > 0)
    slope = (pieces.slope + np.where((z > 0) & ~near, pieces.turn, 0.0).sum(1)) @ p.basis + held * np.sign(b)
    row, turn, zero = np.nonzero(near)[0], pieces.turn[near], np.flatnonzero((b == 0) & (held > 0))
    d, k, m = len(b), len(row), len(zero)
    pick = np.zeros((m, d))
    pick[np.arange(m), zero] = 1.0
    size = np.abs(p.basis).sum() + held.sum()
    # the slope along d is not positive, with t >= x d and v >= |d| in the kinks
    rows = np.block(
        [
            [slope / size, turn / size, held[zero] / size],
            [p.basis[row], -np.eye(k), np.zeros((k, m))],
            [pick, np.zeros((m, k)), -np.eye(m)],
            [-pick, np.zeros((m, k)), -np.eye(m)],
        ]
    )
    bounds = [(-1, 1)] * d + [(0, None)] * (k + m)
    random = np.concatenate([np.random.default_rng(0).normal(size=d), np.zeros(k + m)])
    for way in (random, -random):
        out = linprog(way, A_ub=rows, b_ub=np.zeros(1 + k + 2 * m), bounds=bounds, method="highs")
        if out.x is None or -out.fun > 1e-5:
            return False
    return True
