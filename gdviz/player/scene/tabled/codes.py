"""Numbers as whole codes of a byte: enough for a colour, and for where a sign changes.

A code k stands for sinh(k/STEPS)/FINE, k = -127..127: steps of 0.005 near 0, and of 8 % far from it. Larger
numbers have the last code, and every number keeps its sign. A number that is not one has the code -128.

A code travels as the float32 ORIGIN + k. The bit patterns of floats between 2^23 and 2^24 count up one by
one, so differences of codes stay small when `codec` takes differences of bit patterns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdviz.player.scene.codec import Matrix, as_matrix

ORIGIN = float(1 << 23) + 128
FINE, STEPS, LAST, NONE = 16.0, 12.0, 127, -128
SCALE = {"origin": ORIGIN, "fine": FINE, "steps": STEPS}  # as a header has it


def coded(values: NDArray[np.float64]) -> Matrix:
    """Write numbers (m, ...) as codes (m, c).

    Examples
    --------
    >>> decoded(coded(np.array([[0.0, 1e-9, -0.5, 1e6, np.nan]]))).round(3).tolist()
    [[0.0, 0.005, -0.487, 1233.483, nan]]
    """
    with np.errstate(invalid="ignore"):
        steps = np.arcsinh(values * FINE) * STEPS
        codes = np.where(np.isnan(values), NONE, np.clip(np.sign(values) * _at_least_1(steps), -LAST, LAST))
    return as_matrix(codes + ORIGIN)


def _at_least_1(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round sizes so that none but 0 becomes 0, since `coded` multiplies them by a sign."""
    return np.maximum(np.round(np.abs(steps)), 1)


def decoded(codes: Matrix) -> NDArray[np.float64]:
    """Read codes, as the player's JavaScript does; for tests and tools."""
    k = np.asarray(codes, dtype=np.float64) - ORIGIN
    return np.where(k == NONE, np.nan, np.sinh(k / STEPS) / FINE)
