"""Controls of a run besides its optimizers: the start, and the options declared in `gdviz.ui.spec`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import streamlit as st

from gdviz.engine import random_starts
from gdviz.ui import current
from gdviz.ui.problems.kinds import (
    applies,
    axes_of,
    axis_names,
    choice_key,
    objective_of,
    on_plane,
    problem_of,
    start_of,
    window_of,
)
from gdviz.ui.spec.option import options_of
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import begin, default, page_choices
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import Binding, bound, while_open
from gdviz.ui.widgets.entry import sentence
from gdviz.ui.widgets.fields import toggle
from gdviz.ui.widgets.number import number_field, refusal
from gdviz.ui.widgets.option import option_field

NAMED = 4  # parameters that a sentence names at most, the others counted


def rounded(value: float, width: float) -> float:
    """Round a coordinate to decimals of at most a ten-thousandth of the window's width; it is run as shown.

    This keeps links short.

    Examples
    --------
    >>> rounded(1.23456789, 4.0), rounded(1.23456789, 0.04)
    (1.2346, 1.234568)
    """
    return round(value, 4 - math.floor(math.log10(width)))


def round_start(spec: Spec, point: Sequence[float], axes: Sequence[int]) -> list[float]:
    """Return coordinates on these axes, rounded as far as the picture shows them."""
    shown, domain = dict(zip(axes_of(spec), window_of(spec), strict=True)), objective_of(spec).domain
    ranges = [shown.get(i, domain[i]) for i in axes]
    return [rounded(float(v), high - low) for v, (low, high) in zip(point, ranges, strict=True)]


def put_start(spec: Spec, point: Sequence[float], axes: Sequence[int]) -> None:
    """Choose where the race starts; `point` has a coordinate for each of `axes`, the others stay."""
    start, usual = list(start_of(spec)), tuple(objective_of(spec).start)
    for i, v in zip(axes, point, strict=True):
        start[i] = v
    page_choices()[choice_key("start", spec)] = None if tuple(start) == usual else tuple(start)


def start_controls(spec: Spec) -> None:
    """Draw fields for the start, unless the problem has them; click and random button set it too."""
    key, objective, start = choice_key("start", spec), objective_of(spec), start_of(spec)
    axes = () if problem_of(spec).sets_start else axes_of(spec)
    row = st.container(horizontal=True, key="start-row") if len(axes) > 1 else st
    for i in axes:
        _coordinate(key, start, i, objective.start[i], f"Start {markdown.escape(objective.names[i])}", row)
    sides = zip(objective.names, start, objective.domain, strict=True)
    outside = [name for name, v, (lo, hi) in sides if not lo <= v <= hi]
    if outside:
        st.caption(
            f":material/info: The start's {markdown.escape(_listed(outside))} lies outside of the "
            f"{problem_of(spec).noun}'s window; the run is made all the same."
        )


def _listed(names: Sequence[str]) -> str:
    """Write names for a sentence; of many the first few.

    Examples
    --------
    >>> _listed("xy"), _listed("abcdef")
    ('x and y', 'a, b, c and 3 others')
    """
    told = names if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} others"]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def _coordinate(key: str, point: Sequence[float], i: int, usual: float, label: str, column: Any) -> None:
    """Draw a field for one number of several that are chosen together."""

    def write(value: float) -> None:
        page_choices()[key] = tuple(value if j == i else v for j, v in enumerate(point))

    number_field(Binding(f"{key}.{i}", float(point[i]), write), label, usual=float(usual), at=column)


def group(name: str, spec: Spec) -> None:
    """Draw the options of a group: switches first, then fields of numbers, two in a row."""
    declared = [o for o in options_of(spec).values() if o.group == name and applies(o, spec)]
    numbers = [o for o in declared if o.low is not None]
    for option in declared:
        if option not in numbers:
            toggle(bound(option.field, option.default), option.label, help=option.help or None)
    for pair in (numbers[i : i + 2] for i in range(0, len(numbers), 2)):
        columns = st.columns(2, vertical_alignment="top") if len(pair) == 2 else [st]
        for column, option in zip(columns, pair, strict=True):
            usual = getattr(default(), option.field)
            option_field(option, bound(option.field, usual), usual=usual, at=column)


def more_controls(spec: Spec) -> None:
    """Draw the controls that a first visit does not need."""
    more = st.expander("More", key="more", on_change=while_open())
    if not more.open:  # controls that nobody sees are not sent
        return
    with more:
        st.markdown("**Random start**")
        kinds = (("uniform", "Uniform over the window"), ("normal", "Normal around its middle"))
        for column, (kind, meaning) in zip(st.columns(2), kinds, strict=True):
            column.button(
                kind.capitalize(),
                on_click=while_open(_random_start),
                args=(spec, kind),
                width="stretch",
                key=f"random-{kind}",
                help=f"{meaning}; each press draws the next point of a seeded stream",
            )
        group("more", spec)
        st.markdown("**Stop when**")
        group("stop", spec)
        _window(spec)


def _random_start(spec: Spec, kind: str) -> None:
    choices, objective = page_choices(), objective_of(spec)
    choices["random starts"] = drawn = choices.get("random starts", 0) + 1
    axes, point = range(objective.dimension), random_starts(objective, 1, kind, drawn)[0]
    put_start(spec, round_start(spec, point, axes), axes)
    begin()


def conditions(spec: Spec) -> str:
    """Return what else is in force in this run, in sentences; without a run, how to get one."""
    captions = [
        option.caption.format_map(vars(spec))
        for name, option in options_of(spec).items()
        if option.caption and getattr(spec, name) != option.default
    ]
    no_run = "" if spec.entrants else "Pick an optimizer in the sidebar to see a run and what belongs to it."
    return " ".join(filter(None, [no_run, *captions, *problem_of(spec).remarks(spec)]))


def _window(spec: Spec) -> None:
    """Draw fields for the window that is shown; on a plane, whose own one its run has, a button alone."""
    choices, key, complaint = page_choices(), choice_key("window", spec), current.window(spec)[1]
    if on_plane(spec):
        if choices.get(key):
            label = "Back to the plane's own window"
            st.button(label, on_click=while_open(lambda: choices.pop(key, None)), width="stretch")
        return
    st.markdown("**Window shown**")
    usual = tuple(v for i in axes_of(spec) for v in objective_of(spec).domain[i])
    shown = choices.get(key) or usual
    labels = [f"{markdown.escape(name)} {side}" for name in axis_names(spec) for side in ("from", "to")]
    columns = [column for _ in axis_names(spec) for column in st.columns(2)]
    for i, (column, label) in enumerate(zip(columns, labels, strict=True)):
        _coordinate(key, shown, i, usual[i], label, column)
    noun = problem_of(spec).noun
    if complaint:
        refusal(ValueError(f"{sentence(complaint)} Shown is the {noun}'s own window."), "")
    if choices.get(key):
        label = f"Back to the {noun}'s own window"
        st.button(label, on_click=while_open(lambda: choices.pop(key, None)), width="stretch")
