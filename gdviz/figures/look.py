"""What all figures have in common: margins, the template of a light or a dark background, colours."""

from __future__ import annotations

from collections.abc import Sequence
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
    return go.Figure(layout={"template": template(dark), **plain_layout(height, **layout)})


def template(dark: bool) -> str:
    """Return the name of the template for a light or a dark background."""
    return "plotly_dark" if dark else "plotly_white"


def plain_layout(height: int, **layout: Any) -> dict[str, Any]:
    """Return the layout that all figures have, without a template."""
    return {
        "height": height,
        "margin": {"l": 60, "r": 16, "t": 36, "b": 48},
        "font": {"size": 13},
        "hovermode": "closest",
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        **layout,
    }


def without_far(figure: go.Figure) -> go.Figure:
    """Leave out of a figure whose axes have ranges what no browser could place, so far away it is.

    The rest of what is drawn outside of the axes stays: a line may lead there.
    """
    for kind, names, axes in (("scatter", "xy", figure.layout), ("scatter3d", "xyz", figure.layout.scene)):
        for trace in figure.select_traces(selector={"type": kind}):
            places = [np.array(trace[name], dtype=float) for name in names]
            sides = [axes[f"{name}axis"].range for name in names]
            near = np.all([is_near(v, side) for v, side in zip(places, sides, strict=True)], axis=0)
            if not near.all():
                trace.update({name: np.where(near, v, np.nan) for name, v in zip(names, places, strict=True)})
    return figure


def is_near(values: np.ndarray, side: Sequence[float]) -> np.ndarray:
    """Return which values a browser can place on an axis that shows a side (low, high)."""
    low, high = (float(end) for end in side)
    with np.errstate(all="ignore"):
        near: np.ndarray = np.abs(values - low) <= FAR * (high - low)
    return near


def shades(dark: bool) -> Shades:
    """Return the colours of losses, paths' casing and lines on a light or a dark background."""
    return LOOK["surface"]["dark" if dark else "light"]


def competitor_color(slot: int) -> str:
    """Return a colour of the palette, which is legible on light and on dark."""
    colors = LOOK["competitors"]["colors"]
    return colors[slot % len(colors)]
