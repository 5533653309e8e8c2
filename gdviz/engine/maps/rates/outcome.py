"""How a run of a map went, as one number: what Sohl-Dickstein (2024) colours his fractals by."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gdviz.engine.run.stop import CODES, Status

WORST = 1e6  # times the loss at the start: what a diverged run counts as; 1/WORST is the least that counts
LAST = 20  # iterates whose mean loss decides whether a run converged
DIVERGED = CODES.index(Status.DIVERGED)
Block = tuple[np.ndarray, np.ndarray, np.ndarray]  # cells (b,), losses (n+1, b) and codes (b,) of some runs


def least_of(blocks: Iterable[Block]) -> float:
    """Return the least loss of the runs that did not diverge; 0 where all did."""
    kept = (loss[:, codes != DIVERGED] for _, loss, codes in blocks)
    finite = (loss[np.isfinite(loss)] for loss in kept)
    return min((float(loss.min()) for loss in finite if loss.size), default=0.0)


def outcomes(loss: np.ndarray, codes: np.ndarray, least: float) -> np.ndarray:
    """Return the outcome (b,) of runs with losses (n+1, b), see `HyperMap.outcome`.

    The loss is counted from `least`, as a share of that at the start, at most WORST. A run converged if it
    did not diverge and the mean share of its last iterates is below 1, or if it stayed at the least loss.
    """
    with np.errstate(all="ignore"):
        above = loss - least
        share = np.where(above == 0, 0.0, above / above[0])
        share = np.where(np.isfinite(share), np.minimum(share, WORST), WORST)
        converged = (share[-LAST:].mean(0) < 1) & (codes != DIVERGED)
        # a run that leaves downwards, where there is no bottom, is as far off as one that leaves upwards
        away = (1 / np.clip(np.abs(share), 1 / WORST, WORST)).sum(0)
    out: np.ndarray = np.where(converged, -share.sum(0), away)
    return out
