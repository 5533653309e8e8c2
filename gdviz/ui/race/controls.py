"""The controls of a race, made from the entries' own parameters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

import gdviz
from gdviz.engine import Entry, Objective, Rule, Schedule, Surface, default_rate
from gdviz.engine.method.default_rate import SERIES
from gdviz.engine.surface import read_by
from gdviz.formula import Param, hints, symbol
from gdviz.player.scene.palette import COLORS, DASHES, slots
from gdviz.ui import current as chosen
from gdviz.ui import resolve
from gdviz.ui.link import OWN
from gdviz.ui.race import picker
from gdviz.ui.spec import Choice, Entrant, Spec
from gdviz.ui.state import SAMPLE_RULE, SAMPLE_SCHEDULE, SAMPLE_SURFACE, choices, objective_id
from gdviz.ui.values import shown
from gdviz.ui.widgets import plain
from gdviz.ui.widgets import tied as widgets
from gdviz.ui.widgets.marks import line
from gdviz.ui.widgets.tied import refusal

RATES = [float(f"{m}e{e}") for e in range(-6, 2) for m in SERIES] + [100.0]
DERIVED = {  # by the unit of a rule's rate: what it is where nobody has set it
    "1/curvature": "Derived from slope and curvature at the start (and curvature at the known minima): {}.",
    "length": "A hundredth of the window's width: {}.",
    "none": "The method's usual rate: {}.",
}
RULE_HELP = (
    "One equation a line. Read: theta, g (gradient), f (loss), t, T, lr. Declare a slider with "
    "`param beta = 0.9 from 0 to 1` and memory with `state m = 0`. Assign theta. Functions: sqrt, sign, norm, where, "
    "grad(point), hess(point), line_search(direction) and more."
)


def title(entry: Entry) -> str:
    """Name with authors and year."""
    made = origin(entry)
    return f"{entry.name} ({made})" if made else entry.name


def origin(entry: Entry) -> str:
    """Authors and year."""
    return " ".join(filter(None, [entry.authors, str(entry.year or "")]))


def parameters(prefix: str, params: Sequence[Param]) -> None:
    """A slider for each parameter that a text declares."""
    for p in params:
        label, told = plain.markdown(symbol(p.name, "text")), plain.markdown(p.help) or None
        t = widgets.tie(f"{prefix}.{p.name}", int(p.default) if p.integer else float(p.default))
        if p.integer:
            widgets.slider(t, label, int(p.low), int(p.high), 1, help=told)
        elif p.log:
            widgets.series(t, label, sorted({*_log_options(p.low, p.high), p.default}), help=told)
        else:
            step = 10.0 ** math.floor(math.log10((p.high - p.low) / 100))
            least = max(0, -round(math.log10(step)))
            digits = next(
                (d for d in range(least, 15) if round(t.value, d) == t.value), 15
            )  # all that the value has
            widgets.slider(t, label, p.low, p.high, step, format=f"%.{digits}f", help=told)


def _log_options(low: float, high: float) -> list[float]:
    inside = [
        float(f"{m}e{e}")
        for e in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        for m in (1, 2, 5)
    ]
    return [low, *(v for v in inside if low < v < high), high]


def surface_controls() -> None:
    """Pick or write the surface."""
    registry = gdviz.surfaces
    widgets.select(
        widgets.tie("surface", "rosenbrock"),
        "Loss surface",
        [*registry, OWN],
        words=lambda s: "Write your own ..." if s == OWN else title(registry[s]),
    )
    slug = choices().get("surface", "rosenbrock")
    if slug == OWN:
        own_text(
            "f",
            "f(x, y) =",
            SAMPLE_SURFACE,
            resolve.surface_of,
            f"surface.{OWN}",
            "For example x^2 + 3y^2, 2x(y+1), |x| + |y|, exp(-x^2), min(x, y). A text that reads x alone is a curve. "
            "A line `param a = 1 from 0 to 5` makes a slider.",
        )
        surface = resolve.surface_of(chosen.surface_choice())
        read = read_by(surface.program)
        if surface.dimension == 1:
            st.caption("It reads x alone, so it is drawn as a curve.")
        elif "x" not in read and "y" in read:
            st.caption(
                "It reads y alone and is drawn over x and y all the same; write it with x to see a curve."
            )
    else:
        st.caption(registry[slug].note)
        parameters(f"surface.{slug}", registry[slug].params)


def own_text(
    key: str, label: str, sample: str, find: Any, prefix: str, help_text: str, height: int = 68
) -> None:
    """A text area for a program of one's own, with its refusal or hints below and sliders for its parameters."""
    widgets.text(widgets.tie(key, sample), label, height=height, help=help_text)
    text = choices().get(key, sample)
    try:
        entry: Entry = find(Choice(text=text))
        for h in hints(entry.program)[:2] if isinstance(entry, Surface) else []:
            st.caption(f":material/info: {h.message}")
    except ValueError as error:
        refusal(error, text)
        st.caption("Shown is the last text that worked.")
        entry = find(chosen.own_choice(key, sample, find, prefix))
    parameters(prefix, entry.params)


