"""What a kept run weighs, in bytes."""

from __future__ import annotations

from sys import getsizeof
from typing import Any

import numpy as np

from gdviz.cache import array_bytes
from gdviz.engine import Path
from gdviz.player.scene.part import Part, weigh_part
from gdviz.ui.entries import weigh


def weigh_path(path: Path) -> int:
    """Return the bytes of a run without its objective."""
    arrays = [path.theta, path.loss, path.gradient, path.rate, path.evaluated]
    arrays += [*path.quantities.values(), *path.initial.values()]
    if path.whole:
        arrays += [path.whole.at, path.whole.losses]
    if path.batch_loss is not None:
        arrays.append(path.batch_loss)
    row_order = 8 * max(path.batches.n, path.batches.CHUNK) if path.batches else 0  # that of the batches
    own_rule = 0 if path.rule.slug else weigh(path.rule)
    return 4000 + array_bytes(arrays) + row_order + own_rule


def weigh_notes(path: Path) -> int:
    """Return the bytes of what was computed of a run later."""
    return sum(map(_weigh_note, list(path.notes.values())))  # a copy: other sessions note at the same time


def _weigh_note(note: Any) -> int:
    """Return the bytes of a note: a part of a scene, an array, texts by name or in a row, or one value."""
    if isinstance(note, Part):
        return weigh_part(note)
    if isinstance(note, np.ndarray):
        return note.nbytes
    if isinstance(note, dict):
        return sum(map(getsizeof, note.values()))
    if isinstance(note, tuple):
        return sum(map(getsizeof, note))
    return getsizeof(note)
