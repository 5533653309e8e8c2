"""Where the gradient of an objective vanishes: a search from many starts at once.

From each start, steps of Levenberg and Marquardt lower the norm of the gradient; near a point where it
vanishes they are Newton's. All is done in units of the window, so that parameters of different sizes count
alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdviz.engine.curvature import eigen
from gdviz.engine.maps.critical.box import Box
from gdviz.engine.objective import HasRows, Objective

STEPS = 120  # at most, from each start; a point where the Hessian vanishes is approached at 2/3 a step
LONGEST = 0.25  # of the window: longest step
OUTSIDE = 0.5  # of the window: a search that is further out is given up
LITTLE = 1e-15  # of the window: a step that changes no digit
CLOSE = 1e-6  # of the window: the last step of a search that has nearly arrived
LOOK_EVERY = 16  # steps, in which the squared norm of the gradient must halve
WORK = 4e8  # entries of Hessians that all steps of a search may compute, row by row of the data
FEWEST = 8  # starts, whatever they cost
SIDES = {1: 512, 2: 48}  # points of a grid of starts along a side; in more dimensions starts are random
RANDOM = 256  # starts besides
EACH = 24  # starts around each point that is known


def first_starts(objective: Objective, box: Box, denser: int = 1) -> np.ndarray:
    """Return starts (S, D): a grid, random ones, and the points that the objective names itself.

    They are settled by the objective alone, so that a search can be repeated. `denser`: a grid of so many
    times as many points along a side, moved so that none is met again.
    """
    d = objective.dimension
    rng = np.random.default_rng(denser)
    drawn = rng.random((RANDOM * denser**2, d))
    named = [np.array([objective.start], dtype=float), objective.minima]
    named = [box.points(np.array([[0.5] * d])), *named] if denser == 1 else []
    starts = [*named, box.points(drawn)]
    if d in SIDES:
        side = (np.arange(SIDES[d] * denser) + 0.5) / (SIDES[d] * denser)
        grid = np.stack(np.meshgrid(*[side] * d, indexing="ij"), axis=-1).reshape(-1, d)
        starts.insert(len(named), box.points(grid))
    return np.concatenate(starts)[: most_starts(objective)]


def starts_around(objective: Objective, found: np.ndarray, box: Box) -> np.ndarray:
    """Return random starts (S, D) around points (M, D), near ones and far ones: critical points flock."""
    each = min(EACH, most_starts(objective) // max(1, len(found)))
    rng = np.random.default_rng(len(found))
    far = 10.0 ** rng.uniform(-3, -0.5, (len(found), each, 1))
    shares = box.shares(found)[:, None] + far * rng.standard_normal((len(found), each, objective.dimension))
    return box.points(shares.reshape(-1, objective.dimension))


def most_starts(objective: Objective) -> int:
    """Return how many starts the work allows."""
    rows = objective.rows if isinstance(objective, HasRows) else 1
    return max(FEWEST, int(WORK / STEPS / rows / objective.dimension**2))


def search(
    objective: Objective, starts: np.ndarray, box: Box, check: Callable[[], object] | None = None
) -> np.ndarray:
    """Return where the searches from starts (S, D) end, (E, D); those that leave the window are left out.

    Whether the gradient vanishes there is still to be checked. `check` is called before each step.
    """
    at, ended = _State.of(objective, starts, box), []
    for k in range(STEPS):
        if check is not None:
            check()
        if not len(at.share):
            break
        length = at.step(objective, box)
        done = ~at.gradient.any(1) | (length <= LITTLE)
        if k == STEPS - 1:
            done |= length <= CLOSE
        ended.append(at.share[done])
        lost = ~((at.share > -OUTSIDE) & (at.share < 1 + OUTSIDE)).all(1)
        if k % LOOK_EVERY == LOOK_EVERY - 1:
            lost |= at.stuck()
        at.keep(~done & ~lost)
    return box.points(np.concatenate([*ended, np.empty((0, objective.dimension))]))


@dataclass
class _State:
    """Searches under way: places in the window, gradients and Hessians there, and their damping."""

    share: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray
    damping: np.ndarray
    before: np.ndarray  # squared norms of the gradients at the last look

    @classmethod
    def of(cls, objective: Objective, starts: np.ndarray, box: Box) -> _State:
        share = box.shares(starts)
        gradient, hessian, fine = _derivatives(objective, share, box)
        largest = np.abs(hessian).max((1, 2))
        out = cls(share, gradient, hessian, 1e-3 * largest * largest, np.full(len(share), np.inf))
        out.keep(fine)
        return out

    def keep(self, which: np.ndarray) -> None:
        self.share, self.gradient = self.share[which], self.gradient[which]
        self.hessian, self.damping = self.hessian[which], self.damping[which]
        self.before = self.before[which]

    def stuck(self) -> np.ndarray:
        """Return which searches have come no nearer since the last look."""
        with np.errstate(all="ignore"):
            now = (self.gradient * self.gradient).sum(1)
            stuck: np.ndarray = now > 0.5 * self.before
        self.before = now
        return stuck

    def step(self, objective: Objective, box: Box) -> np.ndarray:
        """Make a step of each search if it lowers the norm of its gradient; return the lengths tried."""
        values, vectors = eigen(self.hessian)
        turned = np.einsum("bij,bi->bj", vectors, self.gradient)
        with np.errstate(all="ignore"):
            shift = -values * turned / (values * values + self.damping[:, None])
            shift = np.where(np.isfinite(shift), shift, 0.0)
        step = np.einsum("bij,bj->bi", vectors, shift)
        length: np.ndarray = np.sqrt((step * step).sum(1))
        step *= np.minimum(1.0, LONGEST / np.maximum(length, 1e-300))[:, None]
        ahead = self.share + step
        gradient, hessian, fine = _derivatives(objective, ahead, box)
        with np.errstate(all="ignore"):
            better = fine & ((gradient * gradient).sum(1) < (self.gradient * self.gradient).sum(1))
        self.share = np.where(better[:, None], ahead, self.share)
        self.gradient = np.where(better[:, None], gradient, self.gradient)
        self.hessian = np.where(better[:, None, None], hessian, self.hessian)
        self.damping = np.where(better, 0.1 * self.damping, 10 * self.damping)
        return length


def _derivatives(
    objective: Objective, share: np.ndarray, box: Box
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return gradients and Hessians in units of the window, and where they are finite."""
    points = box.points(share)
    gradient = objective.gradient(points) * box.width
    hessian = objective.hessian(points) * box.width[:, None] * box.width
    return gradient, hessian, np.isfinite(gradient).all(1) & np.isfinite(hessian).all((1, 2))
