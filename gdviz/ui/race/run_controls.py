"""Controls of a run besides what is raced: its start, and the options as they are declared in `gdviz.ui.spec.spec`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from gdviz.engine import random_starts
from gdviz.ui import current
from gdviz.ui.problems.kinds import (
    axes_of,
    axis_names,
    objective_id,
    objective_of,
    problem_of,
    start_of,
    view_id,
)
from gdviz.ui.spec.option import Option, options
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import begin, choices, default
from gdviz.ui.widgets import plain
from gdviz.ui.widgets.entry import sentence
from gdviz.ui.widgets.fields import toggle
from gdviz.ui.widgets.number import number, refusal
from gdviz.ui.widgets.tied import Tie, tie


def rounded(value: float, width: float) -> float:
    """Round a coordinate to a ten-thousandth of the window, so that links stay short; it is run exactly as shown."""
    return float(f"{round(value / width * 1e4) * width / 1e4:.6g}")


def set_start(spec: Spec, point: Sequence[float], axes: Sequence[int]) -> None:
    """Choose where the race starts; `point` has a coordinate for each of `axes`, the others stay."""
    objective, start = objective_of(spec), list(start_of(spec))
    for i, v in zip(axes, point, strict=True):
        lo, hi = objective.domain[i]
        start[i] = rounded(float(v), hi - lo)
    choices()[f"start.{objective_id(spec)}"] = tuple(start)
    begin()


def start_controls(spec: Spec) -> None:
    """Draw fields for the start; a click on the contour and the random button write to the same place."""
    key, objective, start = f"start.{objective_id(spec)}", objective_of(spec), start_of(spec)
    axes = axes_of(spec)
    for column, i in zip(st.columns(len(axes)), axes, strict=True):
        _coordinate(key, start, i, objective.start[i], f"Start {plain.markdown(objective.names[i])}", column)
    sides = zip(objective.names, start, objective.domain, strict=True)
    outside = [name for name, v, (lo, hi) in sides if not lo <= v <= hi]
    if outside:
        st.caption(
            f":material/info: The start's {plain.markdown(' and '.join(outside))} lies outside of the "
            f"{problem_of(spec).noun}'s window; the run is made all the same."
        )


def _coordinate(key: str, point: Sequence[float], i: int, usual: float, label: str, column: Any) -> None:
    """Draw a field for one number of several that are chosen together."""

    def take(value: float) -> None:
        choices()[key] = tuple(value if j == i else v for j, v in enumerate(point))

    number(Tie(f"{key}.{i}", float(point[i]), take), label, usual=float(usual), at=column)


def group(name: str) -> None:
    """Draw the options of a group: what is on or off first, then the numbers, two in a row."""
    declared = [o for o in options(Spec).values() if o.group == name]
    numbers = [o for o in declared if o.low is not None]
    for option in declared:
        if option not in numbers:
            toggle(tie(option.field, option.default), option.label, help=option.help or None)
    for pair in (numbers[i : i + 2] for i in range(0, len(numbers), 2)):
        columns = st.columns(2, vertical_alignment="top") if len(pair) == 2 else [st]
        for column, option in zip(columns, pair, strict=True):
            _number(option, column)


def _number(option: Option, at: Any) -> None:
    usual = getattr(default(), option.field)
    number(
        tie(option.field, usual),
        option.label,
        whole=option.whole,
        off=option.off,
        usual=usual,
        check=option.check,
        at=at,
        help=option.help or None,
    )


def more_controls(spec: Spec) -> None:
    """Draw what a first visit does not need."""
    more = st.expander("More", key="more", on_change="rerun")
    if not more.open:  # controls that nobody sees are not sent
        return
    with more:
        st.markdown("**Random start**")
        kinds = (("uniform", "Uniform over the window"), ("normal", "Normal around its middle"))
        for column, (kind, told) in zip(st.columns(2), kinds, strict=True):
            column.button(
                kind.capitalize(),
                on_click=_random_start,
                args=(spec, kind),
                width="stretch",
                key=f"random-{kind}",
                help=f"{told}; each press draws the next point of a seeded stream",
            )
        group("more")
        st.markdown("**Stop when**")
        group("stop")
        _window(spec)


def _random_start(spec: Spec, kind: str) -> None:
    held, objective = choices(), objective_of(spec)
    held["drawn"] = held.get("drawn", 0) + 1
    set_start(spec, tuple(random_starts(objective, 1, kind, held["drawn"])[0]), range(objective.dimension))


def conditions(spec: Spec) -> str:
    """Return what else is in force in this run, in sentences; "" where nothing is."""
    told = [
        option.told.format_map(vars(spec))
        for name, option in options(Spec).items()
        if option.told and getattr(spec, name) != option.default
    ]
    return " ".join([*told, *problem_of(spec).remarks(spec)])


def _window(spec: Spec) -> None:
    """Draw fields for the window that is shown."""
    st.markdown("**Window shown**")
    held, key, problem = choices(), f"window.{view_id(spec)}", current.window(spec)[1]
    usual = tuple(v for i in axes_of(spec) for v in objective_of(spec).domain[i])
    shown = held.get(key) or usual
    labels = [f"{plain.markdown(name)} {side}" for name in axis_names(spec) for side in ("from", "to")]
    columns = [column for _ in axis_names(spec) for column in st.columns(2)]
    for i, (column, label) in enumerate(zip(columns, labels, strict=True)):
        _coordinate(key, shown, i, usual[i], label, column)
    noun = problem_of(spec).noun
    if problem:
        refusal(ValueError(f"{sentence(problem)} Shown is the {noun}'s own window."), "")
    if held.get(key):
        st.button(f"Back to the {noun}'s own window", on_click=lambda: held.pop(key, None), width="stretch")
