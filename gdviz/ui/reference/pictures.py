"""Small pictures of entries: a surface's contours or curve, an optimizer's path, a schedule's rates. Each one is an SVG that
follows light and dark by itself, made from what the engine computes and kept for all sessions.

The contours are a small grey PNG of the surface's levels; a filter inside the SVG gives each band of grey its colour. So the
bands stay sharp at any size, and one picture of about 2 KB serves both themes.
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
from gdviz.ui.reference.svg import SIZE, curve, picture, png, star
from gdviz.ui.runs import race
from gdviz.ui.spec.spec import Spec

SAMPLES = 60  # points of a surface per side
CURVE = 121  # points of a curve
MAX_POINTS = 140  # drawn of a path


@cache  # constant: one a library entry
def surface_picture(surface: Surface) -> str:
    """Contours of a surface on its window, or the curve of one coordinate, its minima marked with stars."""
    return picture(_ground(surface, surface.levels) + _stars(surface))


@cache  # constant: one a library entry
def path_picture(spec: Spec) -> str:
    """The paths of a race over the contours; the last entrant's is drawn boldly with a dot at each of its first steps."""
    raced = race(spec)
    last = raced.competitors[-1]
    picture_of = problem_of(spec).picture(spec, last.path, None)
    shown = picture_of.objective
    ground = _ground(shown, picture_of.levels or shown.levels)
    axes = axes_of(spec)
    runs = "".join(_path(c, shown, axes, bold=c is last) for c in raced.competitors)
    return picture(ground + _stars(shown) + runs)


@cache  # constant: one a library entry
def rate_picture(spec: Spec) -> str:
    """The learning rate of the first entrant of a race against its steps, from zero up."""
    rate = race(spec).competitors[0].path.rate
    top = float(np.nanmax(rate)) or 1.0
    return picture(
        f'<path class="a" d="M10 8V{SIZE - 12}H{SIZE - 5}"/>'
        + curve(np.linspace(0, 1, len(rate)), rate / top)
    )


@cache  # constant: one a library entry
def _ground(objective: Surface | Slice, scale: str) -> str:
    """What a path is drawn on: contours, or a curve with the area below it."""
    if objective.dimension == 2:
        return _contours(objective, scale)
    ((lo, hi),) = objective.domain
    x, y = _place(objective, np.linspace(lo, hi, CURVE)[None])
    seen = np.isfinite(y)
    line = " ".join(f"{a:.1f} {b:.1f}" for a, b in zip(x[seen], y[seen], strict=True))
    return f'<path class="u" d="M{line}L{SIZE} {SIZE}H0z"/><path class="r" d="M{line}"/>'


def _contours(objective: Surface | Slice, scale: str) -> str:
    (x0, x1), (y0, y1) = objective.domain
    at = (np.arange(SAMPLES) + 0.5) / SAMPLES  # the middle of each pixel; the first row is the top
    values = objective.value(np.stack(np.meshgrid(x0 + (x1 - x0) * at, y1 - (y1 - y0) * at), -1))
    data = b64encode(png(levels(values, scale, objective.minimum))).decode()
    return f'<image width="{SIZE}" height="{SIZE}" preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'


def levels(values: NDArray[np.float64], scale: str, minimum: float | None) -> NDArray[np.float64]:
    """Losses as 0..1 on a "linear", "log" or "quantile" scale, as the player scales its colours; NaN stays NaN."""
    finite = np.sort(values[np.isfinite(values)])
    out = np.where(np.isfinite(values), values, np.nan)
    if not finite.size or finite[0] == finite[-1]:
        return out * 0
    low, high = finite[0], finite[-1]
    if scale == "quantile":
        return np.where(np.isnan(out), np.nan, np.searchsorted(finite, out) / (finite.size - 1)).clip(0, 1)
    if scale == "log":
        known = minimum is not None and minimum <= low and low - minimum < high - low
        base = minimum if known and minimum is not None else low
        above = finite[int(finite.size * 0.002) :]
        offset = max(float(above[above > base][0]) - base, (high - base) * 1e-9)
        out, low, high = (np.log10(np.maximum(v - base, 0) + offset) for v in (out, low, high))
    return (out - low) / (high - low)


def _place(objective: Surface | Slice, point: NDArray[np.float64]) -> tuple[Any, Any]:
    """Where points, their coordinates first, lie in the picture: of one coordinate on its curve."""
    x0, x1 = objective.domain[0]
    if len(point) == 2:
        y0, y1 = objective.domain[1]
        y = point[1]
    else:
        y0, y1 = _heights(objective)
        y = objective.value(np.moveaxis(point, 0, -1))
    return SIZE * (point[0] - x0) / (x1 - x0), SIZE * (y1 - y) / (y1 - y0)


@cache  # constant: one a library entry
def _heights(objective: Surface | Slice) -> tuple[float, float]:
    """The losses at the lower and upper edge of a curve's picture."""
    values = objective.value(np.linspace(*objective.domain[0], CURVE)[:, None])
    seen = values[np.isfinite(values)]
    low, high = (float(seen.min()), float(seen.max())) if seen.size else (0.0, 0.0)
    room = 0.08 * (high - low) or 1.0
    return low - room, high + room


def _stars(objective: Surface | Slice) -> str:
    return "".join(star(*_place(objective, m)) for m in objective.minima[:64])


def _path(c: Competitor, shown: Surface | Slice, axes: tuple[int, ...], bold: bool) -> str:
    """A path in its colour and dash, with a casing where it is bold."""
    points = np.stack(_place(shown, c.path.theta[:, list(axes)].T), -1)
    inside = np.isfinite(points).all(-1) & (np.abs(points) < 20 * SIZE).all(-1)
    points = points[: len(points) if inside.all() else int(np.argmin(inside))]
    if not len(points):
        return ""
    kept = np.unique(np.linspace(0, len(points) - 1, min(len(points), MAX_POINTS)).round().astype(int))
    text = " ".join(f"{a:.1f} {b:.1f}" for a, b in points[kept])
    look = f'stroke="{c.color}"'
    if not bold:
        return f'<path d="M{text}" {look} stroke-width="1.2" stroke-opacity=".8"/>'
    dots = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in points[:25])
    return (
        f'<path class="k" d="M{text}" stroke-width="4"/><path d="M{text}" {look} stroke-width="2"/>'
        f'<path d="{dots}" {look} stroke-width="4.4"/>'
    )
