"""Two directions in the space of many parameters: principal components of a path, or random ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gdviz.engine.streams import Use, stream


class Principal(NamedTuple):
    """The first two principal components of a path.

    Attributes
    ----------
    directions : (2, D), of length 1 and orthogonal
    shares : (2,), of the sum of squared distances from the last iterate
    """

    directions: np.ndarray
    shares: np.ndarray


def principal(theta: np.ndarray) -> Principal:
    """Find the first two principal components of iterates (n+1, D) about the last one.

    They are the right singular vectors of theta_k - theta_n. Signs are such that the path begins at negative
    coordinates, so that a picture does not flip when a path changes a little.

    Raises
    ------
    ValueError
        Where there are fewer than two steps, or the iterates lie in a point or on a line.
    """
    if len(theta) < 3:
        raise ValueError(
            f"principal components need a path of at least two steps, not of {max(0, len(theta) - 1)}"
        )
    size = np.abs(theta).max()
    away = (theta[:-1] - theta[-1]) / (size or 1.0)  # squares of large numbers would be infinite
    _, lengths, rows = np.linalg.svd(away, full_matrices=False)
    least = 8 * np.finfo(float).eps * np.sqrt(away.size)  # what rounding alone makes of it
    if lengths[0] <= least:
        raise ValueError("principal components need a path that moves, and this one does not")
    if len(lengths) < 2 or lengths[1] <= least:
        raise ValueError(
            "a path along a straight line has no second principal component: take two parameters or random "
            "directions"
        )
    both = rows[:2]
    begun = both @ away[0]
    largest = both[[0, 1], np.abs(both).argmax(1)]
    sure = np.abs(begun) > 1e-9 * lengths[:2]
    signs = np.where(sure, -np.sign(begun), np.sign(largest))
    return Principal(both * signs[:, None], lengths[:2] ** 2 / (lengths**2).sum())


def random_directions(
    dimension: int, seed: int, weights: np.ndarray, rows: Sequence[np.ndarray] | None
) -> np.ndarray:
    """Draw two directions (2, D) with normal components.

    Parameters
    ----------
    seed : of the draw
    weights : (D,), the parameters of the point that the directions are for
    rows : the indices of the weights into each unit; then each row of a direction gets the norm of the same
        row of the weights, and whatever is in no row (biases) 0. None: each direction gets the length 1
    """
    drawn = stream(seed, Use.DIRECTIONS).normal(size=(2, dimension))
    if rows is None:
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))
    scaled = np.zeros_like(drawn)
    for row in rows:
        norms = np.linalg.norm(drawn[:, row], axis=1, keepdims=True)
        scaled[:, row] = drawn[:, row] * (np.linalg.norm(weights[row]) / norms)
    return scaled
