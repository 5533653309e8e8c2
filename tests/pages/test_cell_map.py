"""A map of cells on a page: what travels to the browser, and what a browser may send back."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import streamlit as st

import gdviz
from gdviz.figures import basins, hyper_map
from gdviz.figures.cells import Cells
from gdviz.ui import state
from gdviz.ui.hyper import map_panel
from gdviz.ui.state import page_choices
from gdviz.ui.widgets.cells import cell_map
from gdviz.ui.widgets.cells.packed import packed
from tests.pages.mounted import read_cells

Send = Callable[[str, Any], None]


class SomeMap:
    """What a page draws; its figure is not looked at here."""


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch) -> tuple[Send, list[Any]]:
    """`send(event, value)` acts as a browser in which a map of the page "basins" is picked on."""
    taken: list[Any] = []
    session: dict[str, Any] = {"page": "basins"}
    heard: dict[str, Callable[[Any], object]] = {}
    monkeypatch.setattr(st, "session_state", session)
    monkeypatch.setattr(st, "html", lambda text: taken.append(text))
    monkeypatch.setattr(state, "lead_back", lambda page: taken.append(f"back on {page}"))

    def show_cells(data: bytes, key: str, callbacks: Any, is_open: Callable[[], bool]) -> None:
        heard.update(
            {name: lambda value, act=act: is_open() and act(value) for name, act in callbacks.items()}
        )

    monkeypatch.setattr(cell_map, "show_cells", show_cells)
    one = np.zeros((1, 1), dtype=int)

    def box(x: tuple[float, float], y: tuple[float, float]) -> str | None:
        taken.append((x, y))
        return None if x[0] < x[1] else "It has no width."

    def point(x: float, y: float) -> None:
        if x == 13:
            raise ValueError("a defect")
        taken.append((x, y))

    def draw() -> None:
        cell_map.cell_map(
            SomeMap(),
            None,
            lambda: ("{}", Cells(np.zeros(1), np.zeros(1), "", [""], one, {})),
            "map",
            "A map",
            on_point=point,
            on_box=box,
            on_back=lambda: taken.append("back"),
        )

    def send(event: str, value: Any) -> None:
        heard[event](value)
        draw()

    draw()
    return send, taken


def test_a_cell_a_rectangle_and_the_way_back_are_taken(mounted: tuple[Send, list[Any]]) -> None:
    send, taken = mounted
    send("point", {"x": 0.1, "y": 3})
    send("box", {"x": [2.0, 1.0], "y": [0, 5]})
    send("back", True)
    send("point", None)  # nothing was picked
    assert taken == [(0.1, 3.0), ((1.0, 2.0), (0.0, 5.0)), "back"]


def test_a_rectangle_that_is_refused_is_told_until_something_else_is_picked(
    mounted: tuple[Send, list[Any]],
) -> None:
    send, taken = mounted
    send("box", {"x": [2.0, 2.0], "y": [0, 5]})
    assert "It has no width." in taken[-1] and "alert" in taken[-1]
    send("point", {"x": "nowhere"})  # is nothing that was picked
    assert "It has no width." in taken[-1] and len(taken) == 3
    send("point", {"x": 1, "y": 1})
    assert taken[-1] == (1.0, 1.0)
    send("box", {"x": [2.0, 2.0], "y": [0, 5]})
    page_choices()["something"] = "else"
    told = len(taken)
    send("point", {"x": "nowhere"})
    assert len(taken) == told


def test_an_error_of_what_takes_a_place_is_none_of_a_strangers(mounted: tuple[Send, list[Any]]) -> None:
    send, _ = mounted
    with pytest.raises(ValueError, match="a defect"):
        send("point", {"x": 13, "y": 0})


def test_a_map_is_drawn_once_for_all_who_look_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, drawn = [], []
    monkeypatch.setattr(st, "session_state", {"page": "basins"})
    monkeypatch.setattr(cell_map, "show_cells", lambda data, *_: sent.append(data))

    def draw() -> tuple[str, Cells]:
        drawn.append("again")
        return "{}", Cells(np.zeros(1), np.zeros(1), "", [""], np.zeros((1, 1), dtype=int), {})

    map, finer = SomeMap(), SomeMap()
    for of, look in ((map, 1), (map, 1), (map, 2), (finer, 1), (finer, 1)):
        cell_map.cell_map(of, look, draw, "map", "A map")
    assert len(drawn) == 3 and len(sent) == 5 and len(set(sent)) == 1


BAD = [1, "x", [], {}, {"x": 1.0}, {"x": "1", "y": 0.0}, {"x": float("nan"), "y": 0.0}, {"x": True, "y": 0.0}]
BAD += [{"x": [1.0, 2.0], "y": [1.0]}, {"x": [1.0, None], "y": [0, 1]}, {"x": "12", "y": "12"}]


@pytest.mark.parametrize("event", ["point", "box"])
@pytest.mark.parametrize("value", BAD, ids=str)
def test_what_is_no_place_is_not_taken(mounted: tuple[Send, list[Any]], event: str, value: Any) -> None:
    send, taken = mounted
    send(event, value)
    assert not taken


def test_what_is_sent_of_a_page_that_was_left_changes_nothing(mounted: tuple[Send, list[Any]]) -> None:
    send, taken = mounted
    st.session_state["page"], st.session_state["script"] = "surface", "of surface"
    send("point", {"x": 1.0, "y": 1.0})
    assert taken == ["back on surface"]


@pytest.mark.parametrize("planned", [3, 300, 70_000])
def test_cells_travel_in_the_narrowest_type_and_whole(planned: int) -> None:
    steps = np.array([[0, planned], [1, 2], [planned, 3]])
    which, loss = np.array([[0, 1], [1, 0], [0, 0]]), np.array([[0.1, np.inf], [1e300, -2.0], [np.nan, 0.0]])
    cells = Cells(
        np.array([0.1, 0.2]), np.arange(3.0), "x", ["a", "b"], which, {"steps": steps, "loss": loss}
    )
    back = read_cells(packed("{}", cells, alt="A", takes=["point"]))
    assert back["x"] == [0.1, 0.2] and back["sentences"] == ["a", "b"] and back["takes"] == ["point"]
    np.testing.assert_array_equal(back["each steps"], steps)
    np.testing.assert_array_equal(back["each which"], which)
    np.testing.assert_array_equal(back["each loss"], loss)
    assert back["each steps"].dtype.itemsize == {3: 1, 300: 2, 70_000: 4}[planned]


@pytest.mark.parametrize("size", [1e-300, 1e-40, 1e-30, 1.0, 1e30, 1e40, 1e300])
def test_four_digits_of_a_loss_travel_whatever_its_size(size: float) -> None:
    loss = size * np.array([[1.2345, -9.876, 0.0, np.inf, np.nan]])
    which = np.zeros(loss.shape, dtype=int)
    cells = Cells(np.arange(5.0), np.zeros(1), "", ["{loss}"], which, {"loss": loss})
    back = read_cells(packed("{}", cells))["each loss"]
    np.testing.assert_allclose(back, loss, rtol=1e-6)
    assert back.dtype.itemsize == (4 if 1e-35 < size < 1e35 else 8)


@pytest.mark.parametrize("rule", ["gd", "momentum"])
def test_a_map_of_512_x_512_cells_is_sent_in_little(rule: str) -> None:
    map = gdviz.basins("himmelblau", rule, shape=(512, 512), stop=gdviz.Stop(gradient=1e-4))
    data = packed(json.dumps(basins.drawn(map)), basins.cells_of(map), alt="", takes=[])
    assert len(data) < 320_000  # its marks alone were 190 KB, and told of a hundredth of it
    cells = read_cells(data)
    np.testing.assert_array_equal(cells["each end"], map.label)


def test_a_mark_of_a_figure_says_what_a_page_says_of_its_cell() -> None:
    axes = ("lr", np.array([0.01, 0.02, 5.0])), ("momentum", np.array([0.1, 0.9]))
    map = gdviz.hyper_map("sphere", "momentum", *axes, steps=30)
    marks = next(trace for trace in map.figure().data if trace.name == "cells")
    i, j = (part.ravel().tolist() for part in np.indices(map.loss.shape))
    assert list(marks.text) == hyper_map.cells_of(map).say(i, j)
    assert marks.text[0] == (
        f"learning rate 0.01<br>momentum 0.1<br>loss {map.loss[0, 0]:.4g}, {map.steps[0, 0]} steps: "
        f"{map.status[0, 0].value}"
    )
    drawn = json.loads(json.dumps(hyper_map.drawn(map), allow_nan=False))  # what a page draws is the same
    others = [trace.to_plotly_json() for trace in map.figure().data if trace.name != "cells"]
    assert [trace["name"] for trace in drawn["data"]] == [trace["name"] for trace in others]
    np.testing.assert_array_equal(drawn["data"][0]["z"], others[0]["z"])


def test_a_limit_that_is_not_in_a_map_is_not_spoken_of_as_a_line() -> None:
    for rates, seen in ((np.array([0.01, 0.3]), True), (np.array([0.01, 0.02]), False)):
        map = gdviz.hyper_map("sphere", "momentum", ("lr", rates * 10), ("momentum", np.array([0.1, 0.9])))
        lines = [trace for trace in hyper_map.drawn(map)["data"] if trace["name"].startswith("theory")]
        sides: Any = [SimpleNamespace(label="a"), SimpleNamespace(label="b")]
        words = map_panel.in_words(map, sides)
        assert map.limit is not None and bool(lines) == seen == ("The dashed line" in words)
        assert ("is not reached here" in words) != seen


def test_braces_in_the_name_of_a_column_are_no_gap() -> None:
    table = gdviz.read_table("a{b},{x},y\n1,2,3\n2,1,4\n3,5,1\n4,4,2\n")
    fit = gdviz.data_loss(table, features=("a{b}", "{x}"), target="y", intercept=False)
    marks = gdviz.basins(fit, "gd", shape=(4, 4)).figure().data[0]
    assert marks.text[0].startswith("start a{b} = ") and ", {x} = " in marks.text[0]
    axes = ("lr", np.array([0.01, 0.02])), ("start.a{b}", np.array([0.0, 1.0]))
    marks = next(t for t in gdviz.hyper_map(fit, "gd", *axes, steps=3).figure().data if t.name == "cells")
    assert marks.text[0].startswith("learning rate 0.01<br>start a{b} 0<br>")
