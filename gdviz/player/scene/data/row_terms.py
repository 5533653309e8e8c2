"""The gradient row by row: what the first rows of each step's batch contribute to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import DataLoss, LossOverRows, Path
from gdviz.player.scene.codec import Arrays, as_matrix

ROWS, FEW = 4, 2  # rows shown of a batch; only FEW with more than so many steps ...
LONG, LONG_OF_CLASSES = 1500, 250  # ... of one score, of several
COLUMNS = 6  # columns of the matrix that are shown at most


def recorded_batches(path: Path) -> Iterator[NDArray[np.int64]]:
    """Give the row indices of each recorded step's batch, one step after the other.

    All at once they may be more than memory holds.
    """
    batches = path.batches
    assert batches is not None
    return (batches.rows_of_step(k) for k in path.at[1:].tolist())


class Scored(NamedTuple):
    """What a model makes of r rows at each of n points.

    Attributes
    ----------
    names : of the C factors that are shown
    scores : (K, n, r)
    factors : (n, r, C), what the slopes of the loss are multiplied by: the derivatives of the score by the
        first C parameters
    fixed : whether a row has the same factors at all points
    """

    names: tuple[str, ...]
    scores: NDArray[np.float64]
    factors: NDArray[np.float64]
    fixed: bool = False


def scored_linear(objective: DataLoss, theta: NDArray[np.float64], index: NDArray[np.int64]) -> Scored:
    """Score the rows (n, r) of a linear model at points (n, D); its factors are the matrix row."""
    a, names = objective.design.a[index], objective.design.columns[:COLUMNS]
    each = theta.reshape(len(theta), objective.scores, objective.width)
    with np.errstate(all="ignore"):
        return Scored(names, np.einsum("nrq,nkq->knr", a, each), a[..., : len(names)], fixed=True)


def row_terms(
    objective: LossOverRows,
    path: Path,
    noisy: bool,
    scored: Callable[[NDArray[np.float64], NDArray[np.int64]], Scored],
    told: Sequence[int] | None = None,
) -> tuple[list[str], Arrays]:
    """Compute what the first rows of each step contribute to its gradient.

    Below, n is the number of recorded steps. All numbers are nan for a step whose beginning is not in the
    record.

    Parameters
    ----------
    objective : the loss over data
    path : its run
    noisy : whether the path's gradients carry noise or are clipped; those of the batches are then computed
        anew
    scored : what the model makes of rows (n, r) at points (n, D)
    told : the T of D parameters whose part of the gradient is told; None: all

    Returns
    -------
    columns : list of str
        Names of the C columns of a row: its number (among all rows), y, K scores, loss, K slopes, and the
        factors of its slopes.
    arrays : dict
        "rows" (n, R, C): R rows of each batch, nan where it has fewer. Of a linear model y and the factors
        are left out, and stand in "known" (m, ...) with the number of each row, once.
        "mean" (n, T), where it is not the step's g: the data's part of the gradient, over all rows of the
        batch, as it is averaged.
        "pull" (n, T), where there is a penalty: the penalty's part.
    """
    index = _first_rows(objective, path)
    gaps = np.diff(path.at) > 1
    index[gaps] = -1
    features, z, factors, fixed = scored(path.theta[:-1], index)
    arrays = Arrays()
    with np.errstate(all="ignore"):
        targets = (t[index] for t in objective.targets)
        loss, *slopes = objective.loss.compiled.gradient(*z, *targets, *objective.loss_values)
        pull = objective.penalised(path.theta[:-1])[1] if objective.penalty is not None else None
        if path.batches is None:
            gradient = path.gradient[:-1]
        else:
            gradient = _batch_gradients(objective, path) if noisy else path.quantities["g"]
        mean = gradient if pull is None else gradient - pull
    kept = slice(None) if told is None else list(told)
    g, sent = path.quantities.get("g"), as_matrix(np.where(gaps[:, None], np.nan, mean[:, kept]))
    if g is None or not np.array_equal(sent[~gaps], as_matrix(g[~gaps][:, kept]), equal_nan=True):
        arrays["mean"] = sent
    if pull is not None:
        arrays["pull"] = as_matrix(pull[:, kept])
    number = np.flatnonzero(~objective.all_rows.test)[index] + 1.0
    y = objective.data.y[index] if objective.scores > 1 else objective.targets[0][index]
    passes = [*z, np.broadcast_to(loss, index.shape), *(np.broadcast_to(v, index.shape) for v in slopes)]
    if fixed:
        _, first = np.unique(index.ravel(), return_index=True)
        known = np.column_stack([number.ravel(), y.ravel(), factors.reshape(index.size, -1)])
        arrays["known"] = as_matrix(known[first])
        terms = np.stack([number, *passes], axis=-1)
    else:
        terms = np.stack([number, y, *passes, *np.moveaxis(factors, -1, 0)], axis=-1)
    terms[index < 0] = np.nan
    arrays["rows"] = as_matrix(terms)
    k = [f" {k}" for k in range(1, objective.scores + 1)] if objective.scores > 1 else [""]
    return ["row", "y", *(f"z{i}" for i in k), "l", *(f"dl{i}" for i in k), *features], arrays


def _first_rows(objective: LossOverRows, path: Path) -> NDArray[np.int64]:
    """Find the indices (n, R) of the first rows of each step's batch, -1 where it has fewer."""
    n = len(path.rate)
    count = ROWS if n <= (LONG if objective.scores == 1 else LONG_OF_CLASSES) else FEW
    index = np.full((n, count), -1)
    if path.batches is None:
        rows = objective.rows
        index[:, :rows] = np.arange(min(count, rows))
    else:
        for k, batch in enumerate(recorded_batches(path)):
            index[k, : len(batch)] = batch[:count]
    return index


def _batch_gradients(objective: LossOverRows, path: Path) -> NDArray[np.float64]:
    """Compute the gradient (n, D) of each step over its batch, without noise."""
    gradients = np.empty((len(path.rate), objective.dimension))
    for k, batch in enumerate(recorded_batches(path)):
        gradients[k] = objective.on(batch).evaluate(path.theta[k : k + 1])[1][0]
    return gradients
