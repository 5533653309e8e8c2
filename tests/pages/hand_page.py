"""A data page without its controls, to which messages of the player's hand are given."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest


def stage() -> None:
    """Gives one message of the hand after another to a data page; what there is comes from the session."""
    import streamlit as st

    from gdviz.ui import current, state
    from gdviz.ui.address import read_link, to_query
    from gdviz.ui.pages import PAGES
    from gdviz.ui.problems.kinds import objective_of, problem_of, start_of, window_of
    from gdviz.ui.race import hand, places
    from gdviz.ui.runs import pictures, races

    s = st.session_state
    row = PAGES[s["row"]]
    state.arrive(row)
    current.to_choices(read_link(s["query"], row)[0])
    if s["table"] is not None:
        state.page_choices().update(table=s["table"], data="csv", **s["picked"])
    s["steps"] = []
    for message in [None, *s["messages"]]:
        spec = current.from_choices()
        refused = {}
        if message is not None:
            sent = {"changes": message, "held": [], "settled": True}
            hand.moved(hand.controls_of(spec), sent, places.movers(spec))
            spec, refused = current.from_choices(), dict(state.memory()["hand refused"])
        objective = objective_of(spec)
        s["steps"].append(
            {
                "spec": spec,
                "fit": spec.problem,
                "objective": objective,
                "window": window_of(spec),
                "start": start_of(spec),
                "refused": refused,
                "query": to_query(spec, row.first_of(spec.kind)),
                "again": read_link(to_query(spec, row.first_of(spec.kind)), row),
                "header": pictures.scene_of(races.race(spec)).data.packed([], window_of(spec))[0],
                "told": problem_of(spec).told(spec, races.race(spec).competitors[0].path, None),
            }
        )


def after(
    *messages: dict[str, Any],
    query: dict[str, str] | None = None,
    row: str = "regression",
    table: Any = None,
    picked: dict[str, Any] | None = None,
) -> list[Any]:
    """What there is before the messages, and after each of them."""
    at = AppTest.from_function(stage, default_timeout=60)
    for name, value in {"messages": list(messages), "query": query or {}, "row": row, "table": table}.items():
        at.session_state[name] = value
    at.session_state["picked"] = picked or {}
    at.run()
    assert not at.exception, [e.value for e in at.exception]
    steps: list[Any] = at.session_state["steps"]
    return steps


def moved(row: int, settled: bool = False, **place: float) -> dict[str, Any]:
    return {"point": {"op": "move", "row": row, "settled": settled, **place}}
