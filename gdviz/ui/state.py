"""The state of a page: one flat dictionary of choices, from which widgets, Spec and URL are made.

Widgets never own a value (see `gdviz.ui.widgets.tied`): they show what the dictionary holds and write to it. So a link, a
ready-made scene, a click on the contour and a slider are all the same thing, and nothing is lost by leaving the page.
Each page has its own choices. Rates, windows and starts belong to the surface or the data that they were chosen for.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from gdviz.ui import resolve
from gdviz.ui.link import DEFAULTS, OWN, from_query, to_query
from gdviz.ui.options import OPTIONS
from gdviz.ui.spec import Choice, Fit, Spec

FILES = {
    "surface": "pages/loss_surface.py",
    "regression": "pages/linear_regression.py",
    "classification": "pages/classification.py",
    "bug": "pages/find_the_bug.py",
    "reference": "pages/reference.py",
}
SAMPLE_SURFACE = "x^2 + 3y^2 + sin(3x)"
SAMPLE_RULE = """param beta = 0.9 from 0 to 0.999   # memory
state m = 0
m = beta*m + (1 - beta)*g
theta = theta - lr*m"""
SAMPLE_SCHEDULE = "lr*0.5^floor(t/50)"
SAMPLE_LOSS = "(z - y)^2/(1 + (z - y)^2)"
SAMPLE_DATA = """param n = 50 from 5 to 500 integer   # rows
param noise = 0.5 from 0 to 3   # standard deviation
x = 4*u1
y = 1 + sqrt(x) + noise*e1"""
_PLAIN = (*OPTIONS, "maximize", "replacement", "others", "show_penalty")


def page_now() -> str:
    """The page that the visitor is on."""
    page: str = st.session_state.get("page", "surface")
    return page


def memory() -> dict[str, Any]:
    """What this session remembers of the page that it is on."""
    held: dict[str, Any] = st.session_state.setdefault(f"memory:{page_now()}", {})
    return held


def choices() -> dict[str, Any]:
    """What has been chosen on this page, by key."""
    held: dict[str, Any] = memory().setdefault("choices", {})
    return held


def default() -> Spec:
    """What this page shows on a first visit."""
    return DEFAULTS[page_now()]


def good() -> dict[str, Any]:
    """The last texts and fits of one's own that could be run, by the key of their choice."""
    held: dict[str, Any] = memory().setdefault("good", {})
    return held


def objective_id(spec: Spec) -> str:
    """The key under which what belongs to a surface or to data is kept."""
    return data_id(spec.fit) if spec.fit else spec.surface.slug or OWN


def data_id(fit: Fit) -> str:
    """The same for data: the slug, "own" for a text, "csv" for a table."""
    return "csv" if fit.table is not None else fit.data.slug or OWN


def view_id(spec: Spec) -> str:
    """The key under which the window of a picture is kept."""
    axes = resolve.axes_of(spec)  # a text of one's own may become a curve: it has another window then
    return objective_id(spec) + (f"@{','.join(map(str, axes))}" if spec.fit or len(axes) == 1 else "")


def put(spec: Spec) -> None:
    """Make a Spec the current choice."""
    c = choices()
    table = c.get("table")
    c.clear()
    for what in ("good", "refused", "problem", "table.problem"):  # of the choice before
        memory().pop(what, None)
    sid = objective_id(spec)
    if spec.fit:
        c["table"] = table if spec.fit.table is None else spec.fit.table
        _put_fit(c, sid, spec.fit)
        c[f"axes.{sid}"] = spec.axes
    else:
        c["surface"] = sid
        c["f"] = spec.surface.text or SAMPLE_SURFACE
        _put_params(c, f"surface.{sid}", spec.surface)
    c[f"window.{view_id(spec)}"], c[f"start.{sid}"] = spec.window, spec.start
    c["opt"] = [e.optimizer.slug or OWN for e in spec.entrants]
    for e, slug in zip(spec.entrants, c["opt"], strict=True):
        if e.optimizer.text is not None:
            c[OWN] = e.optimizer.text
        _put_params(c, f"rule.{slug}", e.optimizer)
        if e.lr is not None:
            c[f"lr.{sid}.{slug}"] = e.lr
    if spec.schedule:
        c["schedule"] = spec.schedule.slug or OWN
        c["rate"] = spec.schedule.text or SAMPLE_SCHEDULE
        _put_params(c, f"schedule.{c['schedule']}", spec.schedule)
    c |= {k: getattr(spec, k) for k in _PLAIN}


