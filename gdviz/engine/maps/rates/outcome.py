"""How a run of a map went, as one number: what Sohl-Dickstein (2024) colours his fractals by."""

from __future__ import annotations

import numpy as np

from gdviz.engine.run.stop import CODES, Status

WORST = 1e6  # times the loss at the start: what a diverged run counts as; 1/WORST is the least that counts
LAST = 20  # iterates whose mean loss decides whether a run converged
DIVERGED = CODES.index(Status.DIVERGED)


def least_of(loss: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return the least loss (b,) of each run, of losses (n+1, b); inf of those that diverged."""
    least: np.ndarray = np.where(np.isfinite(loss), loss, np.inf).min(0)
    return np.where(codes == DIVERGED, np.inf, least)


def outcomes(loss: np.ndarray, codes: np.ndarray, least: float) -> np.ndarray:
    """Return the outcome (b,) of runs with losses (n+1, b), see `HyperMap.outcome`.

    The loss is counted from `least`, as a share of that at the start, at most WORST. A run converged if it
    did not diverge and the mean share of its last iterates is below 1, or if it stayed at the least loss.
    """
    with np.errstate(all="ignore"):
        above = loss - least
        share = np.where(above == 0, 0.0, above / above[0])
        share = np.where(np.isfinite(share), np.minimum(share, WORST), WORST)
        last = share[-LAST:]
        converged = (_sum(last) / len(last) < 1) & (codes != DIVERGED)
        # a run that leaves downwards, where there is no bottom, is as far off as one that leaves upwards
        away = 1 / np.clip(np.abs(share), 1 / WORST, WORST)
    out: np.ndarray = np.where(converged, -_sum(share), _sum(away))
    return out


def _sum(values: np.ndarray) -> np.ndarray:
    """Sum the rows one after the other: the same bits, however many runs there are beside a run."""
    total: np.ndarray = np.add.accumulate(values, axis=0)[-1]
    return total
