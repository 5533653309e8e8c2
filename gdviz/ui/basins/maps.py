"""Maps of basins that are computed in the background: one for all visitors who choose the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gdviz.cache import Section, section
from gdviz.engine import Basins, Refinement
from gdviz.engine.maps.ends import match
from gdviz.ui.basins.legend import numbers
from gdviz.ui.entries import rule_of
from gdviz.ui.problems.kinds import axes_of, objective_of, problem_of, start_of, window_of
from gdviz.ui.runs.arguments import keywords_of
from gdviz.ui.runs.bounds import steps_of
from gdviz.ui.runs.derived_rate import derived_rate
from gdviz.ui.spec.option import options_of
from gdviz.ui.spec.spec import Entrant, Spec
from gdviz.ui.workers.map_job import MapJob

CELL_BYTES = 16  # that a start takes with what is shown of it
FOUND_BYTES = 12  # that are found of it besides two ends, until the map is made
MOST_KNOWN = 64  # ends that keep their places; there are far fewer colours


def map_of(spec: Spec, entrant: Entrant, side: int) -> MapJob[Basins]:
    """Return the map of an optimizer in the window that is shown.

    Raises
    ------
    ValueError
        With a sentence where there can be none.
    """
    rule = rule_of(entrant.optimizer)
    objective, axes = objective_of(spec), axes_of(spec)
    values, owner = problem_of(spec).key(spec.problem)
    usual = {name: o.default for name, o in options_of(spec).items() if o.picture_only}
    flat = tuple(v for side_of in window_of(spec) for v in side_of)
    start = start_of(spec) if objective.dimension > len(axes) else None
    if entrant.lr is None and rule.has_rate:  # as it will be chosen with a click, see `panel.py`
        entrant = replace(entrant, lr=derived_rate(replace(spec, start=None), entrant.optimizer))
    alone = replace(spec, problem=values, entrants=(entrant,), beside=None, **usual)
    alone = replace(alone, axes=spec.axes, window=flat, start=start, steps=steps_of(spec))

    def make() -> MapJob[Basins]:
        shape = (side if len(axes) > 1 else 1, side)
        keywords = {"lr": entrant.lr, **keywords_of(alone, entrant)}
        work = Refinement(objective, rule, window_of(spec), shape, axes=axes, start=start, **keywords)

        def counted() -> Basins:  # and not by those who look at it
            found = work.basins()
            numbers(found)
            return found

        return MapJob(work, counted)

    return _maps.get((alone, side), make, owner=owner)


def _weigh(job: MapJob[Basins]) -> int:
    return 50_000 + CELL_BYTES * len(job.pieces.computed) + _found(job)


def _noted(job: MapJob[Basins]) -> int:
    """Return what a map weighs more than at first, which is less where what it was made from is gone."""
    return -_found(job) if job.pieces.gone else 0


def _found(job: MapJob[Basins]) -> int:
    """Return the bytes that are found of all starts of a map while it is computed."""
    per_cell = FOUND_BYTES + 16 * int(job.pieces.runs.objective.dimension)
    return per_cell * len(job.pieces.computed)


def places_of(ends: np.ndarray, known: list[np.ndarray], tolerance: np.ndarray) -> list[int]:
    """Return the place of each end (M, D) among those known so far; new ones are added to them.

    So an end keeps its colour and its letter while one zooms, and in the maps of all optimizers.
    """
    places = match(ends, np.array(known).reshape(len(known), ends.shape[1]), tolerance)
    for i in np.flatnonzero(places < 0).tolist():
        places[i] = len(known)
        known.append(ends[i].copy())
    return [int(place) for place in places]


def places_in(maps: Sequence[tuple[Basins, bool]], known: list[np.ndarray]) -> list[list[int]]:
    """Return the places of the ends of maps that are shown side by side, each with whether it is over.

    The first `MOST_KNOWN` ends are kept in `known`. Those of a map under way are not: some may still turn
    out to be one and the same.
    """
    places: dict[int, list[int]] = {}
    seen = list(known)
    for i in sorted(range(len(maps)), key=lambda i: not maps[i][1]):
        map, over = maps[i]
        places[i] = places_of(map.ends, seen, map.tolerance)
        if over:
            known[:] = seen[:MOST_KNOWN]
    return [places[i] for i in range(len(maps))]


_maps: Section[MapJob[Basins]] = section("maps of basins", _weigh, notes=_noted)
