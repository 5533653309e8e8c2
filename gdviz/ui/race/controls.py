"""The controls of what is raced: optimizers with their rates, and the learning-rate schedule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import streamlit as st

import gdviz
from gdviz.engine import Schedule
from gdviz.engine.method.default_rate import SERIES
from gdviz.player.scene.palette import COLORS, DASHES, slots
from gdviz.ui import current
from gdviz.ui.current import CONSTANT, SAMPLE_RULE, SAMPLE_SCHEDULE
from gdviz.ui.entries import check_rate, rule_of, schedule_of
from gdviz.ui.problems.kinds import rate_key
from gdviz.ui.race import picker
from gdviz.ui.race.parts import part
from gdviz.ui.rates.take import find_button
from gdviz.ui.runs.derived_rate import derived_rate
from gdviz.ui.spec.spec import OWN, Spec
from gdviz.ui.spec.values import short_text
from gdviz.ui.state import page_choices
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import Binding, bound, while_open
from gdviz.ui.widgets.entry import WRITE_YOUR_OWN, origin, own_text, parameters
from gdviz.ui.widgets.fields import select, series_slider
from gdviz.ui.widgets.number import number_field
from gdviz.ui.widgets.swatch import swatch

RATES = (*(float(f"{m}e{e}") for e in range(-6, 2) for m in SERIES), 100.0)
DERIVED = {  # by the unit of a rule's rate: what it is where nobody has set it
    "1/curvature": "Derived from slope and curvature at the start (and curvature at the known minima): {}.",
    "length": "A hundredth of the window's width: {}.",
    "none": "The method's usual rate: {}.",
}
NO_RATE = "SciPy's own: it finds the length of its steps itself, so there is no learning rate."
RULE_HELP = (
    "One equation a line. Read: theta, g (gradient), f (loss), t, T, lr. Declare a slider with "
    "`param beta = 0.9 from 0 to 1` and memory with `state m = 0`. Assign theta. Functions: sqrt, sign, "
    "norm, where, grad(point), hess(point), solve(A, v), line_search(direction), "
    "wolfe(direction, 1, 1e-4, 0.9) and more."
)


def optimizer_controls(spec: Spec) -> None:
    """Draw the field of optimizers, and for each its rate and its own sliders."""
    picker.optimizers()
    if not spec.entrants:
        st.caption("No optimizer picked: only the surface is shown.")
    part.part(part.DERIVED, _derived)(spec)
    places = slots([rule_of(e.optimizer).slot for e in spec.entrants])
    for e, place in zip(spec.entrants, places, strict=True):
        slug = e.optimizer.key
        part.part(part.of_entrant(slug), _entrant)(spec, slug, place)


def _derived(spec: Spec) -> None:
    """Say whose rates are derived from the surface at the start."""
    moving = [e for e in spec.entrants if e.lr is None and rule_of(e.optimizer).unit == "1/curvature"]
    if moving:
        names = ", ".join(rule_of(e.optimizer).name for e in moving)
        st.caption(
            "Derived from slope and curvature at the start, and so moving with it until you set it: the rate "
            f"of {markdown.escape(names)}."
        )


def _entrant(spec: Spec, slug: str, place: int) -> None:
    e = next(e for e in spec.entrants if e.optimizer.key == slug)
    rule = rule_of(e.optimizer)
    with st.container(border=True, horizontal=True, vertical_alignment="bottom", key=f"entrant-{slug}"):
        line = swatch(COLORS[place], DASHES[place])
        name, source = escape(rule.name), escape(origin(rule))
        st.html(f'<div class="gd-entrant">{line}<b>{name}</b><small>{source}</small></div>')
        if slug == OWN:
            own_text(OWN, "Update rule", SAMPLE_RULE, rule_of, f"rule.{OWN}", RULE_HELP, 150)
        if rule.has_rate:
            part.part(part.of_rate(slug), _rate)(spec, slug)
            find_button(spec, e, current.from_choices)
        else:
            st.caption(NO_RATE)
        if slug != OWN and rule.params:
            details = st.expander("Parameters", key=f"details-{slug}", on_change=while_open())
            if details.open:  # sliders that nobody sees are not sent
                with details:
                    parameters(f"rule.{slug}", rule.params, then=part.follow)


def _rate(spec: Spec, slug: str) -> None:
    """Draw the learning rate: a logarithmic slider to drag and a field for any number."""
    optimizer = next(e.optimizer for e in spec.entrants if e.optimizer.key == slug)
    key, derived = rate_key(spec, slug), derived_rate(spec, optimizer)
    origin_of_derived = DERIVED[rule_of(optimizer).unit].format(short_text(derived))
    set_to = page_choices().get(key)
    value = derived if set_to is None else float(set_to)

    def choose(rate: float | None) -> None:
        page_choices()[key] = rate
        part.follow()

    binding = Binding(key, value, choose)
    series_slider(replace(binding, key=f"slide.{key}"), "Learning rate", RATES)
    number_field(
        binding,
        "Learning rate, typed",
        check=check_rate,
        label_visibility="collapsed",
        help=f"{origin_of_derived} An empty field goes back to it.",
    )


def schedule_controls() -> None:
    """Draw the field of learning-rate schedules, and the text or the parameters of the one picked."""
    registry: Mapping[str, Schedule] = gdviz.schedules
    others = [s for s in registry if s != CONSTANT]
    select(
        bound("schedule", CONSTANT),
        "Learning-rate schedule",
        [CONSTANT, *others, OWN],
        label_of=lambda s: WRITE_YOUR_OWN if s == OWN else registry[s].name,
    )
    slug = page_choices().get("schedule", CONSTANT)
    if slug == OWN:
        own_text(
            "rate",
            "Rate of step t (lr, t, T, f, g)",
            SAMPLE_SCHEDULE,
            schedule_of,
            f"schedule.{OWN}",
            "For example lr/t, lr*0.99^t, lr*(1 + cos(pi*t/T))/2",
        )
    elif slug != CONSTANT:
        st.caption(registry[slug].note)
        parameters(f"schedule.{slug}", registry[slug].params)
