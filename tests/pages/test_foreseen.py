"""Scenes for values that a dragged slider may reach next: the same as if they had been asked for, and bounded."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gdviz.player.scene.wire import read_scene, with_ahead, with_more
from gdviz.ui.race import foreseen
from gdviz.ui.race.foreseen import MOST, Wish, wished

CHECKS = {"lr.rosenbrock.gd": lambda v: v, "rule.gd.whole": round}
RATES = (0.001, 0.0011, 0.0013)


def stage_ahead() -> None:
    """What is computed ahead for a slider, and what would be shown if its values were chosen."""
    import streamlit as st

    from gdviz.player.scene.wire import read_scene
    from gdviz.ui import current, state
    from gdviz.ui.address import from_query
    from gdviz.ui.pages import PAGES
    from gdviz.ui.race import hand, stage
    from gdviz.ui.race.foreseen import Wish
    from gdviz.ui.runs.pictures import scene_bytes
    from gdviz.ui.runs.races import race

    s = st.session_state
    row = PAGES[s["row"]]
    state.arrive(row)
    current.to_choices(from_query(s["query"], row.first_shown)[0])
    key, values = s["wish"]
    choices = state.page_choices()
    choices[key] = values[0]
    before = dict(choices)
    state.memory()["waited"] = s["waited"]
    shown = race(current.from_choices())
    s["made"] = stage._ahead(Wish(key, values), s["spent"], shown, frozenset())
    s["kept"] = dict(choices) == before
    direct = {}
    for value in values:
        choices[key] = value
        spec = current.from_choices()
        data, _, focus = scene_bytes(spec, "")
        direct[value] = read_scene(data)[0]["run"], hand.described(hand.controls_of(spec), {})
    s["direct"] = direct


def made(
    key: str,
    values: tuple[float, ...],
    row: str = "surface",
    query: str = "",
    waited: float = 0.0,
    spent: float = 0.0,
) -> tuple[list[tuple[float, bytes]], dict[float, Any]]:
    at = AppTest.from_function(stage_ahead, default_timeout=60)
    s = at.session_state
    s["row"], s["query"] = row, dict(part.split("=") for part in query.split("&")) if query else {}
    s["wish"], s["waited"], s["spent"] = (key, values), waited, spent
    at.run()
    assert not at.exception, [e.value for e in at.exception]
    assert s["kept"]
    return s["made"], s["direct"]


@pytest.mark.parametrize(
    ("key", "values", "row", "query"),
    [
        ("lr.rosenbrock.gd", RATES, "surface", ""),
        ("rule.adam.beta1", (0.9, 0.8), "surface", "opt=gd,adam"),
        ("lr.line.gd", (0.01, 0.02), "regression", "data=line&opt=gd"),
    ],
)
def test_they_are_what_would_be_shown_if_the_value_were_chosen(
    key: str, values: tuple[float, ...], row: str, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreseen, "SECONDS", 60.0)
    scenes, direct = made(key, values, row, query)
    assert [value for value, _ in scenes] == list(values)
    for value, scene in scenes:
        header = read_scene(scene)[0]
        assert (header["run"], header["controls"]) == direct[value]
        assert next(c["value"] for c in header["controls"] if c["key"] == key) == value
    assert len({run for run, _ in direct.values()}) == len(values)


def test_none_in_a_crowd_and_none_where_a_scene_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreseen, "SECONDS", 60.0)
    assert not made("lr.rosenbrock.gd", RATES, waited=0.01)[0]
    assert not made("lr.rosenbrock.gd", RATES, spent=61.0)[0]
    monkeypatch.setattr(foreseen, "BYTES", 100)
    assert len(made("lr.rosenbrock.gd", RATES)[0]) == 1


def test_what_cannot_be_drawn_is_left_to_the_one_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreseen, "SECONDS", 60.0)
    monkeypatch.setattr("gdviz.ui.race.stage.scene_bytes", lambda *_: (_ for _ in ()).throw(ValueError("no")))
    assert made("lr.rosenbrock.gd", RATES)[0] == []


@pytest.mark.parametrize(
    "message",
    [
        None,
        3,
        {},
        {"changes": {}, "ahead": [1]},
        {"changes": [["lr.rosenbrock.gd", 1]], "ahead": [1]},
        {"changes": {"lr.rosenbrock.gd": 1}},
        {"changes": {"lr.rosenbrock.gd": 1}, "ahead": 3},
        {"changes": {"lr.rosenbrock.gd": 1}, "ahead": []},
        {"changes": {"lr.rosenbrock.gd": 1}, "ahead": [None, "1", [1], {}, True, 10**400, float("nan")]},
        {"changes": {"lr.rosenbrock.gd": 1, "start": 2}, "ahead": [1]},
        {"changes": {"start": {"x": 1, "y": 1}}, "ahead": [1]},
    ],
    ids=lambda m: repr(m)[:60],
)
def test_odd_wishes_are_none(message: Any) -> None:
    assert wished(message, CHECKS) is None


def test_of_a_wish_what_can_be_chosen_is_taken_and_not_too_much() -> None:
    message = {"changes": {"lr.rosenbrock.gd": 1}, "ahead": [0.1, "x", 0.2, *range(1, 100)]}
    wish = wished(message, CHECKS)
    assert wish is not None and wish.values[:3] == (0.1, 0.2, 1.0) and len(wish.values) == MOST - 1
    assert wished({"changes": {"rule.gd.whole": 1}, "ahead": [1.5, 2]}, CHECKS) == Wish(
        "rule.gd.whole", (2.0,)
    )


def test_scenes_travel_behind_the_one_that_was_asked_for() -> None:
    scene, others = (
        with_more(made("lr.rosenbrock.gd", RATES)[0][0][1], heard=3),
        [(1.0, b"one"), (2.0, b"three")],
    )
    data = with_ahead(scene, "lr.gd", others)
    assert data.endswith(b"onethree") and with_ahead(scene, "lr.gd", []) == scene
    assert read_scene(data)[0]["ahead"] == {"key": "lr.gd", "scenes": [[1.0, 3], [2.0, 5]]}
    assert {**read_scene(data)[0], "ahead": 0} == {**read_scene(scene)[0], "ahead": 0}
