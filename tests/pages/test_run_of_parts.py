"""A run of a part of a page becomes one of other parts where a widget of that part calls back, and is told of once."""

from __future__ import annotations

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.testing.v1 import AppTest

from tests.pages.in_parts import Told, ask_of_part, told_as_in_a_session


def page() -> None:
    import streamlit as st

    from gdviz.ui.runner.start import run_parts

    def chosen() -> None:
        wished = st.session_state["wished"]
        if st.session_state.get("says"):
            st.query_params["said"] = "before"
        if wished:
            run_parts(wished)

    for name in ("typed", "shown", "other"):

        @st.fragment(key=name)
        def draw(name: str = name) -> None:
            ran = st.session_state.setdefault("ran", [])
            ran.append(name)
            if name == "typed":
                st.text_input("Name", key="name", on_change=chosen)
            st.caption(f"{name} {st.session_state.get('name', '')}")

        draw()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    return told_as_in_a_session(monkeypatch)


def typed(at: AppTest, monkeypatch: pytest.MonkeyPatch, part: str) -> list[str]:
    """Type a name as a browser tells it, as of a part; returns which parts ran."""
    at.session_state["ran"] = []
    ask_of_part(monkeypatch, part)
    at._run(WidgetStates(widgets=[WidgetState(id=at.text_input[0].id, string_value="Ada")]))
    ran: list[str] = at.session_state["ran"]
    return ran


def part_of(at: AppTest, key: str) -> str:
    (found,) = at._fragment_storage.resolve_target(key)
    return found


@pytest.mark.parametrize(
    ("wished", "says", "in_part", "starts"),
    [
        (["shown"], False, True, 1),
        (["shown", "typed"], False, True, 1),
        ([], False, True, 1),  # then it is as ever
        (["shown"], True, True, 2),  # it was told already
        (["shown", "typed"], False, False, 2),  # where the browser does not say which part
    ],
)
def test_a_run_of_a_part_becomes_one_of_others(
    wished: list[str], says: bool, in_part: bool, starts: int, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = AppTest.from_function(page).run()
    assert not at.exception
    at.session_state["wished"], at.session_state["says"] = wished, says
    told.clear()
    ran = typed(at, monkeypatch, part_of(at, "typed") if in_part else "")
    assert ran == (wished or ["typed"])
    begun = [(parts, run) for event, parts, run in told if event is ScriptRunnerEvent.SCRIPT_STARTED]
    assert len(begun) == starts
    parts, run = begun[-1]
    assert parts == tuple(part_of(at, key) for key in ran)
    ends = [(event, of) for event, _, of in told if event.name.startswith(("FRAGMENT_", "SCRIPT_STOPPED"))]
    assert ends[-1] == (ScriptRunnerEvent.FRAGMENT_STOPPED_WITH_SUCCESS, run)
    assert [event for event, *_ in told].index(ScriptRunnerEvent.SCRIPT_STARTED) == 0
    if "shown" in ran:
        assert "shown Ada" in [c.value for c in at.caption]


def test_a_part_that_is_not_there_cannot_run(monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    at = AppTest.from_function(page).run()
    at.session_state["wished"] = ["nowhere"]
    typed(at, monkeypatch, part_of(at, "typed"))
    assert at.exception
