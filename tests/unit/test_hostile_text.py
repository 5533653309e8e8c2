"""Text from strangers costs the others nothing: patterns never try in circles, and labels are not blown up."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.engine import Design, Table, pick_columns, read_table
from gdviz.engine.table.cell_text import is_comma_number, is_number


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module holds, also in tuples and lists."""
    found: dict[str, re.Pattern[str]] = {}

    def look(name: str, value: object) -> None:
        if isinstance(value, re.Pattern):
            found[name] = value
        elif isinstance(value, tuple | list):
            for i, part in enumerate(value):
                look(f"{name}[{i}]", part)

    for module in pkgutil.walk_packages(gdviz.__path__, "gdviz."):
        for name, value in vars(importlib.import_module(module.name)).items():
            look(f"{module.name}.{name}", value)
    return found


def asked(name: str, pattern: re.Pattern[str]) -> list[Callable[[str], object]]:
    """How the module uses its pattern; to search begins anew at every character, so only what is searched is tried so."""
    module, _, short = name.partition("[")[0].rpartition(".")
    source = Path(importlib.import_module(module).__file__ or "").read_text("utf-8")
    searched = re.search(rf"{short}\.(search|sub|finditer|findall|split)\(", source)
    return [pattern.match, pattern.fullmatch, *([pattern.search] if searched else [])]


PATTERNS = patterns()
LONG = 60_000
PIECES = [
    "9",
    "9.",
    ".9",
    "1e",
    "9,",
    "+",
    "-",
    " ",
    "a",
    "a1",
    "\t",
    "(",
    "[",
    "{",
    "<",
    "'",
    '"',
    "_",
    "import { a } from './",
]


@pytest.mark.parametrize("name", PATTERNS)
def test_a_long_text_is_matched_in_time_that_grows_with_its_length(name: str) -> None:
    pattern = PATTERNS[name]
    begun = time.process_time()
    for piece in PIECES:
        for end in ("", "!", "x"):
            text = piece * (LONG // len(piece)) + end
            for ask in asked(name, pattern):
                ask(text)
    assert time.process_time() - begun < 5  # 114 matches; one that tries in circles takes over 20 seconds


def test_there_are_patterns() -> None:
    assert any("_NUMBER" in n for n in PATTERNS) and len(PATTERNS) > 8


@pytest.mark.parametrize(
    "cell",
    ["9" * LONG, "9" * LONG + "x", "." + "9" * LONG + "x", "9" * LONG + ",9x", "1e" + "9" * LONG + "x"],
)
def test_a_long_cell_is_told_quickly(cell: str) -> None:
    begun = time.process_time()
    assert is_number(cell) == (cell == "9" * LONG) and not is_comma_number(cell)
    table = read_table(f'a,b\n1,"{cell}"\n2,3\n')
    assert set(table.columns) == {"a", "b"}
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("cell", ["0", "7.", ".5", "1.25", "-3e4", "+.5E-3", "inf", "-Infinity", "1e+9"])
def test_numbers_are_numbers(cell: str) -> None:
    assert is_number(cell) and float(cell) is not None


@pytest.mark.parametrize("cell", ["", ".", "e5", "1e", "1.2.3", "--1", "1 2", "nan", "0x1", "1_000", "١"])
def test_what_is_no_number(cell: str) -> None:
    assert not is_number(cell)


def test_one_long_label_does_not_widen_all_rows() -> None:
    rows = 20_000
    labels = np.array(["a", "b"] * (rows // 2), dtype=object)
    labels[7] = "c" * 100_000
    table = Table("t", {"x": np.arange(float(rows)), "y": labels})
    tracemalloc.start()
    got = pick_columns(table, ["x"], "y", "classes")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert got.y[:8].tolist() == [0, 1, 0, 1, 0, 1, 0, 2] and got.classes[:2] == ("a", "b")
    assert peak < 20e6  # as an array of text: 8 GB


def test_many_labels_are_refused_without_sorting_them_all() -> None:
    labels = np.array([f"{i:05}" * 20 for i in range(30_000)], dtype=object)
    begun = time.process_time()
    with pytest.raises(ValueError, match="30000 classes"):
        pick_columns(Table("t", {"x": np.arange(30_000.0), "y": labels}), ["x"], "y", "classes")
    assert time.process_time() - begun < 5


def test_labels_that_begin_alike_stay_apart() -> None:
    labels = np.array(["z" * 60 + "1", "z" * 60 + "2"] * 3, dtype=object)
    got = pick_columns(Table("t", {"x": np.arange(6.0), "y": labels}), ["x"], "y", "binary")
    names = Design.of(got).classes  # what legends and parameters are called
    assert len(set(names)) == 2 and max(map(len, names)) <= 40 and got.y.tolist() == [0, 1] * 3
