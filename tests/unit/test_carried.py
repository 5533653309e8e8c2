"""A small table of one's own travels in a link and arrives as it was; a hostile one is refused in a sentence at little cost."""

from __future__ import annotations

import base64
import tracemalloc
import zlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdviz
from gdviz.engine import Table, read_table
from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.fit import FitChoice, carried
from gdviz.ui.spec.spec import Choice
from gdviz.ui.widgets import tables

SMALL = read_table("weight;height;sex\n1,5;2,5;m\n2;;w\n-3e-7;4,25;", "Körper.csv")


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


def _same(a: Table, b: Table) -> bool:
    return (a.name, list(a.columns)) == (b.name, list(b.columns)) and all(
        pd.Series(x).equals(pd.Series(y)) for x, y in zip(a.columns.values(), b.columns.values(), strict=True)
    )


def test_a_small_table_arrives_as_it_was() -> None:
    text = carried.packed(SMALL)
    assert text and len(text) < 120 and _same(carried.unpacked(text), SMALL)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=12),
    st.lists(
        st.tuples(st.floats(width=64), st.floats(allow_nan=False), st.text(max_size=6)),
        min_size=1,
        max_size=8,
    ),
    st.lists(st.text(max_size=8), min_size=3, max_size=3, unique=True),
)
def test_what_is_carried_arrives_or_it_is_not_carried(
    name: str, rows: list[tuple[float, float, str]], heads: list[str]
) -> None:
    frame = pd.DataFrame(rows, columns=heads)
    try:
        table = read_table(tables.csv(frame), name)
    except ValueError:
        return
    text = carried.packed(table)
    assert text is None or _same(carried.unpacked(text), table)


@pytest.mark.parametrize("slug", gdviz.datasets)
def test_a_table_is_in_a_link_exactly_if_it_is_small_enough(slug: str) -> None:
    table = read_table(tables.csv(pd.DataFrame(gdviz.datasets[slug].table(0).columns)), slug)
    text = carried.packed(table)
    if text is None:
        assert len(_written(tables.csv(pd.DataFrame(table.columns)))) > 0.9 * carried.LENGTH
    else:
        assert len(text) <= carried.LENGTH and _same(carried.unpacked(text), table)


def test_there_are_tables_of_both_kinds() -> None:
    rng = np.random.default_rng(0)
    small, large = (Table("t", {"a": rng.standard_normal(n), "b": rng.standard_normal(n)}) for n in (60, 400))
    assert carried.packed(small) and carried.packed(large) is None
    assert carried.packed(Table("t", {"a": np.zeros(10**6), "b": np.zeros(10**6)})) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no table"),
        ("a b", "no table"),
        ("<script>", "no table"),
        ("ä" * 10, "no table"),
        ("a" * 4001, "at most 4000"),
        ("aaaa", "damaged"),
        ("eJw", "damaged"),
        ("A" * 4000, "damaged"),
        (_written(b"name\nx,y\n1,2\n2,3\n")[:-4], "damaged"),
        (_written(b"\xff\xfe\xff"), "damaged"),
        (_written(b"name\n"), "nothing in it"),
        (_written(b"name\nx,y\n1,2\n1,2,3\n"), "row 3"),
        (_written(b"name\n<html>"), "web page"),
        (_written(b"name\nx,y\n" + b"1,2\n" * 10**5), "more than 100000 bytes"),
    ],
)
def test_a_hostile_table_is_refused_in_a_sentence(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        carried.unpacked(text)


def test_a_bomb_costs_no_more_than_a_table() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b"0" * 2_900_000, 9)).decode().rstrip("=")
    assert len(bomb) <= carried.LENGTH
    tracemalloc.start()
    with pytest.raises(ValueError, match="more than 100000 bytes"):
        carried.unpacked(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_500_000


@pytest.mark.parametrize("page", ["regression", "classification"])
@pytest.mark.parametrize("features", [None, ("a,b", 'say "c"'), ("other", "a,b")])
def test_a_link_with_a_table_opens_the_same_fit(page: str, features: tuple[str, ...] | None) -> None:
    rows = "\n".join(
        f"{i % 5},{(3 * i) % 7},{(i * i) % 11},{'uv'[i % 2] if page == 'classification' else 2 * i}"
        for i in range(20)
    )
    table = carried.unpacked(
        str(carried.packed(read_table(f'"a,b","say ""c""",other,target\n{rows}', "mine")))
    )
    usual = PAGES[page].default
    spec = type(usual)(
        **{
            **vars(usual),
            "problem": FitChoice(
                usual.problem.task, Choice(), table, loss=usual.problem.loss, features=features
            ),
        }
    )
    query = to_query(spec, usual)
    assert query["data"] == "own-table" and from_query(query, usual) == (spec, [])


def test_a_link_whose_table_cannot_be_used_says_so_and_opens_the_usual_data() -> None:
    usual = PAGES["regression"].default
    for query, told in (
        ({"data": "own-table"}, "load the table again"),
        ({"data": "own-table", "table": "eJw", "x": "a"}, "damaged"),
        ({"data": "own-table", "table": _written(b"t\nname\nanna\nbert\n")}, "table="),
    ):
        spec, problems = from_query(query, usual)
        assert spec == usual and len(problems) == 1 and told in problems[0]
    spec, problems = from_query({"table": "eJw"}, usual)
    assert spec == usual and "belongs to nothing" in problems[0]
    text = str(carried.packed(SMALL))
    spec, problems = from_query({"data": "own-table", "table": text, "x": "nothing"}, usual)
    assert spec.problem.table is carried.unpacked(text) and len(problems) == 1 and "x=nothing" in problems[0]
