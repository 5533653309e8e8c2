"""Curvature beside a race: the point that is looked at, its local model, critical points, sharpness."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

import gdviz
from gdviz.engine import CriticalPoints, Objective, Path, Slice, StepRule, StepsFrom, steps_from
from gdviz.figures import steps_from as steps_figure
from gdviz.figures.cells import Cells
from gdviz.figures.steps_from.flat import cells_of
from gdviz.player.scene.competitor import Competitor
from gdviz.ui import current
from gdviz.ui.budget import TooLong
from gdviz.ui.curvature import card, whole
from gdviz.ui.problems.critical import critical_points_of
from gdviz.ui.problems.kinds import axes_of, on_plane, problem_of, window_of
from gdviz.ui.problems.local import chosen_place, row_of_step, single_steps
from gdviz.ui.problems.problem import Race
from gdviz.ui.race.run_controls import rounded
from gdviz.ui.spec.curvature import CurvatureChoice
from gdviz.ui.spec.option import beside_key, options
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import page_choices
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import Binding, while_open
from gdviz.ui.widgets.cells.cell_map import cell_map
from gdviz.ui.widgets.chart import chart, is_dark
from gdviz.ui.widgets.fields import slider, toggle
from gdviz.ui.widgets.number import number_field
from gdviz.ui.widgets.option import option_field, showing
from gdviz.ui.widgets.tables import csv

OPTIONS = options(CurvatureChoice)
NUDGES = 200  # steps of a slider across the window
ROWS = 12  # of critical points that are seen without scrolling
HIT = 0.015  # of the window: from a click to the critical point that it means


def show(race: Race, focus: int) -> None:
    """Draw what is known of the curvature of a race's objective."""
    spec = race.spec
    if on_plane(spec):  # the panel is about two of the parameters
        spec = current.over_weights(spec)
    competitor = race.competitors[focus] if race.competitors else None
    path = competitor.path if competitor else None
    step, row = _looked_at(spec, path)
    objective = problem_of(spec).picture(spec, path, row).objective
    window = window_of(spec)
    st.subheader("Curvature at a point", anchor=False)
    place = _place(spec, objective, competitor, step, row)
    try:
        result = steps_from(objective, place, _rules(spec, objective, path, row), window)
    except ValueError as error:
        st.error(f"There is no curvature to show: {markdown.escape(str(error).rstrip('.'))}.")
        return
    if isinstance(objective, Slice) and objective.whole.dimension > objective.dimension:
        st.caption(markdown.escape(whole.told(objective, place, _held(spec, competitor, path, row))))
    critical = _critical(objective, window)
    _picture(spec, result, critical)
    _critical_table(critical)


def _looked_at(spec: Spec, path: Path | None) -> tuple[int, int]:
    """Return the step of the run that is looked at, and its row in the record."""
    if path is None:
        return 0, 0
    return min(spec.beside.step, path.steps), row_of_step(path, spec.beside.step)


def _place(
    spec: Spec, objective: Objective, competitor: Competitor | None, step: int, row: int
) -> np.ndarray:
    """Draw the fields of the point that is looked at; return it."""
    at, own = spec.beside.at, chosen_place(spec)
    if at is not None and own is None:
        many = "2 coordinates" if objective.dimension == 2 else "1 coordinate"
        st.caption(f"A point here has {many}, not {len(at)}: {_told(at)} is left out.")
    if own is not None or competitor is None:
        place = np.array(objective.start if own is None else own, dtype=float)
    else:
        place = competitor.path.theta[row][list(axes_of(spec))]
        st.caption(
            f"The point is where {markdown.escape(competitor.name)} is after step {step}. It goes along with "
            "the play head above, where that is paused or moved."
        )
    # fields stand in one line, also where one has no slider below it: its value is outside of the window
    columns = st.columns([*[2] * objective.dimension, 2])
    refused = st.container()
    for i, (name, side) in enumerate(zip(objective.names, window_of(spec), strict=True)):
        _coordinate(place, i, name, side, columns[i], refused)
    columns[-1].space(18)  # pixels: with the gap below it as high as a label
    columns[-1].button(
        "Back to the run",
        on_click=while_open(_look_at),
        args=(None,),
        disabled=own is None,
        width="stretch",
        icon=":material/timeline:",
        key="curvature-run",
    )
    return place


def _told(at: Sequence[float]) -> str:
    """Return the coordinates of a point as they are read."""
    return f"({', '.join(f'{v:g}' for v in at[:4])}{', …' if len(at) > 4 else ''})"


def _held(spec: Spec, competitor: Competitor | None, path: Path | None, row: int) -> str:
    """Say where the parameters that are not drawn are held."""
    if not problem_of(spec).follows(spec):
        return "at the optimum"
    if competitor is None or path is None:
        return "at the start"
    return f"where {competitor.name} has them after step {path.at[row]}"


