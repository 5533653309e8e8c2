"""Which rows the data panel draws as points: one for each place where rows lie, with how many lie there.

Rows that are held out are points of their own, behind the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import RowsOfData
from gdviz.engine.streams import Use, stream

MANY = 20_000  # rows beyond which equal rows are not looked for: of so many only some are drawn


@dataclass(frozen=True, eq=False)
class DrawnPoints:
    """The P points that are drawn of n training rows, and behind them the Q points of the test rows.

    Attributes
    ----------
    row : (P,), the index of the first training row that lies there
    count : (P + Q,), how many rows lie there
    point_of_row : (n,), the point at which a training row lies, -1 where that is not drawn
    x : (P + Q, p), its features
    y : (P + Q,), its target
    number : (P + Q,), its row among all rows, from 1
    """

    row: NDArray[np.int64]
    count: NDArray[np.int64]
    point_of_row: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[Any]
    number: NDArray[np.int64]

    @property
    def trained(self) -> int:
        """P, the number of points of training rows."""
        return len(self.row)


def drawn_points(
    data: RowsOfData, most: int, seed: int, apart: bool, batches: Iterator[NDArray[np.int64]] | None
) -> DrawnPoints:
    """Choose the points that are drawn, in the order of their first rows; of test rows their share.

    Parameters
    ----------
    data : the training rows, which hold the test rows
    most : points that are drawn at most; of more, some at random, of which half come early in the batches
    seed : of the choice
    apart : every row is a point of its own (where rows are drawn at their predictions, which move)
    batches : row indices of each step's batch, or None
    """
    test = data.test
    if test is not None:
        held = max(1, round(most * test.rows / (data.rows + test.rows)))
        training = _chosen(data, most - held, seed, apart, batches)
        return _together(training, _chosen(test, held, seed, apart, None), data, test)
    return _chosen(data, most, seed, apart, batches)


def _chosen(
    data: RowsOfData, most: int, seed: int, apart: bool, batches: Iterator[NDArray[np.int64]] | None
) -> DrawnPoints:
    """Choose the points that are drawn of some rows."""
    first, count, place_of_row = _places(data, apart)
    chosen = np.arange(len(first))
    if len(first) > most:
        # by a number of the row, so that one row that moves changes nothing of the choice among the others
        chosen = np.argsort(stream(seed, Use.DRAWN_POINTS).random(data.rows)[first])
        if batches is not None:
            early = _early(batches, place_of_row, most)
            chosen = np.concatenate([early, chosen[~np.isin(chosen, early)]])
        chosen = chosen[:most]
    chosen = chosen[np.argsort(first[chosen])]
    point_of_place = np.full(len(first), -1)
    point_of_place[chosen] = np.arange(len(chosen))
    row = first[chosen]
    return DrawnPoints(row, count[chosen], point_of_place[place_of_row], data.x[row], data.y[row], row + 1)


def _together(training: DrawnPoints, test: DrawnPoints, data: RowsOfData, held: RowsOfData) -> DrawnPoints:
    """Join points of training and test rows; their rows are counted together, as they stand in the table."""
    every = np.sort(np.concatenate([data.kept, held.kept]))
    drawn = np.concatenate([data.kept[training.row], held.kept[test.row]])
    return replace(
        training,
        count=np.concatenate([training.count, test.count]),
        x=np.concatenate([training.x, test.x]),
        y=np.concatenate([training.y, test.y]),
        number=np.searchsorted(every, drawn) + 1,
    )


def _places(data: RowsOfData, apart: bool) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Find the first row and the number of rows of each place where rows lie, and the place of each row."""
    n = data.rows
    if apart or n > MANY:
        return np.arange(n), np.ones(n, dtype=np.int64), np.arange(n)
    _, first, place_of_row, count = np.unique(
        np.column_stack([data.x, data.y]), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    return first, count, place_of_row.reshape(-1)


def _early(
    batches: Iterator[NDArray[np.int64]], place_of_row: NDArray[np.int64], most: int
) -> NDArray[np.int64]:
    """Find the places that the batches visit first, at most half of `most`."""
    visited: dict[int, None] = {}  # in order, each once
    for batch in islice(batches, most):
        visited |= dict.fromkeys(place_of_row[batch[:most]].tolist())
        if len(visited) >= most // 2:
            break
    return np.array(list(visited)[: most // 2])
