"""The local quadratic model at a point and where steps lead from there: flat, or as a second sheet."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import CriticalPoints, StepsFrom
from gdviz.figures.steps_from.flat import flat_figure
from gdviz.figures.steps_from.sheets import solid_figure

OF = StepsFrom


def figure(
    result: StepsFrom, *, dark: bool = False, critical: CriticalPoints | None = None, solid: bool = False
) -> go.Figure:
    """Draw single steps from a point over the contours, with the contour lines of the model there.

    The axes of the ellipse lie along the eigenvectors of the Hessian, with lengths as 1/sqrt|eigenvalue|;
    one along which the loss is curved downwards is dotted, one without curvature dashed and grey. Arrows lead
    to where the steps end.

    Parameters
    ----------
    result : StepsFrom
        Of an objective of one or two parameters.
    dark : bool
        For a dark background.
    critical : CriticalPoints, optional
        Drawn besides.
    solid : bool
        As surfaces in three dimensions, the model as a second sheet.

    Raises
    ------
    ValueError
        For more parameters.
    """
    d = result.objective.dimension
    if d > 2:
        raise ValueError(f"steps are drawn for one or two parameters, not for {d}; take a Slice")
    if critical is None:
        empty = np.empty((0, d))
        critical = CriticalPoints(empty, empty[:, 0], (), empty, result.objective, result.window, True, "")
    if d == 2 and solid:
        return solid_figure(result, critical, dark)
    return flat_figure(result, critical, dark)
