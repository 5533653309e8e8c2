"""A field to type a number, and how text that is refused is told."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

import streamlit as st

from gdviz.formula import FormulaError
from gdviz.ui.spec.values import read_typed, short_text
from gdviz.ui.state import memory
from gdviz.ui.widgets.binding import Binding, widget_arguments
from gdviz.ui.widgets.markdown import plain


class _Refused(NamedTuple):
    """A text that could not be taken, the reason, and the value of the choice at that time."""

    text: str
    reason: str
    kept: float | None


def number_field(
    binding: Binding,
    label: str,
    *,
    whole: bool = False,
    off: str = "",
    usual: float | None = None,
    check: Callable[[float], Any] | None = None,
    at: Any = st,
    told_at: Any = None,
    **more: Any,
) -> None:
    """Draw a field for a number, which is typed with a decimal point or comma.

    What is refused, by the way it is written or by `check`, is told below the field, and the choice stays.
    Of fields side by side it is told elsewhere, so that none of them moves.

    Parameters
    ----------
    binding : the choice
    label : of the field
    whole : whether only whole numbers are accepted
    off : what an empty field means, where it may be empty: then the choice is None
    usual : what an empty field stands for where `off` is ""
    check : raises ValueError for a number that cannot be used
    at : where the field is drawn
    told_at : where it is told what is refused, if not below the field
    **more : passed on to `st.text_input`
    """
    refused: dict[str, _Refused] = memory().setdefault("refused", {})
    empty = None if off else usual

    def read(text: str) -> float | None:
        if not text.strip():
            return empty
        value = read_typed(text, whole)
        if check:
            check(value)
        return value

    def shows(text: str) -> bool:
        if binding.key in refused:
            last = refused[binding.key]
            return last.text == text and last.kept == binding.value
        try:
            return read(text) == binding.value and (binding.value is None or bool(text.strip()))
        except ValueError:
            return False

    def write(text: str) -> None:
        now: dict[str, _Refused] = memory().setdefault("refused", {})
        now.pop(binding.key, None)
        try:
            binding.write(read(text))
        except ValueError as error:
            now[binding.key] = _Refused(text, str(error).rstrip("."), binding.value)

    made = widget_arguments(binding, (), lambda text: isinstance(text, str), shows=shows, write=write)
    if made["key"] not in st.session_state:  # a new field shows the choice
        refused.pop(binding.key, None)
    shown = "" if binding.value is None else short_text(binding.value)
    at.text_input(label, shown, placeholder=off, **more, **made)
    if binding.key in refused:
        reason = refused[binding.key].reason
        begun = f"{reason[0].upper()}{reason[1:]}" if told_at is None else f"{plain(label)}: {reason}"
        with (at if told_at is None else told_at).container():
            refusal(ValueError(f"{begun}; {_what_stays(binding.value, off)}."), "")


def _what_stays(value: float | None, off: str) -> str:
    if value is not None:
        return f"{short_text(value)} stays"
    return f"it stays {off}" if off else "nothing changes"


def refusal(error: Exception, text: str, quiet: bool = False) -> None:
    """Show why a text is refused; for a formula also the line, with a caret under the place.

    What is refused while one still types is told quietly: a screen reader says it when it has a pause.
    """
    message = escape(str(error))
    if isinstance(error, FormulaError) and error.column:
        line = text.splitlines()[error.line - 1] if error.line <= len(text.splitlines()) else ""
        first = max(0, error.column - 40)
        excerpt = line[first : error.column + 25]
        caret = " " * (error.column - 1 - first) + "^"
        message += f"<pre>{escape(excerpt)}\n{caret}</pre>"
    role = "status" if quiet else "alert"
    st.html(f'<div class="gd-refusal" role="{role}">{message}</div>')
