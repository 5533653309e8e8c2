"""Controls that are made from the declaration of an option (see `gdviz.ui.spec.option`)."""

from __future__ import annotations

from typing import Any

import streamlit as st

from gdviz.ui.spec.option import Option, beside_key
from gdviz.ui.state import default, page_choices
from gdviz.ui.widgets.binding import Binding, bound
from gdviz.ui.widgets.fields import segments
from gdviz.ui.widgets.number import number_field


def showing(field: str, value: Any) -> Binding:
    """Return a binding to an option of what stands beside the race, which shows this value."""
    key = beside_key(field)
    return Binding(key, value, lambda new: page_choices().update({key: new}))


def beside(option: Option) -> Binding:
    """Return a binding to an option of what stands beside the race."""
    return bound(beside_key(option.field), getattr(default().beside, option.field))


def option_field(
    option: Option, binding: Binding, *, usual: Any = None, at: Any = st, told_at: Any = None
) -> None:
    """Draw the field of a number; an empty one stands for `usual`, else for what is declared."""
    number_field(
        binding,
        option.label,
        whole=option.whole,
        off=option.off,
        usual=option.default if usual is None else usual,
        check=option.check,
        at=at,
        told_at=told_at,
        help=option.help or None,
    )


def option_segments(option: Option, binding: Binding, *, at: Any = st, **more: Any) -> None:
    """Draw the values that an option may have side by side."""
    shown = option.shown_as
    segments(binding, option.label, list(shown), label_of=shown.__getitem__, at=at, **more)
