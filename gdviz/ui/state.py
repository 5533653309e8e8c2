"""The state of a page: one flat dictionary of choices, from which widgets, Spec and URL are made.

Widgets never own a value: they show what the dictionary holds and write to it when a person changes them. So a link, a
ready-made scene, a click on the contour and a slider are all the same thing, and nothing is lost by leaving the page.
Rates, windows and starts belong to the surface they were chosen for.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from gdviz.engine import Choice, Spec
from gdviz.ui.url import DEFAULT, OWN, from_query, to_query

SAMPLE_SURFACE = "x^2 + 3y^2 + sin(3x)"
SAMPLE_RULE = """param beta = 0.9 from 0 to 0.999   # memory
state m = 0
m = beta*m + (1 - beta)*g
theta = theta - lr*m"""
SAMPLE_SCHEDULE = "lr*0.5^floor(t/50)"
_NEEDED = ("steps", "noise", "seed", "progress")
_PLAIN = ("steps", "noise", "seed", "clip", "maximize", "stop_gradient", "stop_loss", "patience", "progress")


def choices() -> dict[str, Any]:
    """What has been chosen on the Loss surface page, by key."""
    held: dict[str, Any] = st.session_state.setdefault("choices", {})
    return held


def bind(key: str, default: Any) -> dict[str, Any]:
    """Arguments that tie a widget to a choice: `st.slider("Steps", 1, 9, **bind("steps", 5))`."""
    widget = f"w:{key}"
    value = choices().get(key, default)
    if widget not in st.session_state or st.session_state[widget] != value:
        st.session_state[widget] = value
    return {"key": widget, "on_change": _store, "args": (key,)}


def _store(key: str) -> None:
    choices()[key] = st.session_state[f"w:{key}"]


def surface_id(choice: Choice) -> str:
    """The key under which what belongs to a surface is kept."""
    return choice.slug or OWN


def put(spec: Spec) -> None:
    """Make a Spec the current choice."""
    c = choices()
    c.clear()
    sid = c["surface"] = surface_id(spec.surface)
    c["f"] = spec.surface.text or SAMPLE_SURFACE
    c |= {f"surface.{sid}.{k}": v for k, v in spec.surface.params}
    c[f"window.{sid}"], c[f"start.{sid}"] = spec.window, spec.start
    c["opt"] = [e.optimizer.slug or OWN for e in spec.entrants]
    for e, slug in zip(spec.entrants, c["opt"], strict=True):
        if e.optimizer.text is not None:
            c[OWN] = e.optimizer.text
        c |= {f"{slug}.{k}": v for k, v in e.optimizer.params}
        if e.lr is not None:
            c[f"lr.{sid}.{slug}"] = e.lr
    if spec.schedule:
        c["schedule"] = spec.schedule.slug or OWN
        c["rate"] = spec.schedule.text or SAMPLE_SCHEDULE
        c |= {f"schedule.{c['schedule']}.{k}": v for k, v in spec.schedule.params}
    c |= {k: getattr(spec, k) for k in _PLAIN}


def plain(held: dict[str, Any]) -> dict[str, Any]:
    """The choices that a Spec holds under their own names; an emptied field that must have a value has its default."""
    out = {k: held.get(k, getattr(DEFAULT, k)) for k in _PLAIN}
    return {k: getattr(DEFAULT, k) if v is None and k in _NEEDED else v for k, v in out.items()}


def open_link(page: str) -> list[str]:
    """At the start of a run: take up what the URL says if it is not what this page wrote itself.

    Returns one sentence for each part of the link that could not be used.
    """
    s, query = st.session_state, st.query_params.to_dict()
    first, written = "choices" not in s, s.get("written")
    returned = s.get("page") != page  # from another page: its URL is bare, the choices are still here
    s["page"] = page
    if not first and (query == written or returned and not query or _raced(query)):
        return []
    spec, problems = from_query(query)
    put(spec)
    return problems


def _raced(query: dict[str, str]) -> bool:
    """A widget was moved before the browser had the URL of the move before: the choices are newer than the URL."""
    s = st.session_state
    return query in s.get("written_before", []) and dict(choices()) != s.get("choices_written")


def write_link(spec: Spec) -> None:
    """Put the choice into the URL (a step of the browser's history, so that Back undoes it)."""
    s, query = st.session_state, to_query(spec)
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    if s.get("written") != query:
        s["written_before"] = [*s.get("written_before", [])[-30:], s.get("written")]
        s["written"] = query
    s["choices_written"] = dict(choices())
