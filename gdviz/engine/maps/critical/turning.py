"""How often the gradient turns around each cell of a grid: that tells which critical points lie in it.

Around a closed way on which it does not vanish, a gradient in the plane turns as often as minima and maxima
inside outnumber saddles (Poincaré and Hopf). With one parameter, its sign changes as often from below to
above 0 as minima outnumber maxima. Kinks count as the points that they would be if they were rounded off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.maps.critical.box import Box
from gdviz.engine.maps.critical.stationary import most_starts
from gdviz.engine.objective import Objective

CELLS = {1: 8191, 2: 251}  # along a side, at most; primes, so that no line is at a round share of the window
FEWEST = 31  # cells along a side, whatever they cost
BEYOND = 1e-6  # of the window: how far outside the outermost lines are, so that none runs through its edge
INSIDE = 0.381966  # where along a piece it is cut: no two cuts fall on one another
SHARP = 40  # cuts of a piece: where it turned too far until then, the gradient jumps
HALVINGS = 60  # of a piece whose gradient turns too far; what is left of it is shorter than rounding
PIECES = 400_000  # that are cut at once, at most
TOO_FAR = 0.5 * np.pi  # a gradient that turns further along a piece may have turned the other way round
OPPOSITE = 1e-6  # radians: at a jump from one slope to its opposite there is no shorter way round
AROUND = (1e-3, 1e-4)  # of the window: how far from a degenerate point its turns are counted
CORNERS = 97  # of the polygon around it
HOPEFUL = 1.5  # cells: how far from its middle the zero of a cell's linear model may be
MORE = 4  # starts in a cell
SEARCHED = 1000  # cells that are searched at once, at most, besides those of which something is missing


@dataclass(frozen=True, eq=False)
class Turning:
    """The turns of a gradient around the cells of a grid over a window.

    Attributes
    ----------
    box : the window; the grid reaches a little beyond it
    turns : (n,) or (n, n), around each cell; nan where it could not be counted
    hopeful : of the same shape, whether a linear model of the gradient in the cell vanishes in or near it
    jumps : of the same shape, whether the gradient jumps on the border of the cell
    """

    box: Box
    turns: np.ndarray
    hopeful: np.ndarray
    jumps: np.ndarray

    @classmethod
    def of(cls, objective: Objective, box: Box, check: Callable[[], object] | None = None) -> Turning:
        """Count the turns around the cells of a window of one or two parameters."""
        d = objective.dimension
        room = int((4 * most_starts(objective)) ** (1 / d))
        lines = _lines(max(FEWEST, min(CELLS[d], room - room % 2 - 1)))
        at = np.stack(np.meshgrid(*[lines] * d, indexing="ij"), axis=-1)
        slope = objective.gradient(box.points(at)) * box.width
        if d == 1:
            return cls._of_a_line(objective, box, at, slope)
        count = len(lines) - 1
        turned, jumps = np.empty((2, count + 1, count)), np.empty((2, count + 1, count), dtype=bool)
        for axis in (0, 1):  # first the edges along y, then those along x
            a, b = (np.moveaxis(v, 1 - axis, 1) for v in (at, slope))
            ends = a[:, :-1].reshape(-1, 2), a[:, 1:].reshape(-1, 2)
            slopes = b[:, :-1].reshape(-1, 2), b[:, 1:].reshape(-1, 2)
            angle, jump = turns_along(objective, box, *ends, *slopes, check)
            turned[axis], jumps[axis] = angle.reshape(count + 1, count), jump.reshape(count + 1, count)
        along_y, along_x = turned[0], turned[1].T
        round_ = along_x[:, :-1] + along_y[1:] - along_x[:, 1:] - along_y[:-1]
        jump_y, jump_x = jumps[0], jumps[1].T
        jump = jump_x[:, :-1] | jump_y[1:] | jump_x[:, 1:] | jump_y[:-1]
        return cls(box, np.round(round_ / (2 * np.pi)), _hopeful(slope), jump)

    @classmethod
    def _of_a_line(cls, objective: Objective, box: Box, at: np.ndarray, slope: np.ndarray) -> Turning:
        """Count the changes of sign in the cells of a window of one parameter."""
        between = at[:-1] + INSIDE * np.diff(at, axis=0)
        sign = np.sign(slope[:, 0])
        middle = np.sign(objective.gradient(box.points(between))[:, 0])
        known = sign[:-1] * middle * sign[1:] != 0  # nan, too, is known not to be 0, and stays nan
        turns = np.where(known, (sign[1:] - sign[:-1]) / 2, np.nan)
        unsteady = (middle != sign[:-1]) & (middle != sign[1:])
        return cls(box, turns, _hopeful(slope) | unsteady, np.zeros(turns.shape, dtype=bool))

    def cells(self, points: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return the cells in which points (M, D) lie: an index (M,) for each axis."""
        count = len(self.turns)
        place = (self.box.shares(points) + BEYOND) / (1 + 2 * BEYOND) * count
        return tuple(np.clip(place.astype(int), 0, count - 1).T)

    def unexplained(self, points: np.ndarray, turns: np.ndarray) -> np.ndarray:
        """Return which cells have other turns than the points (M, D) in them with their turns (M,)."""
        explained = np.zeros(self.turns.shape)
        np.add.at(explained, self.cells(points), turns)
        out: np.ndarray = ~(explained == self.turns)
        return out

    def starts(self, points: np.ndarray, unexplained: np.ndarray) -> np.ndarray:
        """Return starts (S, D) in cells where points may lie that are not among the points (M, D)."""
        held = np.zeros(self.turns.shape, dtype=bool)
        held[self.cells(points)] = True
        for axis in range(held.ndim):  # the neighbours of a cell that holds a point hope for the same one
            before, after = np.roll(held, 1, axis), np.roll(held, -1, axis)
            held = held | before | after
        rng = np.random.default_rng(int(held.sum()))
        cells, besides = np.argwhere(unexplained), np.argwhere(self.hopeful & ~held & ~unexplained)
        besides = besides[np.sort(rng.permutation(len(besides))[: max(0, SEARCHED - len(cells))])]
        cells = np.concatenate([cells, besides])
        places = cells[:, None] + np.concatenate(
            [np.full((len(cells), 1, held.ndim), 0.5), rng.random((len(cells), MORE - 1, held.ndim))], axis=1
        )
        return self.box.points(places.reshape(-1, held.ndim) / len(self.turns))


