"""How a run ended, in a sentence."""

from __future__ import annotations

import numpy as np

from gdviz.engine.method.stability import CERTAIN, kind_of_point
from gdviz.engine.objective import Objective
from gdviz.engine.run.stop import Status

MOST_SAID = 8  # parameters that a sentence names; of more, the first FEW_SAID
FEW_SAID = 4


def describe_end(
    status: Status,
    step: int,
    theta: np.ndarray,
    loss: float,
    gradient: np.ndarray,
    objective: Objective,
    maximize: bool,
    more: str = "",
) -> str:
    """Say how a run ended, at which step and why; `more` is what else is known of it.

    Where the slope has vanished at a point that was not sought, such as a saddle, its curvatures say so.
    """
    said = range(len(theta) if len(theta) <= MOST_SAID else FEW_SAID)
    where = ", ".join(f"{objective.names[i]} = {theta[i] + 0.0:.4g}" for i in said)  # 0 without a sign
    if len(said) < len(theta):
        where = f"{where} and so on ({len(theta)} parameters)"
    if status is Status.DIVERGED:
        cause = _why_diverged(theta, loss, gradient, where)
        if step == 0:
            return f"Cannot start: {cause}. Choose another start."
        return f"Diverged at step {step}: {cause}.{more}"
    norm = float(np.hypot.reduce(gradient))
    if status is Status.CONVERGED:
        more = _not_sought(objective, theta, maximize)
    steps = "its one step" if step == 1 else f"all {step} steps"
    return {
        Status.CONVERGED: f"Converged at step {step}: the gradient's norm is {norm:.3g} at {where}.{more}",
        Status.REACHED: f"Reached the loss asked for at step {step}: {loss:.6g} at {where}.",
        Status.STALLED: f"Stopped at step {step}: no progress any more; the loss is {loss:.6g}.",
        Status.MAX_STEPS: f"Ran {steps}; the loss is {loss:.6g} at {where}.{more}",
        Status.SPENT: f"Stopped after {step} {more}",
        Status.RUNNING: f"At step {step} the loss is {loss:.6g}.",
    }[status]


def _not_sought(objective: Objective, theta: np.ndarray, maximize: bool) -> str:
    """Say what a point without slope is, if its Hessian tells that it is not what was sought."""
    hessian = objective.hessian(theta)
    if not np.isfinite(hessian).all():
        return ""
    values = np.linalg.eigvalsh(hessian)
    sought, against = ("maximum", values[-1]) if maximize else ("minimum", -values[0])
    if not against > CERTAIN * np.abs(values).max():
        return ""
    kind = kind_of_point(values)
    what = f"no {sought}" if kind == "degenerate" else f"a {kind}, not a {sought}"
    ends = [f"{v:.4g}" for v in dict.fromkeys([float(values[0]), float(values[-1])])]
    if len(ends) == 1:
        return f" It is {what}: the curvature there is {ends[0]}."
    listed = " to ".join(ends) if len(values) > 2 else " and ".join(ends)
    return f" It is {what}: the curvatures there are {listed}."


def _why_diverged(theta: np.ndarray, loss: float, gradient: np.ndarray, where: str) -> str:
    """Say what of a point is not finite; else it is far away."""
    if not np.isfinite(theta).all():
        return "the step is not a finite number"
    if not np.isfinite(loss):
        return f"the loss is not a finite number ({loss:.4g}) at {where}"
    if not np.isfinite(gradient).all():
        return f"the gradient is not a finite number at {where}"
    return f"it is more than a million window widths away ({where})"
