"""Maps of basins beside a race: controls, the maps while they are computed, zooming, opening a run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from gdviz.cache import token
from gdviz.engine import Basins, Rule
from gdviz.engine.maps.grid import Grid
from gdviz.engine.objective import check_domain
from gdviz.figures.basins import cells_of, drawn
from gdviz.figures.cells import Cells
from gdviz.ui.basins import legend
from gdviz.ui.basins.maps import map_of, places_in
from gdviz.ui.entries import rule_of
from gdviz.ui.problems.kinds import axes_of, axis_names, choice_key, problem_of, rate_key, start_of, window_of
from gdviz.ui.problems.problem import Race
from gdviz.ui.race.parts.polled import polled, run_again
from gdviz.ui.race.run_controls import put_start, rounded
from gdviz.ui.spec.basins import NOBODY, BasinsChoice
from gdviz.ui.spec.option import options
from gdviz.ui.spec.spec import Entrant, Spec
from gdviz.ui.state import begin, memory, page_choices, visitor
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import while_open
from gdviz.ui.widgets.cells.cell_map import cell_map
from gdviz.ui.widgets.chart import is_dark
from gdviz.ui.widgets.fields import select, toggle
from gdviz.ui.widgets.option import beside, option_segments, showing
from gdviz.ui.workers.map_job import MapJob, tell_progress
from gdviz.ui.workers.pool import pool

OPTIONS = options(BasinsChoice)
POLL = {"64": 0.4, "128": 0.4, "256": 0.5, "512": 0.8}  # seconds between two looks at maps under way
ZOOMS_KEPT = 20
FAINT = "Starts that were not run yet are drawn faintly, as a start nearby ends."
MEANS = {
    "run": "A click opens the run of that start in the player. Without a mouse: arrow keys and Enter on the "
    "map, or the fields *Start*.",
    "zoom": "The rectangle that you draw is computed anew; a double click leads back. Without a mouse: the "
    "buttons below, or *Window shown* under *More*.",
}


def show(race: Race, focus: int) -> None:
    """Draw the maps of the race's choice."""
    spec = race.spec
    rules = {e.optimizer.key: e for e in spec.entrants if isinstance(rule_of(e.optimizer), Rule)}
    if not rules:  # SciPy's minimisers run as a whole and alone
        names = ", ".join(rule_of(e.optimizer).name for e in spec.entrants)
        why = f"{markdown.escape(names)} is no rule of equations. " if names else ""
        st.info(f"{why}Pick an update rule to see where its runs end.", icon=":material/info:")
        return
    mapped = _controls(spec, rules)
    jobs: list[MapJob[Basins]] = []
    for entrant in mapped:
        try:
            jobs.append(map_of(spec, entrant, int(spec.beside.side)))
        except ValueError as error:
            st.error(f"There is no map: {markdown.escape(str(error).rstrip('.'))}.", icon=":material/info:")
            return
    working = any(not job.over for job in jobs)
    draw = polled(_maps, POLL[spec.beside.side] if working else None)
    draw(spec, mapped, jobs, working)


def _controls(spec: Spec, by_slug: Mapping[str, Entrant]) -> list[Entrant]:
    """Draw the fields of what is mapped; return whose maps are shown."""
    names = {slug: rule_of(e.optimizer).name for slug, e in by_slug.items()} | {NOBODY: "nobody"}
    of = spec.beside.of if spec.beside.of in by_slug else next(iter(by_slug))
    others = [slug for slug in by_slug if slug != of]
    other = spec.beside.other if spec.beside.other in others else NOBODY
    first, second, third = st.columns([2, 2, 3], vertical_alignment="bottom")
    select(showing("of", of), OPTIONS["of"].label, list(by_slug), label_of=names.__getitem__, at=first)
    select(
        showing("other", other),
        OPTIONS["other"].label,
        [NOBODY, *others],
        label_of=names.__getitem__,
        at=second,
    )
    option_segments(OPTIONS["side"], beside(OPTIONS["side"]), at=third)
    left, right = st.columns([4, 3], vertical_alignment="center")
    option_segments(OPTIONS["pointer"], beside(OPTIONS["pointer"]), at=left, label_visibility="collapsed")
    if other != NOBODY:
        toggle(
            showing("differences", spec.beside.differences),
            OPTIONS["differences"].label,
            at=right,
            help="Starts from which both end in the same point are held back",
        )
    return [by_slug[of], *([by_slug[other]] if other != NOBODY else [])]


def _maps(spec: Spec, mapped: Sequence[Entrant], jobs: Sequence[MapJob[Basins]], working: bool) -> None:
    """Draw the maps as far as they are computed, and what stands below them."""
    pool().ask(visitor(), jobs)
    over = all(job.over for job in jobs)
    if working and over:
        run_again()  # without the clock that calls this again
    tell_progress(jobs, over, "starts are run", FAINT)
    # asked first: a map that is over now will not change any more
    looks = [(e, job.over, job.map()) for e, job in zip(mapped, jobs, strict=True)]
    ready = [(e, done, map) for e, done, map in looks if map is not None]
    shown = [(e, map) for e, _, map in ready]
    if shown:
        places = places_in([(map, done) for _, done, map in ready], _ends_known(spec))
        with st.container(key="on-paper"):  # one map has room beside it
            maps, words = (
                st.columns([3, 2], gap="medium") if len(shown) == 1 else (st.container(), st.container())
            )
        with maps:
            _draw(spec, shown, places)
        with words:
            names = [rule_of(e.optimizer).name for e, _ in shown]
            table, *sentences = legend.words([map for _, map in shown], names, places)
            st.html(table)
            for sentence in sentences:
                st.caption(markdown.escape(sentence))
    _zoom_buttons(spec)


