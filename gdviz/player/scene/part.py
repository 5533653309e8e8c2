"""A part of a scene: plain values and arrays that are packed once, and sent to a browser that lacks them.

The bytes of a part are one zlib stream:

    uint32, little-endian: length of the header
    header: JSON, UTF-8; `arrays` lists name, rows, columns and differences of every array, in their order
    the arrays, as `codec` codes them
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple

from gdviz.engine import Path
from gdviz.player.scene.codec import Arrays, Differences, decode, differences_of, encode

Header = dict[str, Any]  # what a header holds: plain values that JSON can carry
LEVEL = 5  # of compression: 6 takes a quarter longer, and saves less than 1 %; 4 sends more than a scene may
_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class Part:
    """A packed part.

    Attributes
    ----------
    id : digest of its content
    size : bytes that it takes unpacked
    packed : its bytes
    """

    id: str
    size: int
    packed: bytes


def make_part(header: Header, arrays: Arrays) -> Part:
    """Pack a header and arrays.

    Examples
    --------
    >>> from gdviz.player.scene.codec import as_matrix
    >>> read_part(make_part({"name": "Adam"}, {"loss": as_matrix([3.0, 1.0])}).packed)[0]
    {'name': 'Adam'}
    """
    taken = {name: differences_of(array) for name, array in arrays.items()}
    index = [[name, *array.shape, *taken[name]] for name, array in arrays.items()]
    text = as_json({**header, "arrays": index})
    coded = map(encode, arrays.values(), taken.values())
    content = b"".join([struct.pack("<I", len(text)), text, *coded])
    digest = hashlib.blake2b(content, digest_size=8).hexdigest()
    return Part(digest, len(content), zlib.compress(content, LEVEL))


def weigh_part(part: Part) -> int:
    """Return the bytes that a part takes in memory."""
    return 200 + len(part.packed)


def read_part(packed: bytes) -> tuple[Header, Arrays]:
    """Unpack a part, as the player's JavaScript does; for tests and tools."""
    content = zlib.decompress(packed)
    (length,) = struct.unpack_from("<I", content)
    header = json.loads(content[4 : 4 + length])
    arrays, start = Arrays(), 4 + length
    for name, rows, columns, *taken in header.pop("arrays"):
        end = start + 4 * rows * columns
        arrays[name] = decode(content[start:end], rows, columns, Differences(*taken))
        start = end
    return header, arrays


def noted_part(path: Path, key: Hashable, make: Callable[[], Part]) -> Part:
    """Return the part of a run that was noted there under a key; else make it, and note it."""
    part: Part | None = path.notes.get(key)
    if part is None:
        part = path.notes[key] = make()
    return part


def latest_part(path: Path, key: Hashable, of: Hashable, make: Callable[[], Part]) -> Part:
    """Return the part of a run that was noted there for `of`; else make it, in place of that for another.

    It is for what changes with everything that is dragged: a run is not to keep the parts of all planes.
    """
    for noted in list(path.notes):  # a copy: other sessions note at the same time
        if isinstance(noted, Latest) and noted.key == key and noted.of != of:
            path.notes.pop(noted, None)
    return noted_part(path, Latest(key, of), make)


class Latest(NamedTuple):
    """A key of notes of which only the latest is kept."""

    key: Hashable
    of: Hashable


def finite(value: float | None) -> float | None:
    """Return a float that JSON can carry; None for what it cannot (NaN, infinities, None)."""
    return float(value) if value is not None and math.isfinite(value) else None


def as_json(value: object) -> bytes:
    """Write plain values as JSON: UTF-8, no spaces, no NaN."""
    return _JSON.encode(value).encode()


def joined(*objects: bytes) -> bytes:
    """Write objects in JSON as one that has the keys of all.

    Examples
    --------
    >>> joined(as_json({"a": 1}), as_json({}), as_json({"b": [2, 3]}))
    b'{"a":1,"b":[2,3]}'
    """
    return b"{" + b",".join(text[1:-1] for text in objects if text != b"{}") + b"}"
