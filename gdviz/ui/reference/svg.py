"""What the small pictures of entries share: an SVG as the address of an <img>, its style in light and dark, marks, a bitmap."""

from __future__ import annotations

import re
import struct
import zlib
from functools import cache
from pathlib import Path
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from gdviz import player
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


@cache  # constant: of the player's look
def ramps() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The player's colours of a surface, low to high, on light and on dark: read from its theme, where they stand."""
    return _colors("theme.js", "LIGHT"), _colors("theme.js", "DARK")


@cache  # constant: of the player's look
def shapes() -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """The player's marks of the classes, in their order: name and corners around (0, 0) for radius 1; a circle has none."""
    source = _script("classes.js")
    names = re.findall(r"'(\w+)'", _found(r"const SHAPES = \[(.*?)\];", source))
    corners = dict(re.findall(r"shape === '(\w+)'\) corners\((.*?)\);", source, re.S))
    pair = r"\[(-?[\d.]+), (-?[\d.]+)\]"
    return tuple(
        (n, tuple((float(x), float(y)) for x, y in re.findall(pair, corners.get(n, "")))) for n in names
    )


@cache  # constant: of the player's look
def class_colors() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The player's colours of the classes on light and on dark."""
    return _colors("classes.js", "ON_LIGHT"), _colors("classes.js", "ON_DARK")


def mark(k: int, x: float, y: float, radius: float) -> str:
    """The mark of class k as a part of a path."""
    corners = shapes()[k % len(shapes())][1]
    if not corners:
        arc = f"a{radius} {radius} 0 1 0"
        return f"M{x - radius:.1f} {y:.1f}{arc} {2 * radius} 0{arc} {-2 * radius} 0z"
    return f"M{' '.join(f'{x + radius * u:.1f} {y + radius * v:.1f}' for u, v in corners)}z"


def _script(name: str) -> str:
    return (Path(player.__file__).parent / "js" / name).read_text("utf-8")


def _found(pattern: str, source: str) -> str:
    return re.search(pattern, source, re.S)[1]  # type: ignore[index]


def _colors(script: str, name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"#[0-9a-f]{6}", _found(rf"const {name} = \[(.*?)\];", _script(script))))


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
    light, dark = (
        "".join(f".c{k}{{fill:{c}}}.l{k}{{stroke:{c};stroke-width:2.5}}" for k, c in enumerate(colors))
        for colors in (class_colors() if classes else ((), ()))
    )
    return (
        "<style>image{filter:url(#l)}path{fill:none;stroke-linejoin:round;stroke-linecap:round}"
        ".m{fill:#f2b705;stroke:#4a3a00;stroke-width:.8}.k{stroke:#fff;stroke-opacity:.85}.a{stroke:#7c8894}"
        f".p{{stroke:#1c2530;stroke-opacity:.75;stroke-width:.6}}.d{{stroke:#4a5663}}{light}"
        f".r{{stroke:{COLORS[0]};stroke-width:2.5}}.u{{fill:{COLORS[0]};fill-opacity:.14}}"
        "@media(prefers-color-scheme:dark){image{filter:url(#d)}.k{stroke:#080c12;stroke-opacity:.75}.m{stroke:#10161f}"
        f".p{{stroke:#e6edf3}}.d{{stroke:#a9b5c0}}{dark}}}</style>"
    )


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
