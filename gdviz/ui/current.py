"""The choice of the page that is open: as a Spec that works, from the link, into the link, and into its controls.

Nothing is drawn here: the picture is sent before the controls.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

import gdviz
from gdviz.engine.objective import check_domain
from gdviz.ui.address import from_query, to_query
from gdviz.ui.entries import rule_of, schedule_of
from gdviz.ui.problems.kinds import axis_names, objective_id, objective_of, pairs, problem_of, view_id
from gdviz.ui.spec.option import options
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import OWN, Choice, Entrant, Spec
from gdviz.ui.state import (
    arrive,
    begin,
    choices,
    default,
    keep_parameters,
    memory,
    own_choice,
    parameters_chosen,
)

SAMPLE_RULE = """param beta = 0.9 from 0 to 0.999   # memory
state m = 0
m = beta*m + (1 - beta)*g
theta = theta - lr*m"""
SAMPLE_SCHEDULE = "lr*0.5^floor(t/50)"
CONSTANT = "constant"  # the schedule that is none
# fields that are chosen for one surface, one data set or one view of it; all others stand under their own names
BELONGING = frozenset({"axes", "window", "start", "schedule"})
PLAIN = tuple(name for name in options(Spec) if name not in BELONGING)


def spec() -> Spec:
    """Return what is to be run and shown."""
    held, usual = choices(), default()
    problem = problem_of(usual).collect(usual.problem)
    what = replace(usual, problem=problem, entrants=(), **{n: held.get(n, getattr(usual, n)) for n in PLAIN})
    identity, objective = objective_id(what), objective_of(what)
    what = replace(what, axes=_axes(what, identity, objective.dimension))
    start = held.get(f"start.{identity}")
    entrants = (
        Entrant(optimizer_choice(slug), held.get(f"lr.{identity}.{slug}")) for slug in held.get("opt", [])
    )
    what = replace(
        what,
        window=window(what)[0],
        start=start if start and len(start) == objective.dimension else None,
        schedule=schedule_choice(),
        entrants=tuple(entrants),
    )
    return problem_of(what).settle(what)


def _axes(what: Spec, identity: str, dimension: int) -> tuple[int, ...]:
    """Return the axes chosen, or the usual ones where other features have made other parameters."""
    usual: tuple[int, ...] = default().axes
    axes = tuple(choices().get(f"axes.{identity}") or usual) if "axes" in problem_of(what).takes else usual
    return usual if max(axes) >= dimension or axes[0] == axes[1] else axes


def optimizer_choice(slug: str) -> Choice:
    """Return an optimizer picked, or the last update rule of one's own that worked."""
    if slug == OWN:
        return own_choice(OWN, SAMPLE_RULE, rule_of, f"rule.{OWN}")
    return Choice(slug, params=parameters_chosen(f"rule.{slug}", gdviz.optimizers[slug].params))


def schedule_choice() -> Choice | None:
    """Return the schedule; None for a constant rate."""
    slug = choices().get("schedule", CONSTANT)
    if slug == CONSTANT:
        return None
    if slug == OWN:
        return own_choice("rate", SAMPLE_SCHEDULE, schedule_of, f"schedule.{OWN}")
    return Choice(slug, params=parameters_chosen(f"schedule.{slug}", gdviz.schedules[slug].params))


def window(what: Spec) -> tuple[tuple[float, ...] | None, str]:
    """Return the window chosen for the parameters shown, or None; and why it cannot be shown where it cannot."""
    chosen = choices().get(f"window.{view_id(what)}")
    if chosen is None:
        return None, ""
    try:
        check_domain(pairs(chosen), axis_names(what))
    except ValueError as error:
        return None, str(error)
    return tuple(chosen), ""


def put(what: Spec) -> None:
    """Make a Spec the current choice."""
    held = choices()
    before = dict(held)
    held.clear()
    for outdated in ("last good", "refused", "problem", "table.problem"):  # of the choice before
        memory().pop(outdated, None)
    identity = objective_id(what)
    problem_of(what).scatter(what.problem, held, before)
    if "axes" in problem_of(what).takes:
        held[f"axes.{identity}"] = what.axes
    held[f"window.{view_id(what)}"], held[f"start.{identity}"] = what.window, what.start
    held |= {name: getattr(what, name) for name in PLAIN}
    _put_entrants(held, identity, what.entrants)
    if what.schedule:
        held["schedule"], held["rate"] = what.schedule.key, what.schedule.text or SAMPLE_SCHEDULE
        keep_parameters(held, f"schedule.{what.schedule.key}", what.schedule)


def _put_entrants(held: dict[str, Any], identity: str, entrants: tuple[Entrant, ...]) -> None:
    held["opt"] = [e.optimizer.key for e in entrants]
    for e in entrants:
        if e.optimizer.text is not None:
            held[OWN] = e.optimizer.text
        keep_parameters(held, f"rule.{e.optimizer.key}", e.optimizer)
        if e.lr is not None:
            held[f"lr.{identity}.{e.optimizer.key}"] = e.lr


def open_link(page: Page) -> list[str]:
    """At the start of a run take up what the URL says, if it is not what this page wrote itself.

    Returns one sentence for each part of the link that could not be used.
    """
    query = st.query_params.to_dict()
    returned = arrive(page)  # from another page: its URL is bare, the choices are still here
    m = memory()
    first, written = "choices" not in m, m.get("written")
    if not first and (query == written or returned and not query or _is_overtaken(query)):
        return []
    what, problems = from_query(query, default())
    put(what)
    if first or returned:  # Back and Forward undo and redo; the scene that was opened stays
        begin(what)
    return problems


def _is_overtaken(query: dict[str, str]) -> bool:
    """Return whether a widget was moved before the browser had the URL of the move before: the choices are newer."""
    m = memory()
    return query in m.get("written_before", []) and dict(choices()) != m.get("choices_written")


def write_link(what: Spec) -> None:
    """Put the choice into the URL (a step of the browser's history, so that Back undoes it)."""
    m, query = memory(), to_query(what, default())
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    if m.get("written") != query:
        m["written_before"] = [*m.get("written_before", [])[-30:], m.get("written")]
        m["written"] = query
    m["choices_written"] = dict(choices())


def reset() -> None:
    """Go back to the scene as it was opened, or to what the page shows at first."""
    put(memory().get("origin") or default())
    begin()
