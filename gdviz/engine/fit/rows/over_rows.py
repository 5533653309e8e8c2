"""A loss over rows of data, whatever model makes the scores: targets, average, penalty, accuracy."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from gdviz.engine.entry import check_parameters
from gdviz.engine.fit.loss import Loss
from gdviz.engine.fit.penalty import Penalty
from gdviz.engine.fit.rows.batch import BatchOfRows
from gdviz.engine.fit.rows.classes import ClassifiesRows
from gdviz.engine.fit.rows.data import AllRows, RowsOfData
from gdviz.engine.fit.rows.sharpness import HasSharpness

AVERAGES = {"half mean": "1/(2n)", "mean": "1/n", "sum": "sum"}


class LossOverRows(ClassifiesRows, HasSharpness, ABC):
    """The average over rows of a pointwise loss l(z, y) of K scores, plus a penalty.

    A kind of model derives from it: it says its parameters, what it reads of features, and its `BatchOfRows`.
    Where rows of the data are held out, they are not descended: they have a loss of their own, `test`.

    Parameters
    ----------
    data : RowsOfData
        Features and target.
    loss : Loss
        The pointwise loss l.
    loss_parameters, penalty_parameters : mapping, optional
        Name -> number; defaults for what is not given.
    average : {"half mean", "mean", "sum"}
        1/(2n) (so that the gradient of squares has no 2), 1/n, or no average; "half" is "half mean".
    penalty : Penalty, optional
        Added for every weight.
    name : str
        What it is called.

    Attributes
    ----------
    arrays : about how many numbers a model makes at once for each run and row
    factor : the average is factor/n times the sum
    columns : (q, n), what the model reads of the rows, column by column
    test : the loss over the test rows, or None where no rows are held out

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.
    """

    made_of: ClassVar[tuple[str, ...]]  # the arguments that a kind of model has besides those below
    kind_of_batch: ClassVar[type[BatchOfRows[Any]]]
    arrays: int = 1
    dimension: int
    names: tuple[str, ...]
    weights: np.ndarray  # (D,), which parameters are penalised
    columns: np.ndarray

    def __init__(
        self,
        data: RowsOfData,
        loss: Loss,
        *,
        loss_parameters: Mapping[str, float] | None = None,
        average: str = "mean",
        penalty: Penalty | None = None,
        penalty_parameters: Mapping[str, float] | None = None,
        name: str = "",
    ) -> None:
        average = "half mean" if average == "half" else average
        if average not in AVERAGES:
            raise ValueError(f"average must be one of {', '.join(AVERAGES)}, not {average!r}")
        loss = _suiting(loss, data)
        self.data, self.loss, self.average, self.penalty = data, loss, average, penalty
        self.name = name or f"{loss.name} of {data.target}"
        if penalty is None and penalty_parameters:
            parameter = next(iter(penalty_parameters))
            raise ValueError(f"there is no penalty that could have a parameter '{parameter}'; give one")
        self.loss_parameters = _numbers(loss, loss_parameters)
        self.loss_values = tuple(map(np.float64, self.loss_parameters.values()))
        self.penalty_parameters = _numbers(penalty, penalty_parameters) if penalty else {}
        self.penalty_values = tuple(map(np.float64, self.penalty_parameters.values()))
        self.factor = {"half mean": 0.5, "mean": 1.0, "sum": float(data.rows)}[average]
        self.targets = _targets(data.y, loss)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the arguments that it was made of."""
        names = ("loss", "loss_parameters", "average", "penalty", "penalty_parameters", "name")
        return {name: self.__dict__[name] for name in (*self.made_of, *names)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make it anew of its arguments."""
        self.__init__(**state)  # type: ignore[misc]

    def descend_over(self, columns: np.ndarray) -> None:
        """Answer as the loss over all rows does, of which the model reads `columns` (q, n)."""
        self.columns = columns
        self.all = everything = self.kind_of_batch(self, columns, self.targets)
        if (test := self.data.test) is not None:
            self.test = self.kind_of_batch(self, self.reads(test.x), _targets(test.y, self.loss))
        self.value, self.gradient, self.hessian = everything.value, everything.gradient, everything.hessian
        self.evaluate, self.smooth, self.hvp = everything.evaluate, everything.smooth, everything.hvp

    @abstractmethod
    def reads(self, x: np.ndarray) -> np.ndarray:
        """Return what the model reads (q, m) of features x (m, p) in the data's own units."""

    def on(self, indices: np.ndarray) -> BatchOfRows[Any]:
        """Return the loss of a batch: the rows of these indices."""
        columns = self.columns.take(indices, 1)  # several times faster than [:, indices]
        return self.kind_of_batch(self, columns, [t.take(indices) for t in self.targets])

    @abstractmethod
    def predict(self, theta: Any, x: Any) -> np.ndarray:
        """Return the K scores (..., K, m) of theta (..., D) for features x (m, p) in the data's own units."""

    def asked(self, theta: Any, x: Any) -> tuple[np.ndarray, np.ndarray]:
        """Return theta (..., D) and features x (m, p), of one feature (m,) too. Raises ValueError."""
        theta, features = self.all.points(theta)[0], self.data.features
        x = np.asarray(x, dtype=float)
        if x.ndim == 1 and len(features) == 1:
            x = x[:, None]
        if x.ndim != 2 or x.shape[1] != len(features):
            shape = f"(m, {len(features)}): {', '.join(features)}"
            raise ValueError(f"x must be {shape}, not of shape {x.shape}")
        return theta, x

    @property
    def best(self) -> np.ndarray | None:
        """The parameters (D,) that are best as far as is known; None where nothing is known."""
        return None

    @property
    def scores(self) -> int:
        """K, the number of scores."""
        return self.loss.scores

    @property
    def rows(self) -> int:
        """The number of rows, n."""
        return self.data.rows

    @cached_property
    def all_rows(self) -> AllRows:
        """Training and test rows together, as they follow each other in the table."""
        data, test = self.data, self.data.test
        if test is None:
            return AllRows(data.x, data.y, data.kept, np.zeros(data.rows, dtype=bool))
        kept = np.concatenate([data.kept, test.kept])
        order = np.argsort(kept)
        x, y = np.concatenate([data.x, test.x]), np.concatenate([data.y, test.y])
        return AllRows(x[order], y[order], kept[order], order >= data.rows)

    def penalised(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return value (B,) and gradient (B, D) of the penalty at p (B, D)."""
        assert self.penalty is not None
        value, slope = self.penalty.compiled.gradient(p, *self.penalty_values)
        value, slope = (np.where(self.weights, np.broadcast_to(v, p.shape), 0.0) for v in (value, slope))
        total = np.zeros(len(p))
        for j in range(self.dimension):  # in order, the same bits for one run and for many
            total = total + value[:, j]
        return total, slope

    def penalty_curvature(self, p: np.ndarray) -> np.ndarray:
        """Return the second derivatives (B, D) of the penalty."""
        assert self.penalty is not None
        (second,) = self.penalty.compiled.hessian(p, *self.penalty_values)
        return np.where(self.weights, np.broadcast_to(second, p.shape), 0.0)

    def prox(self, p: np.ndarray, step: Any) -> np.ndarray:
        """Make a proximal step of the penalty (B, D), of length `step`; p itself where there is none."""
        if self.penalty is None:
            return p
        (moved,) = self.penalty.proximal(p, step, *self.penalty_values)
        return np.where(self.weights, moved, p)

    @property
    def holds_out(self) -> bool:
        """Whether there are test rows."""
        return self.test is not None

    def test_loss(self, theta: Any) -> np.ndarray:
        """Compute the loss over the test rows, (..., D) -> (...).

        It is averaged as the training loss is (a sum counts as of as many rows), without the penalty.
        """
        return self._held_out()[0].data_value(theta)


def _suiting(loss: Loss, data: RowsOfData) -> Loss:
    """Return the loss for as many classes as the data have. Raises ValueError for one of another task."""
    classes = len(data.classes)
    if loss.task == "regression" and classes:
        raise ValueError(
            f"{loss.name} is for numbers, but the target {data.target} has classes; pick another loss"
        )
    if loss.task != "regression" and not classes:
        raise ValueError(
            f"{loss.name} is for classes, but the target {data.target} is a number; pick another loss"
        )
    if loss.task == "classes":
        return loss.for_classes(classes)
    if loss.task == "binary" and classes != 2:
        raise ValueError(
            f"{loss.name} tells two classes apart, but {data.target} has {classes}; use softmax cross-entropy"
        )
    return loss


def _numbers(entry: Loss | Penalty, given: Mapping[str, float] | None) -> dict[str, float]:
    values = check_parameters(entry, given or {})
    for name, v in values.items():
        if np.ndim(v):
            raise ValueError(f"{name} must be one number, not {v.tolist()}")
    return {k: float(v) for k, v in values.items()}


def _targets(y: np.ndarray, loss: Loss) -> list[np.ndarray]:
    if loss.task == "regression":
        return [np.ascontiguousarray(y, dtype=float)]
    if loss.task == "binary":
        return [np.asarray(loss.labels)[y.astype(int)]]
    return [(y == k).astype(float) for k in range(loss.scores)]
