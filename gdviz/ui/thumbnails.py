"""Small pictures of entries: a surface's contours, an optimizer's path, a schedule's rates. Each one is an SVG that follows
light and dark by itself, made from what the engine computes and kept for all sessions.

The contours are a small grey PNG of the surface's levels; a filter inside the SVG gives each band of grey its colour. So the
bands stay sharp at any size, and one picture of about 2 KB serves both themes.
"""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64encode
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from gdviz import player
from gdviz.engine import Objective, Spec, Surface
from gdviz.player.palette import COLORS
from gdviz.player.scene import Competitor
from gdviz.ui import resolve

SIZE = 120  # user units of a picture's side
SAMPLES = 60  # points of a surface per side
BANDS = 14
MAX_POINTS = 140  # drawn of a path
_KEEP = "/:=,;()+-*'!@ "


def svg_uri(svg: str) -> str:
    """An SVG as the address of an <img>."""
    return "data:image/svg+xml," + quote(svg, safe=_KEEP)


@lru_cache(maxsize=512)
def surface_picture(surface: Surface) -> str:
    """Contours of a surface on its window, its minima marked with stars."""
    return svg_uri(_svg(_contours(surface) + "".join(_star(*_place(surface, m)) for m in surface.minima[:64])))


@lru_cache(maxsize=512)
def path_picture(spec: Spec) -> str:
    """The paths of a race over the contours; the last entrant's is drawn boldly with a dot at each of its first steps."""
    race = resolve.race(spec)
    runs = "".join(_path(c, bold=c is race.competitors[-1]) for c in race.competitors)
    return svg_uri(_svg(_contours(race.objective) + "".join(_star(*_place(race.objective, m)) for m in race.objective.minima)
                        + runs))


@lru_cache(maxsize=512)
def rate_picture(spec: Spec) -> str:
    """The learning rate of the first entrant of a race against its steps, from zero up."""
    rate = resolve.race(spec).competitors[0].path.rate
    top = float(np.nanmax(rate)) or 1.0
    x = np.linspace(10, SIZE - 6, len(rate))
    y = SIZE - 12 - (SIZE - 26) * rate / top
    line = " ".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))
    axes = f"M10 8V{SIZE - 12}H{SIZE - 5}"
    return svg_uri(_svg(f'<path class="a" d="{axes}"/><path class="u" d="M{line}L{x[-1]:.1f} {SIZE - 12}H10z"/>'
                        f'<path class="r" d="M{line}"/>'))


def _svg(body: str) -> str:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{_frame()}{body}</svg>')


@cache
def ramps() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The player's colours of a surface, low to high, on light and on dark: read from its theme, where they stand."""
    source = (Path(player.__file__).parent / "js" / "theme.js").read_text("utf-8")
    light, dark = (tuple(re.findall(r"#[0-9a-f]{6}", re.search(rf"const {name} = \[(.*?)\];", source, re.S)[1]))  # type: ignore[index]
                   for name in ("LIGHT", "DARK"))
    return light, dark


@cache
def _frame() -> str:
    """Style and colour filters that every picture shares."""
    filters = ""
    for name, stops in zip("ld", ramps(), strict=True):
        channels = np.array([[int(c[i:i + 2], 16) for i in (1, 3, 5)] for c in stops]) / 255
        at = np.linspace(0, 1, BANDS)
        tables = [np.interp(at, np.linspace(0, 1, len(stops)), channel) for channel in channels.T]
        transfer = "".join(f'<feFunc{k} type="discrete" tableValues="{" ".join(f"{v:.3f}".lstrip("0") for v in t)}"/>'
                           for k, t in zip("RGB", tables, strict=True))
        filters += (f'<filter id="{name}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">'
                    f"<feComponentTransfer>{transfer}</feComponentTransfer></filter>")
    style = ("image{filter:url(#l)}path{fill:none;stroke-linejoin:round;stroke-linecap:round}"
             ".m{fill:#f2b705;stroke:#4a3a00;stroke-width:.8}.k{stroke:#fff;stroke-opacity:.85}.a{stroke:#7c8894}"
             f".r{{stroke:{COLORS[0]};stroke-width:2.5}}.u{{fill:{COLORS[0]};fill-opacity:.14}}"
             "@media(prefers-color-scheme:dark){image{filter:url(#d)}.k{stroke:#080c12;stroke-opacity:.75}.m{stroke:#10161f}}")
    return f"<style>{style}</style>{filters}"


