"""A map of two hyper-parameters: blue where runs converge, orange where not; theory's limit as a line."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import HyperMap
from gdviz.engine.run.stop import CODES
from gdviz.figures.cells import Cells, mark_cells, without_gaps
from gdviz.figures.look import POWERS, blank

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
    result: HyperMap,
    *,
    dark: bool = False,
    chosen: tuple[float, float] | None = None,
    height: int = 560,
    bare: bool = False,
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
    bare : bool
        Without the marks that tell of cells: for a page that tells of every cell itself.
    """
    out = blank(dark=dark, height=height, xaxis=_axis(result, 0), yaxis=_axis(result, 1))
    out.update_layout(margin={"b": 110})
    out.add_heatmap(
        x=result.x,
        y=result.y,
        z=result.shade(),
        zmin=-1,
        zmax=1,
        colorscale=SCALE,
        colorbar={
            "orientation": "h",
            "y": -0.2,
            "yanchor": "top",
            "thickness": 12,
            "tickvals": [-0.96, -0.45, 0.45, 0.96],
            "ticktext": ["fast", "converged", "not converged", "at once"],
        },
        hoverinfo="skip",
        name="outcome",
    )
    if not bare:
        mark_cells(out, cells_of(result), name="cells", showlegend=False)
    if result.limit is not None:
        _limit(out, result, result.limit, dark)
    if chosen is not None and _shows(result, *chosen):
        ring = {"symbol": "circle-open", "size": 14, "color": "#ffffff", "line": {"width": 4}}
        dot = {"symbol": "circle-open", "size": 14, "color": "#16181d", "line": {"width": 1.5}}
        at = {"x": [chosen[0]], "y": [chosen[1]], "mode": "markers", "hoverinfo": "skip", "showlegend": False}
        out.add_scatter(marker=ring, **at)
        out.add_scatter(marker=dot, **at)
    return out


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


def _limit(out: go.Figure, result: HyperMap, limit: np.ndarray, dark: bool) -> None:
    """Draw theory's limit, without stretching the map to it; in the legend, the line that is seen there."""
    along_x = result.names[0] == "lr"
    x, y = (limit, result.y) if along_x else (result.x, limit)
    rates = result.x if along_x else result.y
    inside = (limit >= rates[0]) & (limit <= rates[-1])
    at = {"x": np.where(inside, x, np.nan), "y": np.where(inside, y, np.nan)}
    both: dict[str, Any] = {"mode": "lines", "hoverinfo": "skip", "name": "theory's limit of the rate", **at}
    out.add_scatter(line={"color": "#16181d", "width": 5}, showlegend=not dark, **both)
    out.add_scatter(line={"color": "#ffffff", "width": 2.5, "dash": "dash"}, showlegend=dark, **both)
