"""The random streams of one seed: a number for each use, so that no two uses draw the same.

NumPy takes [seed], [seed, 0] and [seed, 0, 0] for the same. So a stream with further numbers (a chunk, a
layer) begins with that of its use alone: no use may have the number 0 or that of another.
"""

from __future__ import annotations

from enum import IntEnum, unique

import numpy as np


@unique
class Use(IntEnum):
    """What is drawn from a seed; the seed alone is the gradient noise's stream."""

    BATCHES = 1
    BATCHES_WITH_REPLACEMENT = 2
    SETTINGS = 3  # of optimizers that are tuned
    STARTS = 4  # of the runs that they are compared on
    RANDOM_STARTS = 5
    DIRECTIONS = 6  # of planes
    DATA = 7
    DRAWN_POINTS = 8  # which rows are drawn of many
    WEIGHTS = 11  # the first ones of networks
    TEST_ROWS = 13


def stream(seed: int, use: Use, *more: int) -> np.random.Generator:
    """Return the stream of a use, `more` tells its parts apart.

    Examples
    --------
    >>> a, b = (stream(0, use).random() for use in (Use.WEIGHTS, Use.TEST_ROWS))
    >>> bool(a == b), bool(a == stream(0, Use.WEIGHTS, 0).random())
    (False, True)
    """
    return np.random.default_rng([seed, use, *more])
