"""The loss of a formula model over rows of data: value, gradient and Hessian by its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from gdviz.engine.entry import check_number
from gdviz.engine.fit.formula.library_fit import LibraryFit, library_fit
from gdviz.engine.fit.formula.model import Model
from gdviz.engine.fit.loss import Loss
from gdviz.engine.fit.penalty import Penalty
from gdviz.engine.fit.rows.batch import BatchOfRows
from gdviz.engine.fit.rows.over_rows import LossOverRows
from gdviz.engine.fit.rows.pieces import Piece, full
from gdviz.engine.objective import Domain
from gdviz.engine.table.columns import PickedColumns


class ModelBatch(BatchOfRows["ModelLoss"]):
    """The loss of a formula model over some rows; `columns` (d, n) are the features that it may read."""

    def scores(self, p: np.ndarray, piece: Piece) -> list[np.ndarray]:
        """Compute the one score (B, n) of a piece of the rows at p (B, D)."""
        (z,) = self.whole.model.derivatives.value(*self._arguments(p, piece))
        return [full(z, self._like(p, piece))]

    def data_part(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and gradient (B, D) at p (B, D), averaged, without the penalty."""
        whole = self.whole
        value, gradient = np.zeros(len(p)), np.zeros(p.shape)
        for piece, block in self.blocks(len(p)):
            like = self._like(p[block], piece)
            z, *first = whole.model.derivatives.gradient(*self._arguments(p[block], piece))
            cost, slope = whole.loss.compiled.gradient(full(z, like), *piece.targets, *whole.loss_values)
            value[block] += np.add.reduce(full(cost, like), axis=-1)
            for i, change in enumerate(first):
                gradient[block, i] += np.add.reduce(full(slope * change, like), axis=-1)
        return value * self.scale, gradient * self.scale

    def data_hessian(self, p: np.ndarray) -> np.ndarray:
        """Return the Hessian (B, D, D) at p (B, D), averaged, without the penalty."""
        d = self.whole.dimension
        out = np.zeros((len(p), d, d))
        for piece, block in self.blocks(len(p)):
            slope, bend, first, second = self._bends(p[block], piece)
            for (i, j), both in zip(combinations_with_replacement(range(d), 2), second, strict=True):
                terms = bend * (first[i] * first[j]) + slope * both
                out[block, i, j] += np.add.reduce(full(terms, slope), axis=-1)
        for i, j in combinations_with_replacement(range(d), 2):
            out[:, j, i] = out[:, i, j]
        bent: np.ndarray = out * self.scale
        return bent

    def data_hvp(self, p: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the same Hessian times v (B, D), (B, D), without making the matrix."""
        d = self.whole.dimension
        out = np.zeros(p.shape)
        for piece, block in self.blocks(len(p)):
            slope, bend, first, second = self._bends(p[block], piece)
            along = v[block].T[:, :, None]
            change = bend * sum(first[j] * along[j] for j in range(d))  # of the loss's slopes along v
            turned: list[Any] = [0.0] * d  # the score's own Hessian times v
            for (i, j), both in zip(combinations_with_replacement(range(d), 2), second, strict=True):
                turned[i] = turned[i] + both * along[j]
                if i != j:
                    turned[j] = turned[j] + both * along[i]
            for i in range(d):
                terms = change * first[i] + slope * turned[i]
                out[block, i] += np.add.reduce(full(terms, slope), axis=-1)
        product: np.ndarray = out * self.scale
        return product

    def _bends(self, p: np.ndarray, piece: Piece) -> tuple[np.ndarray, np.ndarray, list[Any], list[Any]]:
        """Return first and second derivative (B, n) of the loss by the score, and those of the score."""
        whole, like = self.whole, self._like(p, piece)
        z, *rest = whole.model.derivatives.hessian(*self._arguments(p, piece))
        known = (full(z, like), *piece.targets, *whole.loss_values)
        slope, (bend,) = whole.loss.compiled.gradient(*known)[1], whole.loss.compiled.hessian(*known)
        return full(slope, like), full(bend, like), rest[: whole.dimension], rest[whole.dimension :]

    def _arguments(self, p: np.ndarray, piece: Piece) -> tuple[np.ndarray, ...]:
        """Return features (n,) and parameters (B, 1) as the model's functions take them."""
        return (*piece.columns, *np.ascontiguousarray(p.T)[:, :, None])

    @staticmethod
    def _like(p: np.ndarray, piece: Piece) -> np.ndarray:
        """Return an array of the shape (B, n) that takes no memory."""
        return np.broadcast_to(0.0, (len(p), len(piece.targets[0])))


class ModelLoss(LossOverRows):
    """An objective of the D parameters of a formula: a loss over rows of data plus a penalty.

    It is the average over the rows of l(z, y), where the score z is the formula's value for a row. It may
    have several minima, so none of them is called the optimum; `library_fit` is what SciPy finds.

    Parameters
    ----------
    data : PickedColumns
        The features that the model may read, in its order (the formula may have other names for them), and
        the target.
    model : Model
        The formula.
    loss : Loss
        The pointwise loss l, of one score.
    start : mapping or sequence, optional
        Other starts than the declared ones: by name, or D numbers.
    loss_parameters, average, penalty, penalty_parameters, name
        As of `LossOverRows`; the penalty is added for every parameter.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.
    """

    made_of = ("data", "model", "start")
    kind_of_batch = ModelBatch

    def __init__(
        self,
        data: PickedColumns,
        model: Model,
        loss: Loss,
        *,
        start: Mapping[str, float] | Sequence[float] | None = None,
        loss_parameters: Mapping[str, float] | None = None,
        average: str = "mean",
        penalty: Penalty | None = None,
        penalty_parameters: Mapping[str, float] | None = None,
        name: str = "",
    ) -> None:
        if loss.task == "classes":
            raise ValueError(f"a formula has one score, but {loss.name} has one a class; pick another loss")
        super().__init__(
            data,
            loss,
            loss_parameters=loss_parameters,
            average=average,
            penalty=penalty,
            penalty_parameters=penalty_parameters,
            name=name,
        )
        self.model = model
        self.names = model.parameters
        self.dimension = len(self.names)
        self.arrays = 4 + self.dimension
        self.weights = np.ones(self.dimension, dtype=bool)
        self.start = _start(model, start)
        self.domain: Domain = tuple((p.low, p.high) for p in model.ranges)
        self.descend_over(self.reads(data.x))
        self._check_finite()

    def _check_finite(self) -> None:
        """Check that the loss is finite at the start. Raises ValueError."""
        if np.isfinite(self.value(np.array(self.start))):
            return
        with np.errstate(all="ignore"):
            scores = [self.all.scores(np.array([self.start]), piece)[0][0] for piece in self.all.pieces]
        wrong = np.flatnonzero(~np.isfinite(np.concatenate(scores)))
        at = ", ".join(f"{n} = {v:g}" for n, v in zip(self.names, self.start, strict=True))
        what = "the loss is not finite"
        if len(wrong):
            what = f"the model is no finite number in row {np.flatnonzero(~self.all_rows.test)[wrong[0]] + 1}"
        raise ValueError(f"{what} where it starts ({at}); change the start or the formula")

    @property
    def own_units(self) -> bool:
        """True: a formula's parameters are a rate, a height, a time."""
        return True

    @property
    def flat(self) -> bool:
        """Whether the Hessian is 0 wherever it exists."""
        straight = self.model.is_linear and self.loss.compiled.flat
        return straight and (self.penalty is None or self.penalty.compiled.flat)

    @property
    def minima(self) -> np.ndarray:
        """(0, D): there may be several minima, and none is known to be the least."""
        return np.empty((0, self.dimension))

    @property
    def minimum(self) -> float | None:
        """None: not known."""
        return None

    @cached_property
    def library_fit(self) -> LibraryFit | None:
        """What SciPy finds from several starts; None where no start leads to a finite loss."""
        return library_fit(self)

    @property
    def best(self) -> np.ndarray | None:
        """The parameters (D,) of `library_fit`: no proof says that there are no better ones."""
        return None if self.library_fit is None else self.library_fit.theta

    def predict(self, theta: Any, x: Any) -> np.ndarray:
        """Compute the one score (..., 1, m) of theta (..., D) for features x (m, p) in the data's own units.

        Examples
        --------
        >>> import gdviz
        >>> fit = gdviz.model("a*exp(-b*x)", ([0.0, 1.0], [2.0, 1.0]))
        >>> fit.predict((2.0, 0.0), [[0.0], [5.0]]).tolist()
        [[2.0, 2.0]]
        """
        theta, x = self.asked(theta, x)
        columns = self.reads(x)
        with np.errstate(all="ignore"):
            (z,) = self.model.derivatives.value(*columns, *np.moveaxis(theta, -1, 0)[..., None])
        return np.broadcast_to(z, (*theta.shape[:-1], columns.shape[1]))[..., None, :]

    def score_slopes(self, theta: np.ndarray, indices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Compute scores (m, r) of rows and their derivatives (m, r, D) by the parameters.

        Parameters
        ----------
        theta : array (m, D)
            Points.
        indices : array (m, r) of int
            For each point the rows that are asked of.
        """
        features = self.columns[:, indices]
        with np.errstate(all="ignore"):
            z, *first = self.model.derivatives.gradient(*features, *theta.T[..., None])
        slopes = [np.broadcast_to(d, indices.shape) for d in first]
        return np.broadcast_to(z, indices.shape), np.stack(slopes, axis=-1)

    def reads(self, x: np.ndarray) -> np.ndarray:
        """Return the features (p, m) that the formula may read of features x (m, p)."""
        return np.ascontiguousarray(x.T)


def _start(model: Model, given: Mapping[str, float] | Sequence[float] | None) -> tuple[float, ...]:
    """Return where a fit begins. Raises ValueError naming what cannot be used."""
    declared = dict(zip(model.parameters, model.start, strict=True))
    if given is None:
        return model.start
    if not isinstance(given, Mapping):
        if len(given) != len(declared):
            raise ValueError(f"start must have {len(declared)} numbers ({', '.join(declared)})")
        given = dict(zip(declared, given, strict=True))
    for name in given:
        if name not in declared:
            raise ValueError(f"the model has no parameter '{name}'; it has {', '.join(declared)}")
    values = {k: check_number(k, given.get(k, v)) for k, v in declared.items()}
    for name, value in values.items():
        if np.ndim(value):
            raise ValueError(f"{name} must be one number, not {value.tolist()}")
    return tuple(map(float, values.values()))