def _coordinate(
    place: np.ndarray, i: int, name: str, side: tuple[float, float], column: Any, told_at: Any
) -> None:
    """Draw the field of a coordinate, and a slider that arrow keys move."""
    low, high = side
    value = float(place[i])

    def write(new: float) -> None:
        moved = place.copy()
        moved[i] = new
        _look_at(moved)

    binding = Binding(f"curvature {i}", value, write)
    number_field(binding, f"Point: {name}", usual=value, at=column, told_at=told_at)
    if low <= value <= high:
        label = f"Move along {name}"
        step = (high - low) / NUDGES
        slider(
            Binding(f"curvature slider {i}", value, write),
            label,
            float(low),
            float(high),
            float(step),
            at=column,
            label_visibility="collapsed",
        )


def _look_at(place: Sequence[float] | np.ndarray | None) -> None:
    """Choose the point that is looked at; None: where the run is."""
    page_choices()[beside_key("at")] = None if place is None else tuple(float(v) for v in place)


def _rules(spec: Spec, objective: Objective, path: Path | None, row: int) -> list[StepRule]:
    """Return what makes a step from the point: what the player shows too, and saddle-free Newton."""
    free = "Saddle-free Newton", gdviz.optimizers["newton_saddle_free"], {"maximize": spec.maximize}
    return [*single_steps(spec, objective)(path, row), free]


def _critical(objective: Objective, window: tuple[tuple[float, float], ...]) -> CriticalPoints | None:
    try:
        return critical_points_of(objective, window)
    except TooLong as error:
        st.warning(f"Critical points are not listed: {error}.", icon=":material/info:")
        return None


def _picture(spec: Spec, result: StepsFrom, critical: CriticalPoints | None) -> None:
    """Draw the local model beside its numbers."""
    with st.container(key="on-paper"):
        left, right = st.columns([3, 2])
    d = result.objective.dimension
    with left:
        if d == 2:
            toggle(showing("solid", spec.beside.solid), OPTIONS["solid"].label)
        alt = "The loss with its local quadratic model at the point; the tables beside it have the numbers"
        if spec.beside.solid and d == 2:
            solid = steps_figure.figure(result, dark=is_dark(), critical=critical, solid=True)
            chart(solid, "model.solid", alt)
        else:

            def look_there(*place: float) -> None:
                _look_at(_clicked(spec, critical, place[:d]))

            drawn = partial(_drawn, result, critical, is_dark())
            cell_map(result, (is_dark(),), drawn, "model", alt, on_point=look_there)
            sliders = "the sliders below them" if d == 2 else "the slider below it"
            many = "coordinates" if d == 2 else "coordinate"
            with st.container(key="on-screen"):
                st.caption(
                    "A click takes the point there. Without a mouse: arrow keys and Enter on the figure, or "
                    f"type the point's {many}, or move {sliders}."
                )
    with right:
        st.html(card.numbers(result))
        option_field(OPTIONS["damping"], showing("damping", spec.beside.damping))
        st.html(card.steps(result))
        for sentence in result.refused:
            st.caption(markdown.escape(sentence))


def _drawn(result: StepsFrom, critical: CriticalPoints | None, dark: bool) -> tuple[str, Cells]:
    """Return the figure as JSON, and what is said of every place of it."""
    figure = steps_figure.figure(result, dark=dark, critical=critical)
    figure.update_traces(customdata=None)  # what Plotly would say of the loss
    return figure.to_json(), cells_of(result, critical, HIT)


def _clicked(spec: Spec, critical: CriticalPoints | None, place: Sequence[float]) -> tuple[float, ...]:
    """Return the place of a click: exactly the critical point whose mark was hit, else rounded."""
    sides = np.array(window_of(spec))
    width = sides[:, 1] - sides[:, 0]
    if critical is not None and len(critical):
        away = (np.abs(critical.theta - place) / width).max(1)
        if away.min() <= HIT:
            return tuple(critical.theta[away.argmin()].tolist())
    return tuple(rounded(v, w) for v, w in zip(place, width.tolist(), strict=True))


def _critical_table(critical: CriticalPoints | None) -> None:
    if critical is None:
        return
    with st.container(key="on-paper-critical"):
        st.subheader("Critical points", anchor=False)
        st.markdown(card.summary(critical))
    if not len(critical):
        return
    frame = card.table(critical)
    written = {name: st.column_config.NumberColumn(format="%.6g") for name in frame.columns[1:]}
    st.dataframe(frame, hide_index=True, column_config=written, height=38 + 35 * min(ROWS, len(frame)))
    st.download_button(
        "Download CSV",
        lambda: csv(frame),
        "critical_points.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
