"""The loss of a linear predictor on data: value, gradient and Hessian from one pointwise formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gdviz.engine.fit.design import Design
from gdviz.engine.fit.loss import Loss
from gdviz.engine.fit.penalty import Penalty
from gdviz.engine.fit.rows.batch import BatchOfRows
from gdviz.engine.fit.rows.over_rows import LossOverRows
from gdviz.engine.fit.rows.pieces import Piece, full


class BatchLoss(BatchOfRows["RowLoss"]):
    """The loss of a linear predictor over some rows; `columns` (q, n) is their matrix, column by column."""

    def scores(self, p: np.ndarray, piece: Piece) -> list[np.ndarray]:
        """Compute the K scores (B, n) of a piece of the rows at p (B, D)."""
        return piece.scores(self._matrices(p))

    def data_part(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and gradient (B, D) at p (B, D), averaged, without the penalty."""
        theta = self._matrices(p)
        if len(p) == 1:  # without the axis of runs: the same bits, several times faster for few rows
            value, slopes = self._sums(theta[0])
            return np.array((value * self.scale,)), (slopes * self.scale)[None]
        some = self.runs_at_once()
        parts = [self._sums(theta[first : first + some]) for first in range(0, max(1, len(p)), some)]
        values, slopes = (np.concatenate(sums) for sums in zip(*parts, strict=True))
        return values * self.scale, slopes * self.scale

    def _matrices(self, p: np.ndarray) -> np.ndarray:
        """Return points (B, D) as (B, K, q)."""
        return np.ascontiguousarray(p).reshape(len(p), self.whole.scores, self.whole.width)

    def _sums(self, theta: np.ndarray) -> tuple[Any, Any]:
        """Sum costs (...) and slopes (..., K q) over all rows, for theta (..., K, q)."""
        loss, known = self.whole.loss.compiled.gradient, self.whole.loss_values
        value: Any = None
        total: Any = None
        for piece in self.pieces:
            z = piece.scores(theta)
            cost, *slope = loss(*z, *piece.targets, *known)
            here = np.add.reduce(full(cost, z[0]), axis=-1)
            slopes = [np.vecdot(full(d, z[0])[..., None, :], piece.columns) for d in slope]
            joined = slopes[0] if len(slopes) == 1 else np.concatenate(slopes, axis=-1)
            value, total = (here, joined) if total is None else (value + here, total + joined)
        return value, total

    def data_hessian(self, p: np.ndarray) -> np.ndarray:
        """Return the Hessian (B, D, D) at p (B, D), averaged, without the penalty."""
        whole, q, runs = self.whole, self.whole.width, len(p)
        theta = self._matrices(p)
        out = np.zeros((runs, whole.scores, q, whole.scores, q))
        for piece, block in self.blocks(runs):
            columns = piece.columns
            for (k, j), dd in self._bends(theta[block], piece):
                for i in range(q):
                    out[block, k, i, j] += np.vecdot((dd * columns[i])[..., None, :], columns)
        for k in range(whole.scores):
            for j in range(k, whole.scores):
                out[:, j, :, k] = np.swapaxes(out[:, k, :, j], 1, 2)
        bent: np.ndarray = (out * self.scale).reshape(runs, whole.dimension, whole.dimension)
        return bent

    def data_hvp(self, p: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the same Hessian times v (B, D), (B, D), without making the matrix."""
        theta, along = self._matrices(p), self._matrices(v)
        out = np.zeros_like(theta)
        for piece, block in self.blocks(len(p)):
            change = piece.scores(along[block])  # of the scores along v
            for (k, j), dd in self._bends(theta[block], piece):
                out[block, k] += np.vecdot((dd * change[j])[..., None, :], piece.columns)
                if k != j:
                    out[block, j] += np.vecdot((dd * change[k])[..., None, :], piece.columns)
        product: np.ndarray = (out * self.scale).reshape(p.shape)
        return product

    def _bends(self, theta: np.ndarray, piece: Piece) -> list[tuple[tuple[int, int], np.ndarray]]:
        """Return the second derivatives (B, n) of the loss by scores k <= j."""
        whole, z = self.whole, piece.scores(theta)
        second = whole.loss.compiled.hessian(*z, *piece.targets, *whole.loss_values)
        pairs = [(k, j) for k in range(whole.scores) for j in range(k, whole.scores)]
        return [(pair, full(dd, z[0])) for pair, dd in zip(pairs, second, strict=True)]


class RowLoss(LossOverRows):
    """An objective of D = K q parameters: a loss over rows of data plus a penalty.

    It is the average over the rows of l(z, y), where z = a @ theta_k for each of K scores. A batch estimates
    the same quantity: its mean is scaled as the whole is.

    Parameters
    ----------
    design : Design
        The matrix `a` (n, q) and the target, and perhaps test rows, which are not descended.
    loss : Loss
        The pointwise loss l.
    loss_parameters, penalty_parameters : mapping, optional
        Name -> number; defaults for what is not given.
    average : {"half mean", "mean", "sum"}
        1/(2n) (so that the gradient of squares has no 2), 1/n, or no average.
    penalty : Penalty, optional
        Added for every weight, but not for intercepts.
    name : str
        What it is called.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.
    """

    made_of = ("design",)
    kind_of_batch = BatchLoss

    def __init__(
        self,
        design: Design,
        loss: Loss,
        *,
        loss_parameters: Mapping[str, float] | None = None,
        average: str = "mean",
        penalty: Penalty | None = None,
        penalty_parameters: Mapping[str, float] | None = None,
        name: str = "",
    ) -> None:
        super().__init__(
            design,
            loss,
            loss_parameters=loss_parameters,
            average=average,
            penalty=penalty,
            penalty_parameters=penalty_parameters,
            name=name,
        )
        self.design, self.width = design, design.width
        self.dimension, self.names = self.width * self.scores, self._names()
        self.flat = self.loss.compiled.flat and (penalty is None or penalty.compiled.flat)
        # what is penalised: no intercept
        self.weights = np.tile(np.arange(self.width) < len(design.powers), self.scores)
        self.descend_over(np.ascontiguousarray(design.a.T))
        self._check_finite()

    def _check_finite(self) -> None:
        """Check that the loss has a value at 0 or at another usual point. Raises ValueError."""
        if np.isfinite(self.value(np.zeros(self.dimension))):
            return
        a, y = self.design.a, self.design.y
        wanted = [y, np.full(self.rows, y.mean()), *(np.full(self.rows, c) for c in (-1.0, 1.0, 100.0))]
        tried = np.linalg.lstsq(a, np.stack(wanted, axis=1), rcond=None)[0].T
        if not np.isfinite(self.value(np.tile(tried, self.scores))).any():
            raise ValueError(
                f"the loss {self.loss.name} is no finite number on these data, whether all parameters are 0, "
                "the model is constant or it is fitted by least squares; change the loss or rescale "
                f"{self.design.target}"
            )

    def _names(self) -> tuple[str, ...]:
        """Name the parameters: slope and intercept, or those of the columns (of each class)."""
        columns: tuple[str, ...] = self.design.columns
        if self.scores > 1:
            return tuple(f"{c}: {name}" for c in self.design.classes for name in columns)
        return ("slope", *columns[1:]) if len(self.design.powers) == 1 else columns

    def reads(self, x: np.ndarray) -> np.ndarray:
        """Return the columns (q, m) of the matrix for features x (m, p) in the data's own units."""
        return np.ascontiguousarray(self.design.basis(x).T)

    @property
    def own_units(self) -> bool:
        """Whether each parameter is in units of its own, as those of unscaled columns are."""
        return self.design.scaling == "none"

    def predict(self, theta: Any, x: Any) -> np.ndarray:
        """Compute the scores (..., K, m) of theta (..., D) for features x (m, p) in the data's own units.

        Examples
        --------
        >>> import gdviz
        >>> fit = gdviz.data_loss("line")
        >>> fit.predict((2.0, 1.0), [[0.0], [0.5]]).tolist()
        [[1.0, 2.0]]
        """
        theta, x = self.asked(theta, x)
        with np.errstate(all="ignore"):
            scores: np.ndarray = (
                theta.reshape(*theta.shape[:-1], self.scores, self.width) @ self.design.basis(x).T
            )
        return scores
