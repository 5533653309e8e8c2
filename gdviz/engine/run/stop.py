"""When a run ends. Stopping belongs to the loop: no rule knows of it, and nothing is clipped to avoid it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from gdviz.engine.objective import Objective

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


CODES = tuple(Status)


class Spent(Exception):
    """A run may take no more computing time; the message says why. It ends the run, which keeps the steps made."""


@dataclass(frozen=True)
class Stop:
    """Stop rules besides the number of steps. Divergence always stops; None switches a rule off.

    Attributes
    ----------
    gradient : stop when the gradient's norm is at most this
    loss : stop when the loss is at most this (at least this when maximizing)
    patience : stop when the loss has not improved by more than `progress` in so many steps
    progress : what counts as improvement
    """

    gradient: float | None = 1e-9
    loss: float | None = None
    patience: int | None = None
    progress: float = 0.0

    def __post_init__(self) -> None:
        for name in ("gradient", "progress"):
            v = getattr(self, name)
            if v is not None and not v >= 0:
                raise ValueError(f"stop rule {name} must be 0 or more, not {v!r}")
        if self.patience is not None and not self.patience >= 1:
            raise ValueError(f"stop rule patience must be 1 step or more, not {self.patience!r}")


class Watch:
    """Looks at the iterates of B runs as they come and says, per run, whether it ends here (an index into CODES)."""

    def __init__(self, stop: Stop | None, objective: Objective, maximize: bool, runs: int) -> None:
        self.stop, self.sign = stop, -1.0 if maximize else 1.0
        box = np.array(objective.domain, dtype=float)
        self.centre, self.reach = box.mean(1), FAR * (box[:, 1] - box[:, 0])
        self.safe = max(0.0, float((self.reach - np.abs(self.centre)).min()))
        self.best = np.full(runs, np.inf)
        self.since = np.zeros(runs, dtype=int)

    def quiet(self, theta: np.ndarray, loss: np.ndarray, gradient: np.ndarray) -> bool:
        """Whether certainly none of B runs ends here: a few passes over the numbers where `look` takes many."""
        stop = self.stop
        if stop is None:
            return True
        if stop.loss is not None or stop.patience is not None:
            return False
        # a sum of squares within its bound (never true of what is not a number) bounds every term, in one fast pass
        if not all(
            np.vdot(v.T, v.T) < bound
            for v, bound in ((theta, self.safe**2), (gradient, np.inf), (loss, np.inf))
        ):
            return False
        return stop.gradient is None or any(
            np.abs(gradient[:, i]).min() > stop.gradient for i in range(gradient.shape[1])
        )

    def keep(self, rows: np.ndarray) -> None:
        """Go on with these runs only."""
        self.best, self.since = self.best[rows], self.since[rows]

    def look(self, theta: np.ndarray, loss: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        """Codes (K, B) for K successive iterates theta (K, B, D), loss (K, B), gradient (K, B, D); 0: goes on."""
        codes = np.zeros(loss.shape, dtype=np.int8)
        stop = self.stop
        if stop is None:
            return codes
        if stop.patience is not None:
            self._progress(loss, codes, stop)
        squared = gradient[..., 0] * gradient[..., 0]
        near = np.abs(theta[..., 0] - self.centre[0]) <= self.reach[0]
        for i in range(1, theta.shape[-1]):  # coordinate by coordinate: each is contiguous in a block of runs
            squared = squared + gradient[..., i] * gradient[..., i]
            near &= np.abs(theta[..., i] - self.centre[i]) <= self.reach[i]
        if stop.gradient is not None:
            codes[squared <= stop.gradient * stop.gradient] = CODES.index(Status.CONVERGED)
        if stop.loss is not None:
            codes[self.sign * loss <= self.sign * stop.loss] = CODES.index(Status.REACHED)
        near &= np.abs(loss) < np.inf
        steep = squared < np.inf
        if not steep.all():  # a finite gradient whose square is not
            steep |= np.isfinite(gradient).all(-1)
        near &= steep
        codes[~near] = CODES.index(Status.DIVERGED)
        return codes

    def _progress(self, loss: np.ndarray, codes: np.ndarray, stop: Stop) -> None:
        for k, row in enumerate(self.sign * loss):
            better = row < self.best - stop.progress
            self.best = np.where(better, row, self.best)
            self.since = np.where(better, 0, self.since + 1)
            codes[k, self.since >= (stop.patience or 0)] = CODES.index(Status.STALLED)
