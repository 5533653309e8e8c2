"""The Spec of the page that is open: from the choices and the link, and into them.

Nothing is drawn here, since the picture is sent before the controls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

import gdviz
from gdviz.engine.objective import check_domain
from gdviz.library.registry import methods
from gdviz.ui.address import read_link, to_query
from gdviz.ui.entries import rule_of, schedule_of
from gdviz.ui.problems.kinds import (
    applies,
    as_chosen,
    axis_names,
    choice_key,
    has_axes,
    objective_of,
    pairs,
    place_of,
    problem_of,
    rate_key,
)
from gdviz.ui.spec.option import PAGE, beside_key, options_of
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import OWN, WEIGHTS, Choice, Entrant, Spec
from gdviz.ui.state import (
    arrive,
    begin,
    came,
    default,
    keep_parameters,
    memory,
    own_choice,
    page_choices,
    parameters_chosen,
)
from gdviz.ui.state import page as state_page

SAMPLE_RULE = """param beta = 0.9 from 0 to 0.999   # memory
state m = 0
m = beta*m + (1 - beta)*g
theta = theta - lr*m"""
SAMPLE_SCHEDULE = "lr*0.5^floor(t/50)"
CONSTANT = "constant"  # the schedule that is none
ABOUT_CHOICES = (  # forgotten with them
    "last good",
    "refused",
    "several lines",
    "complaint",
    "complaint about the table",
)
LINKS_KEPT = 30  # of the links written before, by which a late URL of the browser is known


def from_choices() -> Spec:
    """Return what is to be run and shown."""
    choices, usual = page_choices(), default()
    of_the_page = (n for n, o in options_of(usual).items() if o.scope == PAGE and not o.is_entry)
    plain = {name: choices.get(name, getattr(usual, name)) for name in of_the_page}
    problem = problem_of(usual).from_choices(usual.problem)
    spec = replace(usual, problem=problem, entrants=(), beside=_beside(usual.beside), **plain)
    spec = replace(spec, axes=_axes(spec, usual), **_plane(spec, usual))
    spec = replace(spec, window=window(spec)[0], start=_start(spec), schedule=schedule_choice())
    entrants = (Entrant(optimizer_choice(slug), choices.get(rate_key(spec, slug))) for slug in _picked())
    return problem_of(spec).settle(replace(spec, entrants=tuple(entrants)))


def _beside(usual: Any) -> Any:
    """Return what is chosen of what stands beside the race."""
    if usual is None:
        return None
    chosen = {n: page_choices().get(beside_key(n), getattr(usual, n)) for n in options_of(usual)}
    return replace(usual, **chosen)


def _picked() -> list[str]:
    slugs: list[str] = page_choices().get("opt", [])
    return slugs


def _axes(spec: Spec, usual: Spec) -> tuple[int, ...]:
    """Return the axes chosen, or the usual ones where these parameters are not there any more."""
    if not has_axes(spec):
        return usual.axes
    chosen, names = page_choices().get(choice_key("axes", spec)) or (), objective_of(spec).names
    axes = tuple(place_of(name, i, names) for name, i in chosen)
    there = [i for i in axes if i is not None]
    return tuple(there) if len({*there}) == 2 else usual.axes


def _plane(spec: Spec, usual: Spec) -> dict[str, Any]:
    """Return the plane chosen; two parameters where there are no more."""
    if not has_axes(spec) or objective_of(spec).dimension <= 2:
        return {"plane": WEIGHTS, "plane_seed": 0}
    chosen = page_choices()
    return {n: chosen.get(choice_key(n, spec), getattr(usual, n)) for n in ("plane", "plane_seed")}


def over_weights(spec: Spec) -> Spec:
    """Return a choice with its picture over two of the parameters, in the window chosen for these."""
    plain = replace(spec, plane=WEIGHTS, window=None)
    return replace(plain, window=window(plain)[0])


def _start(spec: Spec) -> tuple[float, ...] | None:
    """Return the start chosen, or None; None too where there are other parameters now."""
    start: tuple[float, ...] | None = page_choices().get(choice_key("start", spec))
    return start if start and len(start) == objective_of(spec).dimension else None


def window(spec: Spec) -> tuple[tuple[float, ...] | None, str]:
    """Return the window chosen for the parameters shown, or None; and why a chosen one cannot be shown."""
    sides = page_choices().get(choice_key("window", spec))
    if sides is None:
        return None, ""
    try:
        check_domain(pairs(sides), axis_names(spec))
    except ValueError as error:
        return None, str(error)
    return tuple(sides), ""


def optimizer_choice(slug: str) -> Choice:
    """Return an optimizer picked, or the last update rule of one's own that worked."""
    return _entry_choice("rule", slug, OWN, SAMPLE_RULE, rule_of, methods)


