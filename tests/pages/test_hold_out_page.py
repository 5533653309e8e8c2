"""Rows that are held out on the data pages: the choice, its link, its refusals, and edited points."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import read_table
from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.fit.carried import packed, unpacked
from gdviz.ui.problems.fit.hand.edited import EditedTable, Split
from gdviz.ui.race import hand
from tests.pages.data_page import captions, link, named, opened, refusals, shown
from tests.pages.hand_page import after, moved

QUERY = {"data": "outliers", "holdout": "0.3", "split": "4"}


def step(operation: str, **place: Any) -> dict[str, Any]:
    return {"point": {"op": operation, "settled": True, **place}}


@pytest.mark.parametrize("page", ["regression", "classification"])
def test_a_share_is_typed_told_and_stands_in_the_link(page: str) -> None:
    at = opened(page)
    assert not [f for f in at.text_input if f.label == "Seed of the split"]
    named(at.text_input, "Hold-out share").set_value("0,25").run()
    assert not at.exception and link(at)["holdout"] == "0.25"
    named(at.text_input, "Seed of the split").set_value("9").run()
    query = link(at)
    assert query["split"] == "9"
    row = PAGES[page]
    spec, complaints = from_query(query, row.first_shown)
    assert complaints == [] and (spec.problem.hold_out, spec.problem.split) == (0.25, 9)
    assert to_query(spec, row.first_shown) == query
    fit = gdviz.data_loss(spec.problem.data.slug, spec.problem.loss.slug, hold_out=0.25, split_seed=9)
    assert fit.test is not None
    assert f"{fit.rows} training rows are fitted, {fit.test.rows} test rows" in captions(at)
    named(at.text_input, "Hold-out share").set_value("").run()
    assert "holdout" not in link(at) and not at.exception


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1", "must be 0 or more and below 1, not 1"),
        ("1.5", "must be 0 or more and below 1, not 1.5"),
        ("-0.1", "must be 0 or more and below 1"),
        ("0.99", "leaves 1 training and 39 test rows"),
        ("0.001", "leaves 40 training and 0 test rows"),
        ("much", "is not a number"),
    ],
)
def test_a_share_that_cannot_be_is_refused_at_its_control(text: str, says: str) -> None:
    at = opened("regression", {"data": "curve"})
    named(at.text_input, "Hold-out share").set_value(text).run()
    assert not at.exception and says in refusals(at) and "0 stays" in refusals(at)
    assert "holdout" not in link(at)


def test_two_rows_cannot_be_split() -> None:
    table = read_table("x,y\n1,2\n3,5")
    (first,) = after(table=table, picked={"hold_out": 0.5})
    assert first["fit"].hold_out == 0 and first["objective"].rows == 60  # the last fit that could be computed


@pytest.mark.parametrize("share", ["1", "x", "0.999", "-1"])
def test_a_link_with_a_share_that_cannot_be_opens_without_it(share: str) -> None:
    spec, complaints = from_query({"holdout": share}, PAGES["regression"].first_shown)
    assert spec.problem.hold_out == 0 and len(complaints) == 1 and "holdout" in complaints[0]


def rows_by_target(objective: Any) -> dict[float, bool]:
    """Whether each row is held out, by its target, which no two share."""
    every = objective.all_rows
    return dict(zip(every.y.tolist(), every.test.tolist(), strict=True))


def test_an_edited_point_keeps_the_split_of_the_others() -> None:
    before = after(query=QUERY)[0]["objective"]
    every = before.all_rows
    test, training = (int(np.flatnonzero(every.test == held)[2]) + 1 for held in (True, False))
    steps = after(
        moved(test, settled=True, x=2.5, y=7.5),
        step("delete", row=training),
        step("delete", row=1),
        step("add", x=1.5, y=3.25),
        query=QUERY,
    )
    assert all(not s["refused"] for s in steps)
    was = rows_by_target(steps[0]["objective"])
    moved_away, last = every.y[test - 1], rows_by_target(steps[-1]["objective"])
    assert rows_by_target(steps[1]["objective"]) == {k: v for k, v in was.items() if k != moved_away} | {
        7.5: True
    }
    gone = {every.y[training - 1], every.y[0], moved_away}
    assert last == {k: v for k, v in was.items() if k not in gone} | {7.5: True, 3.25: False}
    for s in steps:  # whoever gets the link has the same split
        again, complaints = s["again"]
        assert complaints == [] and again.problem.hold_out == 0.3
        where = gdviz.ui.problems.kinds.objective_of(again).all_rows
        np.testing.assert_array_equal(where.test, s["objective"].all_rows.test)
        np.testing.assert_array_equal(where.y, s["objective"].all_rows.y)


def test_another_seed_of_an_edited_table_draws_anew() -> None:
    last = after(step("delete", row=1), query=QUERY)[-1]
    fit = last["fit"]
    assert fit.table.split is not None and fit.table.split[:2] == (0.3, 4)
    other = gdviz.data_loss(fit.table, hold_out=0.3, split_seed=5)
    again, _ = from_query(last["query"] | {"split": "5"}, PAGES["regression"].first_shown)
    where = gdviz.ui.problems.kinds.objective_of(again).all_rows
    np.testing.assert_array_equal(where.test, other.all_rows.test)


def test_the_last_test_point_stays() -> None:
    query = {"data": "textbook", "holdout": "0.25"}
    (first,) = after(query=query)
    row = int(np.flatnonzero(first["objective"].all_rows.test)[0]) + 1
    last = after(step("delete", row=row), query=query)[-1]
    assert "last test row" in last["refused"]["point"] and last["fit"].identity != "csv"


def test_a_table_carries_its_split_and_text_that_is_none_is_refused() -> None:
    columns = {"x": np.arange(5.0), "y": np.arange(5.0) ** 2}
    table = EditedTable("Mine", columns, split=Split(0.4, 7, (1, 3)))
    text = packed(table)
    assert text is not None
    again = unpacked(text)
    assert isinstance(again, EditedTable) and again.split == table.split and again.name == "Mine"
    odd = EditedTable("Mine", columns, split=Split(0.4, 7, ()))
    assert packed(odd) is None  # no table whose points are edited is without test rows


@pytest.mark.parametrize(
    ("page", "query", "columns"),
    [
        ("regression", {"data": "curve"}, ("Loss", "Test loss", "R²")),
        ("classification", {}, ("Loss", "Test loss", "Accuracy", "Test accuracy")),
        ("regression", {"problem": "formula"}, ("Loss", "Test loss", "R²")),
    ],
)
def test_the_fit_tab_and_the_remarks_tell_training_and_test_rows(
    page: str, query: dict[str, str], columns: tuple[str, ...]
) -> None:
    at = opened(page, {"holdout": "0.25"} | query)
    result = next(h.proto.body for h in at.get("html") if "Final loss" in h.proto.body)
    at.session_state["tab"] = "Fit"
    html = next(h.proto.body for h in at.run().get("html") if "Final parameters" in h.proto.body)
    first, *rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in html.split("<tr>")[1:]]
    place = first.index("Loss")
    assert first[place:] == [*columns, *(["Distance"] if "Distance" in first else [])]
    header, arrays = shown(at)
    focus = [run["slug"] for run in header["competitors"]].index(header["focus"])
    losses = [arrays[f"{name}:{focus}"][-1, 0] for name in ("loss", "test_loss")]
    assert [float(cell) for cell in rows[focus][place : place + 2]] == pytest.approx(losses, rel=1e-4)
    heads, *ends = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in result.split("<tr>")[1:]]
    assert float(ends[focus][heads.index("Test loss")]) == pytest.approx(losses[1], rel=1e-4)
    assert re.search(r"\d+ training rows, \d+ test rows", captions(at))
    assert "rows are held out (seed 0)" in captions(at)


def test_without_test_rows_no_column_tells_of_them() -> None:
    html = " ".join(h.proto.body for h in opened("regression").get("html"))
    assert "Final loss" in html and "Test loss" not in html


def test_with_test_rows_the_degree_is_dragged_in_the_legend() -> None:
    query = {"data": "curve", "holdout": "0.5", "penalty": "l2"}
    first, grown, refused = after({"degree.curve": 8.0}, {"degree.curve": 9}, query=query)
    sliders = {c.label: c for c in hand.controls_of(first["spec"]) if c.of is None}
    assert (sliders["degree"].key, sliders["degree"].value, sliders["degree"].whole) == (
        "degree.curve",
        3,
        True,
    )
    assert grown["fit"].degree == 8 and isinstance(grown["fit"].degree, int)
    assert grown["objective"].width == 9 and grown["query"] == query | {"degree": "8"}
    np.testing.assert_array_equal(grown["objective"].all_rows.test, first["objective"].all_rows.test)
    assert "degree is a whole number from 1 to 8" in refused["refused"]["degree.curve"]
    (without,) = after(query={"data": "curve", "penalty": "l2"})
    assert [c.label for c in hand.controls_of(without["spec"]) if c.of is None] == ["strength"]
