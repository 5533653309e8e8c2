"""The map of two hyper-parameters on the page: what varies, the figure, and ways into it and out again."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from gdviz.engine import HyperMap
from gdviz.engine.maps.rates.hyper_map import START
from gdviz.engine.maps.rates.outcome import LAST
from gdviz.figures.cells import Cells
from gdviz.figures.hyper_map import cells_of, drawn, limit_shown
from gdviz.ui.entries import rule_of
from gdviz.ui.hyper.maps import Side, check_ends, complaints, map_of, offered, rate_of, sides_of, values_now
from gdviz.ui.problems.kinds import choice_key, objective_of, start_of
from gdviz.ui.race.parts.polled import polled, run_again
from gdviz.ui.rates.spec import RatesChoice
from gdviz.ui.rates.take import take_rate
from gdviz.ui.spec.option import beside_key, options
from gdviz.ui.spec.spec import Entrant, Spec
from gdviz.ui.spec.values import short
from gdviz.ui.state import memory, page_choices, visitor
from gdviz.ui.widgets.binding import Binding, while_open
from gdviz.ui.widgets.cells.cell_map import cell_map
from gdviz.ui.widgets.chart import is_dark
from gdviz.ui.widgets.fields import select
from gdviz.ui.widgets.number import number_field, refusal
from gdviz.ui.widgets.option import beside, option_field
from gdviz.ui.widgets.verdict import verdict_line
from gdviz.ui.workers.map_job import MapJob, tell_progress
from gdviz.ui.workers.pool import pool

CELLS = options(RatesChoice)["cells"]
BOX = beside_key("box")
FIELDS = ("across", "up")
POLL = 0.6  # seconds between two looks at a map under way
OUTSIDE = " The limit that theory has is not reached here."
ROUGH = "Runs that were not made yet are drawn as one nearby."
SHADES = "Blue runs converged, the lighter the faster; orange ones did not, the lighter the sooner they grew."
MEANS = (
    "Click a cell and that very run plays below; draw a rectangle, or type its sides, and that part is "
    "computed anew; a double click leads back."
)
MOST_BOXES = 20  # that Back leads through


def show(spec: Spec, entrant: Entrant) -> None:
    """Draw the map of an optimizer."""
    names, sides = offered(spec, entrant), sides_of(spec, entrant)
    columns = st.columns(3, vertical_alignment="bottom")
    for i, (field, column) in enumerate(zip(FIELDS, columns, strict=False)):
        binding = Binding(f"side.{field}", sides[i].name, partial(_vary, sides, i))
        title = options(RatesChoice)[field].label
        select(binding, title, list(names), label_of=names.__getitem__, at=column)
    option_field(CELLS, beside(CELLS), at=columns[2], told_at=st)
    for sentence in complaints(spec, entrant):
        refusal(ValueError(sentence), "")
    try:
        job = map_of(spec, entrant)
    except ValueError as error:
        refusal(ValueError(f"There is no map: {str(error).rstrip('.')}."), "")
        return
    working = not job.over
    draw = polled(_map, POLL if working else None)
    draw(spec, entrant, job, sides, working)
    _ways_back(spec, sides)
    _fields(spec, sides)


def _map(
    spec: Spec, entrant: Entrant, job: MapJob[HyperMap], sides: tuple[Side, Side], working: bool
) -> None:
    """Draw the map as far as it is computed, and how it is used."""
    pool().ask(visitor(), [job])
    over = job.over
    if working and over:
        run_again()  # without the clock that calls this again
    tell_progress([job], over, "runs are made", ROUGH)
    found = job.map()
    if found is None:
        return
    said = in_words(found, sides, climbs=spec.maximize) if over and found.computed.all() else ""
    across, up = values_now(spec, entrant)
    look = is_dark(), (across, up)
    with st.container(key="on-paper"):
        if said:
            verdict_line(said)
        cell_map(
            found,
            look,
            partial(_drawn, found, *look),
            "map",
            f"Map of {sides[0].label} and {sides[1].label}. {said}",
            on_point=lambda *place: open_cell(spec, entrant, found, place),
            on_box=lambda x, y: _zoom(spec, sides, (*x, *y)),
            on_back=partial(_back, spec, sides) if spec.beside.box is not None else None,
        )
        st.caption(SHADES)
    st.caption(MEANS)


def _drawn(found: HyperMap, dark: bool, chosen: tuple[float, float]) -> tuple[str, Cells]:
    """Return the figure of a map as JSON, and what is said of its cells."""
    return json.dumps(drawn(found, dark=dark, chosen=chosen), allow_nan=False), cells_of(found)


def in_words(found: HyperMap, sides: tuple[Side, Side], climbs: bool = False) -> str:
    """Say what the map shows, of runs that descend or that climb."""
    move, better = ("rise", "above") if climbs else ("fall", "below")
    good, all_cells = int(found.converged.sum()), found.loss.size
    if not good:
        return f"None of the {all_cells} runs converged: their losses did not {move}, or they diverged."
    i, j = np.unravel_index(np.argmin(found.shade()), found.loss.shape)
    theory = ""
    if found.limit is not None:
        seen = np.isfinite(limit_shown(found)).any()
        theory = " The dashed line is the limit that theory has." if seen else OUTSIDE
    return (
        f"{good} of {all_cells} runs count as converged: they did not diverge, and the mean of their last "
        f"{LAST} losses is {better} the first. "
        f"The fastest had {sides[0].label} {found.x[j]:.4g} and {sides[1].label} {found.y[i]:.4g}; its loss "
        f"ended at {found.loss[i, j]:.4g}.{theory}"
    )


def open_cell(spec: Spec, entrant: Entrant, found: HyperMap, place: tuple[float, ...]) -> None:
    """Choose the values of the cell that is nearest to a place, which may be any, so that its run plays."""
    sides = zip(found.names, (found.x, found.y), place, strict=True)
    values = {name: float(known[np.abs(known - v).argmin()]) for name, known, v in sides}
    params = {p.name: p for p in entrant_params(entrant)}
    hyper: dict[str, Any] = {}
    for name, value in values.items():
        if name in params:
            hyper[name] = int(value) if params[name].integer else value
        elif name == "batch_size":
            page_choices()[choice_key("batch", spec)] = int(value)
        elif name.startswith(START):
            i = objective_of(spec).names.index(name.removeprefix(START))
            start = page_choices().get(choice_key("start", spec)) or start_of(spec)
            moved = tuple(value if k == i else v for k, v in enumerate(start))
            page_choices()[choice_key("start", spec)] = moved
    # a derived rate would move with the start: that of the map stays
    take_rate(spec, entrant, values.get("lr", rate_of(spec, entrant)), hyper)


def entrant_params(entrant: Entrant) -> tuple[Any, ...]:
    """Return the parameters that the optimizer of an entrant declares."""
    return rule_of(entrant.optimizer).params


def _vary(sides: tuple[Side, Side], i: int, name: str) -> None:
    """Vary something else along a side, all of it; what varies along the other already changes places."""
    now = [side.name for side in sides]
    if now[1 - i] == name:
        now[1 - i] = now[i]
    now[i] = name
    page_choices().update({beside_key(field): value for field, value in zip(FIELDS, now, strict=True)})
    _show_all()


def _zoom(spec: Spec, sides: tuple[Side, Side], box: tuple[float, ...]) -> None:
    """Show a part of the map: of what varies now, which the choice says from here on."""
    shown = tuple(v for side in sides for v in (side.low, side.high))
    before = _boxes(spec, sides)
    before.append(page_choices().get(BOX) and shown)
    del before[:-MOST_BOXES]
    page_choices().update({beside_key(field): side.name for field, side in zip(FIELDS, sides, strict=True)})
    page_choices()[BOX] = tuple(map(short, box))


def _back(spec: Spec, sides: tuple[Side, Side]) -> None:
    """Show what was shown before the last rectangle."""
    boxes = _boxes(spec, sides)
    page_choices()[BOX] = boxes.pop() if boxes else None


def _boxes(spec: Spec, sides: tuple[Side, Side]) -> list[Any]:
    """Return the parts that were shown before, the last one last; none where something else varied."""
    drawn_for = spec.kind, *(side.name for side in sides)
    if memory().get("boxes", (None,))[0] != drawn_for:
        memory()["boxes"] = drawn_for, []
    boxes: list[Any] = memory()["boxes"][1]
    return boxes


def _show_all() -> None:
    """Show the whole map."""
    memory().pop("boxes", None)
    page_choices()[BOX] = None


def _ways_back(spec: Spec, sides: tuple[Side, Side]) -> None:
    zoomed = spec.beside.box is not None
    left, right, _ = st.columns([1, 1, 2])
    left.button(
        "Back",
        on_click=while_open(_back),
        args=(spec, sides),
        disabled=not zoomed,
        icon=":material/zoom_out:",
        width="stretch",
    )
    right.button("Whole map", on_click=while_open(_show_all), disabled=not zoomed, width="stretch")


def _fields(spec: Spec, sides: tuple[Side, Side]) -> None:
    """Draw fields for the sides of what is shown: the way without a mouse."""
    shown = tuple(v for side in sides for v in (side.low, side.high))
    columns = st.columns(4)
    for i, column in enumerate(columns):
        side = sides[i // 2]

        def write(value: float, i: int = i) -> None:
            _zoom(spec, sides, tuple(value if k == i else v for k, v in enumerate(shown)))

        title = f"{side.label[0].upper()}{side.label[1:]} {('from', 'to')[i % 2]}"
        check = partial(_check_end, side, i % 2)
        usual = side.whole[i % 2]
        number_field(Binding(f"box.{i}", shown[i], write), title, usual=usual, check=check, at=column)


def _check_end(side: Side, end: int, value: float) -> None:
    """Raise ValueError for an end of a side that cannot be shown."""
    low, high = (value, side.high) if end == 0 else (side.low, value)
    check_ends(side, low, high)
    bounded = side.name != "lr" and not side.name.startswith(START)
    if bounded and not side.whole[0] <= value <= side.whole[1]:
        raise ValueError(f"{side.label} lies from {side.whole[0]:g} to {side.whole[1]:g}")
