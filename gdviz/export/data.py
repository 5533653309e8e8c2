"""The arrays that a file reads: written into it, or beside it where they are large."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np

from gdviz.export.text import array

LARGE = 4000  # numbers; more than these travel in a file of their own


def are_large(data: Mapping[str, np.ndarray]) -> bool:
    """Whether the arrays are better kept beside the file."""
    return sum(a.size for a in data.values()) > LARGE


def data_lines(data: Mapping[str, np.ndarray], beside: str | None) -> list[str]:
    """Return the lines that make the arrays, or read them from the file beside."""
    if beside is None:
        return [line for name, values in data.items() for line in f"{name} = {array(values)}".splitlines()]
    loaded = [f'{name} = data["{name}"]' for name in data]
    where = f'os.path.join(os.path.dirname(os.path.abspath(__file__)), "{beside}")'
    return ["import os", "", f"data = np.load({where})", *loaded]


def packed(data: Mapping[str, np.ndarray]) -> bytes:
    """Return the arrays as an NPZ file."""
    stream = io.BytesIO()
    np.savez_compressed(stream, **data)  # type: ignore[arg-type]
    return stream.getvalue()
