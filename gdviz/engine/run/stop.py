"""When a run ends. Stopping belongs to the loop: no rule knows of it, and nothing is clipped to avoid it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np

from gdviz.engine.method.in_numbers import Bounds
from gdviz.engine.objective import BoundsItself, Objective
from gdviz.engine.options import Stop
from gdviz.engine.run.runs import Runs
from gdviz.engine.threads import threads

# where it may, OpenBLAS spreads more than 10 000 numbers over all cores, and waits for the last; pieces of a
# multiple of 8 numbers begin where the processor's vectors do
ONE_CORE = 9984
UNDERFLOW = 1e-150  # below it a square may be no normal number
FAR = 1e6  # domain widths from the domain's centre: a run that is further out has diverged


class Status(Enum):
    """How a run ended; the value is a sentence for people."""

    RUNNING = "is still running"
    MAX_STEPS = "ran all its steps"
    CONVERGED = "converged: the gradient vanished"
    REACHED = "reached the loss that was asked for"
    STALLED = "stopped: no progress any more"
    DIVERGED = "diverged"
    SPENT = "stopped: the computing time that it may take was over"


CODES = tuple(Status)  # a status as a small integer, for arrays: its index here; 0 is RUNNING


def statuses(codes: np.ndarray) -> np.ndarray:
    """Return the statuses of codes, an object array of the same shape."""
    out: np.ndarray = np.array(CODES, dtype=object)[codes]
    return out


class Spent(Exception):
    """A run may take no more computing time; the message says why. The run keeps the steps made."""


class Watch:
    """Judges the iterates of B runs as they come: whether a run ends here, and how (an index into CODES)."""

    def __init__(self, stop: Stop | None, objective: Objective, maximize: bool, runs: int) -> None:
        self.stop, self.sign, self.objective = stop, -1.0 if maximize else 1.0, objective
        box = np.array(objective.domain, dtype=float)
        self.centre, self.reach = (box[:, 0] + box[:, 1]) / 2, FAR * (box[:, 1] - box[:, 0])
        self.safe = max(0.0, float((self.reach - np.abs(self.centre)).min()))
        self.restart(runs)

    def restart(self, runs: int) -> None:
        """Judge so many other runs from here on."""
        self.best = np.full(runs, np.inf)
        self.steps_since_best = np.zeros(runs, dtype=int)

    @cached_property
    def finite(self) -> bool:
        """Whether loss and gradient are surely finite within `safe` of 0, so that nobody need look."""
        return isinstance(self.objective, BoundsItself) and self.objective.finite_within(self.safe)

    @cached_property
    def at_once(self) -> int:
        """How many numbers one product takes: all of them, unless it would take more than one thread."""
        return sys.maxsize if threads() == 1 else ONE_CORE

    def reads_loss(self) -> bool:
        """Whether a glance reads the loss; `judge` always does."""
        stop = self.stop
        return stop is not None and (stop.loss is not None or stop.patience is not None or not self.finite)

    def glance(self, runs: Runs, gone: np.ndarray) -> Callable[[], Any]:
        """Return what tells, each time it is called, which of these runs may end, by a few quick passes.

        It returns None where certainly none ends, else their indices, or a slice of all runs. Those that the
        mask `gone` (B,) marks by then have ended before. The iterates must stay in the array in which they
        are now. The loss may be anything where `reads_loss` says that it is not read.
        """
        stop, everyone = self.stop, slice(None)
        if stop is None or stop.loss is not None or stop.patience is not None:
            return lambda: None if stop is None else everyone
        theta, safe, finite, at_once = runs.theta.ravel(order="K"), self.safe**2, self.finite, self.at_once
        small = None if stop.gradient is None else _small(stop.gradient, gone)

        def some_end() -> Any:
            # a sum of squares below a bound bounds every term, in one fast pass; with a nan it is below none
            if not _sum_of_squares(theta, at_once) < safe:
                return everyone
            if not finite:
                sizes = (_sum_of_squares(v.ravel(order="K"), at_once) for v in (runs.gradient, runs.loss))
                if not all(size < np.inf for size in sizes):
                    return everyone
            return None if small is None else small(runs.gradient)

        return some_end

    def bounds(self) -> Bounds | None:
        """Return between which a single run goes on, for a glance at each step; None where that cannot tell.

        Only `judge` says whether a run ends. One that is judged too early goes on; where it leaves the bounds
        too late it has been made too far, and is cut back.
        """
        stop = self.stop
        if stop is None or stop.patience is not None or self.sign < 0:
            return None
        slope = -1.0 if stop.gradient is None else stop.gradient * stop.gradient
        farthest = float((self.reach + np.abs(self.centre)).max())
        return Bounds(slope, -np.inf if stop.loss is None else stop.loss, len(self.reach) * farthest**2)

    def select(self, mask: np.ndarray) -> None:
        """Go on with the runs of this mask only."""
        self.best, self.steps_since_best = self.best[mask], self.steps_since_best[mask]

    def judge(self, theta: np.ndarray, loss: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        """Return codes (K, B) for K successive iterates: 0 where the run goes on.

        Shapes are theta (K, B, D), loss (K, B), gradient (K, B, D). Of several reasons divergence counts
        first, then the loss that was asked for, then the gradient, then patience.
        """
        codes = np.zeros(loss.shape, dtype=np.int8)
        stop = self.stop
        if stop is None:
            return codes
        if stop.patience is not None:
            codes[self._stalled(loss, stop.patience, stop.progress)] = CODES.index(Status.STALLED)
        squared = gradient[..., 0] * gradient[..., 0]
        fine = np.abs(theta[..., 0] - self.centre[0]) <= self.reach[0]
        for i in range(1, theta.shape[-1]):  # by coordinate: each is contiguous in a block of runs
            squared = squared + gradient[..., i] * gradient[..., i]
            fine &= np.abs(theta[..., i] - self.centre[i]) <= self.reach[i]
        if stop.gradient is not None:
            codes[squared <= stop.gradient * stop.gradient] = CODES.index(Status.CONVERGED)
        if stop.loss is not None:
            codes[self.sign * loss <= self.sign * stop.loss] = CODES.index(Status.REACHED)
        fine &= np.abs(loss) < np.inf
        finite = squared < np.inf
        if not finite.all():  # the square of a finite gradient may be infinite
            finite |= np.isfinite(gradient).all(-1)
        fine &= finite
        codes[~fine] = CODES.index(Status.DIVERGED)
        return codes

    def _stalled(self, loss: np.ndarray, patience: int, progress: float) -> np.ndarray:
        """Find where (K, B) the best loss has not improved by more than `progress` for `patience` steps."""
        stalled = np.zeros(loss.shape, dtype=bool)
        for k, row in enumerate(self.sign * loss):
            better = row < self.best - progress
            self.best = np.where(better, row, self.best)
            self.steps_since_best = np.where(better, 0, self.steps_since_best + 1)
            stalled[k] = self.steps_since_best >= patience
        return stalled


def _sum_of_squares(flat: np.ndarray, at_once: int) -> Any:
    """Sum the squares of all numbers of a block, at most so many in one product."""
    if len(flat) <= at_once:
        return flat.dot(flat)
    pieces = (flat[first : first + at_once] for first in range(0, len(flat), at_once))
    return sum(piece.dot(piece) for piece in pieces)


def _small(tolerance: float, gone: np.ndarray) -> Callable[[np.ndarray], np.ndarray | None]:
    """Return what finds, in gradients without nan, the runs of which no slope is larger than a tolerance.

    It returns their indices, or None. Two comparisons tell the same of each slope that is larger: cheaper
    than sizes and the smallest of them.
    """
    # `judge` compares squares: of what is smaller they are 0, of what is larger they may be infinite
    largest = max(tolerance, UNDERFLOW) if tolerance * tolerance < np.inf else np.inf
    top, bottom = np.array(largest), np.array(-largest)  # NumPy takes arrays faster
    # bytes of each run, which are compared all at once, and NumPy's view of them
    up_to, below = bytearray(len(gone)), bytearray(len(gone))
    marks = [np.frombuffer(held, dtype=bool) for held in (up_to, below)]

    def small(gradient: np.ndarray) -> np.ndarray | None:
        left: np.ndarray | None = None
        for slopes in gradient.T:
            np.less_equal(slopes, top, marks[0])
            np.less(slopes, bottom, marks[1])
            if up_to == below:
                return None
            near = marks[0] != marks[1]
            left = near if left is None else left & near
        found = np.flatnonzero(left & ~gone)
        return found if len(found) else None

    return small
