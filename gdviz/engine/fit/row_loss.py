"""The loss of a linear predictor on data: value, gradient and Hessian from one pointwise formula."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from gdviz.engine.entry import check_parameters
from gdviz.engine.fit.design import Design
from gdviz.engine.fit.loss import Loss
from gdviz.engine.fit.penalty import Penalty
from gdviz.engine.fit.pieces import ROWS_AT_ONCE, Piece, cut, full

# runs x rows: half a megabyte, so that a handful of such arrays shares the same cache
SCORES_AT_ONCE = 1 << 16
AVERAGES = {"half mean": "1/(2n)", "mean": "1/n", "sum": "sum"}


class BatchLoss:
    """The loss over some rows of the data (all, or a batch), averaged, with the whole penalty.

    The last axis of points `p` is D. `columns` (q, n) is the matrix of these rows, column by column.
    """

    def __init__(self, whole: RowLoss, columns: np.ndarray, targets: list[np.ndarray]) -> None:
        self.whole, self.columns, self.targets = whole, columns, targets
        self.rows: int = columns.shape[1]
        self.scale = whole.factor / self.rows  # of the sum over these rows
        self.pieces = cut(columns, targets)

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and gradient (B, D) at p (B, D); the caller silences NumPy's warnings."""
        value, gradient = self.data_part(p)
        if self.whole.penalty is None:
            return value, gradient
        more, slope = self.whole.penalised(p)
        return value + more, gradient + slope

    def data_part(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the same without the penalty."""
        theta = np.ascontiguousarray(p).reshape(len(p), self.whole.scores, self.whole.width)
        if len(p) == 1:  # without the axis of runs: the same bits, several times faster for few rows
            value, slopes = self._sums(theta[0])
            return np.array((value * self.scale,)), (slopes * self.scale)[None]
        some = self._runs_at_once()
        parts = [self._sums(theta[first : first + some]) for first in range(0, max(1, len(p)), some)]
        values, slopes = (np.concatenate(sums) for sums in zip(*parts, strict=True))
        return values * self.scale, slopes * self.scale

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

    def value(self, p: Any) -> np.ndarray:
        """Return the loss, (..., D) -> (...)."""
        p, flat = self._points(p)
        whole, out = self.whole, np.zeros(len(flat))
        theta = np.ascontiguousarray(flat).reshape(len(flat), whole.scores, whole.width)
        with np.errstate(all="ignore"):
            for piece, block in self.blocks(len(flat)):
                z = piece.scores(theta[block])
                (cost,) = whole.loss.compiled.value(*z, *piece.targets, *whole.loss_values)
                out[block] += np.add.reduce(full(cost, z[0]), axis=-1)
            out *= self.scale
            if whole.penalty is not None:
                out += whole.penalised(flat)[0]
        return out.reshape(p.shape[:-1])

    def gradient(self, p: Any) -> np.ndarray:
        """Return the gradient, (..., D) -> (..., D)."""
        p, flat = self._points(p)
        with np.errstate(all="ignore"):
            return self.evaluate(flat)[1].reshape(p.shape)

    def hessian(self, p: Any) -> np.ndarray:
        """Return the Hessian, (..., D) -> (..., D, D)."""
        p, flat = self._points(p)
        whole, q, runs = self.whole, self.whole.width, len(flat)
        theta = np.ascontiguousarray(flat).reshape(runs, whole.scores, q)
        out = np.zeros((runs, whole.scores, q, whole.scores, q))
        pairs = [(k, j) for k in range(whole.scores) for j in range(k, whole.scores)]
        with np.errstate(all="ignore"):
            for piece, block in self.blocks(runs):
                z, columns = piece.scores(theta[block]), piece.columns
                second = whole.loss.compiled.hessian(*z, *piece.targets, *whole.loss_values)
                for (k, j), dd in zip(pairs, second, strict=True):
                    dd = full(dd, z[0])
                    for i in range(q):
                        out[block, k, i, j] += np.vecdot((dd * columns[i])[..., None, :], columns)
            for k, j in pairs:
                out[:, j, :, k] = np.swapaxes(out[:, k, :, j], 1, 2)
            bent: np.ndarray = (out * self.scale).reshape(runs, whole.dimension, whole.dimension)
            if whole.penalty is not None:
                places = np.arange(whole.dimension)
                bent[:, places, places] += whole.penalty_curvature(flat)
        return bent.reshape(*p.shape[:-1], whole.dimension, whole.dimension)

    def smooth(self, p: np.ndarray) -> np.ndarray:
        """Return the gradient (B, D) of the loss without its penalty."""
        return self.data_part(p)[1]

    def _points(self, p: Any) -> tuple[np.ndarray, np.ndarray]:
        p, d = np.asarray(p, dtype=float), self.whole.dimension
        if p.shape[-1:] != (d,):
            raise ValueError(
                f"points of {self.whole.name} need a last axis of length {d}, not shape {p.shape}"
            )
        return p, p.reshape(-1, d)

    def blocks(self, runs: int) -> list[tuple[Piece, slice]]:
        """Return pieces of the rows, and which of the runs to evaluate on each at once."""
        some = self._runs_at_once()
        return [(piece, slice(b, b + some)) for b in range(0, runs, some) for piece in self.pieces]

    def _runs_at_once(self) -> int:
        return max(1, SCORES_AT_ONCE // min(self.rows, ROWS_AT_ONCE))


class RowLoss:
    """An objective of D = K q parameters: a loss over rows of data plus a penalty.

    It is the average over the rows of l(z, y), where z = a @ theta_k for each of K scores. A batch estimates
    the same quantity: its mean is scaled as the whole is.

    Parameters
    ----------
    design : Design
        The matrix `a` (n, q) and the target.
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
        if average not in AVERAGES:
            raise ValueError(f"average must be one of {', '.join(AVERAGES)}, not {average!r}")
        classes = len(design.classes)
        if loss.task == "regression" and classes:
            raise ValueError(
                f"{loss.name} is for numbers, but the target {design.target} has classes; pick another loss"
            )
        if loss.task != "regression" and not classes:
            raise ValueError(
                f"{loss.name} is for classes, but the target {design.target} is a number; pick another loss"
            )
        if loss.task == "classes":
            loss = loss.for_classes(classes)
        elif loss.task == "binary" and classes != 2:
            raise ValueError(
                f"{loss.name} tells two classes apart, but {design.target} has {classes}; "
                "use softmax cross-entropy"
            )
        self.design, self.loss, self.average, self.penalty = design, loss, average, penalty
        self.name = name or f"{loss.name} of {design.target}"
        self.width, self.scores = design.width, loss.scores
        self.dimension = self.width * self.scores
        if penalty is None and penalty_parameters:
            parameter = next(iter(penalty_parameters))
            raise ValueError(f"there is no penalty that could have a parameter '{parameter}'; give one")
        self.loss_parameters = _numbers(loss, loss_parameters)
        self.loss_values = tuple(map(np.float64, self.loss_parameters.values()))
        self.penalty_parameters = _numbers(penalty, penalty_parameters) if penalty else {}
        self.penalty_values = tuple(map(np.float64, self.penalty_parameters.values()))
        self.flat = loss.compiled.flat and (penalty is None or penalty.compiled.flat)
        self.factor = {"half mean": 0.5, "mean": 1.0, "sum": float(design.rows)}[average]
        self.transposed = np.ascontiguousarray(design.a.T)
        self.targets = _targets(design, loss)
        # what is penalised: no intercept
        self.weights = np.tile(np.arange(self.width) < len(design.powers), self.scores)
        self.all = BatchLoss(self, self.transposed, self.targets)
        self.value, self.gradient, self.hessian = self.all.value, self.all.gradient, self.all.hessian
        self.evaluate, self.smooth = self.all.evaluate, self.all.smooth
        self._check_finite()

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the arguments that it was made of."""
        names = ("design", "loss", "loss_parameters", "average", "penalty", "penalty_parameters", "name")
        return {name: self.__dict__[name] for name in names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make it anew of its arguments."""
        self.__init__(**state)  # type: ignore[misc]

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

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters: slope and intercept, or those of the columns (of each class)."""
        columns: tuple[str, ...] = self.design.columns
        if self.scores > 1:
            return tuple(f"{c}: {name}" for c in self.design.classes for name in columns)
        return ("slope", *columns[1:]) if len(self.design.powers) == 1 else columns

    @property
    def rows(self) -> int:
        """The number of rows, n."""
        return self.design.rows

    def on(self, indices: np.ndarray) -> BatchLoss:
        """Return the loss of a batch: the rows of these indices."""
        # take is several times faster than [indices]
        return BatchLoss(self, self.transposed.take(indices, 1), [t.take(indices) for t in self.targets])

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

    def accuracy(self, theta: np.ndarray) -> np.ndarray:
        """Compute the share (m,) of all rows that theta (m, D) classifies correctly."""
        theta = np.ascontiguousarray(theta).reshape(len(theta), self.scores, self.width)
        right = np.zeros(len(theta))
        with np.errstate(all="ignore"):
            for piece, block in self.all.blocks(len(theta)):
                z = piece.scores(theta[block])
                guess = z[0] > 0 if self.scores == 1 else np.argmax(z, axis=0)
                right[block] += (guess == self.design.y[piece.rows]).sum(-1)
        return right / self.design.rows


def _numbers(entry: Loss | Penalty, given: Mapping[str, float] | None) -> dict[str, float]:
    values = check_parameters(entry, given or {})
    for name, v in values.items():
        if np.ndim(v):
            raise ValueError(f"{name} must be one number, not {v.tolist()}")
    return {k: float(v) for k, v in values.items()}


def _targets(design: Design, loss: Loss) -> list[np.ndarray]:
    if loss.task == "regression":
        return [np.ascontiguousarray(design.y, dtype=float)]
    if loss.task == "binary":
        return [np.asarray(loss.labels)[design.y.astype(int)]]
    return [(design.y == k).astype(float) for k in range(len(design.classes))]
