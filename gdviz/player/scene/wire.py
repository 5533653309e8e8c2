"""The bytes in which a scene travels to the browser.

    uint32, little-endian: length of the header
    header: JSON, UTF-8; it begins with `OPENING`, by which it is found in what a connection brings;
        `parts` lists name, id, packed and unpacked bytes of every part, in their order
    the parts (see `part`), one after the other

A part that the browser has is only named: its packed bytes are 0. So a moved learning rate sends one run.
Behind all that there may be scenes for other values of a slider; `ahead` in the header lists them.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Container, Mapping, Sequence
from typing import Any

from gdviz.player.scene.codec import Arrays
from gdviz.player.scene.part import Header, Part, as_json, joined, read_part

OPENING = {"scene": "gdviz"}


def write_scene(
    header: Header, parts: Mapping[str, Part], held: Container[str] = (), measured: Header | None = None
) -> bytes:
    """Join a header and parts by name. Of those whose ids are in `held` only the ids are written.

    The header gets one more key, "run": a hash of all that is shown. What was `measured` is no part of that:
    it differs from one time to the next, though the runs are the same.
    """
    listed = [[name, p.id, 0 if p.id in held else len(p.packed), p.size] for name, p in parts.items()]
    shown = as_json(header)
    content = shown + as_json([entry[:2] for entry in listed])
    run = hashlib.blake2b(content, digest_size=8).hexdigest()
    text = joined(as_json(OPENING), shown, as_json({**(measured or {}), "parts": listed, "run": run}))
    sent = [part.packed for part in parts.values() if part.id not in held]
    return b"".join([struct.pack("<I", len(text)), text, *sent])


def read_scene(data: bytes, known: Mapping[str, bytes] | None = None) -> tuple[Header, Arrays]:
    """Read header and arrays of a scene's bytes, as the player's JavaScript does; for tests and tools.

    Parameters
    ----------
    data : the bytes
    known : packed parts by id, for those that are only named

    Returns
    -------
    header : with what the headers of the parts say, where it belongs
    arrays : by name; those of competitor i are called "theta:i", "q:i:m" and so on
    """
    text, arrays = header_of(data), Arrays()
    header, start = json.loads(text), 4 + len(text)
    for name, id, size, _ in header["parts"]:
        packed = data[start : start + size] if size else (known or {})[id]
        start += size
        more, its_arrays = read_part(packed)
        _put(header, name, more)
        _, _, index = name.partition(":")
        for key, array in its_arrays.items():
            first, colon, rest = key.partition(":")
            arrays[f"{first}:{index}{colon}{rest}" if index else key] = array
    return header, arrays


def _put(header: Header, name: str, more: Header) -> None:
    """Put the header of a part where it belongs in the header of the scene."""
    kind, _, index = name.partition(":")
    if kind == "picture":
        header |= more
    elif index:
        if "data" in more:
            header["data"] |= more.pop("data")
        header["competitors"][int(index)] |= more
    else:
        where = "surface" if kind == "grid" else kind
        header[where] = header.get(where, {}) | more


def with_ahead(data: bytes, key: str, scenes: Sequence[tuple[float, bytes]]) -> bytes:
    """Put scenes for other values of a slider behind a scene: the player shows them when they are reached."""
    if not scenes:
        return data
    told = {"key": key, "scenes": [[value, len(scene)] for value, scene in scenes]}
    return b"".join([with_more(data, ahead=told), *(scene for _, scene in scenes)])


def with_more(data: bytes, **more: Any) -> bytes:
    """Add keys to the header of a scene's bytes: what the page has to say, not the scene."""
    before = header_of(data)
    text = joined(before, as_json(more))
    return struct.pack("<I", len(text)) + text + data[4 + len(before) :]


def header_of(data: bytes) -> bytes:
    """Return the header in a scene's bytes, in JSON."""
    (length,) = struct.unpack_from("<I", data)
    return data[4 : 4 + length]
