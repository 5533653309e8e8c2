"""Exported tables: exact numbers, nothing that a spreadsheet runs, headings that differ."""

from __future__ import annotations

import ast
import csv as reader
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gdviz
from gdviz.engine import read_table
from gdviz.engine.table.cell_text import is_number
from gdviz.ui.widgets import tables

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    '=HYPERLINK("http://a.example")',
    "-x",
    "+",
]


def cells(frame: pd.DataFrame) -> list[list[str]]:
    return list(reader.reader(io.StringIO(tables.csv(frame).decode(), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_a_spreadsheet_would_run_is_escaped_in_cells_and_headings(text: str) -> None:
    (heading,), (cell,) = cells(pd.DataFrame({text: np.array([text], dtype=object)}))
    assert heading == cell == f"'{text}".replace("\r", "\n")


@pytest.mark.parametrize("text", ["-5", "+3.5", "-1e-3", "5", "a=b", "x - y", "", "'=1", "ä"])
def test_other_text_and_numbers_in_text_stay(text: str) -> None:
    assert cells(pd.DataFrame({"a": np.array([text, "b"], dtype=object)}))[1] == [text]


@given(st.text(max_size=8))
def test_no_text_begins_like_a_formula(text: str) -> None:
    out = tables.harmless(text)
    assert (
        out.removeprefix("'") == text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("'")
        and "\r" not in out
    )
    assert is_number(out) or out.lstrip(" \n")[:1] not in set("=+-@\t")


def test_numbers_are_exact_and_gaps_are_empty() -> None:
    values = [-0.1, 1 / 3, -1e-300, 123456789.123456789, np.nan]
    rows = cells(pd.DataFrame({"a": values, "n": [-1, 2, 3, 4, 5]}))[1:]
    assert [float(a) if a else np.nan for a, _ in rows] == pytest.approx(values, rel=0, abs=0, nan_ok=True)
    assert [n for _, n in rows] == ["-1", "2", "3", "4", "5"] and rows[-1][0] == ""


def test_two_columns_of_one_name_are_both_written() -> None:
    frame = pd.DataFrame([[1.5, 2.5]], columns=["a", "a"])
    assert cells(frame) == [["a", "a"], ["1.5", "2.5"]]


@pytest.mark.parametrize("slug", gdviz.datasets)
def test_a_data_set_that_is_exported_can_be_read_again(slug: str) -> None:
    table = gdviz.datasets[slug].table(0)
    again = read_table(tables.csv(pd.DataFrame(table.columns)), "again")
    assert list(again.columns) == list(table.columns)
    for name, column in table.columns.items():
        np.testing.assert_array_equal(again.columns[name], column)


def test_every_export_of_a_table_goes_through_the_one_writer() -> None:
    sources = (Path(gdviz.__file__).parent / "ui").rglob("*.py")
    writing = {
        p.name
        for p in sources
        for n in ast.walk(ast.parse(p.read_text("utf-8")))
        if isinstance(n, ast.Attribute) and n.attr == "to_csv"
    }
    assert writing == {"tables.py"}


def test_headings_differ_whatever_columns_are_called() -> None:
    assert tables.distinct(["a", "a", "a (2)", "a"]) == ["a", "a (2)", "a (2) (2)", "a (3)"]
    assert tables.headings(["loss", "x"], ["Loss", "R²"]) == ["loss", "x", "Loss (of the fit)", "R²"]
