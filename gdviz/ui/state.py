"""What a session remembers: for each page the choices, from which widgets, Spec and link are made.

Widgets never own a value (see `gdviz.ui.widgets.binding`): they show what the dictionary holds and write to
it. So a link, a ready-made scene, a click on the contour and a slider all do the same, and nothing is lost by
leaving the page. Rates, windows and starts belong to the surface or the data that they were chosen for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import local
from typing import Any
from uuid import uuid4

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from gdviz.formula import Param
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Choice, Params, Spec

_of_thread = local()  # the place that `_place` has found last, and the context of the run that asked for it


def page_key() -> str:
    """Return the key of the page that the visitor is on."""
    return _place()[0]


def is_open(page: str) -> bool:
    """Return whether the visitor is on this page, for what a widget of this page sends.

    A browser may send it after the click that left the page. It is not to be taken then: it would change the
    page that is open. And where Streamlit is about to run the page that was left, or a part of it, for which
    the browser has no place any more, the page that is open is run instead.
    """
    s = st.session_state
    now: str | None = s.get("page")
    if now and now != page and s.get("script") != _script():
        lead_back(now)
    return now == page


def _script() -> str | None:
    """Return Streamlit's name of the page that it runs."""
    run = get_script_run_ctx(suppress_warning=True)
    return None if run is None else run.page_script_hash


def lead_back(now: str) -> None:
    """Run the page that is open, in place of one that was left."""
    s = st.session_state
    s["led back"] = True
    st.switch_page(_visited()[now].file, query_params=s.get(f"memory:{now}", {}).get("query"))


def visitor() -> str:
    """Return the name of this session among those who wait for the pool."""
    name: str = st.session_state.setdefault("visitor", uuid4().hex)
    return name


def memory() -> dict[str, Any]:
    """Return what this session remembers of the page that it is on."""
    return _place()[1]


def _place() -> tuple[str, dict[str, Any]]:
    """Return the page and what is remembered of it.

    A change asks for them a hundred times, and Streamlit's session state takes some microseconds to answer.
    So what a run has found is kept until the visitor arrives somewhere.
    """
    run = get_script_run_ctx(suppress_warning=True)
    known: tuple[Any, str, dict[str, Any]] | None = getattr(_of_thread, "place", None)
    if run is None or known is None or known[0] is not run:
        key: str = st.session_state["page"]
        known = _of_thread.place = run, key, st.session_state.setdefault(f"memory:{key}", {})
    return known[1:]


def page_choices() -> dict[str, Any]:
    """Return what has been chosen on this page, by key."""
    choices: dict[str, Any] = memory().setdefault("choices", {})
    return choices


def page() -> Page:
    """Return the page that the visitor is on."""
    return _visited()[page_key()]


def default() -> Spec:
    """Return what this page shows on a first visit, of the kind of problem that is chosen."""
    return page().first_of(page_choices().get("kind", ""))


def _visited() -> dict[str, Page]:
    """Return the pages that this session has been on, by key."""
    pages: dict[str, Page] = st.session_state.setdefault("visited", {})
    return pages


def last_good() -> dict[str, Any]:
    """Return the last texts and fits that could be run, by the key of their choice."""
    values: dict[str, Any] = memory().setdefault("last good", {})
    return values


def arrive(at: Page) -> bool:
    """Note that the visitor is on this page. Returns whether they come from another, or were led back."""
    s, _of_thread.place = st.session_state, None
    before, led_back = s.get("page"), s.pop("led back", False)
    s["page"], s["script"] = at.key, _script()
    _visited()[at.key] = at
    if before and before != at.key:
        memory()["link left"] = s.get(f"memory:{before}", {}).get("link")
        memory()["came"] = True
    return bool(before != at.key or led_back)


def drawn() -> None:
    """Note that the page is drawn, and the query of its address."""
    memory()["query"] = st.query_params.to_dict()


def came() -> bool:
    """Return, once after each arrival, whether the visitor came from another page.

    A late answer of that one may have written its link into the address, which the server does not see: the
    page says its own once more.
    """
    return bool(memory().pop("came", False))


def begin(spec: Spec | None = None) -> None:
    """Let the player play from the start; `spec` is a scene that was just opened: Reset leads back to it."""
    s, m = st.session_state, memory()
    m["opened"] = s["openings"] = s.get("openings", 0) + 1
    if spec is not None:
        m["origin"] = spec


def opened() -> int:
    """Return a number that changes whenever the player is to play from the start."""
    return int(memory().get("opened", 0))


def number_sent(told: bytes) -> int:
    """Return the number under which the player is sent a scene: a larger one whenever it is another scene.

    `told` is the header of the scene, in which the ids of all its parts stand.
    """
    m, mark = memory(), hash((told, opened()))
    number, last = m.get("sent", (0, None))
    if mark != last:
        number = max(number + 1, time.time_ns() // 1000)  # so that it grows across a restart, too
        m["sent"] = number, mark
    return int(number)


def parameters_chosen(prefix: str, params: Sequence[Param]) -> Params:
    """Return the parameters that differ from their defaults.

    A text may have narrowed a range since a value was chosen: what is run is what the slider can show.
    """
    choices, out = page_choices(), []
    for p in params:
        key = f"{prefix}.{p.name}"
        if key in choices:
            inside = min(max(choices[key], p.low), p.high)
            choices[key] = round(inside) if p.integer else float(inside)
            if choices[key] != p.default:
                out.append((p.name, float(choices[key])))
    return tuple(out)


def own_choice(key: str, sample: str, find: Callable[[Choice], Any], prefix: str) -> Choice:
    """Return the text of one's own under `key`, or the last one that worked where this one does not.

    Parameters
    ----------
    key : of the text among the choices
    sample : the text that is there at first
    find : makes the entry of a text; raises ValueError
    prefix : of the keys of its parameters
    """
    text = page_choices().get(key, sample)
    try:
        entry = find(Choice(text=text))
        last_good()[key] = text
    except ValueError:  # its reason stands beside the text, see `gdviz.ui.widgets.entry.own_text`
        text = last_good().get(key, sample)
        entry = find(Choice(text=text))
    return Choice(text=text, params=parameters_chosen(prefix, entry.params))


def keep_parameters(choices: dict[str, Any], prefix: str, choice: Choice) -> None:
    """Write the parameters of an entry into the choices."""
    choices |= {f"{prefix}.{name}": value for name, value in choice.params}
