"""Controls that show a choice: pick, switch, drag, type a text.

Each takes the binding to its choice (see `gdviz.ui.widgets.binding`), its label and what it offers;
`label_of` says how an option is shown, `at` where the control is drawn. All else is passed on to Streamlit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from sys import intern
from typing import Any

import streamlit as st

from gdviz.ui.spec.values import short_text
from gdviz.ui.widgets.binding import Binding, full_key, generations, widget_arguments

TYPING_PAUSE = "200ms"  # without another key, after which what is typed is run


def select(
    binding: Binding,
    label: str,
    options: Sequence[Any],
    *,
    label_of: Callable[[Any], str] = str,
    at: Any = st,
    **more: Any,
) -> None:
    """Draw a field to pick one of the options."""
    offered = list(options)
    at.selectbox(
        label,
        offered,
        offered.index(binding.value),
        format_func=_kept_once(label_of),
        **more,
        **widget_arguments(binding, _labelled(offered, label_of), offered.__contains__),
    )


def several(
    binding: Binding,
    label: str,
    options: Sequence[Any],
    *,
    label_of: Callable[[Any], str] = str,
    at: Any = st,
    max_selections: int | None = None,
    **more: Any,
) -> None:
    """Draw a field to pick any number of the options, or up to `max_selections`."""
    offered, most = list(options), max_selections or len(options)
    at.multiselect(
        label,
        offered,
        binding.value,
        format_func=_kept_once(label_of),
        max_selections=max_selections,
        select_all=False,
        **more,
        **widget_arguments(
            binding,
            (*_labelled(offered, label_of), max_selections),
            lambda value: set(value) <= set(offered) and len(value) <= most,
        ),
    )


def segments(
    binding: Binding,
    label: str,
    options: Sequence[Any],
    *,
    label_of: Callable[[Any], str] = str,
    at: Any = st,
    **more: Any,
) -> None:
    """Draw a few options side by side, to pick one."""
    offered = list(options)
    at.segmented_control(
        label,
        offered,
        default=binding.value,
        format_func=_kept_once(label_of),
        required=True,
        **more,
        **widget_arguments(binding, _labelled(offered, label_of), offered.__contains__),
    )


def one_pill(binding: Binding, label: str, options: Sequence[str], *, at: Any = st, **more: Any) -> None:
    """Draw some options side by side, to pick one or none."""
    offered = list(options)
    at.pills(
        label,
        offered,
        default=binding.value,
        **more,
        **widget_arguments(binding, tuple(offered), lambda value: value is None or value in offered),
    )


def pills(
    binding: Binding,
    label: str,
    options: Sequence[Any],
    *,
    label_of: Callable[[Any], str] = str,
    at: Any = st,
    **more: Any,
) -> None:
    """Draw a few options side by side, to pick any number of them."""
    offered = list(options)
    at.pills(
        label,
        offered,
        selection_mode="multi",
        default=binding.value,
        format_func=_kept_once(label_of),
        **more,
        **widget_arguments(binding, _labelled(offered, label_of), lambda value: set(value) <= set(offered)),
    )


def toggle(binding: Binding, label: str, *, at: Any = st, **more: Any) -> None:
    """Draw a switch that is on or off."""
    at.toggle(
        label, binding.value, **more, **widget_arguments(binding, (), lambda value: isinstance(value, bool))
    )


def slider(
    binding: Binding, label: str, low: float, high: float, step: float, *, at: Any = st, **more: Any
) -> None:
    """Draw a slider of numbers; bounds, step and value are all whole numbers, or none is."""
    made = widget_arguments(binding, (low, high, step), lambda value: low <= value <= high)
    at.slider(label, low, high, binding.value, step, **more, **made)


def series_slider(
    binding: Binding, label: str, values: Sequence[float], *, at: Any = st, **more: Any
) -> None:
    """Draw a slider of a series of numbers. The value of the choice is always among them."""
    series = tuple(values)
    series_before, options = generations().get(full_key(binding), (0, ((), ())))[1]
    if series_before != series or binding.value not in options:
        options = series if binding.value in series else tuple(sorted({*series, binding.value}))
    at.select_slider(
        label,
        options,
        binding.value,
        format_func=short_text,
        **more,
        **widget_arguments(binding, (series, options), options.__contains__),
    )


def text_line(binding: Binding, label: str, *, at: Any = st, **more: Any) -> None:
    """Draw a field to type a text of one line. It answers while one types, after a short pause."""
    at.text_input(
        label,
        binding.value,
        live=TYPING_PAUSE,
        autocomplete="off",
        **more,
        **widget_arguments(binding, ("line",), lambda value: isinstance(value, str)),
    )


def text_area(binding: Binding, label: str, *, height: int = 68, at: Any = st, **more: Any) -> None:
    """Draw a field to type a text of some lines. It answers when it is left, or to Ctrl + Enter."""
    at.text_area(
        label,
        binding.value,
        height=height,
        **more,
        **widget_arguments(binding, (), lambda value: isinstance(value, str)),
    )


def _labelled(
    offered: Sequence[Any], label_of: Callable[[Any], str]
) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    """Return what a widget is made of: options and their labels. Where they change, it is a new widget."""
    return tuple(offered), tuple(map(_kept_once(label_of), offered))


def _kept_once(label_of: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return `label_of` with equal texts as one object: each session keeps the labels of all its options."""
    return lambda option: intern(label_of(option))
