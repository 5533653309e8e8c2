"""Controls of a run besides what is raced: steps, start, window, noise, clipping, ascent, stop rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from gdviz.engine import random_starts
from gdviz.ui import current as chosen
from gdviz.ui import resolve
from gdviz.ui.options import OPTIONS
from gdviz.ui.problems.fit import objective as fits
from gdviz.ui.spec import Spec
from gdviz.ui.state import begin, choices, default, objective_id, view_id
from gdviz.ui.widgets import plain
from gdviz.ui.widgets.tied import Tie, number, refusal, tie, toggle


def nice(value: float, width: float) -> float:
    """A coordinate to a ten-thousandth of the window, so that links stay short; it is run exactly as shown."""
    return float(f"{round(value / width * 1e4) * width / 1e4:.6g}")


def set_start(spec: Spec, point: tuple[float, ...], axes: Sequence[int]) -> None:
    """Choose where the race starts: a click on the picture gives the coordinates of its axes, a random point all of them."""
    objective, start = resolve.objective_of(spec), list(resolve.start_of(spec))
    for i, v in zip(axes, point, strict=True):
        lo, hi = objective.domain[i]
        start[i] = nice(float(v), hi - lo)
    choices()[f"start.{objective_id(spec)}"] = tuple(start)
    begin()


def start_controls(spec: Spec) -> None:
    """Numbers for the start; a click on the contour and the random button write to the same place."""
    key, objective, start = f"start.{objective_id(spec)}", resolve.objective_of(spec), resolve.start_of(spec)
    axes = resolve.axes_of(spec)
    for column, i in zip(st.columns(len(axes)), axes, strict=True):
        _coordinate(key, start, i, objective.start[i], f"Start {plain.markdown(objective.names[i])}", column)
    outside = [
        n
        for n, v, (lo, hi) in zip(objective.names, start, objective.domain, strict=True)
        if not lo <= v <= hi
    ]
    if outside:
        owner = "data" if spec.fit else "surface"
        st.caption(
            f":material/info: The start's {plain.markdown(' and '.join(outside))} lies outside of the {owner}'s "
            "window; the run is made all the same."
        )


def _coordinate(key: str, point: tuple[float, ...], i: int, usual: float, label: str, column: Any) -> None:
    """A field for one number of several that are chosen together."""

    def take(value: float) -> None:
        choices()[key] = tuple(value if j == i else v for j, v in enumerate(point))

    number(Tie(f"{key}.{i}", float(point[i]), take), label, usual=float(usual), at=column)


def option(name: str, at: Any = st) -> None:
    """The field of a number of the run, as the table of options declares it."""
    o, usual = OPTIONS[name], getattr(default(), name)
    number(
        tie(name, usual),
        o.label,
        whole=o.whole,
        off=o.off,
        usual=usual,
        check=o.check,
        at=at,
        help=o.help or None,
    )


def _random(spec: Spec, kind: str) -> None:
    c = choices()
    c["drawn"] = c.get("drawn", 0) + 1
    objective = resolve.objective_of(spec)
    set_start(spec, tuple(random_starts(objective, 1, kind, c["drawn"])[0]), range(objective.dimension))


def more_controls(spec: Spec) -> None:
    """What a first visit does not need."""
    more = st.expander("More", key="more", on_change="rerun")
    if not more.open:  # controls that nobody sees are not sent
        return
    with more:
        st.markdown("**Random start**")
        left, right = st.columns(2)
        for column, kind, told in (
            (left, "uniform", "Uniform over the window"),
            (right, "normal", "Normal around its middle"),
        ):
            column.button(
                kind.capitalize(),
                on_click=_random,
                args=(spec, kind),
                width="stretch",
                key=f"random-{kind}",
                help=f"{told}; each press draws the next point of a seeded stream",
            )
        toggle(tie("maximize", False), "Gradient ascent", help="Climb instead of descend")
        left, right = st.columns(2, vertical_alignment="top")
        option("noise", left)
        option("seed", right)
        option("clip")
        st.markdown("**Stop when**")
        for names in (("stop_gradient", "stop_loss"), ("patience", "progress")):
            for column, name in zip(st.columns(2, vertical_alignment="top"), names, strict=True):
                option(name, column)
        _window(spec)


def conditions(spec: Spec) -> str:
    """What else is in force in this run, in words; "" where nothing is."""
    parts = [
        "Gradient ascent: the optimizers see the negative gradient." if spec.maximize else "",
        f"Gradients carry normal noise of deviation {spec.noise:g} (seed {spec.seed}, the same for all)."
        if spec.noise
        else "",
        f"Gradients longer than {spec.clip:g} are clipped to that norm." if spec.clip else "",
        f"Runs stop at a loss of {spec.stop_loss:g}." if spec.stop_loss is not None else "",
        f"Runs stop after {spec.patience} steps without progress." if spec.patience else "",
    ]
    return " ".join(filter(None, [*parts, *(fits.remarks(spec) if spec.fit else [])]))


def _window(spec: Spec) -> None:
    st.markdown("**Window shown**")
    c, key, problem = choices(), f"window.{view_id(spec)}", chosen.window(spec)[1]
    usual = tuple(v for i in resolve.axes_of(spec) for v in resolve.objective_of(spec).domain[i])
    flat = c.get(key) or usual
    labels = [f"{plain.markdown(n)} {side}" for n in resolve.axis_names(spec) for side in ("from", "to")]
    columns = [column for _ in labels[::2] for column in st.columns(2)]
    for i, (column, label) in enumerate(zip(columns, labels, strict=True)):
        _coordinate(key, flat, i, usual[i], label, column)
    owner = "data" if spec.fit else "surface"
    if problem:
        refusal(ValueError(f"{problem[0].upper()}{problem[1:]}. Shown is the {owner}'s own window."), "")
    if c.get(key):
        st.button(f"Back to the {owner}'s own window", on_click=lambda: c.pop(key, None), width="stretch")


def steps_control() -> None:
    """Number of steps."""
    option("steps")
