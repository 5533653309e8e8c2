"""The probability of a class as a table, from which the player reads that of any score."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

ODDS, REACH = 257, 700.0  # scores in the table, and the largest of them
FAR = 1e6  # a score beyond all that are drawn


def log_odds(
    chance: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Tabulate the logarithm of the odds p/(1 - p) of a probability over the score.

    Odds need no clamp: a probability of 1e-30 or of 1 - 1e-30 is as exact as one of a half. Where a
    probability is 0, or so near to 1 that its rest has lost its digits, the odds go on as straight as they
    went there.

    Parameters
    ----------
    chance : scores (m,) -> probabilities (m,)

    Returns
    -------
    scores, odds : ndarray (n,)
        The scores are dense near 0.

    Examples
    --------
    >>> scores, odds = log_odds(lambda z: 1 / (1 + np.exp(-z)))
    >>> np.allclose(scores, odds)
    True
    """
    scores = np.sinh(np.linspace(-np.arcsinh(REACH), np.arcsinh(REACH), ODDS))
    p = np.broadcast_to(chance(scores), scores.shape)
    exact = (p > 1e-300) & (p < 1 - 1e-7)
    scores, p = scores[exact], p[exact]
    odds = np.log(p) - np.log1p(-p)
    # straight on, as over the outer half of what is exact
    ends = ((scores < scores[0] / 2), (scores > scores[-1] / 2))
    slopes = [np.polyfit(scores[end], odds[end], 1)[0] for end in ends]
    far = np.array([-FAR, FAR])
    outside = odds[[0, -1]] + slopes * (far - scores[[0, -1]])
    return np.concatenate([far[:1], scores, far[1:]]), np.concatenate([outside[:1], odds, outside[1:]])
