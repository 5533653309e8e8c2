"""Random streams: no two uses of one seed draw the same numbers."""

from __future__ import annotations

import ast
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.engine.streams import Use, stream

PACKAGE = Path(gdviz.__file__).parent


@pytest.mark.parametrize("seed", [0, 1, 11, 2**40])
def test_no_two_uses_of_a_seed_draw_the_same(seed: int) -> None:
    streams = {"noise": np.random.default_rng(seed)}
    streams |= {f"{use.name}, part {k}": stream(seed, use, *more) for use in Use for k, more in _parts()}
    drawn = {name: rng.integers(2**63, size=4) for name, rng in streams.items()}
    for (a, first), (b, second) in combinations(drawn.items(), 2):
        assert not np.isin(first, second).any(), f"{a} and {b} draw the same"


def _parts() -> list[tuple[int, tuple[int, ...]]]:
    """Return the parts that a use has: none stands for the first."""
    return [(0, ()), *((k, (k,)) for k in (1, 2, 11, 13))]


def test_the_number_of_a_stream_is_given_in_one_place() -> None:
    others = []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = (
                node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            )
            if name == "default_rng" and any(isinstance(a, (ast.List, ast.Tuple)) for a in node.args):
                others.append(file.relative_to(PACKAGE).as_posix())
    assert others == ["engine/streams.py"]
