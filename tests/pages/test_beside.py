"""What a page has beside its race: drawn with the race, in the link, and what is chosen there is followed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from gdviz.player.scene.wire import read_scene
from gdviz.ui import state, turns
from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.race.parts import polled
from gdviz.ui.runs import pictures, races
from gdviz.ui.spec.spec import Choice, Entrant
from gdviz.ui.widgets import chart
from tests.pages.beside_page import USUAL, Marks
from tests.pages.test_loss_surface import link, named

SCRIPT = "from tests.pages import beside_page; beside_page.show()"


@pytest.fixture(autouse=True)
def a_page_with_marks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    row = replace(PAGES["surface"], default=USUAL, scenes={})
    monkeypatch.setitem(PAGES, "surface", row)
    yield


def opened(query: dict[str, str]) -> AppTest:
    at = AppTest.from_string(SCRIPT, default_timeout=60)
    at.session_state["framed"] = True
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def said(at: AppTest) -> str:
    assert not at.exception
    return " ".join(t.value for t in at.text)


def test_its_link() -> None:
    four = replace(USUAL, beside=Marks(4))
    assert to_query(four, USUAL) == {"marks": "4"} and from_query({"marks": "4"}, USUAL) == (four, [])
    spec, complaints = from_query({"marks": "12"}, USUAL)
    assert spec == USUAL and len(complaints) == 1 and "from 1 to 9, not 12" in complaints[0]


def test_no_run_depends_on_it() -> None:
    one, two = (races.race(replace(USUAL, beside=Marks(n))) for n in (1, 2))
    assert all(a.path.theta is b.path.theta for a, b in zip(one.competitors, two.competitors, strict=True))


def test_it_is_drawn_with_the_race_and_changes_the_link() -> None:
    at = opened({"marks": "5", "opt": "gd", "steps": "40"})
    assert said(at) == "5 marks beside Gradient descent of 40 steps"
    named(at.main.text_input, "Marks").set_value("7").run()
    assert said(at).startswith("7 marks") and link(at)["marks"] == "7"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[Any]]:
    """`select(*points)` acts as a browser that sends a selection of a chart on the page "surface"."""
    taken: list[Any] = []
    session: dict[str, Any] = {"page": "surface"}
    monkeypatch.setattr(st, "session_state", session)
    monkeypatch.setattr(state, "lead_back", lambda page: taken.append(f"back on {page}"))
    listener = chart._listener("c", lambda x, y: taken.append((x, y)))

    def select(*points: dict[str, Any]) -> None:
        session["c"] = {"selection": {"points": list(points), "box": []}}
        listener()

    return select, taken


def test_a_click_is_taken(heard: Any) -> None:
    select, taken = heard
    select({"x": 0.1, "y": 3, "curve_number": 0})
    select()  # nothing is selected any more
    assert taken == [(0.1, 3.0)]


@pytest.mark.parametrize("x", ["1", None, float("nan"), [1], True])
def test_what_is_no_number_is_not_taken(heard: Any, x: Any) -> None:
    select, taken = heard
    select({"x": x, "y": 1.0})
    assert not taken


def test_an_error_of_what_takes_a_mark_is_none_of_a_strangers(heard: Any) -> None:
    select, _ = heard

    def broken(x: float, y: float) -> None:
        raise ValueError("a defect")

    chart._listener("c", broken)
    with pytest.raises(ValueError, match="a defect"):
        select({"x": 1.0, "y": 1.0})


def test_a_chart_that_the_page_has_not_drawn_again_changes_nothing(heard: Any) -> None:
    select, taken = heard
    st.session_state["page"] = "regression"
    chart._listener("d", lambda x, y: taken.append((x, y)))
    assert list(st.session_state["charts"]) == ["regression"]  # only the page that was drawn last
    st.session_state["page"] = "surface"
    select({"x": 1.0, "y": 1.0})
    assert not taken


def test_a_listener_holds_only_names(heard: Any) -> None:
    """Streamlit keeps one for each figure that was ever drawn."""
    _, taken = heard
    old = chart._listener("c", lambda x, y: taken.append("old"))
    assert old.args == ("surface", "c")  # type: ignore[attr-defined]
    chart._listener("c", lambda x, y: taken.append("new"))
    st.session_state["c"] = {"selection": {"points": [{"x": 1.0, "y": 1.0}], "box": []}}
    old()
    assert taken == ["new"] and len(st.session_state["charts"]["surface"]) == 1


def test_a_chart_of_a_page_that_was_left_changes_nothing(heard: Any) -> None:
    select, taken = heard
    st.session_state["page"], st.session_state["script"] = "regression", "of regression"
    select({"x": 1.0, "y": 1.0})
    assert taken == ["back on regression"]


def test_the_focus_is_who_was_picked_where_another_optimizer_is_refused() -> None:
    spec = replace(USUAL, entrants=tuple(Entrant(Choice(slug)) for slug in ("newton", "gd", "momentum")))
    spec = replace(spec, problem=SurfaceChoice(Choice("diamond")))
    picked = {slug: pictures.scene_bytes(spec, slug) for slug in ("gd", "momentum", "newton")}
    assert [c.slug for c in picked["gd"][1].competitors] == ["gd", "momentum"]
    assert [focus for _, _, focus in picked.values()] == [0, 1, 1]
    assert [read_scene(data)[0]["focus"] for data, *_ in picked.values()] == ["gd", "momentum", "momentum"]


def test_a_race_beside_is_given_the_focus_that_was_picked() -> None:
    at = opened({"surface": "diamond", "opt": "newton,gd,momentum"})
    assert "beside Momentum" in said(at)
    at.session_state["memory:surface"]["choices"]["focus"] = "gd"
    assert "beside Gradient descent" in said(at.run())


def test_what_polls_is_guarded_and_takes_turns_where_it_runs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    around, guards = [], []

    @contextmanager
    def guarded() -> Iterator[None]:
        guards.append("in")
        yield

    def draw(name: str) -> None:
        around.append((name, turns.short.holder is not None, len(guards)))

    monkeypatch.setattr(polled, "guarded", guarded)
    monkeypatch.setattr(st, "fragment", lambda part, run_every: part)
    monkeypatch.setattr(polled.current, "from_choices", lambda: "what is chosen")
    part = polled.polled(draw, 0.5)
    for name in ("with the page", "alone", "alone again"):
        part(name)
    assert around == [("with the page", False, 0), ("alone", True, 1), ("alone again", True, 2)]
    assert turns.short.holder is None
