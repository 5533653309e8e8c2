"""A map of basins that is computed piece by piece: coarse first, then where neighbours differ, then all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gdviz.engine.entry import MAX_STEPS, check_number, check_steps
from gdviz.engine.maps.basins import Basins
from gdviz.engine.maps.ends import (
    NOT_ENDED,
    NOT_TRIED,
    Arrivals,
    arrivals,
    gather,
    grid_cells,
    kinds_of,
    reach,
)
from gdviz.engine.maps.grid import Grid
from gdviz.engine.maps.judged import judged_sweep
from gdviz.engine.maps.pieces import Piece, Pieces, spread
from gdviz.engine.method.default_rate import default_rate
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import Rule, rule_of_equations
from gdviz.engine.objective import Objective
from gdviz.engine.options import check_single

COARSE = 32  # cells along a side that are computed first
APART = 1.5  # cells: ends of neighbours in a valley or on a plateau are no further apart


@dataclass(frozen=True)
class ManyRuns:
    """Makes the runs of a map. It can be pickled, so that another process makes them."""

    objective: Objective
    optimizer: Rule
    keywords: Mapping[str, Any]

    def __call__(self, starts: np.ndarray, steps: int) -> Arrivals:
        """Run from starts (B, D), at most so many steps each."""
        out = judged_sweep(self.objective, self.optimizer, starts, **{**self.keywords, "steps": steps})
        return arrivals(self.objective, out, bool(self.keywords.get("maximize", False)))


class Refinement(Pieces):
    """A map of basins under way. The arguments are those of `basins`.

    Take a piece, run its starts with `runs`, here or in another process, and hand the result to `take`. What
    is there so far is `basins()`. Several pieces may be out at once.

    Examples
    --------
    >>> import gdviz
    >>> from gdviz.engine.maps.refinement import Refinement
    >>> map = Refinement(gdviz.surfaces["himmelblau"], gdviz.optimizers["gd"], shape=(64, 64))
    >>> piece = map.next_piece()
    >>> map.take(piece, map.runs(*map.arguments(piece)))
    >>> map.share, map.basins().label.shape  # a quarter is computed, and all is shown
    (0.25, (64, 64))
    """

    runs: ManyRuns

    def __init__(
        self,
        objective: Objective,
        optimizer: Method,
        window: Any = None,
        shape: Any = None,
        *,
        axes: Any = None,
        start: Any = None,
        **keywords: Any,
    ) -> None:
        rule = rule_of_equations(optimizer)
        self.grid = Grid.of(objective, window, shape, axes, start)
        lr = keywords.get("lr")
        lr = check_number("lr", default_rate(objective, rule) if lr is None else lr)
        super().__init__(
            self.grid.shape, check_steps(keywords.pop("steps", 300)), objective.dimension, COARSE
        )
        keywords = {**keywords, "lr": lr}
        if "paths" in keywords:
            raise ValueError("a map keeps no paths; take a single run with descend")
        check_single(keywords, "starts of the map")
        self.runs = ManyRuns(objective, rule, keywords)
        self.runs(self.grid.base[None], 1)  # refuses keywords that cannot be used
        self.lr = float(lr)

    @cached_property
    def first(self) -> Arrivals:
        """What was found of each cell (N,)."""
        assert not self.gone, "a map is not made again once what was found is let go"
        return _nothing_found(len(self.computed), self.runs.objective.dimension, NOT_ENDED)

    @cached_property
    def later(self) -> Arrivals:
        """The same with twice as many steps, of the cells that have not ended."""
        return _nothing_found(len(self.computed), self.runs.objective.dimension, NOT_TRIED)

    def arguments(self, piece: Piece) -> tuple[np.ndarray, int]:
        """Return what `runs` is called with for a piece."""
        return self.grid.starts(piece.cells), piece.steps

    def keep(self, piece: Piece, found: Arrivals) -> None:
        """Keep the result of a piece."""
        first = piece.steps == self.planned
        for held, new in zip(self.first if first else self.later, found, strict=True):
            held[piece.cells] = new
        if first:
            self.computed[piece.cells] = True

    def let_go(self) -> None:
        """Let go of what was found of each cell: three quarters of what a map under way takes."""
        super().let_go()
        for kept in ("first", "later"):
            self.__dict__.pop(kept, None)

    def _plan(self) -> Iterator[Piece | None]:
        """Yield the cells to run, in their order; None where pieces that are out decide what comes next."""
        yield self._left(self._nodes(self.strides[0]))
        for stride in self.strides[1:]:
            while self.out:
                yield None
            cells = self._nodes(stride)
            yield self._left(cells[self._near_boundary(2 * stride)[cells]])
        for stride in self.strides[1:]:
            yield self._left(self._nodes(stride))
        while self.out:
            yield None
        if 2 * self.planned <= MAX_STEPS:
            yield Piece(np.flatnonzero(self.first.codes == NOT_ENDED), 2 * self.planned)
        while self.out:
            yield None

    def _near_boundary(self, stride: int) -> np.ndarray:
        """Tell of each cell (N,) whether nodes around it, at this stride, lead to different ends."""
        ended = np.flatnonzero(self.computed & (self.first.codes == 0))
        names = self.first.codes.astype(int) - 1
        names[ended] = grid_cells(self.first.ends[ended], reach(self.runs.objective))
        ny, nx = self.grid.shape
        coarse = names[self._shown()].reshape(ny, nx)[::stride, ::stride]
        padded = np.pad(coarse, 1, mode="edge")
        differs = np.zeros(coarse.shape, dtype=bool)
        for i in range(3):
            for j in range(3):
                differs |= padded[i : i + len(coarse), j : j + coarse.shape[1]] != coarse
        return spread(differs, stride, (ny, nx)).ravel()

    def basins(self) -> Basins:
        """Return the map as far as it is computed; elsewhere it shows what the nearest coarser cell does."""
        objective, shape = self.runs.objective, self.grid.shape
        ended, late = self.first.codes == 0, self.later.codes == 0
        points = np.concatenate([self.first.ends[ended], self.later.ends[late]])
        isolated = np.concatenate([self.first.isolated[ended], self.later.isolated[late]])
        ends, which = gather(objective, points, isolated, APART * self.grid.widths)
        label = self.first.codes.astype(np.int32)
        label[ended] = which[: int(ended.sum())]
        later = np.where(label == NOT_ENDED, self.later.codes, label)
        later[late] = which[int(ended.sum()) :]
        shown = self._shown()
        return Basins(
            label[shown].reshape(shape),
            later[shown].reshape(shape),
            self.first.steps[shown].reshape(shape),
            ends,
            objective.value(ends),
            kinds_of(objective, ends),
            reach(objective),
            self.grid,
            self.computed.reshape(shape).copy(),
            objective,
            self.runs.optimizer,
            self.lr,
            self.planned,
        )


def _nothing_found(count: int, dimension: int, code: int) -> Arrivals:
    """Return arrays to be filled: so many runs with a code that says that they have not ended."""
    return Arrivals(
        np.full((count, dimension), np.nan),
        np.zeros(count, dtype=bool),
        np.full(count, code, dtype=np.int8),
        np.zeros(count, dtype=np.int32),
    )


def basins(
    objective: Objective, optimizer: Method, window: Any = None, shape: Any = None, **keywords: Any
) -> Basins:
    """Find where the runs from a grid of starts end, see `gdviz.basins`."""
    refinement = Refinement(objective, optimizer, window, shape, **keywords)
    for _ in refinement:
        pass
    return refinement.basins()
