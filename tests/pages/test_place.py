"""Where a visitor is, and what is remembered of that page: found once in a run, and anew wherever the visitor arrives."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from gdviz.ui import state
from gdviz.ui.pages import PAGES

SURFACE, RATES = PAGES["surface"], PAGES["rates"]


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A session's state; a run of a script is named under "run"."""
    values: dict[str, Any] = {"run": SimpleNamespace(page_script_hash="of a page")}
    monkeypatch.setattr(state.st, "session_state", values)
    monkeypatch.setattr(state, "get_script_run_ctx", lambda **_: values["run"])
    monkeypatch.setattr(state, "_of_thread", SimpleNamespace())
    return values


def test_a_run_is_where_its_visitor_has_arrived(session: dict[str, Any]) -> None:
    state.arrive(SURFACE)
    state.memory()["seen"] = 1
    state.arrive(RATES)
    assert state.page_key() == "rates" and "seen" not in state.memory()
    state.arrive(SURFACE)
    assert state.page_key() == "surface" and state.memory()["seen"] == 1


def test_a_session_that_forgets_everything_begins_anew(session: dict[str, Any]) -> None:
    state.arrive(SURFACE)
    state.memory()["seen"] = 1
    for key in [*session]:
        if key != "run":
            del session[key]
    state.arrive(SURFACE)
    assert not state.memory()


def test_of_another_run_nothing_is_taken(session: dict[str, Any]) -> None:
    state.arrive(SURFACE)
    assert state.memory() is state.memory()
    other: dict[str, Any] = {}
    session |= {"run": SimpleNamespace(page_script_hash="of another"), "page": "rates", "memory:rates": other}
    assert state.page_key() == "rates" and state.memory() is other