def schedule_choice() -> Choice | None:
    """Return the schedule; None for a constant rate."""
    slug = page_choices().get("schedule", CONSTANT)
    if slug == CONSTANT:
        return None
    return _entry_choice("schedule", slug, "rate", SAMPLE_SCHEDULE, schedule_of, gdviz.schedules)


def _entry_choice(
    kind: str, slug: str, text_key: str, sample: str, find: Callable[[Choice], Any], registry: Any
) -> Choice:
    """Return an entry with its parameters, or the last text of one's own that worked."""
    if slug == OWN:
        return own_choice(text_key, sample, find, f"{kind}.{OWN}")
    return Choice(slug, params=parameters_chosen(f"{kind}.{slug}", registry[slug].params))


def to_choices(spec: Spec) -> None:
    """Make a Spec the choices of this page."""
    choices = page_choices()
    before = dict(choices)
    choices.clear()
    for key in ABOUT_CHOICES:
        memory().pop(key, None)
    choices["kind"] = spec.kind
    problem_of(spec).to_choices(spec.problem, choices, before)
    for name, option in options_of(spec).items():
        if applies(option, spec) and not option.is_entry:
            choices[choice_key(name, spec)] = as_chosen(name, spec)
    for name in options_of(spec.beside):
        choices[beside_key(name)] = getattr(spec.beside, name)
    _put_entrants(choices, spec)
    if spec.schedule:
        choices["schedule"], choices["rate"] = spec.schedule.key, spec.schedule.text or SAMPLE_SCHEDULE
        keep_parameters(choices, f"schedule.{spec.schedule.key}", spec.schedule)


def change_kind(kind: str) -> None:
    """Choose another kind of problem, as the page shows it first, for the same optimizers (and data)."""
    before, first = from_choices(), state_page().first_of(kind)
    same = tuple(Entrant(e.optimizer) for e in before.entrants)
    problem = problem_of(first).after(before.problem, first.problem)
    kept = {"entrants": same, "schedule": before.schedule, "beside": before.beside}
    to_choices(replace(first, problem=problem, **kept))
    begin()


def _put_entrants(choices: dict[str, Any], spec: Spec) -> None:
    choices["opt"] = [e.optimizer.key for e in spec.entrants]
    for e in spec.entrants:
        if e.optimizer.text is not None:
            choices[OWN] = e.optimizer.text
        keep_parameters(choices, f"rule.{e.optimizer.key}", e.optimizer)
        if e.lr is not None:
            choices[rate_key(spec, e.optimizer.key)] = e.lr


def open_link(page: Page) -> list[str]:
    """At the start of a run of the script take up what the URL says, unless this page wrote it itself.

    Returns one sentence for each part of the link that could not be used.
    """
    query = st.query_params.to_dict()
    returned = arrive(page)  # from another page: its URL is bare, the choices are still here
    m = memory()
    first, written = "choices" not in m, m.get("link")
    known = query == written or returned and not query or _is_overtaken(query) or _is_of_page_left(query)
    if known and not first:
        return []
    spec, complaints = read_link(query, page)
    to_choices(spec)
    m["choices of the link"] = dict(page_choices())
    if first or returned:  # Back and Forward undo and redo; the scene that was opened stays
        begin(spec)
    return complaints


def _is_of_page_left(query: dict[str, str]) -> bool:
    """Return whether this is the link of the page that the visitor came from, and not one of this page.

    That page's last answer came after the click that left it. The browser then sends its link with what is
    chosen here, until it is sent another.
    """
    m = memory()
    return query == m.get("link left") and query not in m.get("links before", [])


def _is_overtaken(query: dict[str, str]) -> bool:
    """Return whether the choices are newer than the browser's URL.

    A widget was then moved before the browser had the URL of the move before.
    """
    m = memory()
    return query in m.get("links before", []) and dict(page_choices()) != m.get("choices of the link")


def write_link(spec: Spec) -> None:
    """Put the choice into the URL (a step of the browser's history, so that Back undoes it).

    A browser that is behind may say this very link, of two moves before, while another one is on its
    way to it: it is told once more.
    """
    m, query, url = memory(), to_query(spec, default()), st.query_params.to_dict()
    is_behind = m.get("link") != query and _is_overtaken(url)
    if came() or url != query or is_behind:
        st.query_params.from_dict(query)
    if m.get("link") != query:
        m["links before"] = [*m.get("links before", [])[-LINKS_KEPT:], m.get("link")]
        m["link"] = query
    m["choices of the link"] = dict(page_choices())


def reset() -> None:
    """Go back to the scene as it was opened, or to what the page shows at first."""
    to_choices(memory().get("origin") or default())
    begin()