def _put_fit(c: dict[str, Any], sid: str, fit: Fit) -> None:
    c["data"], c["d"], c["draw"] = sid, fit.data.text or SAMPLE_DATA, fit.seed
    _put_params(c, f"data.{sid}", fit.data)
    for name in ("features", "target", "degree", "scaling", "intercept"):
        value = getattr(fit, name)
        if value is not None:
            c[f"{name}.{sid}"] = list(value) if isinstance(value, tuple) else value  # as the widgets have it
    c["loss"], c["l"], c["average"] = fit.loss.slug or OWN, fit.loss.text or SAMPLE_LOSS, fit.average
    _put_params(c, f"loss.{c['loss']}", fit.loss)
    c["penalty"] = fit.penalty.slug if fit.penalty else "none"
    if fit.penalty:
        _put_params(c, f"penalty.{fit.penalty.slug}", fit.penalty)


def _put_params(c: dict[str, Any], prefix: str, choice: Choice) -> None:
    c |= {f"{prefix}.{k}": v for k, v in choice.params}


def plain(held: dict[str, Any]) -> dict[str, Any]:
    """The choices that a Spec holds under their own names."""
    return {k: held.get(k, getattr(default(), k)) for k in _PLAIN}


def arrive(page: str) -> bool:
    """The visitor is on this page; True where they were on another."""
    s = st.session_state
    late, before = s.pop("late", False), s.get("page")
    if late and before and before != page:
        # a browser may send what was typed on a page after the click that left it: the server has run that page again
        s["page"] = ""
        st.switch_page(FILES[before])
    s["page"] = page
    return before != page


def open_link(page: str) -> list[str]:
    """At the start of a run: take up what the URL says if it is not what this page wrote itself.

    Returns one sentence for each part of the link that could not be used.
    """
    query = st.query_params.to_dict()
    returned = arrive(page)  # from another page: its URL is bare, the choices are still here
    m = memory()
    first, written = "choices" not in m, m.get("written")
    if not first and (query == written or returned and not query or _raced(query)):
        return []
    spec, problems = from_query(query, default())
    put(spec)
    if first or returned:  # Back and Forward undo and redo; the scene that was opened stays
        begin(spec)
    return problems


def begin(spec: Spec | None = None) -> None:
    """The player plays from the start; `spec` is a scene that was just opened, to which Reset leads back."""
    s, m = st.session_state, memory()
    m["opened"] = s["openings"] = s.get("openings", 0) + 1
    if spec is not None:
        m["origin"] = spec


def opened() -> int:
    """A number that is another whenever the player is to play from the start."""
    return int(memory().get("opened", 0))


def reset() -> None:
    """Back to the scene as it was opened, or to what the page shows at first."""
    put(memory().get("origin") or default())
    begin()


def _raced(query: dict[str, str]) -> bool:
    """A widget was moved before the browser had the URL of the move before: the choices are newer than the URL."""
    m = memory()
    return query in m.get("written_before", []) and dict(choices()) != m.get("choices_written")


def write_link(spec: Spec) -> None:
    """Put the choice into the URL (a step of the browser's history, so that Back undoes it)."""
    m, query = memory(), to_query(spec, default())
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    if m.get("written") != query:
        m["written_before"] = [*m.get("written_before", [])[-30:], m.get("written")]
        m["written"] = query
    m["choices_written"] = dict(choices())