def optimizer_controls(spec: Spec) -> None:
    """Pick optimizers or write one; each with its rate and its own sliders."""
    registry: Mapping[str, Rule] = gdviz.optimizers
    picker.optimizers()
    if not spec.entrants:
        st.caption("No optimizer picked: only the surface is shown.")
    moving = [e for e in spec.entrants if e.lr is None and resolve.rule_of(e.optimizer).unit == "1/curvature"]
    if moving:
        names = ", ".join(resolve.rule_of(e.optimizer).name for e in moving)
        st.caption(
            f"Derived from slope and curvature at the start, and so moving with it until you set it: the rate of "
            f"{plain.markdown(names)}."
        )
    places = slots([None if not e.optimizer.slug else registry[e.optimizer.slug].slot for e in spec.entrants])
    sid, objective, start = objective_id(spec), resolve.objective_of(spec), resolve.start_of(spec)
    for e, place in zip(spec.entrants, places, strict=True):
        _entrant(sid, e, place, objective, start)


def _entrant(sid: str, e: Entrant, place: int, objective: Objective, start: tuple[float, ...]) -> None:
    slug, rule = e.optimizer.slug or OWN, resolve.rule_of(e.optimizer)
    with st.container(border=True, key=f"entrant-{slug}"):
        mark = line(COLORS[place], DASHES[place])
        st.html(
            f'<div class="gd-entrant">{mark}<b>{escape(rule.name)}</b><small>{escape(origin(rule))}</small></div>'
        )
        if slug == OWN:
            own_text(OWN, "Update rule", SAMPLE_RULE, resolve.rule_of, f"rule.{OWN}", RULE_HELP, 150)
        derived = default_rate(objective, rule, start)
        _rate(f"lr.{sid}.{slug}", derived, DERIVED[rule.unit].format(shown(derived)))
        if slug != OWN and rule.params:
            details = st.expander("Parameters", key=f"details-{slug}", on_change="rerun")
            if details.open:  # sliders that nobody sees are not sent
                with details:
                    parameters(f"rule.{slug}", rule.params)


def _rate(key: str, derived: float, told: str) -> None:
    """The learning rate: a logarithmic slider to drag and a field for any number."""
    chosen = choices().get(key)
    value = derived if chosen is None else float(chosen)
    t = widgets.Tie(key, value, lambda v: choices().update({key: v}))
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    widgets.series(replace(t, key=f"slide.{key}"), "Learning rate", RATES, at=left)
    widgets.number(
        t,
        "Learning rate, typed",
        check=resolve.check_rate,
        at=right,
        label_visibility="collapsed",
        help=f"{told} An empty field goes back to it.",
    )


def schedule_controls() -> None:
    """Pick or write a learning-rate schedule that all optimizers follow."""
    registry: Mapping[str, Schedule] = gdviz.schedules
    others = [s for s in registry if s != "constant"]
    widgets.select(
        widgets.tie("schedule", "constant"),
        "Learning-rate schedule",
        ["constant", *others, OWN],
        words=lambda s: "Write your own ..." if s == OWN else registry[s].name,
    )
    slug = choices().get("schedule", "constant")
    if slug == OWN:
        own_text(
            "rate",
            "Rate of step t (lr, t, T, f, g)",
            SAMPLE_SCHEDULE,
            resolve.schedule_of,
            f"schedule.{OWN}",
            "For example lr/t, lr*0.99^t, lr*(1 + cos(pi*t/T))/2",
        )
    elif slug != "constant":
        st.caption(registry[slug].note)
        parameters(f"schedule.{slug}", registry[slug].params)
