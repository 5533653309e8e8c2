"""A picture of a few colours as a PNG file, as RFC 2083 defines it."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np


def data_uri(pixels: np.ndarray, palette: np.ndarray) -> str:
    """Return a picture as a `data:` address.

    Parameters
    ----------
    pixels : array (height, width) of uint8
        Numbers of colours, the first row on top.
    palette : array (N, 4) of uint8
        Red, green, blue and opacity of at most 256 colours.
    """
    height, width = pixels.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = pixels
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [
        (b"IHDR", header),
        (b"PLTE", np.ascontiguousarray(palette[:, :3]).tobytes()),
        (b"tRNS", np.ascontiguousarray(palette[:, 3]).tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 6)),
        (b"IEND", b""),
    ]
    file = b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, content) for name, content in parts)
    return "data:image/png;base64," + base64.b64encode(file).decode()


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
