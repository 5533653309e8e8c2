"""What SciPy finds of a formula model: least squares, or its quasi-Newton method, from several starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from gdviz.engine.fit.formula.model import Model
from gdviz.engine.fit.loss import Loss
from gdviz.engine.fit.penalty import Penalty

STARTS = 16  # the declared one, and others from the declared ranges; of very many rows fewer
EVALUATIONS = 400  # of a search from one start, at most
ENOUGH = 40  # of a search, before another start is tried too
FEWEST = 12  # of the only search, however many the rows are
WORK = 4e7  # numbers that all searches may compute for rows: about a second
ALIKE = 1e-6  # relative difference of losses that count as the same


class FormulaLoss(Protocol):
    """What is asked of the loss of a model; see `ModelLoss`."""

    model: Model
    loss: Loss
    loss_values: tuple[np.float64, ...]
    penalty: Penalty | None
    start: tuple[float, ...]
    dimension: int
    targets: list[np.ndarray]
    columns: np.ndarray

    @property
    def rows(self) -> int:
        """The number of rows, n."""

    def value(self, p: Any) -> np.ndarray:
        """Return the loss, (..., D) -> (...)."""

    def gradient(self, p: Any) -> np.ndarray:
        """Return the gradient, (..., D) -> (..., D)."""


@dataclass(frozen=True, eq=False)
class LibraryFit:
    """The best of what SciPy finds from several starts.

    Attributes
    ----------
    theta : (D,), the parameters
    loss : the loss there
    how : the function of SciPy's that found it
    starts : how many starts were tried
    agreeing : from how many of them the search ended at this loss
    budget : evaluations that each search had at most
    """

    theta: np.ndarray
    loss: float
    how: str
    starts: int
    agreeing: int
    budget: int


def library_fit(objective: FormulaLoss) -> LibraryFit | None:
    """Search from the start and from points of the declared ranges; None where nothing finite is found."""
    squares = _is_squared(objective)
    d = objective.dimension
    evaluations = WORK / objective.rows / (1 + d + d * d / 4)  # the square: a step solves for d parameters
    starts = _starts(objective)[: int(np.clip(evaluations // ENOUGH, 1, STARTS))]
    budget = int(np.clip(evaluations / len(starts), FEWEST, EVALUATIONS))
    search = _least_squares if squares else _quasi_newton
    ends = []
    for start in starts:
        with np.errstate(all="ignore"):
            end = search(objective, start, budget)
            loss = float(objective.value(end)) if end is not None else np.inf
        if end is not None and np.isfinite(loss):
            ends.append((loss, end))
    if not ends:
        return None
    loss, theta = min(ends, key=lambda end: end[0])
    agreeing = sum(bool(f - loss <= ALIKE * (abs(loss) + 1e-300)) for f, _ in ends)
    how = "scipy.optimize.least_squares" if squares else "scipy.optimize.minimize (BFGS)"
    return LibraryFit(theta, loss, how, len(starts), agreeing, budget)


def _is_squared(objective: FormulaLoss) -> bool:
    """Whether the loss is a multiple of the squared residual, without a penalty."""
    residuals, targets = np.array([-30.0, -1.0, 0.0, 0.5, 7.0]), np.array([-2.0, 0.0, 1.0, 5.0, 0.3])
    if objective.penalty is not None or objective.loss.task != "regression":
        return False
    with np.errstate(all="ignore"):
        (cost,) = objective.loss.compiled.value(targets + residuals, targets, *objective.loss_values)
    factor = float(np.ravel(cost)[1 % np.size(cost)])
    return factor > 0 and bool(np.allclose(cost, factor * residuals**2, rtol=1e-9, atol=1e-12))


def _starts(objective: FormulaLoss) -> list[np.ndarray]:
    """Return the start, and a Latin hypercube of the declared ranges (or of their logarithms)."""
    ranges, rng, count = objective.model.ranges, np.random.default_rng(0), STARTS - 1
    strata = rng.permuted(np.tile(np.arange(count), (len(ranges), 1)), axis=1).T
    draws = (strata + rng.random(strata.shape)) / count
    low, high = np.array([p.low for p in ranges]), np.array([p.high for p in ranges])
    drawn = low + (high - low) * draws
    for i, p in enumerate(ranges):
        if p.log:
            drawn[:, i] = p.low * (p.high / p.low) ** draws[:, i]
    return [np.array(objective.start), *drawn]


def _least_squares(objective: FormulaLoss, start: np.ndarray, budget: int) -> np.ndarray | None:
    from scipy.optimize import least_squares  # a quarter of a second, which most visitors never need

    functions, (y,) = objective.model.derivatives, objective.targets

    def residuals(theta: np.ndarray) -> np.ndarray:
        (z,) = functions.value(*objective.columns, *theta)
        return np.asarray(np.broadcast_to(z, y.shape) - y)

    def jacobian(theta: np.ndarray) -> np.ndarray:
        _, *first = functions.gradient(*objective.columns, *theta)
        return np.stack([np.broadcast_to(d, y.shape) for d in first], axis=1)

    if not (np.isfinite(residuals(start)).all() and np.isfinite(jacobian(start)).all()):
        return None
    try:
        found = least_squares(
            residuals, start, jacobian, x_scale="jac", xtol=1e-14, ftol=1e-14, gtol=1e-14, max_nfev=budget
        )
    except (ValueError, np.linalg.LinAlgError):  # it came where the model is not finite
        return None
    return np.asarray(found.x)


def _quasi_newton(objective: FormulaLoss, start: np.ndarray, budget: int) -> np.ndarray | None:
    from scipy.optimize import minimize  # a quarter of a second, which most visitors never need

    if not np.isfinite(objective.value(start)):
        return None
    found = minimize(
        objective.value, start, jac=objective.gradient, method="BFGS", options={"maxiter": budget}
    )
    return np.asarray(found.x)
