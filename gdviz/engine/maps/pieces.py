"""Cells of a map that are computed piece by piece: coarse ones first, so that all can be shown at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

PIECE = 16_384  # cells that are run at once
NUMBERS = 4_000_000  # of the runs' largest matrix, a state of a rule, that are held at once
FEWEST = 64  # cells that are run at once, whatever they hold


class Piece(NamedTuple):
    """Cells (N,) whose runs are to be made, with so many steps."""

    cells: np.ndarray
    steps: int


class Pieces:
    """A map under way. What is computed of a cell, and in which order, a subclass says.

    Take a piece, run its cells with `runs`, here or in another process, and hand the result to `take`,
    which lets `keep` keep it. Several pieces may be out at once.

    Parameters
    ----------
    shape : (ny, nx), the cells
    steps : of a run
    dimension : of the objective
    coarse : how many cells along a side are computed first
    """

    runs: Any  # makes the runs of a piece; it can be pickled

    def __init__(self, shape: tuple[int, int], steps: int, dimension: int, coarse: int) -> None:
        self.shape, self.planned = shape, steps
        self.most = min(PIECE, max(FEWEST, NUMBERS // dimension**2))
        self.computed = np.zeros(shape[0] * shape[1], dtype=bool)
        self.handed_out = self.computed.copy()
        self.out = 0  # pieces that are being run
        self.taken = 0  # pieces whose results were taken
        self.waiting = Piece(np.empty(0, dtype=int), steps)  # cells to hand out next
        self.strides = strides(shape, coarse)
        self.plan = self._plan()
        self.finished = False
        self.gone = False  # what was found of each cell

    @property
    def share(self) -> float:
        """Share of the cells that are computed."""
        return float(self.computed.mean())

    def _plan(self) -> Iterator[Piece | None]:
        """Yield the cells to run, in their order; None where pieces that are out decide what comes next."""
        raise NotImplementedError

    def arguments(self, piece: Piece) -> tuple[Any, ...]:
        """Return what `runs` is called with for a piece."""
        raise NotImplementedError

    def take(self, piece: Piece, found: Any) -> None:
        """Take the result of a piece."""
        self.out -= 1
        self.taken += 1
        self.keep(piece, found)

    def keep(self, piece: Piece, found: Any) -> None:
        """Keep the result of a piece."""
        raise NotImplementedError

    def let_go(self) -> None:
        """Let go of what was found of each cell: the map was made, and nothing more comes."""
        self.gone = True

    def next_piece(self, most: int = PIECE) -> Piece | None:
        """Return what is to be run next, `most` cells at most; None where pieces are out that decide it.

        None, too, when all is done: then `finished` is set.
        """
        while not len(self.waiting.cells):
            found = next(self.plan, None)
            if found is None:
                self.finished = not self.out
                return None
            self.waiting = found
        cells, steps = self.waiting
        most = min(most, self.most)
        self.waiting = Piece(cells[most:], steps)
        self.out += 1
        return Piece(cells[:most], steps)

    def give_back(self, piece: Piece) -> None:
        """Put a piece back that could not be run."""
        self.out -= 1
        self.waiting = Piece(np.append(piece.cells, self.waiting.cells), piece.steps)

    def __iter__(self) -> Iterator[float]:
        """Compute the whole map here, piece by piece; yields the share that is computed after each."""
        while (piece := self.next_piece()) is not None:
            self.take(piece, self.runs(*self.arguments(piece)))
            yield self.share

    def _left(self, cells: np.ndarray) -> Piece:
        """Return those of some cells that were not handed out yet."""
        cells = cells[~self.handed_out[cells]]
        self.handed_out[cells] = True
        return Piece(cells, self.planned)

    def _nodes(self, stride: int) -> np.ndarray:
        """Return the cells of every so many rows and columns."""
        numbers = np.arange(len(self.computed)).reshape(self.shape)
        out: np.ndarray = numbers[::stride, ::stride].ravel()
        return out

    def _shown(self) -> np.ndarray:
        """Return for each cell (N,) the cell whose result it shows: its own, or that of a coarser node."""
        shown = np.zeros(self.shape, dtype=int)
        for stride in self.strides:
            nodes = self._nodes(stride)
            nodes = np.where(self.computed[nodes], nodes, -1).reshape(-(-self.shape[0] // stride), -1)
            wide = spread(nodes, stride, self.shape)
            shown = np.where(wide < 0, shown, wide)
        return shown.ravel()


def strides(shape: tuple[int, int], coarse: int) -> list[int]:
    """Return the strides of a refinement, from so many cells along the longer side to all of them."""
    levels = max(0, int(np.log2(max(shape) / coarse))) if max(shape) > coarse else 0
    return [1 << level for level in range(levels, -1, -1)]


def spread(nodes: np.ndarray, stride: int, shape: tuple[int, int]) -> np.ndarray:
    """Return a map of that shape in which each node covers the cells that it stands for."""
    wide: np.ndarray = nodes.repeat(stride, 0).repeat(stride, 1)[: shape[0], : shape[1]]
    return wide
