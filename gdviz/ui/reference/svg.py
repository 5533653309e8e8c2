"""What the small pictures of entries share: an SVG as the address of an <img>, its style in light and dark, marks, a bitmap."""

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
BANDS = 14
_KEEP = "/:=,;()+-*'!@ "


def svg_uri(svg: str) -> str:
    """An SVG as the address of an <img>."""
    return "data:image/svg+xml," + quote(svg, safe=_KEEP)


def picture(body: str) -> str:
    """A square picture as the address of an <img>; styles and filters that its body has no use for are left out."""
    head = _style(' class="c' in body) + (_filters() if "<image" in body else "")
    return svg_uri(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{head}{body}</svg>')


def ramps() -> tuple[list[str], list[str]]:
    """The player's colours of a loss, low to high, on light and on dark."""
    surface = LOOK["surface"]
    return surface["light"]["ramp"], surface["dark"]["ramp"]


def mark(k: int, x: float, y: float, radius: float) -> str:
    """The mark of class k as a part of a path."""
    shapes = LOOK["classes"]["shapes"]
    corners = shapes[k % len(shapes)]["corners"]
    if not corners:
        arc = f"a{radius} {radius} 0 1 0"
        return f"M{x - radius:.1f} {y:.1f}{arc} {2 * radius} 0{arc} {-2 * radius} 0z"
    return f"M{' '.join(f'{x + radius * u:.1f} {y + radius * v:.1f}' for u, v in corners)}z"


@cache  # constant: of the player's look
def _filters() -> str:
    """Colour filters of a grey bitmap, for light and for dark."""
    filters = ""
    for name, stops in zip("ld", ramps(), strict=True):
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
    colors = LOOK["classes"]
    light, dark = (
        "".join(f".c{k}{{fill:{c}}}.l{k}{{stroke:{c};stroke-width:2.5}}" for k, c in enumerate(of_theme))
        for of_theme in ((colors["light"], colors["dark"]) if classes else ((), ()))
    )
    minimum, edge = LOOK["minimum"]["fill"], LOOK["minimum"]["edge"]
    casing, dark_casing = (LOOK["surface"][theme]["casing"] for theme in ("light", "dark"))
    return (
        "<style>image{filter:url(#l)}path{fill:none;stroke-linejoin:round;stroke-linecap:round}"
        f".m{{fill:{minimum};stroke:{edge['light']};stroke-width:.8}}{_cased(casing)}.a{{stroke:#7c8894}}"
        f".p{{stroke:#1c2530;stroke-opacity:.75;stroke-width:.6}}.d{{stroke:#4a5663}}{light}"
        f".r{{stroke:{COLORS[0]};stroke-width:2.5}}.u{{fill:{COLORS[0]};fill-opacity:.14}}"
        f"@media(prefers-color-scheme:dark){{image{{filter:url(#d)}}{_cased(dark_casing)}"
        f".m{{stroke:{edge['dark']}}}.p{{stroke:#e6edf3}}.d{{stroke:#a9b5c0}}{dark}}}</style>"
    )


def _cased(casing: Casing) -> str:
    return f".k{{stroke:{casing['color']};stroke-opacity:{casing['opacity']:g}}}"


def png(level: NDArray[np.float64]) -> bytes:
    """Grey levels 0..1 as a PNG; NaN is transparent."""
    defined = np.isfinite(level)
    grey = np.where(defined, np.nan_to_num(level) * 255, 0).round().astype(np.uint8)
    rows, kind = grey, 0
    if not defined.all():
        rows, kind = (
            np.stack([grey, np.where(defined, 255, 0).astype(np.uint8)], -1).reshape(len(grey), -1),
            4,
        )
    changed = rows.copy()
    changed[1:] -= rows[:-1]  # PNG's filter 2: each row as its difference from the row above
    body = zlib.compress(np.insert(changed, 0, 2, axis=1).tobytes(), 9)
    head = struct.pack(">IIBBBBB", grey.shape[1], grey.shape[0], 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def star(x: float, y: float) -> str:
    angle = -np.pi / 2 + np.arange(10) * np.pi / 5
    radius = np.where(np.arange(10) % 2, 2.1, 5.0)
    corners = np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], -1)
    return f'<path class="m" d="M{" ".join(f"{a:.1f} {b:.1f}" for a, b in corners)}z"/>'


def curve(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """A line through points of 0..1 x 0..1 with the area below it, inside the margins."""
    line = points(x, y)
    first, last = line.split()[0], line.split()[-2]
    return f'<path class="u" d="M{line}L{last} {SIZE - 12}H{first}z"/><path class="r" d="M{line}"/>'


def points(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """Points of 0..1 x 0..1 as the coordinates of a path inside the margins."""
    left, up = place(x, y)
    return " ".join(f"{a:.1f} {b:.1f}" for a, b in zip(left, up, strict=True))


def place(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where points of 0..1 x 0..1, y upwards, lie in a picture that has axes on the left and below."""
    return 10 + (SIZE - 16) * x, SIZE - 12 - (SIZE - 26) * y
