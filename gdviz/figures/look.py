"""What all figures have in common: margins, the template of a light or a dark background, colours."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from gdviz.player.look import LOOK, Shades


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


def shades(dark: bool) -> Shades:
    """Return the colours of losses, paths' casing and lines on a light or a dark background."""
    return LOOK["surface"]["dark" if dark else "light"]


def competitor_color(slot: int) -> str:
    """Return a colour of the palette, which is legible on light and on dark."""
    colors = LOOK["competitors"]["colors"]
    return colors[slot % len(colors)]