def turns_around(objective: Objective, points: np.ndarray, box: Box) -> np.ndarray:
    """Return how often the gradient turns around each of the points (M, D); nan where that is unclear."""
    found = []
    for away in AROUND:
        if objective.dimension == 1:
            both = [np.sign(objective.gradient(points + side * away * box.width)[:, 0]) for side in (-1, 1)]
            found.append(np.where(both[0] * both[1] != 0, (both[1] - both[0]) / 2, np.nan))
            continue
        angle = 2 * np.pi * (np.arange(CORNERS) + INSIDE) / CORNERS
        corners = box.shares(points)[:, None] + away * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        slope = objective.gradient(box.points(corners)) * box.width
        ends = (corners.reshape(-1, 2), np.roll(corners, -1, axis=1).reshape(-1, 2))
        slopes = (slope.reshape(-1, 2), np.roll(slope, -1, axis=1).reshape(-1, 2))
        turned, _ = turns_along(objective, box, *ends, *slopes)
        found.append(np.round(turned.reshape(-1, CORNERS).sum(1) / (2 * np.pi)))
    return np.where(found[0] == found[1], found[0], np.nan)


def turns_along(
    objective: Objective,
    box: Box,
    first: np.ndarray,
    last: np.ndarray,
    slope: np.ndarray,
    other: np.ndarray,
    check: Callable[[], object] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return by how many radians the gradient turns along straight pieces (P,), and whether it jumps there.

    Pieces on which it turns far are cut, again and again. Where it still turns far on a piece that is
    shorter than rounding, it jumps: then the shorter way round is taken.

    Parameters
    ----------
    first, last : (P, 2), the ends of the pieces, as places in the window
    slope, other : (P, 2), the gradients there
    """
    turned, jumps = np.zeros(len(first)), np.zeros(len(first), dtype=bool)
    piece = np.arange(len(first))
    for k in range(HALVINGS):
        if check is not None:
            check()
        middle = first + INSIDE * (last - first)
        between = objective.gradient(box.points(middle)) * box.width
        both = _turn(slope, between), _turn(between, other)
        with np.errstate(all="ignore"):
            near = (np.abs(both[0]) < TOO_FAR) & (np.abs(both[1]) < TOO_FAR)
        np.add.at(turned, piece[near], (both[0] + both[1])[near])
        if k >= SHARP:
            jumps[piece[near]] = True
        cut = ~near & np.isfinite(both[0] + both[1])
        turned[piece[~near & ~cut]] = np.nan  # a gradient that vanishes or is not finite has no direction
        if k == HALVINGS - 1 or cut.sum() > PIECES:
            break
        first, last = np.concatenate([first[cut], middle[cut]]), np.concatenate([middle[cut], last[cut]])
        slope, other = np.concatenate([slope[cut], between[cut]]), np.concatenate([between[cut], other[cut]])
        piece = np.concatenate([piece[cut], piece[cut]])
        if not len(piece):
            return turned, jumps
    if cut.sum() > PIECES:
        turned[piece[cut]] = np.nan
        return turned, jumps
    for part in both:
        clear = np.pi - np.abs(part) > OPPOSITE
        np.add.at(turned, piece[cut], np.where(clear, part, np.nan)[cut])
    jumps[piece[cut]] = True
    return turned, jumps


def _turn(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the angles (P,) from gradients (P, 2) to others; nan where one has no direction."""
    with np.errstate(all="ignore"):
        a, b = (v / np.abs(v).max(1, keepdims=True) for v in (a, b))  # lengths whose products leave float64
        cross, dot = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], (a * b).sum(1)
        out: np.ndarray = np.arctan2(cross, dot)
    return out


def _lines(count: int) -> np.ndarray:
    """Return the lines of a grid of cells, as places in the window."""
    out: np.ndarray = -BEYOND + (1 + 2 * BEYOND) * np.arange(count + 1) / count
    return out


def _hopeful(slope: Any) -> np.ndarray:
    """Return in which cells the linear model of the gradient at their corners vanishes in or near them."""
    with np.errstate(all="ignore"):
        if slope.shape[-1] == 1:
            low, high = slope[:-1, 0], slope[1:, 0]
            away = np.abs((low + high) / 2 / (high - low))
        else:
            corners = [[slope[:-1, :-1], slope[:-1, 1:]], [slope[1:, :-1], slope[1:, 1:]]]
            (a, b), (c, d) = corners
            middle, along, across = (a + b + c + d) / 4, (c + d - a - b) / 2, (b + d - a - c) / 2
            det = along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0]
            x = (middle[..., 1] * across[..., 0] - middle[..., 0] * across[..., 1]) / det
            y = (middle[..., 0] * along[..., 1] - middle[..., 1] * along[..., 0]) / det
            away = np.maximum(np.abs(x), np.abs(y))
        out: np.ndarray = away <= HOPEFUL
    return out
