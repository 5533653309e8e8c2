"""The figure in three dimensions: the loss as a surface, the model as a second sheet."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import CriticalPoints, StepsFrom
from gdviz.figures.look import blank, shades, without_far
from gdviz.figures.steps_from.look import MODEL, SIDE, color_of_step, sides
from gdviz.player.look import LOOK

SOLID_SYMBOLS = {"minimum": "circle", "maximum": "square", "saddle": "cross", "degenerate": "diamond"}


def solid_figure(result: StepsFrom, critical: CriticalPoints, dark: bool) -> go.Figure:
    """Draw the loss and the model of two parameters as surfaces, with where the steps lead."""
    axes = sides(result, SIDE)
    places = np.stack(np.meshgrid(*axes), axis=-1)
    loss = result.objective.value(places)
    loss = np.where(np.isfinite(loss), loss, np.nan)
    low, high = (np.nanquantile(loss, q) for q in (0.0, 0.98)) if np.isfinite(loss).any() else (0.0, 1.0)
    pad = 0.15 * (high - low) or 1.0
    heights = low - pad, high + pad
    out = blank(dark=dark, height=520, margin={"l": 0, "r": 0, "t": 40, "b": 0})
    _surfaces(out, axes, loss, result.model.at(places), heights, shades(dark)["ramp"])
    _critical(out, critical, heights[1])
    _steps(out, result)
    x, y = result.objective.names
    out.update_layout(
        scene={
            "xaxis": {"title": {"text": x}, "range": list(result.window[0])},
            "yaxis": {"title": {"text": y}, "range": list(result.window[1])},
            "zaxis": {"title": {"text": "loss"}, "range": list(heights)},
            "aspectmode": "cube",
        }
    )
    return without_far(out)


def _surfaces(
    out: go.Figure,
    axes: list[np.ndarray],
    loss: np.ndarray,
    sheet: np.ndarray,
    heights: tuple[float, float],
    ramp: list[str],
) -> None:
    """Draw the loss over places on the axes, and the model as far as it lies between these heights."""
    x, y = axes
    shown = (sheet >= heights[0]) & (sheet <= heights[1])
    scale = [[i / (len(ramp) - 1), color] for i, color in enumerate(ramp)]
    out.add_surface(x=x, y=y, z=loss, colorscale=scale, showscale=False, name="loss", opacity=0.95)
    out.add_surface(
        x=x,
        y=y,
        z=np.where(shown, sheet, np.nan),
        colorscale=[[0, MODEL], [1, MODEL]],
        showscale=False,
        opacity=0.45,
        name="quadratic model",
    )


def _critical(out: go.Figure, critical: CriticalPoints, highest: float) -> None:
    """Mark the critical points whose loss is not higher than that."""
    for kind in critical.counts():
        points = [p for p in critical if p.kind == kind and p.value <= highest]
        out.add_scatter3d(
            x=[p.theta[0] for p in points],
            y=[p.theta[1] for p in points],
            z=[p.value for p in points],
            mode="markers",
            name=f"{kind} ({critical.kind.count(kind)})",
            marker={
                "symbol": SOLID_SYMBOLS.get(kind, "circle-open"),
                "size": 5,
                "color": LOOK["critical"][kind]["fill"],
                "line": {"color": "#10161f", "width": 1},
            },
        )


def _steps(out: go.Figure, result: StepsFrom) -> None:
    """Draw a line from the point to where each step ends."""
    model, here = result.model, float(result.model.value)
    for i, step in enumerate(result.steps):
        out.add_scatter3d(
            x=[model.theta[0], step.theta[0]],
            y=[model.theta[1], step.theta[1]],
            z=[here, step.value],
            mode="lines+markers",
            name=f"{step.name} to {step.value:.4g}",
            line={"color": color_of_step(i), "width": 6},
            marker={"size": [5, 4], "color": color_of_step(i)},
        )
