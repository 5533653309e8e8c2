"""Widgets that show a choice, and the one way in which they are tied to it.

A widget never owns a value. It is made with the value of its choice; what a person changes is taken into the choice. Where
the choice changes otherwise (a link, a scene, a click on the contour), where the options change, or where the widget was
gone for a while, a *new* widget is made, with another key: so what a browser still holds or sends of the old one, a label
that is no option any more or an empty field, has nowhere to go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from gdviz.formula import FormulaError
from gdviz.ui.state import choices, memory, page_now
from gdviz.ui.values import shown, typed


@dataclass(frozen=True)
class Tie:
    """What a widget shows, and what happens with a value that a person gives it."""

    key: str
    value: Any
    take: Callable[[Any], None]


def tie(key: str, default: Any) -> Tie:
    """A tie to the choice of this key."""
    return Tie(key, choices().get(key, default), lambda value: choices().update({key: value}))


def _made(
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
    s, full = st.session_state, _full(t)
    turn, before = _held().get(full, (0, shape))
    name = f"{full}~{turn}"
    same = same or (lambda value: value == t.value)
    if not (name in s and before == shape and same(s[name])):
        turn += 1
        name = f"{full}~{turn}"
    _held()[full] = turn, shape
    return {"key": name, "on_change": _changed, "args": (page_now(), full, name, may, take or t.take)}


def _full(t: Tie) -> str:
    return f"w:{page_now()}:{t.key}"


def _held() -> dict[str, tuple[int, Any]]:
    """Of each tie the number of its present widget, and what that was made of."""
    held: dict[str, tuple[int, Any]] = st.session_state.setdefault("widgets", {})
    return held


def here(act: Callable[[], None]) -> Callable[[], None]:
    """`act` for a widget that is not tied: done only while the page that it stands on is open."""
    page = page_now()

    def heard() -> None:
        if page_now() == page:
            act()
        else:
            st.session_state["late"] = True

    return heard


def _changed(
    page: str, full: str, name: str, may: Callable[[Any], bool], take: Callable[[Any], None]
) -> None:
    s = st.session_state
    if (
        page_now() != page
    ):  # sent by a page that the visitor has left: the choices of the page that is open are not meant
        s["late"] = True
    elif name in s and name == f"{full}~{_held()[full][0]}" and may(s[name]):
        take(s[name])


def select(
    t: Tie,
    label: str,
    options: Sequence[Any],
    *,
    words: Callable[[Any], str] = str,
    at: Any = st,
    **more: Any,
) -> None:
    """Pick one of the options."""
    own = list(options)
    at.selectbox(
        label,
        own,
        own.index(t.value),
        format_func=words,
        **more,
        **_made(t, (tuple(own), tuple(map(words, own))), own.__contains__),
    )


def several(
    t: Tie,
    label: str,
    options: Sequence[Any],
    *,
    words: Callable[[Any], str] = str,
    at: Any = st,
    max_selections: int | None = None,
    **more: Any,
) -> None:
    """Pick any number of the options, or up to `max_selections`."""
    own, most = list(options), max_selections or len(options)
    at.multiselect(
        label,
        own,
        t.value,
        format_func=words,
        max_selections=max_selections,
        select_all=False,
        **more,
        **_made(
            t,
            (tuple(own), tuple(map(words, own)), max_selections),
            lambda value: set(value) <= set(own) and len(value) <= most,
        ),
    )


def segments(
    t: Tie,
    label: str,
    options: Sequence[Any],
    *,
    words: Callable[[Any], str] = str,
    at: Any = st,
    **more: Any,
) -> None:
    """Pick one of a few options that stand side by side."""
    own = list(options)
    at.segmented_control(
        label,
        own,
        default=t.value,
        format_func=words,
        required=True,
        **more,
        **_made(t, (tuple(own), tuple(map(words, own))), own.__contains__),
    )


def one_pill(t: Tie, label: str, options: Sequence[str], *, at: Any = st, **more: Any) -> None:
    """Pick one of some options that stand side by side, or none."""
    own = list(options)
    at.pills(
        label,
        own,
        default=t.value,
        **more,
        **_made(t, tuple(own), lambda value: value is None or value in own),
    )


def pills(
    t: Tie,
    label: str,
    options: Sequence[Any],
    *,
    words: Callable[[Any], str] = str,
    at: Any = st,
    **more: Any,
) -> None:
    """Pick any number of a few options that stand side by side."""
    own = list(options)
    at.pills(
        label,
        own,
        selection_mode="multi",
        default=t.value,
        format_func=words,
        **more,
        **_made(t, (tuple(own), tuple(map(words, own))), lambda value: set(value) <= set(own)),
    )


def toggle(t: Tie, label: str, *, at: Any = st, **more: Any) -> None:
    """On or off."""
    at.toggle(label, t.value, **more, **_made(t, (), lambda value: isinstance(value, bool)))


def slider(t: Tie, label: str, low: float, high: float, step: float, *, at: Any = st, **more: Any) -> None:
    """Drag a number; the bounds and the value are all whole or none is."""
    made = _made(t, (low, high, step), lambda value: low <= value <= high)
    at.slider(label, low, high, t.value, step, **more, **made)


def series(t: Tie, label: str, values: Sequence[float], *, at: Any = st, **more: Any) -> None:
    """Drag through a series of numbers; the value of the choice is among them, also where it is not of the series."""
    base = tuple(values)
    before, options = _held().get(_full(t), (0, ((), ())))[1]
    if before != base or t.value not in options:
        options = tuple(sorted({*base, t.value}))
    at.select_slider(
        label, options, t.value, format_func=shown, **more, **_made(t, (base, options), options.__contains__)
    )


def text(t: Tie, label: str, *, height: int = 68, at: Any = st, **more: Any) -> None:
    """Type a text of some lines."""
    at.text_area(label, t.value, height=height, **more, **_made(t, (), lambda value: isinstance(value, str)))


def number(
    t: Tie,
    label: str,
    *,
    whole: bool = False,
    off: str = "",
    usual: float | None = None,
    check: Callable[[float], Any] | None = None,
    at: Any = st,
    **more: Any,
) -> None:
    """Type a number, with a decimal point or comma.

    Empty is None where `off` says what that means, else the `usual` value. What is refused, by the way it is written or by
    `check`, is told below, and the choice stays.
    """
    refused: dict[str, tuple[str, str, float | None]] = memory().setdefault(
        "refused", {}
    )  # text, why, what stayed
    empty = None if off else usual

    def read(value: str) -> float | None:
        if not value.strip():
            return empty
        found = typed(value, whole)
        if check:
            check(found)
        return found

    def same(value: str) -> bool:
        if t.key in refused:
            return refused[t.key][0] == value and refused[t.key][2] == t.value
        try:
            return read(value) == t.value and (t.value is None or bool(value.strip()))
        except ValueError:
            return False

    def take(value: str) -> None:
        memory().get("refused", {}).pop(t.key, None)
        try:
            t.take(read(value))
        except ValueError as error:
            memory().setdefault("refused", {})[t.key] = value, str(error).rstrip("."), t.value

    made = _made(t, (), lambda value: isinstance(value, str), same, take)
    if made["key"] not in st.session_state:  # a new field shows the choice
        refused.pop(t.key, None)
    at.text_input(label, "" if t.value is None else shown(t.value), placeholder=off, **more, **made)
    if t.key in refused:
        why = refused[t.key][1]
        stays = (
            f"{shown(t.value)} stays"
            if t.value is not None
            else f"it stays {off}"
            if off
            else "nothing changes"
        )
        with at.container():
            refusal(ValueError(f"{why[0].upper()}{why[1:]}; {stays}."), "")


def refusal(error: Exception, text: str) -> None:
    """A refused text: the sentence, and the line with a caret under the place."""
    message = escape(str(error))
    if isinstance(error, FormulaError) and error.column:
        line = text.splitlines()[error.line - 1] if error.line <= len(text.splitlines()) else ""
        shown = line[max(0, error.column - 40) : error.column + 25]
        caret = " " * (error.column - 1 - max(0, error.column - 40)) + "^"
        message += f"<pre>{escape(shown)}\n{caret}</pre>"
    st.html(f'<div class="gd-refusal" role="alert">{message}</div>')
