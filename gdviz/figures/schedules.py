"""Schedules beside each other: the rate of each step, the loss, and the path that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from gdviz.engine import Path
from gdviz.figures.look import blank, shades

ROW = 200  # pixels of the height of a schedule
GRID = 50  # points of the contours along a side
COLUMNS = ("rate", "loss", "path")
Window = Sequence[tuple[float, float]]


def figure(paths: Mapping[str, Path], *, window: Window, color: str, dark: bool = False) -> go.Figure:
    """Draw runs that differ in their schedule, one below the other.

    Parameters
    ----------
    paths : name of the schedule -> Path
        The runs, from one start on one objective.
    window : (low, high) of each of the first two parameters
        Of the paths; with one parameter the path is drawn over the steps.
    color : str
        Of the lines.
    dark : bool
        For a dark background.
    """
    rows, names = len(paths), list(paths)
    titles = [words for name in names for words in (name, *COLUMNS[1:])]  # the rate is the schedule itself
    out = make_subplots(
        rows=rows,
        cols=len(COLUMNS),
        subplot_titles=titles,
        vertical_spacing=min(0.2, 0.34 / rows),
        horizontal_spacing=0.13,  # the numbers of a loss have room on a phone, too
    )
    out.update_layout(blank(dark=dark, height=ROW * rows + 40, showlegend=False).layout)
    out.update_annotations(font_size=13)
    logarithmic = all((path.loss[np.isfinite(path.loss)] > 0).all() for path in paths.values())
    for row, path in enumerate(paths.values(), 1):
        steps = np.arange(path.steps + 1) if len(path.loss) == path.steps + 1 else path.at
        line = {"mode": "lines", "line": {"color": color, "width": 1.5}}
        out.add_scatter(x=steps[1:], y=path.rate, name=names[row - 1], row=row, col=1, **line)
        out.add_scatter(x=steps, y=path.loss, name=names[row - 1], row=row, col=2, **line)
        _path(out, path, steps, window, row, color, dark)
    for col, kind in ((1, None), (2, "log" if logarithmic else None)):
        out.update_yaxes(
            matches=f"y{col if col > 1 else ''}", type=kind, exponentformat="power", tickfont_size=11, col=col
        )
        out.update_xaxes(matches="x", col=col)
    return out


def _path(
    out: go.Figure, path: Path, steps: np.ndarray, window: Window, row: int, color: str, dark: bool
) -> None:
    """Draw the path on the contours of a surface; over the steps where there are no two parameters."""
    line = {"mode": "lines", "line": {"color": color, "width": 1.5}}
    if path.theta.shape[1] != len(window) or len(window) != 2:
        out.add_scatter(x=steps, y=path.theta[:, 0], row=row, col=3, **line)
        return
    x, y = (np.linspace(low, high, GRID) for low, high in window)
    values = path.objective.value(np.stack(np.meshgrid(x, y), axis=-1))
    with np.errstate(all="ignore"):
        height = np.log1p(values - np.nanmin(np.where(np.isfinite(values), values, np.nan)))
    look = shades(dark)
    ramp = [[i / (len(look["ramp"]) - 1), c] for i, c in enumerate(look["ramp"])]
    plain = {"showscale": False, "line": {"width": 0}, "hoverinfo": "skip"}
    out.add_contour(x=x, y=y, z=height, colorscale=ramp, row=row, col=3, **plain)
    out.add_scatter(x=path.theta[:, 0], y=path.theta[:, 1], row=row, col=3, **line)
    for axes, side in ((out.update_xaxes, window[0]), (out.update_yaxes, window[1])):
        axes(range=list(side), row=row, col=3)
