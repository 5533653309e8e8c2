"""The local quadratic model at a point and where steps lead from there: flat, or as a second sheet."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import CriticalPoints, StepsFrom
from gdviz.engine.curvature import widths
from gdviz.figures import critical_points
from gdviz.figures.cells import Cells, without_gaps
from gdviz.figures.look import blank, competitor_color, shades, without_far
from gdviz.player.look import LOOK, STEP_SLOTS

OF = StepsFrom
CELLS = {1: 512, 2: 160}  # places along a side that are told of, by the number of parameters
ARROW = 0.12  # of the window: length of the gradient's arrow, which shows a direction
LEAST = 1e-6  # of the window: a shorter step is rounding, and has no direction
STRIP = 5  # a window more than this many times as long as wide is not drawn in equal units
SIDE = 81  # points of a sheet along a side
MODEL = competitor_color(3)
UP, DOWN, FLAT = competitor_color(2), competitor_color(4), "#808080"  # curved upwards, downwards, not at all


def figure(
    result: StepsFrom, *, dark: bool = False, critical: CriticalPoints | None = None, solid: bool = False
) -> go.Figure:
    """Draw single steps from a point over the contours, with the contour lines of the model there.

    The axes of the ellipse lie along the eigenvectors of the Hessian, with lengths as 1/sqrt|eigenvalue|;
    one along which the loss is curved downwards is dotted, one without curvature dashed and grey. Arrows lead
    to where the steps end.

    Parameters
    ----------
    result : StepsFrom
        Of an objective of one or two parameters.
    dark : bool
        For a dark background.
    critical : CriticalPoints, optional
        Drawn besides.
    solid : bool
        As surfaces in three dimensions, the model as a second sheet.

    Raises
    ------
    ValueError
        For more parameters.
    """
    d = result.objective.dimension
    if d > 2:
        raise ValueError(f"steps are drawn for one or two parameters, not for {d}; take a Slice")
    if critical is None:
        empty = np.empty((0, d))
        critical = CriticalPoints(empty, empty[:, 0], (), empty, result.objective, result.window, True, "")
    if d == 2 and solid:
        return _sheets(result, critical, dark)
    out = critical_points.figure(critical, dark=dark)
    if d == 1:
        _parabola(out, result)
    else:
        _lines_of_the_model(out, result)
        _ellipse(out, result)
        _gradient(out, result)
    _arrows(out, result)
    _point(out, result, dark)
    ranges = [list(side) for side in result.window]
    out.update_xaxes(range=ranges[0])
    if d == 2:
        out.update_yaxes(range=ranges[1])
        wide, high = (side[1] - side[0] for side in ranges)
        if 1 / STRIP <= wide / high <= STRIP:  # eigenvectors stand at right angles
            out.update_yaxes(scaleanchor="x", constrain="domain")
            out.update_xaxes(constrain="domain")
    out.update_layout(height=640 if d == 2 else 480, margin={"t": 8}, legend={"y": -0.12, "yanchor": "top"})
    return without_far(out)


def _sides(result: StepsFrom, side: int) -> list[np.ndarray]:
    return [np.linspace(low, high, side) for low, high in result.window]


def _lines_of_the_model(out: go.Figure, result: StepsFrom) -> None:
    x, y = _sides(result, SIDE)
    z = result.model.at(np.stack(np.meshgrid(x, y), axis=-1))
    if not np.isfinite(z).all():
        return
    levels = np.quantile(z, [0.02, 0.98])
    out.add_contour(
        x=x,
        y=y,
        z=critical_points.compact(z),
        contours={
            "coloring": "none",
            "start": levels[0],
            "end": levels[1],
            "size": (levels[1] - levels[0]) / 14 or 1,
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


def _parabola(out: go.Figure, result: StepsFrom) -> None:
    (x,) = _sides(result, 401)
    low, high = np.nanmin(out.data[0].y), np.nanmax(out.data[0].y)
    y = result.model.at(x[:, None])
    pad = 0.08 * (high - low)
    out.add_scatter(
        x=x, y=y, mode="lines", name="quadratic model", line={"color": MODEL, "width": 1.5, "dash": "dot"}
    )
    out.update_yaxes(range=[low - pad, high + pad])


def _arrows(out: go.Figure, result: StepsFrom) -> None:
    start = result.model.theta
    here = float(result.model.value)
    for i, step in enumerate(result.steps):
        way = "down" if step.value < here else "up" if step.value > here else "nowhere"
        flat, moves = (
            len(start) == 1,
            bool((np.abs(step.theta - start) > LEAST * widths(result.window)).any()),
        )
        out.add_scatter(
            x=[start[0], step.theta[0]],
            y=[here, step.value] if flat else [start[1], step.theta[1]],
            mode="lines+markers",
            name=f"{step.name}: {way} to {step.value:.4g}",
            line={"color": _color(i), "width": 2.5},
            marker={"symbol": "arrow", "size": [0, 14 if moves else 0], "angleref": "previous"},
            hovertemplate=f"{step.name}: loss {here:.5g} -> {step.value:.5g}<extra></extra>",
        )


def _color(step: int) -> str:
    return competitor_color(STEP_SLOTS[step % len(STEP_SLOTS)])


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


SOLID_SYMBOLS = {"minimum": "circle", "maximum": "square", "saddle": "cross", "degenerate": "diamond"}


def _sheets(result: StepsFrom, critical: CriticalPoints, dark: bool) -> go.Figure:
    x, y = _sides(result, SIDE)
    places = np.stack(np.meshgrid(x, y), axis=-1)
    loss = result.objective.value(places)
    loss = np.where(np.isfinite(loss), loss, np.nan)
    ramp = shades(dark)["ramp"]
    scale = [[i / (len(ramp) - 1), color] for i, color in enumerate(ramp)]
    out = blank(dark=dark, height=520, margin={"l": 0, "r": 0, "t": 40, "b": 0})
    out.add_surface(x=x, y=y, z=loss, colorscale=scale, showscale=False, name="loss", opacity=0.95)
    low, high = (np.nanquantile(loss, q) for q in (0.0, 0.98)) if np.isfinite(loss).any() else (0.0, 1.0)
    pad = 0.15 * (high - low) or 1.0
    sheet = result.model.at(places)
    shown = (sheet >= low - pad) & (sheet <= high + pad)
    out.add_surface(
        x=x,
        y=y,
        z=np.where(shown, sheet, np.nan),
        colorscale=[[0, MODEL], [1, MODEL]],
        showscale=False,
        opacity=0.45,
        name="quadratic model",
    )
    for kind in critical.counts():
        points = [p for p in critical if p.kind == kind and p.value <= high + pad]
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
    model, here = result.model, float(result.model.value)
    for i, step in enumerate(result.steps):
        out.add_scatter3d(
            x=[model.theta[0], step.theta[0]],
            y=[model.theta[1], step.theta[1]],
            z=[here, step.value],
            mode="lines+markers",
            name=f"{step.name} to {step.value:.4g}",
            line={"color": _color(i), "width": 6},
            marker={"size": [5, 4], "color": _color(i)},
        )
    names = result.objective.names
    (x0, x1), (y0, y1) = result.window
    out.update_layout(
        scene={
            "xaxis": {"title": {"text": names[0]}, "range": [x0, x1]},
            "yaxis": {"title": {"text": names[1]}, "range": [y0, y1]},
            "zaxis": {"title": {"text": "loss"}, "range": [low - pad, high + pad]},
            "aspectmode": "cube",
        }
    )
    return out
