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


def test_a_seed_alone_is_that_of_the_gradient_noise() -> None:
    """Whatever else is drawn from a seed has a stream of its own; a number that is written down is no seed of anybody."""
    alone = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("default_rng")
        and any("seed" in ast.unparse(given) for given in node.args)
    }
    assert alone == {"engine/run/oracle.py", "engine/streams.py"}


def test_random_starts_and_directions_are_not_the_noise() -> None:
    surface = gdviz.surfaces["himmelblau"]
    noise = np.random.default_rng(3).normal(size=4)
    low, high = np.array(surface.domain, dtype=float).T
    normal = gdviz.random_starts(surface, 1, "normal", seed=3)[0]
    assert not np.isclose((normal - (low + high) / 2) / ((high - low) / 6), noise[:2]).any()
    path = gdviz.descend(gdviz.data_loss("line"), "gd", steps=3)
    along = gdviz.plane(path, "random", seed=3).directions[0]
    assert not np.allclose(along, noise[:2] / np.linalg.norm(noise[:2]))


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
