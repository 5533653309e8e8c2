"""Widgets that show a choice, and the one way in which they are tied to it.

A widget never owns a value. It is made with the value of its choice; what a person changes is taken into the choice. Where
the choice changes otherwise (a link, a scene, a click on the contour), where the options change, or where the widget was
gone for a while, a *new* widget is made, with another key: so what a browser still holds or sends of the old one, a label
that is no option any more or an empty field, has nowhere to go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gdviz.ui.state import choices, page_key


@dataclass(frozen=True)
class Tie:
    """What a widget shows, and what happens with a value that a person gives it."""

    key: str
    value: Any
    take: Callable[[Any], None]


def tie(key: str, default: Any) -> Tie:
    """A tie to the choice of this key."""
    return Tie(key, choices().get(key, default), lambda value: choices().update({key: value}))


def bind(
    t: Tie,
    shape: Any,
    may: Callable[[Any], bool],
    same: Callable[[Any], bool] | None = None,
    take: Callable[[Any], None] | None = None,
) -> dict[str, Any]:
    """Arguments of the widget: its key, and what is called when a person changes it.

    `shape` is what else the widget is made of (options, bounds); `may` says of a value whether it is one of the widget's;
    `same` whether it is that of the choice.
    """
    s, full = st.session_state, full_key(t)
    turn, before = turns().get(full, (0, shape))
    name = f"{full}~{turn}"
    same = same or (lambda value: value == t.value)
    if not (name in s and before == shape and same(s[name])):
        turn += 1
        name = f"{full}~{turn}"
    turns()[full] = turn, shape
    return {"key": name, "on_change": _changed, "args": (page_key(), full, name, may, take or t.take)}


def full_key(t: Tie) -> str:
    return f"w:{page_key()}:{t.key}"


def turns() -> dict[str, tuple[int, Any]]:
    """Of each tie the number of its present widget, and what that was made of."""
    held: dict[str, tuple[int, Any]] = st.session_state.setdefault("widgets", {})
    return held


def here(act: Callable[[], None]) -> Callable[[], None]:
    """`act` for a widget that is not tied: done only while the page that it stands on is open."""
    page = page_key()

    def heard() -> None:
        if page_key() == page:
            act()
        else:
            st.session_state["late"] = True

    return heard


def _changed(
    page: str, full: str, name: str, may: Callable[[Any], bool], take: Callable[[Any], None]
) -> None:
    s = st.session_state
    if (
        page_key() != page
    ):  # sent by a page that the visitor has left: the choices of the page that is open are not meant
        s["late"] = True
    elif name in s and name == f"{full}~{turns()[full][0]}" and may(s[name]):
        take(s[name])
