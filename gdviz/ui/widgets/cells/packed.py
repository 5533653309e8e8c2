"""What travels to the browser of a map: its figure, and what is said of every cell."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import numpy as np

from gdviz.figures.cells import Cells

SINGLE = np.finfo(np.float32)
LEVEL = 2  # of compression: higher ones take several times as long and save a tenth


def packed(figure: str, cells: Cells, **more: Any) -> bytes:
    """Return a figure, as JSON, and its cells in bytes, which `player/js/pointer/cells/cells.js` reads.

    They are, little-endian: uint32, a size, and a zlib stream of as many bytes. It holds: uint32, the length
    of the header; the header, JSON in UTF-8; the arrays that it lists by name and type, one after the other.
    `more` joins the header.
    """
    arrays = {"which": _narrow(cells.which)} | {name: _narrow(a) for name, a in cells.numbers.items()}
    header = {
        "x": cells.x.tolist(),
        "y": cells.y.tolist(),
        "place": cells.place,
        "sentences": list(cells.sentences),
        "words": {name: list(words) for name, words in cells.words.items()},
        "arrays": [[name, array.dtype.str[1:]] for name, array in arrays.items()],
        **more,
    }
    text = f'{{"figure":{figure},{json.dumps(header)[1:]}'.encode()
    whole = b"".join([struct.pack("<I", len(text)), text, *(array.tobytes() for array in arrays.values())])
    return struct.pack("<I", len(whole)) + zlib.compress(whole, LEVEL)


def _narrow(values: np.ndarray) -> np.ndarray:
    """Return values in the narrowest type that the browser reads: four digits of a float are told.

    Single precision has them unless a number is too large or too small for it.
    """
    if values.dtype.kind == "f":
        size = np.abs(values[np.isfinite(values) & (values != 0)])
        fits = size.min(initial=1.0) >= SINGLE.tiny and size.max(initial=1.0) <= SINGLE.max
        return values.astype("<f4" if fits else "<f8")
    most = int(values.max(initial=0))
    return values.astype("u1" if most < 2**8 else "<u2" if most < 2**16 else "<u4")
