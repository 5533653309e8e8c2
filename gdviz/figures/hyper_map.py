"""A map of two hyper-parameters: blue where runs converge, orange where not; theory's limit as a line."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import HyperMap
from gdviz.engine.run.stop import CODES
from gdviz.figures.cells import Cells, marks_of, without_gaps
from gdviz.figures.look import POWERS, plain_layout, template

OF = HyperMap
# converged, from fast to slow; then not, from late to early: the two ends of the scale are the two extremes
SCALE = [
    [0.0, "#d8ecf8"],
    [0.25, "#6aaedb"],
    [0.4999, "#0d3f66"],
    [0.5, "#5e2a04"],
    [0.75, "#d9741f"],
    [1.0, "#fde3cd"],
]
WIDE = 20.0  # values that span a larger factor are drawn on a log scale
LABELS = {"lr": "learning rate", "batch_size": "batch size"}


def figure(
    result: HyperMap, *, dark: bool = False, chosen: tuple[float, float] | None = None, height: int = 560
) -> go.Figure:
    """Draw a map of two hyper-parameters.

    Parameters
    ----------
    result : HyperMap
        The map.
    dark : bool
        For a dark background.
    chosen : (x, y), optional
        Values that are marked where the map shows them: those in use.
    height : int
        Of the figure, in pixels.
    """
    plain = drawn(result, dark=dark, chosen=chosen, height=height)
    cells, *lines = plain["data"]
    traces = [cells, marks_of(cells_of(result)), *lines]
    return go.Figure(traces, {**plain["layout"], "template": template(dark)})


def drawn(
    result: HyperMap, *, dark: bool = False, chosen: tuple[float, float] | None = None, height: int = 560
) -> dict[str, Any]:
    """Return the figure as what JSON can say, without its template and without the marks that tell of cells.

    It is for a page that tells of every cell itself. Its parameters are those of `figure`.
    """
    layout = plain_layout(height, xaxis=_axis(result, 0), yaxis=_axis(result, 1))
    layout["margin"] = {**layout["margin"], "b": 110}
    cells = {
        "type": "heatmap",
        "x": result.x.tolist(),
        "y": result.y.tolist(),
        "z": result.shade().tolist(),
        "zmin": -1,
        "zmax": 1,
        "colorscale": SCALE,
        "colorbar": {
            "orientation": "h",
            "y": -0.2,
            "yanchor": "top",
            "thickness": 12,
            "outlinewidth": 0,
            "tickvals": [-0.96, -0.45, 0.45, 0.96],
            "ticktext": ["fast", "converged", "not converged", "at once"],
        },
        "hoverinfo": "skip",
        "name": "outcome",
    }
    marked = _chosen(*chosen) if chosen is not None and _shows(result, *chosen) else []
    return {"data": [cells, *_limit(result, dark), *marked], "layout": layout}


def _chosen(x: float, y: float) -> list[dict[str, Any]]:
    """Return the mark of the values in use: a ring that is seen on every colour."""
    at = {"x": [x], "y": [y], "mode": "markers", "hoverinfo": "skip", "showlegend": False}
    outer = {"symbol": "circle-open", "size": 14, "color": "#ffffff", "line": {"width": 4}}
    inner = {"symbol": "circle-open", "size": 14, "color": "#16181d", "line": {"width": 1.5}}
    return [{"type": "scatter", "marker": ring, **at} for ring in (outer, inner)]


def _shows(result: HyperMap, x: float, y: float) -> bool:
    """Return whether two values lie among those of the map: else it would shrink to have room for them."""
    sides = ((result.x, x), (result.y, y))
    return all(bool(values[0] <= value <= values[-1]) for values, value in sides)


def is_log(values: np.ndarray) -> bool:
    """Return whether values are drawn on a log scale: positive ones that span a large factor."""
    return bool(values[0] > 0 and values[-1] / WIDE > values[0])  # so that no quotient overflows


def _label(result: HyperMap, i: int) -> str:
    name = result.names[i]
    return LABELS.get(name, name.replace("start.", "start "))


def _axis(result: HyperMap, i: int) -> dict[str, Any]:
    values = (result.x, result.y)[i]
    axis = {**POWERS, "title": {"text": _label(result, i)}, "showgrid": False, "zeroline": False}
    axis["automargin"] = True
    return {**axis, "type": "log"} if is_log(values) else axis


def cells_of(result: HyperMap) -> Cells:
    """Return what is said of each cell: how its run ended."""
    first, second = (without_gaps(_label(result, i)) for i in range(2))
    place = f"{first} {{x}}<br>{second} {{y}}"
    kinds = [status.value for status in CODES]
    sentences = ["not run yet", "loss {loss}, {steps} steps: {status}"]
    numbers = {"loss": result.loss, "steps": result.steps, "status": result.codes}
    return Cells(
        result.x, result.y, place, sentences, result.computed.astype(int), numbers, {"status": kinds}
    )


def limit_shown(result: HyperMap) -> np.ndarray:
    """Return theory's limit of the rate for each value of the other axis; nan where it is not in the map."""
    if result.limit is None:
        return np.array([np.nan])
    rates = result.x if result.names[0] == "lr" else result.y
    inside = (result.limit >= rates[0]) & (result.limit <= rates[-1])
    return np.where(inside, result.limit, np.nan)


def _limit(result: HyperMap, dark: bool) -> list[dict[str, Any]]:
    """Return theory's limit, without stretching the map to it; in the legend, the line that is seen there."""
    limit, along_x = limit_shown(result), result.names[0] == "lr"
    if np.isnan(limit).all():
        return []
    others = (result.y if along_x else result.x).tolist()
    line = [None if np.isnan(rate) else rate for rate in limit.tolist()]
    across = [None if rate is None else other for rate, other in zip(line, others, strict=True)]
    x, y = (line, across) if along_x else (across, line)
    both = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "name": "theory's limit of the rate"}
    wide, dashed = {"color": "#16181d", "width": 5}, {"color": "#ffffff", "width": 2.5, "dash": "dash"}
    return [
        {**both, "x": x, "y": y, "line": wide, "showlegend": not dark},
        {**both, "x": x, "y": y, "line": dashed, "showlegend": dark},
    ]
