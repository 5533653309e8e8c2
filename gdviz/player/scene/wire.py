"""The bytes in which a scene travels to the browser.

    uint32, little-endian: length of the header
    header: JSON, UTF-8
    zlib stream with the grid of the surface; `header["surface"]["bytes"]` is its length
    zlib stream with all other arrays

`header["arrays"]` lists name, rows and columns of every array, in the order of the streams; `codec` says how
the numbers are coded. The grid has a stream of its own because it is packed once and then sent with many
scenes.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
from typing import Any

from gdviz.player.scene.codec import Arrays, Shape, pack, unpack

Header = dict[str, Any]  # what a header holds: plain values that JSON can carry


def write_scene(header: Header, grid: bytes, arrays: Arrays) -> bytes:
    """Join a header, the packed grid, and all other arrays.

    The header gets one more key, "run": a hash of what is sent besides the grid.
    """
    body = pack(arrays.values())
    digest = hashlib.blake2b(_json(header) + body, digest_size=8)
    text = _json({**header, "run": digest.hexdigest()})
    return struct.pack("<I", len(text)) + text + grid + body


def read_scene(data: bytes) -> tuple[Header, Arrays]:
    """Read header and arrays of a scene's bytes, as the player's JavaScript does; for tests and tools."""
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    shapes: list[Shape] = [(name, rows, columns) for name, rows, columns in header["arrays"]]
    body = 4 + length + header["surface"]["bytes"]
    return header, unpack(data[4 + length : body], shapes[:1]) | unpack(data[body:], shapes[1:])


def with_more(data: bytes, **more: Any) -> bytes:
    """Add keys to the header of a scene's bytes: what the page has to say, not the scene."""
    (length,) = struct.unpack_from("<I", data)
    text = data[4 : 3 + length] + b"," + _json(more)[1:]
    return struct.pack("<I", len(text)) + text + data[4 + length :]


def finite(value: float | None) -> float | None:
    """Return a float that JSON can carry; None for what it cannot (NaN, infinities, None)."""
    return float(value) if value is not None and math.isfinite(value) else None


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
