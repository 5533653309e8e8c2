"""Controls of a run besides what is raced: steps, start, window, noise, clipping, ascent, stop rules."""

from __future__ import annotations

import streamlit as st

from gdviz.engine import Spec, random_starts
from gdviz.engine.stepper import MAX_STEPS
from gdviz.ui import chosen, fits, plain, resolve
from gdviz.ui.controls import refusal
from gdviz.ui.resolve import BOUNDS
from gdviz.ui.state import begin, bind, choices, objective_id, view_id
from gdviz.ui.url import DEFAULT


def nice(value: float, width: float) -> float:
    """A coordinate to a ten-thousandth of the window, so that links stay short; it is run exactly as shown."""
    return float(f"{round(value / width * 1e4) * width / 1e4:.6g}")


def set_start(spec: Spec, point: tuple[float, ...]) -> None:
    """Choose where the race starts: a click on the contour gives two coordinates, a random point all of them."""
    objective, start = resolve.objective_of(spec), list(resolve.start_of(spec))
    for i, v in zip(spec.axes if len(point) == 2 else range(len(point)), point, strict=True):
        lo, hi = objective.domain[i]
        start[i] = nice(float(v), hi - lo)
    choices()[f"start.{objective_id(spec)}"] = tuple(start)
    begin()


def start_controls(spec: Spec) -> None:
    """Numbers for the start; a click on the contour and the random button write to the same place."""
    key, objective, start = f"start.{objective_id(spec)}", resolve.objective_of(spec), resolve.start_of(spec)
    for column, i in zip(st.columns(2), spec.axes, strict=True):
        widget = f"w:{key}.{i}:{start[i]!r}"  # another widget for another value, see the learning rate's field
        column.number_input(f"Start {plain.markdown(objective.names[i])}", value=float(start[i]), format="%.6g",
                            step=None, key=widget, on_change=_typed, args=(key, start, i, widget))
    outside = [n for n, v, (lo, hi) in zip(objective.names, start, objective.domain, strict=True) if not lo <= v <= hi]
    if outside:
        owner = "data" if spec.fit else "surface"
        st.caption(f":material/info: The start's {plain.markdown(' and '.join(outside))} lies outside of the {owner}'s "
                   "window; the run is made all the same.")


def _typed(key: str, start: tuple[float, ...], i: int, widget: str) -> None:
    value = st.session_state[widget]
    if value == start[i]:  # an echo of what the field was made with
        return
    choices()[key] = tuple(value if j == i and value is not None else v for j, v in enumerate(start))


def _random(spec: Spec, kind: str) -> None:
    c = choices()
    c["drawn"] = c.get("drawn", 0) + 1
    set_start(spec, tuple(random_starts(resolve.objective_of(spec), 1, kind, c["drawn"])[0]))


def more_controls(spec: Spec) -> None:
    """What a first visit does not need."""
    more = st.expander("More", key="more", on_change="rerun")
    if not more.open:  # controls that nobody sees are not sent
        return
    with more:
        st.markdown("**Random start**")
        left, right = st.columns(2)
        for column, kind, told in ((left, "uniform", "Uniform over the window"), (right, "normal", "Normal around its middle")):
            column.button(kind.capitalize(), on_click=_random, args=(spec, kind), width="stretch", key=f"random-{kind}",
                          help=f"{told}; each press draws the next point of a seeded stream")
        st.toggle("Gradient ascent", help="Climb instead of descend", **bind("maximize", False))
        left, right = st.columns(2, vertical_alignment="bottom")
        left.number_input("Gradient noise", *BOUNDS["noise"], format="%.4g", step=None, **bind("noise", 0.0),
                          help="Standard deviation of normal noise on each gradient, the same for every optimizer")
        right.number_input("Seed", *BOUNDS["seed"], **bind("seed", 0), help="Another seed, another noise")
        st.number_input("Clip gradient to norm", *BOUNDS["clip"], format="%.4g", step=None, placeholder="no clipping",
                        **bind("clip", None), help="Longer gradients are shortened to this norm")
        st.markdown("**Stop when**")
        left, right = st.columns(2, vertical_alignment="bottom")
        left.number_input("Gradient norm at most", *BOUNDS["stop_gradient"], format="%.3g", step=None, placeholder="off",
                          **bind("stop_gradient", DEFAULT.stop_gradient))
        right.number_input("Loss at most", format="%.4g", step=None, placeholder="off", **bind("stop_loss", None),
                           help="With gradient ascent: at least")
        left, right = st.columns(2, vertical_alignment="bottom")
        left.number_input("No progress for steps", *BOUNDS["patience"], placeholder="off", **bind("patience", None))
        right.number_input("Progress is more than", *BOUNDS["progress"], format="%.3g", step=None, **bind("progress", 0.0))
        _window(spec)


def conditions(spec: Spec) -> str:
    """What else is in force in this run, in words; "" where nothing is."""
    parts = [
        "Gradient ascent: the optimizers see the negative gradient." if spec.maximize else "",
        f"Gradients carry normal noise of deviation {spec.noise:g} (seed {spec.seed}, the same for all)." if spec.noise else "",
        f"Gradients longer than {spec.clip:g} are clipped to that norm." if spec.clip else "",
        f"Runs stop at a loss of {spec.stop_loss:g}." if spec.stop_loss is not None else "",
        f"Runs stop after {spec.patience} steps without progress." if spec.patience else "",
    ]
    return " ".join(filter(None, [*parts, *(fits.remarks(spec) if spec.fit else [])]))


def _window(spec: Spec) -> None:
    st.markdown("**Window shown**")
    c, key, problem = choices(), f"window.{view_id(spec)}", chosen.window(spec)[1]
    flat = c.get(key) or tuple(v for i in spec.axes for v in resolve.objective_of(spec).domain[i])
    labels = [f"{plain.markdown(n)} {side}" for n in resolve.axis_names(spec) for side in ("from", "to")]
    for i, (column, label) in enumerate(zip([*st.columns(2), *st.columns(2)], labels, strict=True)):
        widget = f"w:{key}.{i}:{flat[i]!r}"
        column.number_input(label, value=float(flat[i]), format="%.6g", step=None, key=widget, on_change=_typed,
                            args=(key, flat, i, widget))
    owner = "data" if spec.fit else "surface"
    if problem:
        refusal(ValueError(f"{problem[0].upper()}{problem[1:]}. Shown is the {owner}'s own window."), "")
    if c.get(key):
        st.button(f"Back to the {owner}'s own window", on_click=lambda: c.pop(key, None), width="stretch")


def steps_control() -> None:
    """Number of steps."""
    st.number_input("Steps", 1, MAX_STEPS, step=50, **bind("steps", DEFAULT.steps))
