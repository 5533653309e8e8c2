"""Small pictures of surfaces, of the path of an optimizer and of the rates of a schedule.

Each one is an SVG as the address of an <img>, made from what the engine computes and kept for all sessions.

Contours are a small grey PNG of the losses. A filter inside the SVG gives each band of grey its colour.
So the bands stay sharp at any size, and one picture of about 2 KB serves both themes.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Slice, Surface
from gdviz.player.scene.competitor import Competitor
from gdviz.ui.problems.kinds import axes_of, problem_of
from gdviz.ui.reference import svg
from gdviz.ui.reference.svg import SIZE, filled_curve, picture_uri, png, star
from gdviz.ui.runs.races import race
from gdviz.ui.spec.spec import Spec

BITMAP_SIDE = 60  # points of a surface per side
CURVE_POINTS = 121
MAX_PATH_POINTS = 140
FIRST_STEPS = 25  # that get a dot
MAX_STARS = 64


@cache  # constant: one a library entry
def surface_picture(surface: Surface) -> str:
    """Return the contours of a surface on its window, or its curve, with a star at each minimum."""
    return picture_uri(_background(surface, surface.levels) + _stars(surface))


@cache  # constant: one a library entry
def path_picture(spec: Spec) -> str:
    """Return the paths of a race over the contours.

    The path of the last entrant is drawn boldly, with a dot at each of its first steps.
    """
    competitors = race(spec).competitors
    last = competitors[-1]
    panels = problem_of(spec).picture(spec, last.path, None)
    objective, axes = panels.objective, axes_of(spec)
    background = _background(objective, panels.levels or objective.levels)
    paths = "".join(_path(c, objective, axes, bold=c is last) for c in competitors)
    return picture_uri(background + _stars(objective) + paths)


@cache  # constant: one a library entry
def rate_picture(spec: Spec) -> str:
    """Return the learning rate of the first entrant of a race over its steps, from zero up."""
    rate = race(spec).competitors[0].path.rate
    largest = float(np.nanmax(rate)) or 1.0
    return picture_uri(svg.axes() + filled_curve(np.linspace(0, 1, len(rate)), rate / largest))


@cache  # constant: one a library entry
def _background(objective: Surface | Slice, scale: str) -> str:
    """Return what paths are drawn on: contours, or a curve with the area below it."""
    if objective.dimension == 2:
        return _contours(objective, scale)
    ((low, high),) = objective.domain
    x, y = _picture_coordinates(objective, np.linspace(low, high, CURVE_POINTS)[None])
    finite = np.isfinite(y)
    line = " ".join(f"{a:.1f} {b:.1f}" for a, b in zip(x[finite], y[finite], strict=True))
    return f'<path class="u" d="M{line}L{SIZE} {SIZE}H0z"/><path class="r" d="M{line}"/>'


def _contours(objective: Surface | Slice, scale: str) -> str:
    (x0, x1), (y0, y1) = objective.domain
    middle = (np.arange(BITMAP_SIDE) + 0.5) / BITMAP_SIDE  # of each pixel; the first row is the top
    values = objective.value(np.stack(np.meshgrid(x0 + (x1 - x0) * middle, y1 - (y1 - y0) * middle), -1))
    data = b64encode(png(scaled_losses(values, scale, objective.minimum))).decode()
    return (
        f'<image width="{SIZE}" height="{SIZE}" preserveAspectRatio="none" '
        f'href="data:image/png;base64,{data}"/>'
    )


def scaled_losses(values: NDArray[np.float64], scale: str, minimum: float | None) -> NDArray[np.float64]:
    """Return losses as 0..1, on the scale on which the player colours them.

    Parameters
    ----------
    values : array
        Losses. What is not finite becomes NaN.
    scale : {"linear", "log", "quantile"}
        The scale.
    minimum : float or None
        The least loss of all, where it is known. A logarithmic scale begins there.
    """
    finite = np.sort(values[np.isfinite(values)])
    losses = np.where(np.isfinite(values), values, np.nan)
    if not finite.size or finite[0] == finite[-1]:
        return losses * 0
    low, high = finite[0], finite[-1]
    if scale == "quantile":
        rank = np.searchsorted(finite, losses) / (finite.size - 1)
        return np.where(np.isnan(losses), np.nan, rank).clip(0, 1)
    if scale == "log":
        known = minimum is not None and minimum <= low and low - minimum < high - low
        base = minimum if known and minimum is not None else low
        above = finite[int(finite.size * 0.002) :]
        offset = max(float(above[above > base][0]) - base, (high - base) * 1e-9)
        losses, low, high = (np.log10(np.maximum(v - base, 0) + offset) for v in (losses, low, high))
    scaled: NDArray[np.float64] = (losses - low) / (high - low)
    return scaled


def _picture_coordinates(objective: Surface | Slice, points: NDArray[np.float64]) -> tuple[Any, Any]:
    """Return where points (D, ...) lie in the picture; those of one coordinate lie on the curve."""
    x0, x1 = objective.domain[0]
    if len(points) == 2:
        y0, y1 = objective.domain[1]
        y = points[1]
    else:
        y0, y1 = _loss_range(objective)
        y = objective.value(np.moveaxis(points, 0, -1))
    return SIZE * (points[0] - x0) / (x1 - x0), SIZE * (y1 - y) / (y1 - y0)


@cache  # constant: one a library entry
def _loss_range(objective: Surface | Slice) -> tuple[float, float]:
    """Return the losses at the lower and the upper edge of a curve's picture."""
    values = objective.value(np.linspace(*objective.domain[0], CURVE_POINTS)[:, None])
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    margin = 0.08 * (high - low) or 1.0
    return low - margin, high + margin


def _stars(objective: Surface | Slice) -> str:
    """Return a star at each minimum."""
    return "".join(star(*_picture_coordinates(objective, m)) for m in objective.minima[:MAX_STARS])


def _path(competitor: Competitor, objective: Surface | Slice, axes: tuple[int, ...], bold: bool) -> str:
    """Return a path in its colour: a thin line, or a bold one with a casing and dots."""
    points = _drawable(np.stack(_picture_coordinates(objective, competitor.path.theta[:, list(axes)].T), -1))
    if not len(points):
        return ""
    drawn = np.unique(np.linspace(0, len(points) - 1, min(len(points), MAX_PATH_POINTS)).round().astype(int))
    line = " ".join(f"{a:.1f} {b:.1f}" for a, b in points[drawn])
    stroke = f'stroke="{competitor.color}"'
    if not bold:
        return f'<path d="M{line}" {stroke} stroke-width="1.2" stroke-opacity=".8"/>'
    dots = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in points[:FIRST_STEPS])
    return (
        f'<path class="k" d="M{line}" stroke-width="4"/><path d="M{line}" {stroke} stroke-width="2"/>'
        f'<path d="{dots}" {stroke} stroke-width="4.4"/>'
    )


def _drawable(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points (n, 2) before the first one that is not finite or far outside the picture."""
    near = np.isfinite(points).all(-1) & (np.abs(points) < 20 * SIZE).all(-1)
    return points if near.all() else points[: int(np.argmin(near))]
