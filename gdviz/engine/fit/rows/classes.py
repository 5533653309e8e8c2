"""What a model's scores say of classes: that of a row, and counts of right and wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdviz.engine.fit.rows.batch import BatchOfRows
from gdviz.engine.fit.rows.data import RowsOfData
from gdviz.engine.table.columns import PickedColumns

NO_CLASS = -1


class ClassifiesRows:
    """What a loss over rows of classes tells besides: counts of right and wrong.

    Attributes
    ----------
    all : the loss over all rows that are descended
    test : the loss over the test rows, or None where no rows are held out
    """

    name: str
    data: RowsOfData
    all: BatchOfRows[Any]
    test: BatchOfRows[Any] | None = None

    def confusion(self, theta: np.ndarray) -> np.ndarray:
        """Count the training rows (m, C, C) by their class and by the class that theta (m, D) predicts.

        A row whose score is no number is in no class, and so not counted.

        Examples
        --------
        >>> import gdviz
        >>> fit = gdviz.data_loss("separable", "hinge")
        >>> fit.confusion(fit.minima).tolist()
        [[[28, 0], [0, 32]]]
        """
        return confusion(self.all, theta, self.data.y, len(self.data.classes))

    def test_confusion(self, theta: np.ndarray) -> np.ndarray:
        """Count the test rows (m, C, C) by their class and by the class that theta (m, D) predicts."""
        batch, test = self._held_out()
        return confusion(batch, theta, test.y, len(self.data.classes))

    def accuracy(self, theta: np.ndarray) -> np.ndarray:
        """Compute the share (m,) of the training rows that theta (m, D) classifies correctly."""
        return _share_right(self.confusion(theta), self.all.rows)

    def test_accuracy(self, theta: np.ndarray) -> np.ndarray:
        """Compute the share (m,) of the test rows that theta (m, D) classifies correctly."""
        return _share_right(self.test_confusion(theta), self._held_out()[0].rows)

    def _held_out(self) -> tuple[BatchOfRows[Any], PickedColumns]:
        if self.test is None or self.data.test is None:
            raise ValueError(f"no rows of {self.name} are held out; give a share of them, as hold_out=0.25")
        return self.test, self.data.test


def _share_right(counts: np.ndarray, rows: int) -> np.ndarray:
    """Return the share (m,) of the rows that are on the diagonals of counts (m, C, C)."""
    right: np.ndarray = np.trace(counts, axis1=1, axis2=2)
    return right / rows


def predicted(scores: Sequence[np.ndarray]) -> np.ndarray:
    """Return the class of each row, -1 where a score is no number.

    Parameters
    ----------
    scores : sequence of K arrays (..., n)
        Of one score the second class is where it is above 0; of several the largest wins, the first of
        equal ones.

    Examples
    --------
    >>> predicted([np.array([-1.0, 0.0, 2.0, np.nan])]).tolist()
    [0, 0, 1, -1]
    """
    z = np.asarray(scores)
    winner = (z[0] > 0).astype(int) if len(z) == 1 else np.argmax(z, axis=0)
    return np.where(np.isnan(z).any(axis=0), NO_CLASS, winner)


def confusion(batch: BatchOfRows[Any], theta: np.ndarray, y: np.ndarray, classes: int) -> np.ndarray:
    """Count rows by their class and the class that is predicted.

    Parameters
    ----------
    batch : BatchOfRows
        The rows.
    theta : array (m, D)
        Parameters.
    y : array (n,)
        The index of each row's class.
    classes : int
        How many there are, C.

    Returns
    -------
    array (m, C, C) of int
        First the true class, then the predicted one; a row whose score is no number is not counted.
    """
    counts = np.zeros((len(theta), classes * classes), dtype=np.int64)
    with np.errstate(all="ignore"):
        for piece, block in batch.blocks(len(theta)):
            guess = predicted(batch.scores(theta[block], piece))
            runs = np.arange(len(guess))[:, None]
            places = (runs * classes + y[piece.rows].astype(int)) * classes + guess
            seen = np.bincount(places[guess != NO_CLASS], minlength=len(guess) * counts.shape[1])
            counts[block] += seen.reshape(len(guess), -1)
    return counts.reshape(-1, classes, classes)