def _contours(objective: Objective) -> str:
    return _contours_of(objective) if isinstance(objective, Surface) else ""


@lru_cache(maxsize=512)
def _contours_of(surface: Surface) -> str:
    (x0, x1), (y0, y1) = surface.domain
    at = (np.arange(SAMPLES) + 0.5) / SAMPLES  # the middle of each pixel; the first row is the top
    values = surface.value(np.stack(np.meshgrid(x0 + (x1 - x0) * at, y1 - (y1 - y0) * at), -1))
    png = b64encode(_png(levels(values, surface.levels, surface.minimum))).decode()
    return (f'<image width="{SIZE}" height="{SIZE}" preserveAspectRatio="none" href="data:image/png;base64,{png}"/>')


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
        above = finite[int(finite.size * 0.002):]
        offset = max(float(above[above > base][0]) - base, (high - base) * 1e-9)
        out, low, high = (np.log10(np.maximum(v - base, 0) + offset) for v in (out, low, high))
    return (out - low) / (high - low)


def _png(level: NDArray[np.float64]) -> bytes:
    """Grey levels 0..1 as a PNG; NaN is transparent."""
    defined = np.isfinite(level)
    grey = np.where(defined, np.nan_to_num(level) * 255, 0).round().astype(np.uint8)
    rows, kind = grey, 0
    if not defined.all():
        rows, kind = np.stack([grey, np.where(defined, 255, 0).astype(np.uint8)], -1).reshape(len(grey), -1), 4
    changed = rows.copy()
    changed[1:] -= rows[:-1]  # PNG's filter 2: each row as its difference from the row above
    body = zlib.compress(np.insert(changed, 0, 2, axis=1).tobytes(), 9)
    head = struct.pack(">IIBBBBB", grey.shape[1], grey.shape[0], 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)


def _place(objective: Surface | Objective, point: NDArray[np.float64]) -> tuple[float, float]:
    """Where a point lies in the picture."""
    (x0, x1), (y0, y1) = objective.domain
    x, y = point
    return SIZE * (x - x0) / (x1 - x0), SIZE * (y1 - y) / (y1 - y0)


def _star(x: float, y: float) -> str:
    angle = -np.pi / 2 + np.arange(10) * np.pi / 5
    radius = np.where(np.arange(10) % 2, 2.1, 5.0)
    corners = np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], -1)
    return f'<path class="m" d="M{" ".join(f"{a:.1f} {b:.1f}" for a, b in corners)}z"/>'


def _path(c: Competitor, bold: bool) -> str:
    """A path in its colour and dash, with a casing where it is bold."""
    points = np.stack(_place(c.path.objective, c.path.theta.T), -1)
    inside = np.isfinite(points).all(-1) & (np.abs(points) < 20 * SIZE).all(-1)
    points = points[:len(points) if inside.all() else int(np.argmin(inside))]
    if not len(points):
        return ""
    kept = np.unique(np.linspace(0, len(points) - 1, min(len(points), MAX_POINTS)).round().astype(int))
    text = " ".join(f"{a:.1f} {b:.1f}" for a, b in points[kept])
    look = f'stroke="{c.color}"'
    if not bold:
        return f'<path d="M{text}" {look} stroke-width="1.2" stroke-opacity=".8"/>'
    dots = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in points[:25])
    return (f'<path class="k" d="M{text}" stroke-width="4"/><path d="M{text}" {look} stroke-width="2"/>'
            f'<path d="{dots}" {look} stroke-width="4.4"/>')
