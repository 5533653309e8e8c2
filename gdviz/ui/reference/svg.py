"""Parts of the small SVG pictures of entries: style in light and dark, shapes, curves, bitmaps.

A picture is the address of an <img>. It follows light and dark by itself.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from gdviz.player.look import LOOK, Casing
from gdviz.player.scene.palette import COLORS

SIZE = 120  # user units of a picture's side
BANDS = 14  # of colour, between contour lines
MARGIN_LEFT, MARGIN_BELOW = 10, 12  # for the axes
_UNESCAPED = "/:=,;()+-*'!@ "


def picture_uri(body: str) -> str:
    """Return a square picture as the address of an <img>.

    Parameters
    ----------
    body : str
        SVG elements, in a square of side SIZE. Styles and filters that they do not use are left out.
    """
    head = _style(' class="c' in body) + (_filters() if "<image" in body else "")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{head}{body}</svg>'
    return "data:image/svg+xml," + quote(svg, safe=_UNESCAPED)


def loss_colors() -> tuple[list[str], list[str]]:
    """Return the player's colours of a loss from low to high, on light and on dark."""
    surface = LOOK["surface"]
    return surface["light"]["ramp"], surface["dark"]["ramp"]


def class_shape(k: int, x: float, y: float, radius: float) -> str:
    """Return the shape of class k around (x, y) as commands of an SVG path."""
    shapes = LOOK["classes"]["shapes"]
    corners = shapes[k % len(shapes)]["corners"]
    if not corners:
        arc = f"a{radius} {radius} 0 1 0"
        return f"M{x - radius:.1f} {y:.1f}{arc} {2 * radius} 0{arc} {-2 * radius} 0z"
    return f"M{' '.join(f'{x + radius * u:.1f} {y + radius * v:.1f}' for u, v in corners)}z"


@cache  # constant: of the player's look
def _filters() -> str:
    """Return the filters that colour a grey bitmap, for light and for dark."""
    filters = ""
    for name, stops in zip("ld", loss_colors(), strict=True):
        channels = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in stops]) / 255
        at = np.linspace(0, 1, BANDS)
        tables = [np.interp(at, np.linspace(0, 1, len(stops)), channel) for channel in channels.T]
        transfer = "".join(
            f'<feFunc{k} type="discrete" tableValues="{" ".join(f"{v:.3f}".lstrip("0") for v in t)}"/>'
            for k, t in zip("RGB", tables, strict=True)
        )
        filters += (
            f'<filter id="{name}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">'
            f"<feComponentTransfer>{transfer}</feComponentTransfer></filter>"
        )
    return filters


@cache  # constant: of the player's look
def _style(classes: bool) -> str:
    """Return the style sheet of a picture, with the colours of classes or without."""
    colors = LOOK["classes"]
    light, dark = (
        "".join(f".c{k}{{fill:{c}}}.l{k}{{stroke:{c};stroke-width:2.5}}" for k, c in enumerate(theme))
        for theme in ((colors["light"], colors["dark"]) if classes else ((), ()))
    )
    minimum, edge = LOOK["minimum"]["fill"], LOOK["minimum"]["edge"]
    casing, dark_casing = (LOOK["surface"][theme]["casing"] for theme in ("light", "dark"))
    return (
        "<style>image{filter:url(#l)}path{fill:none;stroke-linejoin:round;stroke-linecap:round}"
        f".m{{fill:{minimum};stroke:{edge['light']};stroke-width:.8}}{_casing_rule(casing)}.a{{stroke:#7c8894}}"
        f".p{{stroke:#1c2530;stroke-opacity:.75;stroke-width:.6}}.d{{stroke:#4a5663}}{light}"
        f".r{{stroke:{COLORS[0]};stroke-width:2.5}}.u{{fill:{COLORS[0]};fill-opacity:.14}}"
        f"@media(prefers-color-scheme:dark){{image{{filter:url(#d)}}{_casing_rule(dark_casing)}"
        f".m{{stroke:{edge['dark']}}}.p{{stroke:#e6edf3}}.d{{stroke:#a9b5c0}}{dark}}}</style>"
    )


def _casing_rule(casing: Casing) -> str:
    """Return the style of the casing, the pale line below a path."""
    return f".k{{stroke:{casing['color']};stroke-opacity:{casing['opacity']:g}}}"


def png(level: NDArray[np.float64]) -> bytes:
    """Return grey levels 0..1, (height, width), as a PNG; NaN is transparent."""
    defined = np.isfinite(level)
    scanlines = np.where(defined, np.nan_to_num(level) * 255, 0).round().astype(np.uint8)
    color_type = 0  # grey
    if not defined.all():
        opacity = np.where(defined, 255, 0).astype(np.uint8)
        scanlines = np.stack([scanlines, opacity], -1).reshape(len(level), -1)
        color_type = 4  # grey with opacity
    filtered = scanlines.copy()
    filtered[1:] -= scanlines[:-1]  # PNG's filter 2: each scanline as its difference from the one above
    body = zlib.compress(np.insert(filtered, 0, 2, axis=1).tobytes(), 9)
    head = struct.pack(">IIBBBBB", level.shape[1], level.shape[0], 8, color_type, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def star(x: float, y: float) -> str:
    """Return the star that marks a minimum at (x, y)."""
    angle = -np.pi / 2 + np.arange(10) * np.pi / 5
    radius = np.where(np.arange(10) % 2, 2.1, 5.0)
    corners = np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], -1)
    return f'<path class="m" d="M{" ".join(f"{a:.1f} {b:.1f}" for a, b in corners)}z"/>'


def filled_curve(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """Return a line through points of 0..1 x 0..1, inside the margins, with the area below it."""
    line = path_points(x, y)
    first, last = line.split()[0], line.split()[-2]
    return f'<path class="u" d="M{line}L{last} {SIZE - MARGIN_BELOW}H{first}z"/><path class="r" d="M{line}"/>'


def path_points(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """Return points of 0..1 x 0..1 as the coordinates of an SVG path, inside the margins."""
    return " ".join(f"{a:.1f} {b:.1f}" for a, b in zip(*inside_margins(x, y), strict=True))


def inside_margins(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points of 0..1 x 0..1, y upwards, in units of a picture with axes on the left and below."""
    return MARGIN_LEFT + (SIZE - 16) * x, SIZE - MARGIN_BELOW - (SIZE - 26) * y


def axes(vertical_at: int = MARGIN_LEFT) -> str:
    """Return the axes of a picture, the vertical one at this place from the left."""
    below = SIZE - MARGIN_BELOW
    if vertical_at == MARGIN_LEFT:
        return f'<path class="a" d="M{MARGIN_LEFT} 8V{below}H{SIZE - 5}"/>'
    return f'<path class="a" d="M{MARGIN_LEFT} {below}H{SIZE - 5}M{vertical_at} 8V{below}"/>'
