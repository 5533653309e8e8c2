"""The flat figure: over the contours or the curve of the loss, and what is said of its places."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import CriticalPoints, StepsFrom
from gdviz.engine.curvature import widths
from gdviz.figures import critical_points
from gdviz.figures.cells import Cells, without_gaps
from gdviz.figures.look import competitor_color, without_far
from gdviz.figures.steps_from.look import MODEL, SIDE, color_of_step, sides

CELLS = {1: 512, 2: 160}  # places along a side that are told of, by the number of parameters
ARROW = 0.12  # of the window: length of the gradient's arrow, which shows a direction
LEAST = 1e-6  # of the window: a shorter step is rounding, and has no direction
ROUNDING = 1e-12  # of its values: a model that differs by no more over the window has no lines there
STRIP = 5  # a window more than this many times as long as wide is not drawn in equal units
UP, DOWN, FLAT = competitor_color(2), competitor_color(4), "#808080"  # curved upwards, downwards, not at all


def flat_figure(result: StepsFrom, critical: CriticalPoints, dark: bool) -> go.Figure:
    """Draw the steps and the model over the contours of the loss; of one parameter over its curve."""
    d = result.objective.dimension
    out = critical_points.figure(critical, dark=dark)
    if d == 1:
        _parabola(out, result)
    else:
        _lines_of_the_model(out, result)
        _ellipse(out, result)
        _gradient(out, result)
    _arrows(out, result)
    _point(out, result, dark)
    _set_ranges(out, result)
    out.update_layout(height=640 if d == 2 else 480, margin={"t": 8}, legend={"y": -0.12, "yanchor": "top"})
    return without_far(out)


def _set_ranges(out: go.Figure, result: StepsFrom) -> None:
    """Show the window; two parameters in equal units, in which eigenvectors stand at right angles."""
    out.update_xaxes(range=list(result.window[0]))
    if len(result.window) == 1:
        return
    out.update_yaxes(range=list(result.window[1]))
    wide, high = widths(result.window)
    if 1 / STRIP <= wide / high <= STRIP:
        out.update_yaxes(scaleanchor="x", constrain="domain")
        out.update_xaxes(constrain="domain")


def _parabola(out: go.Figure, result: StepsFrom) -> None:
    (x,) = sides(result, 401)
    low, high = np.nanmin(out.data[0].y), np.nanmax(out.data[0].y)
    y = result.model.at(x[:, None])
    pad = 0.08 * (high - low)
    out.add_scatter(
        x=x, y=y, mode="lines", name="quadratic model", line={"color": MODEL, "width": 1.5, "dash": "dot"}
    )
    out.update_yaxes(range=[low - pad, high + pad])


def _lines_of_the_model(out: go.Figure, result: StepsFrom) -> None:
    x, y = sides(result, SIDE)
    z = result.model.at(np.stack(np.meshgrid(x, y), axis=-1))
    if not np.isfinite(z).all():
        return
    levels = np.quantile(z, [0.02, 0.98])
    if levels[1] - levels[0] <= ROUNDING * np.abs(levels).max():
        return  # with such levels Plotly draws nothing at all
    out.add_contour(
        x=x,
        y=y,
        z=critical_points.compact(z),
        contours={
            "coloring": "none",
            "start": levels[0],
            "end": levels[1],
            "size": (levels[1] - levels[0]) / 14,
        },
        line={"color": MODEL, "width": 1.2, "dash": "dot"},
        showscale=False,
        hoverinfo="skip",
        name="contour lines of the model",
        showlegend=True,
    )


def _ellipse(out: go.Figure, result: StepsFrom) -> None:
    axes, centre = result.semi_axes, result.model.theta
    if not np.isfinite(axes).all():
        return
    angle = np.linspace(0, 2 * np.pi, 121)[:, None]
    ring = centre + np.cos(angle) * axes[0] + np.sin(angle) * axes[1]
    out.add_scatter(
        x=ring[:, 0],
        y=ring[:, 1],
        mode="lines",
        name="ellipse of the Hessian",
        line={"color": MODEL, "width": 2},
        hoverinfo="skip",
    )
    for axis, value in zip(axes, result.model.eigenvalues, strict=True):
        ends = centre + np.array([[-1], [1]]) * axis
        out.add_scatter(
            x=ends[:, 0],
            y=ends[:, 1],
            mode="lines",
            name=f"eigenvalue {value:.4g}",
            line={"width": 2.5, **_look_of_axis(value)},
            hovertemplate=f"curvature {value:.5g} along this axis<extra></extra>",
        )


def _look_of_axis(curvature: float) -> dict[str, str]:
    """Return colour and dash of an axis of the ellipse, three kinds that colour alone need not tell apart."""
    if curvature > 0:
        return {"color": UP, "dash": "solid"}
    return {"color": DOWN, "dash": "dot"} if curvature < 0 else {"color": FLAT, "dash": "dash"}


def _gradient(out: go.Figure, result: StepsFrom) -> None:
    """Draw the direction of the gradient, always of one length: its size is a number of another unit."""
    gradient, width = result.model.gradient, widths(result.window)
    length = float(np.hypot.reduce(gradient / width))
    if not 0 < length < np.inf:
        return
    start = result.model.theta
    end = start + gradient * (ARROW / np.abs(gradient / width).max())
    out.add_scatter(
        x=[start[0], end[0]],
        y=[start[1], end[1]],
        mode="lines+markers",
        name="direction of the gradient",
        line={"color": competitor_color(7), "width": 2, "dash": "dash"},
        marker={"symbol": "arrow", "size": [0, 13], "angleref": "previous"},
        hoverinfo="skip",
    )


def _arrows(out: go.Figure, result: StepsFrom) -> None:
    start = result.model.theta
    here = float(result.model.value)
    for i, step in enumerate(result.steps):
        way = "down" if step.value < here else "up" if step.value > here else "nowhere"
        moves = bool((np.abs(step.theta - start) > LEAST * widths(result.window)).any())
        out.add_scatter(
            x=[start[0], step.theta[0]],
            y=[here, step.value] if len(start) == 1 else [start[1], step.theta[1]],
            mode="lines+markers",
            name=f"{step.name}: {way} to {step.value:.4g}",
            line={"color": color_of_step(i), "width": 2.5},
            marker={"symbol": "arrow", "size": [0, 14 if moves else 0], "angleref": "previous"},
            hovertemplate=f"{step.name}: loss {here:.5g} -> {step.value:.5g}<extra></extra>",
        )


def _point(out: go.Figure, result: StepsFrom, dark: bool) -> None:
    model = result.model
    out.add_scatter(
        x=[model.theta[0]],
        y=[model.theta[1] if len(model.theta) > 1 else model.value],
        mode="markers",
        name="the point",
        marker={
            "symbol": "circle-dot",
            "size": 13,
            "color": "#ffffff" if not dark else "#10161f",
            "line": {"color": "#10161f" if not dark else "#ffffff", "width": 2},
        },
        hovertemplate=f"loss {float(model.value):.5g}, {model.kind.item()}<extra></extra>",
    )


def cells_of(result: StepsFrom, critical: CriticalPoints | None, reach: float) -> Cells:
    """Return what is said of every place of the flat figure: the loss, and which critical point is there.

    A critical point is there up to `reach`, a share of the window.
    """
    d = result.objective.dimension
    sides = [low + (np.arange(CELLS[d]) + 0.5) * ((high - low) / CELLS[d]) for low, high in result.window]
    places = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, CELLS[d], d)
    loss = result.objective.value(places)
    there = np.isfinite(loss)
    points = [] if critical is None else list(critical)
    kinds = sorted({point.kind for point in points})
    sentences = ["no finite loss", "loss {loss}", *(f"a {kind} is here: a click takes it" for kind in kinds)]
    which = there.astype(np.uint8)
    for point in points:
        away = (np.abs(places - point.theta) / widths(result.window)).max(-1)
        which[away <= reach] = 2 + kinds.index(point.kind)
    across, *up = (without_gaps(name) for name in result.objective.names)
    heights = sides[1] if up else np.array([np.median(loss[there])]) if there.any() else np.zeros(1)
    place = f"{across} = {{x}}" + "".join(f", {name} = {{y}}" for name in up)
    return Cells(sides[0], heights, place, sentences, which, {"loss": np.where(there, loss, 0.0)})
