"""The rows of data that a loss is over."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from gdviz.engine.table.columns import PickedColumns


class RowsOfData(Protocol):
    """Rows of features (n, p) and targets (n,): a `Design`, or `PickedColumns`."""

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the p features."""

    @property
    def x(self) -> np.ndarray:
        """The features (n, p)."""

    @property
    def y(self) -> np.ndarray:
        """The target (n,): a number, or the index of the class."""

    @property
    def target(self) -> str:
        """The target's name."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes; () for numbers."""

    @property
    def rows(self) -> int:
        """The number of rows, n."""

    @property
    def left_out(self) -> int:
        """How many rows of the table have gaps."""

    @property
    def kept(self) -> np.ndarray:
        """Which rows (n,) of the table, from 0, these are."""

    @property
    def test(self) -> PickedColumns | None:
        """The rows that are held out of them."""


class AllRows(NamedTuple):
    """The n rows without gaps: features (n, p), target (n,), rows of the table (n,) from 0, whether held out.

    The place of a row among these is how it is called: training and test rows are counted together.
    """

    x: np.ndarray
    y: np.ndarray
    kept: np.ndarray
    test: np.ndarray
