"""Long runs: which of their steps are recorded, and what is known of the others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdviz.engine.run.column import Columns, Table


class Thinning(NamedTuple):
    """Which steps of a long run are recorded: up to `first` all, then every `every`-th, and the last one.

    `planned` is how many steps the run is to make. The step before that one is recorded too, because the
    numbers of the last step begin with it. (Of a run that ends earlier it is not: all runs of a race record
    the same steps.)
    """

    first: int
    every: int
    planned: int = 0

    @classmethod
    def within(cls, rows: int, planned: int) -> Thinning:
        """Return what keeps so many rows (8 at least) of the steps planned, half of them without gaps."""
        rows = max(rows, 8)
        first = rows // 2
        return cls(first, -(-(planned - first) // (rows - first - 2)), planned)

    def records(self, step: int) -> bool:
        """Whether a step is recorded, whatever comes after it."""
        return step <= self.first or (step - self.first) % self.every == 0 or step == self.planned - 1


class Thinned:
    """What a thinned record holds, and what is known of the steps that it does not hold.

    Attributes
    ----------
    thinning : which steps are recorded
    steps : the step of every iterate that is held
    losses : the loss of every iterate, in pieces
    length : of the path through all iterates
    """

    def __init__(self, thinning: Thinning, losses: np.ndarray) -> None:
        self.thinning = thinning
        self.steps, self.losses, self.length = list(range(len(losses))), [losses], 0.0

    def thin(self, first: int, held: Columns | Table) -> None:
        """Let go what is not to be recorded of the iterates from index `first` on, and the one before them.

        That one was the newest when it came, and is held for being the last only until another follows.
        """
        made, before = len(held.theta) - first, self.steps[-1]
        if not made:
            return
        self.losses.append(held.loss.values(first))
        self.length += path_length(held.theta.values(first - 1))
        self.steps += range(before + 1, before + made + 1)
        start, end = max(first - 1, 1), len(held.theta)
        kept = [i for i in range(start, end) if i == end - 1 or self.thinning.records(self.steps[i])]
        held.keep_only(start, kept)
        self.steps[start:] = [self.steps[i] for i in kept]


def path_length(theta: np.ndarray) -> float:
    """Length of the path through iterates (m, D)."""
    return float(np.sqrt((np.diff(theta, axis=0) ** 2).sum(-1)).sum())
