"""Places that the player sends: of the start, the window, the play head, and parameters set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gdviz.engine import Path
from gdviz.engine.objective import check_domain
from gdviz.ui.entries import rule_of
from gdviz.ui.problems.kinds import (
    axes_of,
    axis_names,
    choice_key,
    objective_of,
    problem_of,
    rate_key,
    view_id,
    window_of,
)
from gdviz.ui.problems.local import look
from gdviz.ui.problems.problem import Mover
from gdviz.ui.race.run_controls import put_start, round_start, rounded
from gdviz.ui.runs.derived_rate import derived_rate
from gdviz.ui.runs.pictures import curved
from gdviz.ui.runs.races import race
from gdviz.ui.spec.option import beside_key
from gdviz.ui.spec.spec import Spec
from gdviz.ui.spec.values import sent_number
from gdviz.ui.state import default, memory, page_choices

_NONE = object()  # in place of a choice that has not been made


def movers(spec: Spec) -> Mapping[str, Mover]:
    """Return what takes the values of what is dragged besides the sliders, by name."""
    return {
        "start": lambda place: _move_start(spec, place),
        "weights": lambda set_by_hand: _start_from_run(spec, set_by_hand),
        "window": lambda sides: _choose_window(spec, sides),
        **(_of_curvature(spec) if curved(spec) else {}),
        **problem_of(spec).movers(spec),
    }


def _of_curvature(spec: Spec) -> Mapping[str, Mover]:
    """Return what takes the point that is pointed at, and the one that is chosen."""
    return {
        "look": lambda place: look(None if place is None else _point(place, spec)),
        "at": lambda place: _look_at(spec, place),
    }


def _look_at(spec: Spec, place: Any) -> None:
    """Choose the point at which the page looks at the curvature; None: where the run is."""
    at = None if place is None else _point(place, spec)
    if at is not None:
        at = [rounded(v, high - low) for v, (low, high) in zip(at, window_of(spec), strict=True)]
    page_choices()[beside_key("at")] = None if at is None else tuple(at)


def start_at(spec: Spec, place: Any) -> None:
    """Choose where the race starts: a click, rounded. Raises ValueError where the browser sent no place."""
    axes = axes_of(spec)
    put_start(spec, round_start(spec, _point(place, spec), axes), axes)


def _move_start(spec: Spec, place: Any) -> None:
    """Choose where the race starts: what is dragged comes rounded, and may be put back exactly."""
    put_start(spec, _point(place, spec), axes_of(spec))


def rest_at(spec: Spec, path: Path | None, rest: Any) -> None:
    """Choose the step at which the play head has come to rest: {"step": row of the record of the run}.

    Raises ValueError where the browser sent no step.
    """
    if not isinstance(rest, dict):
        raise ValueError("the player must send a step")
    row = int(sent_number(rest.get("step"), "the step"))
    if row < 0:
        raise ValueError("the step must not be negative")
    page_choices()["play step"] = row
    if curved(spec) and path is not None:
        page_choices()[beside_key("step")] = int(path.at[np.clip(row, 0, len(path.at) - 1)])


def _start_from_run(spec: Spec, message: Any) -> None:
    """Choose where the race starts: at the parameters of a run, some of them set by hand.

    The play head then rests at step 0, where they are. The rates stay: one that nobody has set would be
    derived anew from the other start, and the runs would differ in two things.

    Parameters
    ----------
    spec : the choice that the player shows
    message : {"slug": of a run, "place": of one of its recorded steps, "hand": number of the movement,
        "values": {parameter: number}}, or anything. A movement sends many messages, and the first of them
        changes the run: the others are about the parameters from which it began. Without values it is
        taken back: all that it has chosen is as it was before.

    Raises
    ------
    ValueError
        With one sentence, where the race cannot start there.
    """
    said = message if isinstance(message, dict) else {}
    changed = _set_by_hand(spec, said.get("values"))
    slug, place = said.get("slug"), said.get("place")
    values, _ = problem_of(spec).key(spec.problem)  # whatever is explained meanwhile, it is the same network
    movement = said.get("hand"), slug, place, values
    begun, theta, before = memory().get("set by hand", (None, (), {}))
    if not changed:
        if begun == movement:
            _put_back(before)
        return
    if begun != movement:
        theta, before = _parameters_at(spec, slug, place), _choices_of_start(spec)
        memory()["set by hand"] = movement, theta, before
    start = [changed.get(i, v) for i, v in enumerate(theta)]
    for entrant in spec.entrants:
        if entrant.lr is None and rule_of(entrant.optimizer).has_rate:
            key = rate_key(spec, entrant.optimizer.key)
            page_choices()[key] = derived_rate(spec, entrant.optimizer)
    put_start(spec, start, range(len(start)))
    page_choices().update({"play step": 0, "focus": slug})


def _choices_of_start(spec: Spec) -> dict[str, Any]:
    """Return all choices that a start from a run replaces, by key, or that there is none."""
    rates = (rate_key(spec, entrant.optimizer.key) for entrant in spec.entrants)
    keys = (choice_key("start", spec), "play step", "focus", *rates)
    return {key: page_choices().get(key, _NONE) for key in keys}


def _put_back(before: Mapping[str, Any]) -> None:
    for key, value in before.items():
        if value is _NONE:
            page_choices().pop(key, None)
        else:
            page_choices()[key] = value


def _set_by_hand(spec: Spec, values: Any) -> dict[int, float]:
    """Return numbers by the place of their parameter. Raises ValueError for what the browser may not send."""
    names = objective_of(spec).names
    places = {str(i): i for i in range(len(names))}
    if not isinstance(values, dict) or not values.keys() <= places.keys():
        raise ValueError(f"the player must send numbers for some of the {len(names)} parameters")
    return {places[key]: sent_number(value, names[places[key]]) for key, value in values.items()}


def _parameters_at(spec: Spec, slug: Any, place: Any) -> tuple[float, ...]:
    """Return the parameters of a run at one of its recorded steps. Raises ValueError."""
    theta = next((c.path.theta for c in race(spec).competitors if c.slug == slug), None)
    whole = isinstance(place, int) and not isinstance(place, bool)
    if theta is None or not whole or not 0 <= place < len(theta):
        raise ValueError("the player must send a run and one of its steps")
    if not np.isfinite(theta[place]).all():
        raise ValueError("some weights are not finite at the play head: go to an earlier step first")
    found: list[float] = theta[place].tolist()
    return tuple(found)


def _point(place: Any, spec: Spec) -> list[float]:
    return [sent_number(v, n) for v, n in zip(_values(place, spec), axis_names(spec), strict=True)]


def _choose_window(spec: Spec, sides: Any) -> None:
    """Choose the window that is shown; None: as the scene was opened. Raises ValueError for an odd one."""
    key = choice_key("window", spec)
    if sides is None:
        origin = memory().get("origin", default())
        page_choices()[key] = origin.window if view_id(origin) == view_id(spec) else None
        return
    ranges, names = _values(sides, spec), axis_names(spec)
    numbers = [
        [sent_number(v, name) for v in side] if isinstance(side, list) else side
        for side, name in zip(ranges, names, strict=True)
    ]
    check_domain(numbers, names)
    page_choices()[key] = sum(map(tuple, numbers), ())


def _values(message: Any, spec: Spec) -> list[Any]:
    """Return what a message of the player holds of x, and of y where the picture has one."""
    keys = "xy"[: len(axes_of(spec))]
    if not isinstance(message, dict) or not message.keys() >= set(keys):
        raise ValueError(f"the player must send {' and '.join(keys)}")
    return [message[key] for key in keys]
