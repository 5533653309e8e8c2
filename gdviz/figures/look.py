"""What all figures have in common: margins, the template of a light or a dark background, colours."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gdviz.player.look import LOOK, Shades

POWERS = {"exponentformat": "power"}  # of an axis of places: 10^-7 is read by more people than 100n
FAR = 1e30  # widths of a plot: numbers in SVG end at 3e38


def blank(*, dark: bool = False, height: int = 380, **layout: Any) -> go.Figure:
    """Return an empty figure. `layout` is Plotly's; colours of text and grid are left to the template.

    So a page can have them follow its own theme.
    """
    return go.Figure(
        layout={
            "template": "plotly_dark" if dark else "plotly_white",
            "height": height,
            "margin": {"l": 60, "r": 16, "t": 36, "b": 48},
            "font": {"size": 13},
            "hovermode": "closest",
            "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
            **layout,
        }
    )


def without_far(figure: go.Figure) -> go.Figure:
    """Leave out of a figure whose axes have ranges what no browser could place, so far away it is.

    The rest of what is drawn outside of the axes stays: a line may lead there.
    """
    layout = figure.layout
    for trace in figure.select_traces(selector={"type": "scatter"}):
        places = [np.array(values, dtype=float) for values in (trace.x, trace.y)]
        sides = [np.array(axis.range, dtype=float) for axis in (layout.xaxis, layout.yaxis)]
        with np.errstate(all="ignore"):
            near = [
                np.abs(v - low) <= FAR * (high - low) for v, (low, high) in zip(places, sides, strict=True)
            ]
        if not (near[0] & near[1]).all():
            trace.x, trace.y = (np.where(near[0] & near[1], v, np.nan) for v in places)
    return figure


def shades(dark: bool) -> Shades:
    """Return the colours of losses, paths' casing and lines on a light or a dark background."""
    return LOOK["surface"]["dark" if dark else "light"]


def competitor_color(slot: int) -> str:
    """Return a colour of the palette, which is legible on light and on dark."""
    colors = LOOK["competitors"]["colors"]
    return colors[slot % len(colors)]
