"""What is sent of a classifier's run: how many rows of each class it takes for which, at each iterate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import LossOverRows, Path
from gdviz.player.scene.codec import Arrays, Matrix, as_matrix

COUNTS = 8000  # counts of a run that are sent at most; of longer runs or more classes those of fewer iterates


def of_classes(objective: LossOverRows, path: Path) -> Arrays:
    """Return accuracies and support vectors of every iterate, counts of classes of those `looked_at`.

    Returns
    -------
    dict
        "accuracy" (n+1, 1), "confused" (m, C*C), true class by true class; "confused_at" (m, 1) where m is
        not n+1; "support" (n+1, 1) where the loss has a margin; "test_accuracy" and "test_confused" where
        rows are held out.
    """
    counts = _noted(path, "confusion", objective.confusion)
    looks = looked_at(*counts.shape)
    arrays = {"accuracy": _share(counts, objective.rows), "confused": counts[looks]}
    if len(looks) < len(counts):
        arrays["confused_at"] = as_matrix(looks)
    if objective.margin is not None:
        arrays["support"] = _noted(path, "support", objective.support)
    if objective.test is not None:
        counts = _noted(path, "test confusion", objective.test_confusion)
        arrays |= {"test_accuracy": _share(counts, objective.test.rows), "test_confused": counts[looks]}
    return arrays


def looked_at(iterates: int, numbers: int) -> NDArray[np.int64]:
    """Choose the iterates whose counts are sent: all, or so many at equal distances as there is room for.

    Examples
    --------
    >>> looked_at(4, 4).tolist(), looked_at(9001, 1000).tolist()
    ([0, 1, 2, 3], [0, 1286, 2571, 3857, 5143, 6429, 7714, 9000])
    """
    return np.linspace(0, iterates - 1, min(iterates, max(2, COUNTS // numbers))).round().astype(np.int64)


def _share(counts: Matrix, rows: int) -> Matrix:
    """Return the share of the rows that are on the diagonal of counts (m, C*C)."""
    classes = round(np.sqrt(counts.shape[1]))
    right = counts[:, :: classes + 1].astype(float).sum(1)
    return as_matrix(right / rows)


def _noted(path: Path, key: str, count: Callable[[NDArray[np.float64]], NDArray[np.int64]]) -> Matrix:
    """Return what is counted at each iterate as a matrix.

    It is costly, and the same in every scene of the run, so it is noted there.
    """
    if key not in path.notes:
        counted = count(path.theta)
        path.notes[key] = as_matrix(counted.reshape(len(counted), -1))
    matrix: Matrix = path.notes[key]
    return matrix
