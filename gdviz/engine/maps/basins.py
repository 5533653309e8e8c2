"""Basins of attraction: where the runs of a whole window of starts end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdviz.engine.maps.drawable import Drawable
from gdviz.engine.maps.ends import DIVERGED, NOT_ENDED, NOT_TRIED, match
from gdviz.engine.maps.entropy import basin_entropy, boundary_entropy
from gdviz.engine.maps.grid import Grid
from gdviz.engine.method.rule import Rule
from gdviz.engine.objective import Objective

BOX = 5  # cells along a side of a box for the entropies, as Daza et al. have them


@dataclass(frozen=True, eq=False)
class Basins(Drawable):
    """Where the runs from a grid of starts end.

    Attributes
    ----------
    label : (ny, nx), which of the ends each start leads to; -1 diverged, -2 not ended after all its steps
    later : (ny, nx), the same with twice as many steps, for the starts that have not ended: what is still -2
        was not just cut off; -3 where that was not tried: not yet, or as it would be too many steps
    steps : (ny, nx), after how many steps each run ended
    ends : (M, D), points where runs end, in the order of their coordinates
    values : (M,), the loss there
    kinds : of each end, by the Hessian there: "minimum", "maximum", "saddle", "degenerate", or "not
        stationary" where the gradient was only small enough to stop
    tolerance : (D,), ends that are closer than this are one
    grid : the starts; `grid.x` and `grid.y` are the middles of the columns and rows
    computed : (ny, nx), whether the start was run; where it was not, the map shows what a start nearby does
    objective, optimizer : what was descended, and how
    lr : the learning rate
    planned : the largest number of steps of a run
    """

    label: np.ndarray
    later: np.ndarray
    steps: np.ndarray
    ends: np.ndarray
    values: np.ndarray
    kinds: tuple[str, ...]
    tolerance: np.ndarray
    grid: Grid
    computed: np.ndarray
    objective: Objective
    optimizer: Rule
    lr: float
    planned: int

    @property
    def shares(self) -> np.ndarray:
        """Share of the starts that lead to each end, (M,); of a map under way, as far as it shows them."""
        return np.array([self.share(i) for i in range(len(self.ends))])

    def share(self, label: int) -> float:
        """Return the share of the starts with a label, such as -1 for those that diverge.

        In a map under way a start that was not run counts as the map shows it: those that were run are
        mostly near borders, and so no sample of all.
        """
        return int(self._counts[label + 2]) / self.label.size

    @property
    def cut_off(self) -> float:
        """Share of the starts whose runs have not ended but do so with twice as many steps."""
        return float(((self.label == NOT_ENDED) & (self.later > NOT_ENDED)).mean())

    @property
    def untried(self) -> float:
        """Share of the starts whose runs have not ended and were not made with twice as many steps."""
        return float((self.later == NOT_TRIED).mean())

    @cached_property
    def _counts(self) -> np.ndarray:
        return np.bincount(self.label.ravel() + 2, minlength=len(self.ends) + 2)

    def start(self, row: int, column: int) -> tuple[float, ...]:
        """Return the start of a cell: `descend` from there makes the very run that the map shows."""
        return self.grid.start(row, column)

    def entropy(self, box: int = BOX) -> float:
        """Compute the basin entropy: how uncertain the end is, if the start is known up to a box.

        It is 0 where every box of starts leads to one end, and ln M where each of M ends is as likely.

        Parameters
        ----------
        box : int
            Cells along the side of a box; a map of one row or one column has boxes of one row or column.

        Returns
        -------
        float
            In nats, averaged over the boxes.

        Raises
        ------
        ValueError
            For a box that does not fit the map.

        References
        ----------
        Daza, Wagemakers, Georgeot, Guéry-Odelin, Sanjuán (2016), Basin entropy, Scientific Reports 6, 31416.
        """
        return basin_entropy(self.label, box)

    def boundary_entropy(self, box: int = BOX) -> float:
        """Compute the entropy averaged over the boxes with more than one end only; nan where there is none.

        Where it is above ln 2 = 0.693 the boundary is fractal. The reverse is not true: a boundary may be
        fractal below that, too. Parameters, errors and source are those of `entropy`.
        """
        return boundary_entropy(self.label, box)

    def differs(self, other: Basins) -> np.ndarray:
        """Return where another map of the same starts has another end, (ny, nx)."""
        own = np.append(np.arange(len(self.ends)), (NOT_ENDED, DIVERGED))
        found = match(other.ends, self.ends, self.tolerance)
        ends = np.append(np.where(found < 0, len(self.ends) + np.arange(len(found)), found), own[-2:])
        out: np.ndarray = own[self.label] != ends[other.label]
        return out
