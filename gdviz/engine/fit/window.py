"""The window of parameters that is first shown of a data loss."""

from __future__ import annotations

import numpy as np

from gdviz.engine.fit.optimum.piecewise import straight
from gdviz.engine.fit.row_loss import RowLoss
from gdviz.engine.objective import Domain

WIDEST = 1e150  # beyond this no window is drawn


def window(objective: RowLoss, best: np.ndarray | None) -> Domain:
    """Choose a window around the optimum `best` (D,), or around what stands for it.

    It reaches as far as the start's loss does along each parameter.
    """
    a, y, start = objective.design.a, objective.design.y, np.zeros(objective.dimension)
    # of more than two parameters a slice is shown, its intercept at its best: what the weights alone win
    far = np.zeros(objective.dimension, dtype=bool) if objective.dimension == 2 else ~objective.weights
    with np.errstate(all="ignore"):
        if best is not None and not straight(objective):
            drop = max(float(objective.value(np.where(far, best, start))) - float(objective.value(best)), 0.0)
            bend = np.maximum(np.diag(objective.hessian(best)), np.diag(objective.hessian(start)))
            middle, reach = best, np.sqrt(2 * drop / bend)
        elif objective.loss.task == "regression":  # kinks: the window that least squares would have
            middle = np.linalg.lstsq(a, y, rcond=None)[0]
            off, least = (((y - a @ t) ** 2).mean() for t in (np.where(far, middle, start), middle))
            reach = np.sqrt(max(float(off - least), 0.0) / (a * a).mean(0))
        else:  # classes: weights that make scores of about 10
            middle, reach = start, 8 / np.tile(np.sqrt((a * a).mean(0)), objective.scores)
        reach = np.maximum(np.abs(middle - start), reach)
        if best is not None:
            reach = np.maximum(reach, np.abs(best - middle))
        reach = 1.25 * reach
    middle = np.where(np.abs(middle) < WIDEST, middle, 0.0)
    too_small = ~((reach > 1e-9 * (1 + np.abs(middle))) & (reach < WIDEST))
    reach[too_small] = np.maximum(1.0, np.abs(middle))[too_small]
    return tuple((_short(m - r), _short(m + r)) for m, r in zip(middle.tolist(), reach.tolist(), strict=True))


def _short(x: float) -> float:
    return float(f"{x:.3g}")
