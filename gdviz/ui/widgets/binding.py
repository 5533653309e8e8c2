"""How a widget is bound to a choice: it shows the choice, and what a person changes is written into it.

A widget never owns a value. Where the choice changes otherwise (a link, a scene, a click on the contour),
where the options change, or where the widget was gone for a while, a *new* widget is made, with another key.
So whatever a browser still holds or sends of the old one (a label that is no option any more, an empty field)
is ignored. Streamlit remembers every key that a session ever had, with all that its widget was made of. So
the keys of a binding come round again, long after a browser has let the first one go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gdviz.ui.state import is_open, page_choices, page_key

KEYS = 8  # of a binding: a browser would have to be so many new widgets behind to send an old one's value


@dataclass(frozen=True)
class Binding:
    """A choice as a widget has it.

    Attributes
    ----------
    key : the name of the choice; on each page one widget has it
    value : the choice, which the widget shows
    write : called with the value that a person gives to the widget
    """

    key: str
    value: Any
    write: Callable[[Any], None]


def bound(key: str, default: Any, then: Callable[[], None] | None = None) -> Binding:
    """Return a binding to the choice of this key; `then` is called after a change."""

    def write(value: Any) -> None:
        page_choices()[key] = value
        if then:
            then()

    return Binding(key, page_choices().get(key, default), write)


def widget_arguments(
    binding: Binding,
    made_of: Any,
    accepts: Callable[[Any], bool],
    *,
    shows: Callable[[Any], bool] | None = None,
    write: Callable[[Any], None] | None = None,
) -> dict[str, Any]:
    """Return the arguments that bind a widget: its key, and what is called when a person changes it.

    Parameters
    ----------
    binding : the choice
    made_of : what else the widget is made of (options, bounds); where it differs, the widget is a new one
    accepts : whether a value that the browser sends is one that this widget can have
    shows : whether the widget's value stands for the choice; None: where they are equal
    write : what is called with a new value; None: the binding's own
    """
    session, page, by_name = st.session_state, page_key(), generations()
    full = _full_key(page, binding)
    generation, made_of_before = by_name.get(full, (0, made_of))
    shows = shows or (lambda value: value == binding.value)
    name = _widget_key(full, generation)
    if not (name in session and made_of_before == made_of and shows(session[name])):
        generation += 1
        name = _widget_key(full, generation)
    by_name[full] = generation, made_of
    return {"key": name, "on_change": _changed, "args": (page, full, name, accepts, write or binding.write)}


def _widget_key(full: str, generation: int) -> str:
    return f"{full}~{generation % KEYS}"


def full_key(binding: Binding) -> str:
    """Return the name of a choice among those of all pages."""
    return _full_key(page_key(), binding)


def _full_key(page: str, binding: Binding) -> str:
    return f"w:{page}:{binding.key}"


def generations() -> dict[str, tuple[int, Any]]:
    """Return of each binding how many widgets it has had, and what the last one was made of."""
    by_name: dict[str, tuple[int, Any]] = st.session_state.setdefault("widgets", {})
    return by_name


def while_open(act: Callable[..., object] | None = None) -> Callable[..., None]:
    """Return what a widget that is not bound calls: `act`, but only while the widget's page is open."""
    page = page_key()

    def act_while_open(*args: object) -> None:
        if is_open(page) and act:
            act(*args)

    return act_while_open


def _changed(
    page: str, full: str, name: str, accepts: Callable[[Any], bool], write: Callable[[Any], None]
) -> None:
    session = st.session_state
    if not is_open(page):
        return
    if name in session and name == _widget_key(full, generations()[full][0]) and accepts(session[name]):
        write(session[name])
