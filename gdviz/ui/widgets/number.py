"""A field to type a number, and how what cannot be used is told."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from gdviz.formula import FormulaError
from gdviz.ui.spec.values import read_typed, short_text
from gdviz.ui.state import memory
from gdviz.ui.widgets.tied import Tie, bind


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
        found = read_typed(value, whole)
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

    made = bind(t, (), lambda value: isinstance(value, str), same, take)
    if made["key"] not in st.session_state:  # a new field shows the choice
        refused.pop(t.key, None)
    at.text_input(label, "" if t.value is None else short_text(t.value), placeholder=off, **more, **made)
    if t.key in refused:
        why = refused[t.key][1]
        stays = (
            f"{short_text(t.value)} stays"
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
