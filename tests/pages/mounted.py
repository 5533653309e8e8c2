"""What a page has mounted in the browser: its player, and its maps of cells."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest


def _named(at: AppTest, name: str) -> list[Any]:
    return [c.proto for c in at.get("bidi_component") if c.proto.component_name.startswith(name)]


def player_bytes(at: AppTest) -> bytes:
    """The scene that the player is given."""
    data: bytes = _named(at, "gdviz_player")[0].bytes
    return data


def maps(at: AppTest) -> list[dict[str, Any]]:
    """The maps of cells, without what is confirmed: what the header says, and its arrays by name."""
    return [read_cells(proto.bytes[8:]) for proto in _named(at, "gdviz_cells")]


def read_cells(data: bytes) -> dict[str, Any]:
    """Read what travels of a map, as the player's JavaScript does."""
    whole = zlib.decompress(data[4:])
    assert struct.unpack_from("<I", data) == (len(whole),)
    (length,) = struct.unpack_from("<I", whole)
    header, at = json.loads(whole[4 : 4 + length]), 4 + length
    shape = len(header["y"]), len(header["x"])
    for name, kind in header.pop("arrays"):
        array = np.frombuffer(whole, kind, shape[0] * shape[1], at)
        header[f"each {name}"], at = array.reshape(shape), at + array.nbytes
    assert at == len(whole)
    return dict(header)
