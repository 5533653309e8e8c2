"""The iterates of a minimiser as they come; of a long run some of them, as of every other method."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdviz.engine.run.thinning import Thinning, path_length

Counts = tuple[int, int, int]  # values, gradients and Hessians


class Iterate(NamedTuple):
    """An iterate: the step that led to it, true loss and gradient there, and what had been asked by then.

    `before` is the gradient (D,) at the iterate before.
    """

    step: int
    theta: np.ndarray
    loss: float
    gradient: np.ndarray
    counts: Counts
    before: np.ndarray


class Iterates:
    """What is recorded of a run.

    Attributes
    ----------
    thinning : which steps are recorded; None for all
    held : the iterates that are recorded
    losses : of all iterates, also of those that are not held
    length : of the path through all of them
    """

    def __init__(self) -> None:
        self.thinning: Thinning | None = None
        self.held: list[Iterate] = []
        self.losses: list[float] = []
        self.length = 0.0

    @property
    def made(self) -> int:
        """Number of steps made."""
        return len(self.losses) - 1

    def add(self, theta: np.ndarray, loss: float, gradient: np.ndarray, counts: Counts) -> None:
        """Add an iterate, and let go of the one before it where that was held for being the last only."""
        self.losses.append(loss)
        last = self.held[-1] if self.held else None
        before = gradient if last is None else last.gradient
        if last is not None:
            self.length += path_length(np.stack([last.theta, theta]))
            if self.thinning is not None and not self.thinning.records(last.step):
                self.held.pop()
        self.held.append(Iterate(self.made, theta, loss, gradient, counts, before))
