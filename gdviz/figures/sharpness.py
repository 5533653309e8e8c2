"""The sharpness along a run beside the limit of the optimizer's own stability."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import Sharpness
from gdviz.figures.look import blank, competitor_color

OF = Sharpness


def figure(result: Sharpness, *, dark: bool = False, color: str | None = None, log: bool = True) -> go.Figure:
    """Draw the sharpness along a run.

    Parameters
    ----------
    result : Sharpness
        Along the run.
    dark : bool
        For a dark background.
    color : str, optional
        Of the curve.
    log : bool
        Whether the vertical axis is logarithmic, where all values are above 0.
    """
    positive = bool((result.value[np.isfinite(result.value)] > 0).all())
    axis = {"title": {"text": "largest curvature"}, "exponentformat": "power"}
    out = blank(
        dark=dark,
        height=300,
        xaxis={"title": {"text": "step"}},
        yaxis={**axis, "type": "log" if log and positive else "linear"},
    )
    out.add_scatter(
        x=result.steps,
        y=result.value,
        mode="lines",
        name="sharpness",
        line={"color": color or competitor_color(0), "width": 2},
        hovertemplate="step %{x}: largest curvature %{y:.5g}<extra></extra>",
    )
    if result.threshold is not None:
        out.add_scatter(
            x=result.steps,
            y=result.limit,
            mode="lines",
            name=f"limit {result.threshold:.4g}/rate",
            line={"color": competitor_color(1), "width": 1.5, "dash": "dash"},
            hovertemplate="step %{x}: unstable above %{y:.5g}<extra></extra>",
        )
    return out
