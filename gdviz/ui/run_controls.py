"""Controls of a run besides what is raced: steps, start, window, noise, clipping, ascent, stop rules."""

from __future__ import annotations

import streamlit as st

from gdviz.engine import Spec, Surface, random_starts
from gdviz.engine.stepper import MAX_STEPS
from gdviz.ui.controls import refusal
from gdviz.ui.resolve import BOUNDS
from gdviz.ui.state import bind, choices
from gdviz.ui.url import DEFAULT


def nice(value: float, width: float) -> float:
    """A coordinate to a ten-thousandth of the window, so that links stay short; it is run exactly as shown."""
    return float(f"{round(value / width * 1e4) * width / 1e4:.6g}")


def set_start(sid: str, surface: Surface, point: tuple[float, ...]) -> None:
    """Choose where the race starts (a click on the contour, a random point)."""
    widths = [hi - lo for lo, hi in surface.domain]
    choices()[f"start.{sid}"] = tuple(nice(float(v), w) for v, w in zip(point, widths, strict=True))


def start_controls(sid: str, surface: Surface) -> None:
    """Numbers for the start; a click on the contour and the random button write to the same place."""
    c, key = choices(), f"start.{sid}"
    start = c.get(key) or surface.start
    for column, name, value, i in zip(st.columns(len(start)), surface.names, start, range(len(start)), strict=True):
        widget = f"w:{key}.{name}:{value!r}"  # another widget for another value, see the learning rate's field
        column.number_input(f"Start {name}", value=float(value), format="%.6g", step=None, key=widget,
                            on_change=_typed, args=(key, start, i, widget))
    outside = [n for n, v, (lo, hi) in zip(surface.names, start, surface.domain, strict=True) if not lo <= v <= hi]
    if outside:
        st.caption(f":material/info: The start's {' and '.join(outside)} lies outside of the surface's window; "
                   "the run is made all the same.")


def _typed(key: str, start: tuple[float, ...], i: int, widget: str) -> None:
    value = st.session_state[widget]
    if value == start[i]:  # an echo of what the field was made with
        return
    choices()[key] = tuple(value if j == i and value is not None else v for j, v in enumerate(start))


def _random(sid: str, surface: Surface, kind: str) -> None:
    c = choices()
    c["drawn"] = c.get("drawn", 0) + 1
    set_start(sid, surface, tuple(random_starts(surface, 1, kind, c["drawn"])[0]))


def more_controls(sid: str, surface: Surface, window_problem: str) -> None:
    """What a first visit does not need."""
    more = st.expander("More", key="more", on_change="rerun")
    if not more.open:  # controls that nobody sees are not sent
        return
    with more:
        st.markdown("**Random start**")
        left, right = st.columns(2)
        for column, kind, told in ((left, "uniform", "Uniform over the window"), (right, "normal", "Normal around its middle")):
            column.button(kind.capitalize(), on_click=_random, args=(sid, surface, kind), width="stretch", key=f"random-{kind}",
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
        _window(sid, surface, window_problem)


def conditions(spec: Spec) -> str:
    """What else is in force in this run, in words; "" where nothing is."""
    parts = [
        "Gradient ascent: the optimizers see the negative gradient." if spec.maximize else "",
        f"Gradients carry normal noise of deviation {spec.noise:g} (seed {spec.seed}, the same for all)." if spec.noise else "",
        f"Gradients longer than {spec.clip:g} are clipped to that norm." if spec.clip else "",
        f"Runs stop at a loss of {spec.stop_loss:g}." if spec.stop_loss is not None else "",
        f"Runs stop after {spec.patience} steps without progress." if spec.patience else "",
    ]
    return " ".join(filter(None, parts))


def _window(sid: str, surface: Surface, problem: str) -> None:
    st.markdown("**Window shown**")
    c, key = choices(), f"window.{sid}"
    flat = c.get(key) or tuple(v for pair in surface.domain for v in pair)
    labels = [f"{n} {side}" for n in surface.names for side in ("from", "to")]
    for i, (column, label) in enumerate(zip([*st.columns(2), *st.columns(2)], labels, strict=True)):
        widget = f"w:{key}.{i}:{flat[i]!r}"
        column.number_input(label, value=float(flat[i]), format="%.6g", step=None, key=widget, on_change=_typed,
                            args=(key, flat, i, widget))
    if problem:
        refusal(ValueError(f"{problem[0].upper()}{problem[1:]}. Shown is the surface's own window."), "")
    if c.get(key):
        st.button("Back to the surface's own window", on_click=lambda: c.pop(key, None), width="stretch")


def steps_control() -> None:
    """Number of steps."""
    st.number_input("Steps", 1, MAX_STEPS, step=50, **bind("steps", DEFAULT.steps))
