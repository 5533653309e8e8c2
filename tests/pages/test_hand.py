"""What the player sends of what is dragged: checked, written into the choices, refused in a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gdviz.ui.race import hand
from tests.pages.test_loss_surface import link, opened, shown

CURVE = {"surface": "parabola"}
HUGE = 10**400


def stage() -> None:
    """What a message does to the choices of a race page; `message` and the choice come from the session."""
    import streamlit as st

    from gdviz.ui import current, state
    from gdviz.ui.address import from_query
    from gdviz.ui.pages import PAGES
    from gdviz.ui.race import hand, places

    row = PAGES[st.session_state["row"]]
    state.arrive(row)
    spec = from_query(st.session_state["query"], row.first_shown)[0]
    current.to_choices(spec)
    before = dict(state.page_choices())
    for earlier in st.session_state["earlier"]:
        hand.moved(hand.controls_of(current.from_choices()), earlier, places.movers(spec))
    hand.moved(hand.controls_of(current.from_choices()), st.session_state["message"], places.movers(spec))
    after = state.page_choices()
    st.session_state["changed"] = {k: v for k, v in after.items() if k not in before or before[k] != v}
    st.session_state["memory"] = dict(state.memory())
    st.session_state["said"] = hand.said(hand.controls_of(current.from_choices()))


def after(
    message: Any, query: dict[str, str] | None = None, row: str = "surface", earlier: tuple[Any, ...] = ()
) -> AppTest:
    at = AppTest.from_function(stage, default_timeout=60)
    at.session_state["earlier"] = earlier
    at.session_state["row"], at.session_state["query"], at.session_state["message"] = (
        row,
        query or {},
        message,
    )
    at.run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def test_sliders_start_and_window_take_what_can_be_chosen() -> None:
    at = after(
        {
            "changes": {
                "lr.rosenbrock.gd": 0.002,
                "start": {"x": 0.5, "y": -1},
                "window": {"x": [0, 1.5], "y": [-2, 2]},
            },
            "settled": True,
        }
    )
    assert at.session_state["changed"] == {
        "lr.rosenbrock.gd": 0.002,
        "start.rosenbrock": (0.5, -1.0),
        "window.rosenbrock": (0.0, 1.5, -2.0, 2.0),
    }
    assert at.session_state["memory"]["held"] is None and "opened" not in at.session_state["memory"]
    assert at.session_state["said"]["refused"] == {}


@pytest.mark.parametrize("settled, changed", [(0.0006, {}), (0.002, {"lr.rosenbrock.gd": 0.002})])
def test_a_derived_rate_that_is_put_back_is_derived_again(settled: float, changed: dict[str, float]) -> None:
    def told(value: float, settled: bool = False) -> dict[str, Any]:
        return {"changes": {"lr.rosenbrock.gd": value}, "settled": settled}

    at = after(told(settled, True), earlier=(told(0.001), told(0.003)))
    assert at.session_state["changed"] == changed
    typed = after(told(0.0006, True))  # not moved, but set: it stays where it is from now on
    assert typed.session_state["changed"] == {"lr.rosenbrock.gd": 0.0006}


def test_of_one_parameter_there_is_no_y() -> None:
    at = after({"changes": {"start": {"x": -1.5}, "window": {"x": [-2, 2]}}}, CURVE)
    assert at.session_state["changed"] == {"start.parabola": (-1.5,), "window.parabola@x": (-2.0, 2.0)}


def test_while_it_moves_what_the_browser_holds_is_noted() -> None:
    at = after({"changes": {"start": {"x": 1, "y": 1}}, "held": ["a", 3, None, "b"], "settled": False})
    assert at.session_state["memory"]["held"] == {"a", "b"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("start", value) for value in (None, True, 3, "x", [1, 2], {}, {"x": 1}, {"x": "1", "y": 2})),
        *(("start", {"x": v, "y": 0}) for v in (None, [1], {}, True, HUGE, float("nan"), float("inf"))),
        *(("window", value) for value in (True, 3, "x", [[0, 1], [0, 1]], {}, {"x": [0, 1]})),
        *(
            ("window", {"x": side, "y": [0, 1]})
            for side in (None, 3, "01", [], [1], [0, 1, 2], [1, 0], [0, 0], ["0", 1], [[0], 1], [0, HUGE])
        ),
        ("window", {"x": [0, 1e13], "y": [0, 1]}),
        ("window", {"x": [1, 1 + 1e-13], "y": [0, 1]}),
        ("window", {"x": [float("nan"), 1], "y": [0, 1]}),
        *(("lr.rosenbrock.gd", v) for v in (None, True, "0.1", [0.1], {}, -1, 0, HUGE, float("nan"))),
    ],
    ids=lambda v: repr(v)[:40],
)
def test_odd_values_leave_the_choice_and_are_told_in_a_sentence(key: str, value: Any) -> None:
    at = after({"changes": {key: value}})
    assert at.session_state["changed"] == {}
    refused, said = at.session_state["memory"]["hand refused"], at.session_state["said"]
    assert set(refused) == {key} and len(refused[key]) < 200
    told = {c["key"]: c["complaint"] for c in said["controls"] if c["complaint"]} | said["refused"]
    assert told == refused


@pytest.mark.parametrize(
    "message",
    [None, 3, "changes", [], {}, {"changes": None}, {"changes": [["start", 1]]}, {"changes": {"nothing": 1}}],
    ids=repr,
)
def test_odd_messages_change_nothing(message: Any) -> None:
    at = after(message)
    assert at.session_state["changed"] == {} and at.session_state["memory"]["hand refused"] == {}


def test_the_page_tells_the_player_that_it_hears_the_hand() -> None:
    at = opened()
    header = shown(at)[0]
    assert "hand" in header["listens"] and header["refused"] == {} and not link(at)


@pytest.mark.parametrize("order", ["hand, page", "page, hand", "hand, last"])
def test_the_whole_page_runs_where_a_message_tells_of_more_than_what_moves(
    order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory: dict[str, Any] = {}
    monkeypatch.setattr(hand, "memory", lambda: memory)
    moves = {"changes": {}, "held": ["a"], "settled": False}
    steps = {
        "hand": lambda: hand.moved([], moves, {}),
        "page": hand.change_page,
        "last": lambda: hand.moved([], {**moves, "settled": True}, {}),
    }
    steps["hand"]()
    assert memory["held"] == {"a"}
    memory.clear()
    for step in order.split(", "):
        steps[step]()
    assert memory["held"] is None and memory["ahead"] is None
