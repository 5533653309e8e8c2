"""The critical points of an objective over its contours, or along its curve: a mark for each kind."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import CriticalPoints
from gdviz.figures.look import POWERS, blank, shades
from gdviz.player.look import LOOK

OF = CriticalPoints
SYMBOLS = {"down": "triangle-down", "triangle": "triangle-up"}  # where Plotly has another name
SIDE = {1: 1025, 2: 120}  # points of the picture along a side
LEVELS = 24
APART = 1e-3  # of numbers, their spread as a share of their size: float32 has 16 000 steps in it
CROWDED = 1.75  # contour lines between two neighbours of the grid, on average


def figure(result: CriticalPoints, *, dark: bool = False) -> go.Figure:
    """Draw critical points.

    Contours are drawn at quantiles of the loss, so that each surface shows its form; where their lines would
    lie closer together than the points of the grid, colours alone: such lines tell nothing, and a browser
    needs a minute for them.

    Parameters
    ----------
    result : CriticalPoints
        Of an objective of one or two parameters.
    dark : bool
        For a dark background.

    Raises
    ------
    ValueError
        For more parameters.
    """
    objective = result.objective
    if objective.dimension > 2:
        raise ValueError(
            f"critical points are drawn of one or two parameters, not of {objective.dimension}; take a Slice"
        )
    out = blank(dark=dark, height=480, xaxis={**POWERS, "title": {"text": objective.names[0]}}, yaxis=POWERS)
    if objective.dimension == 1:
        _curve(out, result)
    else:
        _contours(out, result, dark)
    for kind in result.counts():
        _marks(out, result, kind, dark)
    return out


def _curve(out: go.Figure, result: CriticalPoints) -> None:
    ((low, high),) = result.window
    x = np.linspace(low, high, SIDE[1])
    y = result.objective.value(x[:, None])
    out.add_scatter(x=x, y=np.where(np.isfinite(y), y, np.nan), mode="lines", name=result.objective.name)
    out.update_layout(yaxis={"title": {"text": "loss"}})


def _contours(out: go.Figure, result: CriticalPoints, dark: bool) -> None:
    x, y = (np.linspace(low, high, SIDE[2]) for low, high in result.window)
    values = result.objective.value(np.stack(np.meshgrid(x, y), axis=-1))
    values = np.where(np.isfinite(values), values, np.nan)
    levels = np.nanquantile(values, np.linspace(0, 1, LEVELS)) if np.isfinite(values).any() else np.zeros(1)
    ramp, z = shades(dark)["ramp"], np.interp(values, levels, np.arange(len(levels))).astype(np.float32)
    lines = {
        "line": {"color": shades(dark)["line"], "width": 1},
        "contours": {"start": 0, "end": len(levels) - 1, "size": 1},
    }
    crowded = _lines_between_neighbours(z) > CROWDED
    out.add_trace(
        (go.Heatmap if crowded else go.Contour)(
            x=x,
            y=y,
            z=z,
            customdata=compact(values),
            colorscale=[[i / (len(ramp) - 1), color] for i, color in enumerate(ramp)],
            showscale=False,
            hovertemplate="%{x:.4g}, %{y:.4g}<br>loss %{customdata:.5g}<extra></extra>",
            **({} if crowded else lines),
        )
    )
    out.update_layout(yaxis={"title": {"text": result.objective.names[1]}})


def _lines_between_neighbours(z: np.ndarray) -> float:
    """Count the whole numbers between neighbours of a grid, on average over its edges."""
    steps = [np.abs(np.diff(np.floor(z), axis=axis)) for axis in (0, 1)]
    lines, edges = (sum(part) for part in zip(*((float(np.nansum(s)), s.size) for s in steps), strict=True))
    return float(lines / edges)


def compact(values: np.ndarray) -> np.ndarray:
    """Return numbers in float32, which the page has shorter; as they are where it does not tell them apart.

    So it is for numbers too large or too small for it, and for those of a window far zoomed in.
    """
    single, finite = np.finfo(np.float32), values[np.isfinite(values)]
    size, spread = np.abs(finite).max(initial=0.0), np.ptp(finite) if finite.size else 0.0
    if size == 0 or size <= single.max and spread >= max(APART * size, single.tiny):
        return values.astype(np.float32)
    return values


def _marks(out: go.Figure, result: CriticalPoints, kind: str, dark: bool) -> None:
    points = [point for point in result if point.kind == kind]
    theta = np.array([point.theta for point in points])
    values = [point.value for point in points]
    words = [", ".join(f"{value:.4g}" for value in point.eigenvalues) for point in points]
    mark, edge = LOOK["critical"][kind], LOOK["minimum"]["edge"]["dark" if dark else "light"]
    out.add_scatter(
        x=theta[:, 0],
        y=theta[:, 1] if theta.shape[1] > 1 else values,
        mode="markers",
        name=f"{kind} ({len(points)})",
        marker={
            "symbol": SYMBOLS.get(mark["shape"], mark["shape"]),
            "size": 11,
            "color": mark["fill"],
            "line": {"color": edge, "width": 1.2},
        },
        text=[f"loss {value:.5g}<br>eigenvalues {word}" for value, word in zip(values, words, strict=True)],
        hovertemplate=f"{kind}<br>%{{x:.5g}}, %{{y:.5g}}<br>%{{text}}<extra></extra>",
    )
