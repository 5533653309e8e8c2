"""What a model's scores say of classes: that of a row, counts of right and wrong, the margin of a loss."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from gdviz.engine.fit.loss import Loss
from gdviz.engine.fit.rows.batch import BatchOfRows
from gdviz.engine.fit.rows.data import RowsOfData
from gdviz.engine.table.columns import PickedColumns

NO_CLASS = -1
FARTHEST, ASKED = 8.0, 65  # margins at which a loss is asked for its slope, up to FARTHEST on both sides
HALVINGS = 60


class ClassifiesRows:
    """What a loss over rows of classes tells besides: counts of right and wrong, and support vectors.

    Attributes
    ----------
    all : the loss over all rows that are descended
    test : the loss over the test rows, or None where no rows are held out
    """

    name: str
    data: RowsOfData
    loss: Loss
    loss_values: tuple[np.float64, ...]
    all: BatchOfRows[Any]
    test: BatchOfRows[Any] | None = None

    def confusion(self, theta: Any) -> np.ndarray:
        """Count the training rows (..., C, C) by their class and by the class that theta (..., D) predicts.

        A row whose score is no number is in no class, and so not counted.

        Examples
        --------
        >>> import gdviz
        >>> fit = gdviz.data_loss("separable", "hinge")
        >>> fit.confusion(fit.optimum.theta).tolist()
        [[28, 0], [0, 32]]
        """
        return self._counted(self.all, theta, self.data.y)

    def test_confusion(self, theta: Any) -> np.ndarray:
        """Count the test rows (..., C, C) by their class and by the class that theta (..., D) predicts."""
        batch, test = self._held_out()
        return self._counted(batch, theta, test.y)

    def accuracy(self, theta: Any) -> np.ndarray:
        """Compute the share (...) of the training rows that theta (..., D) classifies correctly."""
        return _share_right(self.confusion(theta), self.all.rows)

    def test_accuracy(self, theta: Any) -> np.ndarray:
        """Compute the share (...) of the test rows that theta (..., D) classifies correctly."""
        return _share_right(self.test_confusion(theta), self._held_out()[0].rows)

    @cached_property
    def margin(self) -> float | None:
        """The margin beyond which the loss pulls at no row, as the hinge's 1; None where it has none."""
        return margin_of(self.loss, self.loss_values)

    def support(self, theta: Any) -> np.ndarray:
        """Count the support vectors (...) of theta (..., D): rows whose margin is not above that of the loss.

        Raises
        ------
        ValueError
            For a loss that has no margin.
        """
        if self.margin is None:
            raise ValueError(f"{self.loss.name} has no margin, and so no support vectors")
        theta, flat = self.all.points(theta)
        count, signs = np.zeros(len(flat), dtype=np.int64), np.where(self.data.y == 1, 1.0, -1.0)
        with np.errstate(all="ignore"):
            for piece, block in self.all.blocks(len(flat)):
                (z,) = self.all.scores(flat[block], piece)
                count[block] += (signs[piece.rows] * z <= self.margin).sum(-1)
        return count.reshape(theta.shape[:-1])

    def _counted(self, batch: BatchOfRows[Any], theta: Any, y: np.ndarray) -> np.ndarray:
        classes = len(self.data.classes)
        if not classes:
            raise ValueError(
                f"the target {self.data.target} of {self.name} is a number, so no class is right"
            )
        theta, flat = batch.points(theta)
        return confusion(batch, flat, y, classes).reshape(*theta.shape[:-1], classes, classes)

    def _held_out(self) -> tuple[BatchOfRows[Any], PickedColumns]:
        if self.test is None or self.data.test is None:
            raise ValueError(f"no rows of {self.name} are held out; give a share of them, as hold_out=0.25")
        return self.test, self.data.test


def _share_right(counts: np.ndarray, rows: int) -> np.ndarray:
    """Return the share (...) of the rows that are on the diagonals of counts (..., C, C)."""
    right: np.ndarray = np.trace(counts, axis1=-2, axis2=-1)
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


def margin_of(loss: Loss, values: Sequence[np.float64]) -> float | None:
    """Return the margin from which on a loss pulls at no row; None for a loss that has none.

    A row's margin is its score, with the sign turned for the first class. Such a loss pulls at every row
    below a margin (its slope is not 0 there) and at none beyond it. That is asked of the loss itself, so it
    holds for one that a user writes, too.

    Parameters
    ----------
    loss : Loss
        A pointwise loss.
    values : sequence of numbers
        Its parameters.

    Examples
    --------
    >>> import gdviz
    >>> margin_of(gdviz.losses["hinge"], ()), margin_of(gdviz.losses["cross_entropy"], ())
    (1.0, None)
    """
    if loss.task != "binary":
        return None

    def pulls(margins: np.ndarray) -> np.ndarray:
        slopes = []
        for sign, label in zip((-1.0, 1.0), loss.labels, strict=True):
            _, slope = loss.compiled.gradient(sign * margins, np.full(len(margins), label), *values)
            slopes.append(np.broadcast_to(slope, margins.shape) != 0)
        first, second = slopes
        return np.where(first == second, first, np.nan)  # nan: not the same for both classes

    with np.errstate(all="ignore"):
        margins = np.linspace(-FARTHEST, FARTHEST, ASKED)
        pulled = pulls(margins)
        last = int(np.sum(pulled == 1)) - 1
        if last < 0 or not np.array_equal(pulled, np.arange(ASKED) <= last) or last == ASKED - 1:
            return None
        low, high = float(margins[last]), float(margins[last + 1])
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if pulls(np.array([middle]))[0] == 1 else (low, middle)
    return high if high > 0 else None
