"""Step lengths along a direction, for B runs at once. What a run gets does not depend on the others.

A run that has its step is asked nothing more, so that the trials of one cost the others nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

ARMIJO = 1e-4  # sufficient decrease, Nocedal & Wright (2006), eq. 3.4
HALVINGS = 50
TRIALS = 30  # of a search to the Wolfe conditions
GROWTH = 4.0  # of a step that is too short, while none is known that is too long
MARGIN = 0.1  # of the bracket, that a new trial keeps from its ends
ROUNDING = 4 * np.finfo(float).eps  # relative to the loss: a change as small as this may be one of rounding

# step lengths (k,) and the indices (k,) of the runs that try them -> losses (k,); with slopes -> two arrays
Loss = Callable[[np.ndarray, np.ndarray], np.ndarray]
LossAndSlope = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def backtrack(loss: Loss, f: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Halve a step length (B,) from 1 until the loss decreases enough (Armijo 1966).

    Enough is at least 1e-4 of what the slope promises. The length is 0 where 50 halvings do not do, and where
    the direction does not lead downhill.

    Parameters
    ----------
    loss : along the direction
    f, slope : (B,), the loss at length 0 and its derivative along the direction there
    """
    length, going = np.where(slope < 0, 1.0, 0.0), np.flatnonzero(slope < 0)
    for _ in range(HALVINGS):
        if not going.size:
            break
        tried = length[going]
        enough = loss(tried, going) <= _most(f[going], ARMIJO * tried * slope[going])
        going = going[~enough]
        length[going] /= 2
    length[going] = 0.0
    return length


def strong_wolfe(
    along: LossAndSlope, f: np.ndarray, slope: np.ndarray, first: Any, c1: Any, c2: Any
) -> np.ndarray:
    """Find step lengths (B,) that fulfil the strong Wolfe conditions (Nocedal & Wright 2006, eq. 3.7).

    The loss is at most f + c1 a slope, and the slope at most c2 times as steep as at the beginning. A trial
    that is too long bounds a bracket from above, one that is too short from below. The next one is where the
    cubic through loss and slope of both ends is least, but at least a tenth of the bracket away from them;
    every third one halves it. Such a bracket holds a step that fulfils both conditions, if c1 < c2 and the
    loss is smooth.

    The length is 0 where the direction does not lead downhill. Where 30 trials find no such step (kinks, a
    loss without bottom), it is the lower end of the bracket: the last trial that decreased the loss enough
    and was too short, or 0 if there was none.

    Parameters
    ----------
    along : loss and slope along the direction
    f, slope : (B,), loss and slope at length 0
    first : the length tried first, a number or (B,); 1 where it is no positive number
    c1, c2 : numbers or (B,)
    """
    first, c1, c2 = (np.broadcast_to(v, f.shape) for v in (first, c1, c2))
    below = np.stack([np.zeros(f.shape), f, slope])  # length, loss and slope of the lower end
    above = np.full(below.shape, np.nan)  # of the upper end; nan where there is none yet
    length = np.where((first > 0) & (first < np.inf), first, 1.0)
    found, going = np.zeros(f.shape), np.flatnonzero(slope < 0)
    for trial in range(TRIALS):
        if not going.size:
            break
        a, start = length[going], slope[going]
        loss, here = along(a, going)
        low = loss <= _most(f[going], c1[going] * a * start)
        flat = np.abs(here) <= -c2[going] * start
        short = low & (here < c2[going] * start)
        found[going[low & flat]] = a[low & flat]
        tried = np.stack([a, loss, here])
        below[:, going[short]] = tried[:, short]
        above[:, going[~short]] = tried[:, ~short]
        going = going[~(low & flat)]
        length[going] = _next_trial(below[:, going], above[:, going], halve=trial % 3 == 2)
    found[going] = below[0, going]
    return found


def _most(f: np.ndarray, promised: np.ndarray) -> np.ndarray:
    """Return the largest loss that counts as enough of a decrease, up to rounding."""
    return np.asarray(f + promised + ROUNDING * np.abs(f))


def _next_trial(below: np.ndarray, above: np.ndarray, halve: bool) -> np.ndarray:
    """Return the next step lengths (k,) between both ends of brackets (3, k): length, loss, slope."""
    (a, fa, da), (b, fb, db) = below, above
    width = b - a
    middle = a + 0.5 * width
    if halve:
        inside = middle
    else:  # Nocedal & Wright (2006), eq. 3.59
        d1 = da + db - 3 * (fb - fa) / width
        d2 = np.sqrt(d1 * d1 - da * db)
        cubic = b - width * (db + d2 - d1) / (db - da + 2 * d2)
        kept = np.clip(cubic, a + MARGIN * width, b - MARGIN * width)
        inside = np.where(np.isfinite(cubic), kept, middle)
    return np.asarray(np.where(np.isnan(b), GROWTH * a, inside))
