"""Fields that show a choice: pick, switch, drag, type a text. How they are tied to it: `gdviz.ui.widgets.tied`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from gdviz.ui.spec.values import short_text
from gdviz.ui.widgets.tied import Tie, bind, full_key, turns


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
        **bind(t, (tuple(own), tuple(map(words, own))), own.__contains__),
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
        **bind(
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
        **bind(t, (tuple(own), tuple(map(words, own))), own.__contains__),
    )


def one_pill(t: Tie, label: str, options: Sequence[str], *, at: Any = st, **more: Any) -> None:
    """Pick one of some options that stand side by side, or none."""
    own = list(options)
    at.pills(
        label,
        own,
        default=t.value,
        **more,
        **bind(t, tuple(own), lambda value: value is None or value in own),
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
        **bind(t, (tuple(own), tuple(map(words, own))), lambda value: set(value) <= set(own)),
    )


def toggle(t: Tie, label: str, *, at: Any = st, **more: Any) -> None:
    """On or off."""
    at.toggle(label, t.value, **more, **bind(t, (), lambda value: isinstance(value, bool)))


def slider(t: Tie, label: str, low: float, high: float, step: float, *, at: Any = st, **more: Any) -> None:
    """Drag a number; the bounds and the value are all whole or none is."""
    made = bind(t, (low, high, step), lambda value: low <= value <= high)
    at.slider(label, low, high, t.value, step, **more, **made)


def series(t: Tie, label: str, values: Sequence[float], *, at: Any = st, **more: Any) -> None:
    """Drag through a series of numbers; the value of the choice is among them, also where it is not of the series."""
    base = tuple(values)
    before, options = turns().get(full_key(t), (0, ((), ())))[1]
    if before != base or t.value not in options:
        options = tuple(sorted({*base, t.value}))
    at.select_slider(
        label,
        options,
        t.value,
        format_func=short_text,
        **more,
        **bind(t, (base, options), options.__contains__),
    )


def text(t: Tie, label: str, *, height: int = 68, at: Any = st, **more: Any) -> None:
    """Type a text of some lines."""
    at.text_area(label, t.value, height=height, **more, **bind(t, (), lambda value: isinstance(value, str)))
