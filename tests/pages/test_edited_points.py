"""Points of the data that are moved, added and deleted in the player."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import read_table
from tests.pages.hand_page import after, moved

HUGE = 10**400
TABLE = "a;b;text;kind;y\n1;2;u;p;3\n2;4;;q;1\n;5;v;p;2\n4;1;w;q;0\n5;3;;p;7"


def test_a_drag_makes_an_own_table_and_keeps_all_else() -> None:
    query = {
        "data": "outliers", "loss": "huber", "loss.delta": "2", "degree": "2", "scaling": "standardise",
        "gd.lr": "0.01", "start": "1,2,3", "axes": "0,2", "batch": "7",
    }  # fmt: skip
    before, during, settled = after(
        moved(3, x=1.23456, y=9.87654), moved(3, settled=True, x=2, y=8), query=query
    )
    x, y = before["objective"].design.x[:, 0], before["objective"].design.y
    for step, place in ((during, (1.235, 9.88)), (settled, (2, 8))):
        design = step["objective"].design
        np.testing.assert_array_equal(np.delete(design.x[:, 0], 2), np.delete(x, 2))
        np.testing.assert_array_equal(np.delete(design.y, 2), np.delete(y, 2))
        assert (design.x[2, 0], design.y[2]) == pytest.approx(place, abs=1e-12)
        assert step["fit"].identity == "csv" and step["fit"].table.name == "Outliers"
        for name in ("start", "axes", "batch", "entrants", "schedule", "steps"):
            assert getattr(step["spec"], name) == getattr(before["spec"], name), name
        for name in ("names", "average", "loss_parameters"):
            assert getattr(step["objective"], name) == getattr(before["objective"], name)
        assert (design.features, design.target, design.scaling, len(design.powers)) == (
            ("x",), "y", "standardise", 2,
        )  # fmt: skip
        assert step["window"] == before["window"]
    spec, complaints = settled["again"]
    assert complaints == [] and spec.problem.identity == "csv"
    again = settled["query"]
    assert again["data"] == "own-table" and again["gd.lr"] == "0.01" and again["degree"] == "2"


def test_a_point_that_is_put_back_leaves_all_as_it_was() -> None:
    query = {"data": "outliers", "loss": "huber", "gd.lr": "0.01"}
    back = {"point": {"op": "back", "row": 3, "settled": True, "id": 7}}
    before, *_, once, _, twice, idle = after(
        moved(3, x=1, y=9), moved(3, x=2, y=9), back, moved(4, x=0, y=0), back, back, query=query
    )
    for step in (once, twice, idle):
        assert step["spec"] == before["spec"] and step["query"] == before["query"] and not step["refused"]
    # what was done before the drag stays
    done, _, last = after(moved(3, settled=True, x=1, y=9), moved(4, x=0, y=0), back)[1:]
    assert last["fit"].table is done["fit"].table


def test_what_is_derived_stays_derived_and_stands_in_no_link() -> None:
    *_, last = after(moved(1, settled=True, x=0.5, y=2), query={"data": "line"})
    assert set(last["query"]) == {"data", "table"} and last["spec"].window is None


@pytest.mark.parametrize("loss", ["squared", "huber", "absolute"])
def test_the_fit_is_that_of_the_table_as_it_is_now(loss: str) -> None:
    steps = after(
        *(moved(4, x=5, y=y) for y in (10, 20, 40)), moved(4, settled=True, x=5, y=60), query={"loss": loss}
    )
    known = gdviz.data_loss("line").design
    x, y = known.x[:, 0].copy(), known.y.copy()
    x[3] = 5
    for step, value in zip(steps[1:], (10, 20, 40, 60), strict=True):
        y[3] = value
        expected = gdviz.data_loss(gdviz.Table("Line", {"x": x.copy(), "y": y.copy()}), loss)
        np.testing.assert_allclose(step["objective"].optimum.theta, expected.optimum.theta)


def test_axes_and_window_stay_while_it_moves_and_grow_when_the_point_is_left_outside() -> None:
    before, first, far, left, next_one = after(
        moved(1, x=2, y=3), moved(1, x=2, y=90), moved(1, settled=True, x=2, y=900), moved(2, x=2, y=3)
    )
    ranges = [step["fit"].table.ranges for step in (first, far, left, next_one)]
    design = before["objective"].design
    margin = 0.06 * np.ptp(design.y)
    assert ranges[0]["y"] == pytest.approx((design.y.min() - margin, design.y.max() + margin))
    assert ranges[0] == ranges[1] and ranges[2]["x"] == ranges[0]["x"]
    assert ranges[2]["y"][0] == ranges[0]["y"][0] - (ranges[0]["y"][0] - ranges[2]["y"][0])
    assert ranges[2]["y"][1] > 900 and ranges[3] == ranges[2]
    assert first["window"] == far["window"] == before["window"]
    optimum, window = left["objective"].optimum.theta, left["window"]  # it has left the window that was kept
    assert window != before["window"] and all(
        lo < v < hi for v, (lo, hi) in zip(optimum, window, strict=True)
    )
    assert next_one["window"] == window


def test_another_model_of_edited_data_has_its_own_window() -> None:
    query = {"data": "line", "loss": "huber"}
    *_, edited = after(moved(1, x=2, y=30), query=query)
    fit = edited["fit"]
    from gdviz.ui.problems.fit.objective import objective_of
    from gdviz.ui.spec.spec import Choice

    other = objective_of(type(fit)(table=fit.table, data=Choice(), loss=Choice("squared")))
    assert other.domain == gdviz.data_loss(gdviz.Table("T", dict(fit.table.columns)), "squared").domain


def test_a_point_is_added_and_deleted() -> None:
    add = {"point": {"op": "add", "x": 1.5, "y": 2.5, "id": 12}}
    before, more, fewer = after(add, {"point": {"op": "delete", "row": 2, "id": 13}})
    x, y = (before["objective"].design.x[:, 0], before["objective"].design.y)
    assert more["objective"].design.x[:, 0].tolist() == [*x, 1.5]
    assert more["objective"].design.y.tolist() == [*y, 2.5]
    assert fewer["objective"].design.y.tolist() == [*np.delete(y, 1), 2.5]
    assert [step["told"]["edit"] for step in (before, more, fewer)] == [0, 12, 13]


def test_of_classes_both_features_move_and_an_added_point_has_a_class() -> None:
    query = {"data": "moons", "data.n": "40"}
    add = {"point": {"op": "add", "x": 0.5, "y": -0.25, "label": 1}}
    before, during, more = after(moved(5, x=1, y=0.5), add, query=query, row="classification")
    assert during["objective"].design.x[4].tolist() == [1, 0.5]
    np.testing.assert_array_equal(during["objective"].design.y, before["objective"].design.y)
    design = more["objective"].design
    assert (design.x[-1].tolist(), design.y[-1], design.classes) == ([0.5, -0.25], 1, ("blue", "orange"))
    assert more["again"][1] == [] and more["again"][0].problem.table.columns["y"][-1] == "orange"


def test_of_several_features_only_the_actual_value_moves() -> None:
    before, during, add = after(
        moved(2, x=7, y=33.3), {"point": {"op": "add", "x": 1, "y": 2}}, query={"data": "cars", "x": "wt,hp"}
    )
    np.testing.assert_array_equal(during["objective"].design.x, before["objective"].design.x)
    assert during["objective"].design.y[1] == pytest.approx(33.3)
    assert "features" in add["refused"]["point"]


def test_rows_with_gaps_are_counted_as_the_picture_counts_them() -> None:
    picked = {"features.csv": ["a"], "target.csv": "y"}
    delete = {"point": {"op": "delete", "row": 3}}
    add = {"point": {"op": "add", "x": 3, "y": 5}}
    before, during, fewer, more = after(
        moved(3, x=4.5, y=6), delete, add, table=read_table(TABLE, "Gaps"), picked=picked
    )
    assert before["objective"].design.y.tolist() == [3, 1, 0, 7]
    assert during["objective"].design.y.tolist() == [3, 1, 6, 7]
    assert fewer["objective"].design.y.tolist() == [3, 1, 7]
    columns = more["fit"].table.columns
    assert (
        columns["y"].tolist() == [3, 1, 2, 7, 5] and np.isnan(columns["b"][-1]) and columns["text"][-1] == ""
    )
    assert more["again"][1] == []


@pytest.mark.parametrize(
    ("message", "said"),
    [
        *((v, "changed by") for v in (None, True, 3, "move", [], {}, {"op": "fly"}, {"op": ["move"]})),
        *(({"op": "move", "row": r, "x": 1, "y": 1}, "row") for r in (0, 61, -1, True, "1", 1.5, None, [1])),
        *(({"op": "move", "row": 1, "x": v, "y": 1}, "finite") for v in ("1", None, [1], True, HUGE)),
        *(({"op": "add", "x": 1, "y": v}, "finite") for v in (float("nan"), float("inf"), {}, None)),
        ({"op": "delete"}, "row"),
        ({"op": "move", "row": 1, "x": 1, "y": 1e200}, "too large"),
    ],
    ids=lambda v: repr(v)[:50],
)
def test_odd_messages_are_refused_in_a_sentence(message: Any, said: str) -> None:
    before, step = after({"point": message})
    assert said in step["refused"]["point"] and len(step["refused"]["point"]) < 200
    assert step["fit"] == before["fit"] and step["query"] == {}


@pytest.mark.parametrize("label", [-1, 2, True, "blue", None, 0.5])
def test_a_class_that_is_none_is_refused(label: Any) -> None:
    _, step = after({"point": {"op": "add", "x": 1, "y": 1, "label": label}}, row="classification")
    assert "class" in step["refused"]["point"]


def test_a_fit_keeps_what_it_needs() -> None:
    delete = {"point": {"op": "delete", "row": 1}}
    *_, last = after(delete, delete, table=read_table("x;y\n1;2\n2;3\n3;5"), picked={})
    assert "at least two points" in last["refused"]["point"] and last["objective"].rows == 2
    classes = read_table("u;v;c\n1;2;p\n2;3;q\n3;5;q")
    _, last = after(delete, row="classification", table=classes)
    assert "last point of class p" in last["refused"]["point"] and last["objective"].rows == 3


def long_drag() -> None:
    """Moves a point 40 times and counts what is kept of it."""
    import gc

    import streamlit as st

    from gdviz.player.scene import scene
    from gdviz.ui import current, state
    from gdviz.ui.pages import PAGES
    from gdviz.ui.problems.fit import objective
    from gdviz.ui.race import hand, places
    from gdviz.ui.runs import made_once, pictures

    row = PAGES["regression"]
    state.arrive(row)
    current.to_choices(row.first_shown)
    kept = []
    for i in range(40):
        spec = current.from_choices()
        point = {"op": "move", "row": 4, "x": 1, "y": i / 7, "settled": False}
        message = {"changes": {"point": point}, "held": ["a"], "settled": False}
        hand.moved(hand.controls_of(spec), message, places.movers(spec))
        pictures.scene_bytes(current.from_choices(), "", None, frozenset(["a"]))
        gc.collect()
        kept.append(sum(len(part.held) for part in (objective._objectives, made_once._paths, scene._data)))
    st.session_state["kept"] = kept


def test_a_drag_keeps_one_table_and_what_was_computed_of_it() -> None:
    at = AppTest.from_function(long_drag, default_timeout=60).run()
    assert not at.exception
    kept = at.session_state["kept"]
    assert max(kept[3:]) <= kept[3] + 4, kept


def test_while_a_point_of_many_moves_the_grid_is_coarser() -> None:
    from gdviz.ui.problems.fit.picture import resolution

    query = {"data": "outliers", "data.n": "1000"}
    before, during, settled = after(moved(3, x=1, y=2), moved(3, settled=True, x=1, y=2), query=query)
    sides = [resolution(step["fit"]) for step in (before, during, settled)]
    assert sides[1] == 50 and sides[0] == sides[2] == 109
    few = after(moved(3, x=1, y=2))
    assert [resolution(step["fit"]) for step in few] == [128, 128]


def test_the_scale_of_the_contours_stays_while_a_point_moves() -> None:
    from gdviz.ui.problems.fit.picture import picture

    steps = after(moved(3, x=1, y=2), moved(3, x=80, y=2), moved(3, settled=True, x=80, y=2))
    assert [picture(step["spec"], None, None).levels for step in steps] == [
        "linear",
        "linear",
        "linear",
        "log",
    ]
