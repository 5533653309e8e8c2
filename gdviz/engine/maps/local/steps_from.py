"""What single steps of several rules would do from one point, beside the local quadratic model there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.curvature import LocalModel, local_model, widths
from gdviz.engine.maps.drawable import Drawable
from gdviz.engine.maps.local.looks import StepRule
from gdviz.engine.objective import Domain, Objective
from gdviz.engine.run.descent import Descent
from gdviz.engine.start import check_start

ELLIPSE = 0.12  # of the window: the longest semi-axis of the ellipse


class OneStep(NamedTuple):
    """Where one step leads: who makes it, theta (D,), the loss there, and what the model foretold."""

    name: str
    theta: np.ndarray
    value: float
    foretold: float


@dataclass(frozen=True, eq=False)
class StepsFrom(Drawable):
    """Single steps from one point.

    Attributes
    ----------
    objective : what is descended
    window : what is shown, (low, high) of each parameter
    model : the local quadratic model at the point
    steps : where a step of each rule leads; those that lead to no finite point are left out
    refused : a sentence for each rule that makes no step here
    """

    objective: Objective
    window: Domain
    model: LocalModel
    steps: tuple[OneStep, ...]
    refused: tuple[str, ...]

    @property
    def semi_axes(self) -> np.ndarray:
        """Semi-axes (D, D), a row each, of the ellipse d |H| d = constant around the point.

        Their lengths are as 1/sqrt|eigenvalue|, and the longest is 0.12 of the window. An axis without
        curvature is as long as that one.
        """
        axes, width = self.model.semi_axes, widths(self.window)
        out: np.ndarray = axes * (ELLIPSE / np.abs(axes / width).max())
        return out


def steps_from(objective: Objective, theta: Any, rules: Sequence[StepRule], window: Any = None) -> StepsFrom:
    """Make one step of each rule from a point.

    Parameters
    ----------
    objective : Objective
        What is descended.
    theta : array (D,)
        The point.
    rules : sequence of (name, rule, keywords)
        What makes a step, with `lr` and its parameters, as for `descend`.
    window : (low, high) for each parameter, optional
        What is shown; the objective's domain if nothing is said.

    Returns
    -------
    StepsFrom
        The local model, where each step leads, and a sentence for each rule that makes none; `figure()` draws
        it.

    Raises
    ------
    ValueError
        For a point or an argument that cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> bowl = gdviz.surface("x^2 + 4y^2")
    >>> out = steps_from(bowl, (2.0, 1.0), [("Newton", gdviz.optimizers["newton"], {})])
    >>> out.steps[0].theta.tolist(), out.semi_axes.round(3).tolist()
    ([0.0, 0.0], [[1.2, 0.0], [0.0, 0.6]])
    """
    point = check_start(objective, theta)
    window = tuple(map(tuple, objective.domain if window is None else window))
    model = local_model(objective, point, window)
    steps: list[OneStep] = []
    refused: list[str] = []
    for name, rule, keywords in rules:
        try:
            run = Descent(objective, rule, point, steps=1, stop=None, **keywords)
            run.run()
            end = run.path().theta[-1]
        except ValueError as error:
            refused.append(f"{name}: {error}.")
            continue
        if np.isfinite(end).all():
            steps.append(OneStep(name, end, float(objective.value(end)), float(model.at(end))))
        else:
            refused.append(f"{name} leads to no finite point.")
    return StepsFrom(objective, window, model, tuple(steps), tuple(refused))
