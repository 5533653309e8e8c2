"""What the Learning rates page has besides its race: a sweep or a map of the optimizer in focus."""

from __future__ import annotations

import numpy as np
import streamlit as st

from gdviz.engine import RateSweep, Suggestion
from gdviz.ui.entries import rule_of
from gdviz.ui.hyper import map_panel, schedule_panel
from gdviz.ui.problems.problem import Race
from gdviz.ui.rates.spec import RatesChoice
from gdviz.ui.rates.sweeps import sweep_of
from gdviz.ui.rates.take import can_be_taken, take_rate
from gdviz.ui.rates.words import lesson
from gdviz.ui.runs.races import TOLERANCE
from gdviz.ui.spec.option import beside_key, options
from gdviz.ui.spec.spec import Entrant, Spec
from gdviz.ui.state import page_choices, visitor
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import Binding, while_open
from gdviz.ui.widgets.chart import chart, is_dark
from gdviz.ui.widgets.fields import select
from gdviz.ui.widgets.number import refusal
from gdviz.ui.widgets.option import beside, option_segments
from gdviz.ui.widgets.verdict import verdict_lines
from gdviz.ui.workers.pool import pool

OF, VIEW, MEASURE = (options(RatesChoice)[name] for name in ("of", "view", "measure"))


def show(race: Race, focus: int) -> None:
    """Draw the sweep or the map of the optimizer that is chosen, else of the one in focus."""
    if not race.competitors:
        st.caption("Pick an optimizer to see what its learning rates do.")
        return
    spec, of = race.spec, race.spec.beside.of
    runner = next((c for c in race.competitors if c.slug == of), race.competitors[focus])
    entrant = next(e for e in spec.entrants if e.optimizer.key == runner.slug)
    left, right = st.columns([1, 1], vertical_alignment="bottom")
    names = {c.slug: c.name for c in race.competitors}
    write = Binding("of", runner.slug, _choose)
    select(write, OF.label, list(names), label_of=names.__getitem__, at=left)
    if of and of != runner.slug:
        refusal(ValueError(f"'{of[:40]}' does not run here: shown are the rates of {runner.name}."), "")
    if not rule_of(entrant.optimizer).has_rate:
        why = f"{runner.name} chooses the length of its steps itself: it has no learning rate."
        refusal(ValueError(why), "")
        return
    option_segments(VIEW, beside(VIEW), at=right)
    if spec.beside.view == "map":
        map_panel.show(spec, entrant)
        return
    pool().ask(visitor(), [])  # a map that was under way is given up
    if spec.beside.view == "schedules":
        schedule_panel.show(spec, entrant, runner.color)
        return
    option_segments(MEASURE, beside(MEASURE))
    try:
        sweep = sweep_of(spec, entrant, spec.beside.measure)
    except ValueError as error:
        refusal(ValueError(f"There is no sweep: {error}."), "")
        return
    said = lesson(sweep)
    with st.container(key="on-paper"):
        verdict_lines(*said)
        drawn, suggested = st.columns([3, 2], gap="medium")
    with drawn:
        _sweep(spec, entrant, sweep, runner.color, runner.path.lr, said[0])
    with suggested:
        _suggestions(spec, entrant, sweep)


def _choose(slug: str) -> None:
    """Choose whose rates are shown; the player shows the arithmetic of the same."""
    page_choices().update({beside_key("of"): slug, "focus": slug})


def _sweep(
    spec: Spec, entrant: Entrant, sweep: RateSweep, color: str, rate: float, lesson_learnt: str
) -> None:
    """Draw the figure and what its marks are."""
    figure = sweep.figure(dark=is_dark(), measure=spec.beside.measure, chosen=rate, color=color)

    marks = np.array([*sweep.rates, *(s.rate for s in sweep.suggestions)])

    def take(x: float, _: float) -> None:
        x = float(marks[np.abs(marks - x).argmin()])
        suggestion = next((s for s in sweep.suggestions if s.rate == x and can_be_taken(entrant, s)), None)
        take_rate(spec, entrant, x, suggestion.hyper if suggestion else {})

    chart(
        figure,
        "sweep",
        f"{sweep.rule.name} at {len(sweep.rates)} learning rates. {lesson_learnt}",
        on_point=take,
    )
    reached = ""
    if spec.beside.measure == "steps":
        known = any(s.name == "REACHED" for s in sweep.status)
        reached = f" Steps until the loss is within {TOLERANCE:g} of the minimum." if known else ""
    with st.container(key="on-screen"):
        st.caption(
            "Click a mark and that very run plays below; the rate in the sidebar does the same without a "
            "mouse."
        )
    st.caption(
        "Each mark is a run of its own; the dotted line is one run while its rate rises, which fastai's "
        f"suggestions are read from.{reached}"
    )


def _suggestions(spec: Spec, entrant: Entrant, sweep: RateSweep) -> None:
    """Draw each suggestion with its source, what it assumes, and a button that takes it."""
    with st.container(key="suggestions"):
        for suggestion in sweep.suggestions:
            left, right = st.columns([5, 3], vertical_alignment="center")  # the button's number is whole
            left.markdown(_described(suggestion))
            reachable = can_be_taken(entrant, suggestion)
            right.button(
                f"Use {suggestion.rate:.4g}",  # a screen reader tells the buttons apart
                key=f"use-{suggestion.key}",
                on_click=while_open(take_rate),
                args=(spec, entrant, suggestion.rate, suggestion.hyper),
                disabled=not reachable,
                help=None if reachable else "Its sliders do not reach that far",
                width="stretch",
            )


def _described(suggestion: Suggestion) -> str:
    """Say what a suggestion is, in two lines of Markdown."""
    formula = f"{suggestion.formula} = " if suggestion.formula else ""
    with_it = "".join(f", {name} {value:.4g}" for name, value in suggestion.hyper.items())
    head = f"{formula}{suggestion.rate:.4g}{with_it}"
    holds = "" if suggestion.holds else " **That does not hold here.**"
    said = f"{suggestion.source}; {suggestion.assumes}"
    return (
        f"**{markdown.escape(suggestion.name)}**: {markdown.escape(head)}  \n"
        f":small[{markdown.escape(said[0].upper() + said[1:])}.]{holds}"
    )