def _ends_known(spec: Spec) -> list[np.ndarray]:
    """Return the ends that have their places; another function or other data have other ends."""
    key, _ = problem_of(spec).key(spec.problem)
    known: tuple[object, list[np.ndarray]] | None = memory().get("ends known")
    if known is None or known[0] != key:
        known = memory()["ends known"] = key, []
    return known[1]


def _draw(spec: Spec, shown: Sequence[tuple[Entrant, Basins]], places: Sequence[Sequence[int]]) -> None:
    """Draw the maps side by side."""
    both = [map for _, map in shown] if len(shown) == 2 and spec.beside.differences else []
    if both:
        st.caption(f"They end in different points from {legend.differing(*both)} of the starts.")
    start = [start_of(spec)[i] for i in axes_of(spec)]
    marked = (start[0], start[1] if len(start) > 1 else 0.0)
    for column, (entrant, map), slots in zip(st.columns(len(shown)), shown, places, strict=True):
        name, slug = rule_of(entrant.optimizer).name, entrant.optimizer.key
        with column:
            st.markdown(f"**{markdown.escape(name)}**")
            zooms = spec.beside.pointer == "zoom"
            cell_map(
                map,
                (tuple(slots), is_dark(), marked, tuple(token(one) for one in both)),
                partial(_drawn, map, slots, marked, both),
                f"map.{slug}",
                f"Map of where {name} ends from each start; the table below says the share of each end",
                on_point=None if zooms else partial(_open, spec, entrant, map.grid, map.lr),
                on_box=partial(_zoom, spec) if zooms else None,
                on_back=partial(_back, choice_key("window", spec)) if zooms else None,
            )
    with st.container(key="on-screen"):
        st.caption(MEANS[spec.beside.pointer])


def _drawn(
    map: Basins, slots: Sequence[int], start: tuple[float, float], both: Sequence[Basins]
) -> tuple[str, Cells]:
    """Return the figure of a map as JSON, and what is said of its cells.

    Where both maps agree it is held back.
    """
    faint = ~both[0].differs(both[1]) if both else None
    height = 460 if len(map.grid.y) > 1 else 200
    look: dict[str, Any] = {"dark": is_dark(), "start": start, "height": height, "faint": faint}
    return json.dumps(drawn(map, slots=slots, **look), allow_nan=False), cells_of(map, slots)


def _open(spec: Spec, entrant: Entrant, grid: Grid, lr: float, x: float, y: float) -> None:
    """Open the run of the cell at a point: its start and its rate are chosen, and it is in focus."""
    start = grid.start(*grid.cell_at(x, y))
    axes = grid.axes
    put_start(spec, [start[i] for i in axes], axes)
    if entrant.lr is None:  # else the rate would be derived anew at this start
        page_choices()[rate_key(spec, entrant.optimizer.key)] = lr
    page_choices()["focus"] = entrant.optimizer.key
    begin()


def _zoom(spec: Spec, *sides: tuple[float, float]) -> str | None:
    """Choose a rectangle as the window; returns why it can be none, or None."""
    try:
        window = _as_window(spec, sides)
    except ValueError as error:
        return f"That is no window to zoom to: {error}."
    _choose_window(spec, window)
    return None


def _as_window(spec: Spec, sides: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """Return a rectangle as the choice of a window has it: with the digits that its width asks for.

    Raises ValueError for one without a width, or that is too narrow or too wide.
    """
    sides, names = sides[: len(axes_of(spec))], axis_names(spec)
    check_domain(sides, names)
    short = [(rounded(low, high - low), rounded(high, high - low)) for low, high in sides]
    check_domain(short, names)
    return tuple(v for side in short for v in side)


def _choose_window(spec: Spec, window: tuple[float, ...] | None) -> None:
    choices, key = page_choices(), choice_key("window", spec)
    before = memory().setdefault("windows before", [])
    before.append((key, choices.get(key)))
    del before[:-ZOOMS_KEPT]
    choices[key] = window


def _zoom_buttons(spec: Spec) -> None:
    """Draw the buttons that zoom in and lead back."""
    key = choice_key("window", spec)
    before = [window for of, window in memory().get("windows before", []) if of == key]
    columns, nearer = st.columns(3), _nearer(spec)
    columns[0].button(
        "Zoom in around the start",
        on_click=while_open(_choose_window),
        args=(spec, nearer),
        width="stretch",
        disabled=nearer is None,
        icon=":material/zoom_in:",
        key="basins-in",
    )
    columns[1].button(
        "Back to the window before",
        on_click=while_open(_back),
        args=(key,),
        width="stretch",
        disabled=not before,
        icon=":material/undo:",
        key="basins-back",
    )
    columns[2].button(
        "The whole window",
        on_click=while_open(_choose_window),
        args=(spec, None),
        width="stretch",
        disabled=spec.window is None,
        icon=":material/zoom_out_map:",
        key="basins-whole",
    )


def _nearer(spec: Spec) -> tuple[float, ...] | None:
    """Return a window of half the width and height around the start; None where that is too narrow."""
    start = [start_of(spec)[i] for i in axes_of(spec)]
    sides = [
        (c - (high - low) / 4, c + (high - low) / 4)
        for c, (low, high) in zip(start, window_of(spec), strict=True)
    ]
    try:
        return _as_window(spec, sides)
    except ValueError:
        return None


def _back(key: str) -> None:
    """Choose the window that was shown before this one."""
    before = memory().get("windows before", [])
    while before:
        of, window = before.pop()
        if of == key:
            page_choices()[key] = window
            return
