"""Numbers of few digits: short in links and fields, and run as they are shown."""

from __future__ import annotations

import numpy as np

DIGITS = 4


def rounded(values: np.ndarray, digits: int = DIGITS) -> np.ndarray:
    """Round numbers (K,) to so many significant digits.

    Examples
    --------
    >>> rounded(np.array([1.23456, 0.00123456])).tolist()
    [1.235, 0.001235]
    """
    return np.array([float(f"{value:.{digits}g}") for value in values.tolist()])
