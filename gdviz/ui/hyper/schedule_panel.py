"""Schedules side by side on the page: which, their figure, and a button that takes one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

import gdviz
from gdviz.engine import Path
from gdviz.engine.run.path import ALIKE
from gdviz.figures import schedules as drawn
from gdviz.ui.current import CONSTANT
from gdviz.ui.hyper.maps import rate_of
from gdviz.ui.problems.kinds import window_of
from gdviz.ui.rates.spec import MOST_SCHEDULES
from gdviz.ui.runs.races import race
from gdviz.ui.spec.option import beside_key
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from gdviz.ui.state import begin, page_choices
from gdviz.ui.widgets.binding import Binding, while_open
from gdviz.ui.widgets.chart import chart, is_dark
from gdviz.ui.widgets.fields import several
from gdviz.ui.widgets.number import refusal
from gdviz.ui.widgets.verdict import verdict_line

FIELD = beside_key("schedules")


def show(spec: Spec, entrant: Entrant, color: str) -> None:
    """Draw the runs of an optimizer with several schedules."""
    registry = gdviz.schedules
    known = [slug for slug in dict.fromkeys(spec.beside.schedules) if slug in registry]
    picked = known[:MOST_SCHEDULES]
    several(
        Binding(FIELD, picked, lambda slugs: page_choices().update({FIELD: tuple(slugs)})),
        "Schedules",
        list(registry),
        label_of=lambda slug: registry[slug].name,
        max_selections=MOST_SCHEDULES,
    )
    if unknown := [slug for slug in spec.beside.schedules if slug not in registry]:
        refusal(ValueError(f"There is no schedule '{unknown[0][:40]}'; it was left out."), "")
    if cut := [registry[slug].name for slug in known[MOST_SCHEDULES:]]:
        refusal(
            ValueError(f"At most {MOST_SCHEDULES} schedules are compared; left out: {', '.join(cut)}."), ""
        )
    if not picked:
        st.caption("Pick schedules to see the rates and the paths that they make.")
        return
    try:
        paths = {registry[slug].name: path_with(spec, entrant, slug) for slug in picked}
    except ValueError as error:
        refusal(ValueError(f"The schedules cannot be compared: {error}"), "")
        return
    said = in_words(paths)
    figure = drawn.figure(paths, window=window_of(spec), color=color, dark=is_dark())
    with st.container(key="on-paper"):
        verdict_line(said)
        chart(figure, "schedules", f"Rate, loss and path with {', '.join(paths)}. {said}")
    st.caption("Each row is one run: the rate of each step, the loss, and the path.")
    for column, slug in zip(st.columns(len(picked)), picked, strict=True):
        column.button(
            f"Use {registry[slug].name}",
            on_click=while_open(_take),
            args=(slug,),
            key=f"schedule-{slug}",
            width="stretch",
        )


def path_with(spec: Spec, entrant: Entrant, slug: str) -> Path:
    """Return the run of an entrant with a schedule, at its own base rate. Raises ValueError."""
    schedule = None if slug == CONSTANT else Choice(slug)
    one = replace(spec, entrants=(Entrant(entrant.optimizer, rate_of(spec, entrant)),), schedule=schedule)
    done = race(one)
    if not done.competitors:
        raise ValueError(done.complaints[0])
    return done.competitors[0].path


def in_words(paths: dict[str, Path]) -> str:
    """Say with which schedule the loss ends best."""
    first = next(iter(paths.values()))
    sign, kind = (-1.0, "highest") if first.maximize else (1.0, "lowest")
    ends = {name: sign * float(path.loss[-1]) for name, path in paths.items()}
    ends = {name: end for name, end in ends.items() if np.isfinite(end)}
    if not ends:
        return "No run ends at a finite loss."
    best = min(ends.values())
    near = [
        name for name, end in ends.items() if end - best <= ALIKE * abs(sign * float(first.loss[0]) - best)
    ]
    if len(near) > 1:
        return f"The loss ends {kind}, at {sign * best:.4g}, with {' and '.join(near)} alike."
    return f"The loss ends {kind} with {near[0]}, at {sign * best:.4g}."


def _take(slug: str) -> None:
    """Choose a schedule; the player plays that run."""
    page_choices()["schedule"] = slug
    begin()
