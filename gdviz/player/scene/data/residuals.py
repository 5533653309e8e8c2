"""Whether a pointwise loss is a power of the residual, so that a residual can be drawn as what it costs."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine import LossOverRows

RESIDUALS = np.array([-1e5, -200.0, -7.0, -1.0, -0.03, 1e-3, 0.5, 1.0, 40.0, 3e4])
TARGETS = np.array([-20.0, 0.0, 1.5])[:, None]


def cost_of_residual(objective: LossOverRows) -> dict[str, Any] | None:
    """Return power (1 or 2) and factor where a row costs factor*|residual|^power; None elsewhere.

    The formula is asked at residuals of all sizes, so a user's own text is known as well as the library's.

    Examples
    --------
    >>> import gdviz
    >>> cost_of_residual(gdviz.data_loss("line", "squared"))
    {'power': 2, 'factor': 1.0}
    >>> cost_of_residual(gdviz.data_loss("line", "huber")) is None
    True
    """
    if objective.loss.task != "regression":
        return None
    targets = np.broadcast_to(TARGETS, (len(TARGETS), len(RESIDUALS)))
    with np.errstate(all="ignore"):
        (cost,) = objective.loss.compiled.value(targets + RESIDUALS, targets, *objective.loss_values)
        for power in (1, 2):
            ratio = np.broadcast_to(cost, targets.shape) / np.abs(RESIDUALS) ** power
            factor = float(ratio[1, -3])  # of the residual 1
            if factor > 0 and np.allclose(ratio, factor, rtol=1e-9, atol=0):
                return {"power": power, "factor": factor}
    return None
