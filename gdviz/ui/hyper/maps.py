"""From a choice to a map of two hyper-parameters: what can vary, how far, and the runs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from gdviz.cache import Section, section
from gdviz.engine import HyperMap, HyperRefinement
from gdviz.engine.maps.digits import DIGITS, rounded
from gdviz.engine.maps.rates.hyper_map import START, axis_names
from gdviz.engine.objective import HasRows, check_domain
from gdviz.ui.entries import check_rate, rule_of
from gdviz.ui.problems.kinds import axes_of, check, objective_of, start_of, window_of
from gdviz.ui.rates.sweeps import check_memory
from gdviz.ui.runs.arguments import key_of_run, keywords_of
from gdviz.ui.runs.bounds import steps_of
from gdviz.ui.runs.derived_rate import derived_rate
from gdviz.ui.spec.spec import Entrant, Spec
from gdviz.ui.workers.map_job import MapJob

REACH = (1e-2, 1e1)  # of the rates of a whole map, as multiples of the derived rate
CELL_BYTES = 120  # that a cell takes while its map is computed, and with what is shown of it
SIDES = 4  # numbers of a box: from and to, along each side


@dataclass(frozen=True)
class Side:
    """What varies along a side of a map.

    Attributes
    ----------
    name : as `gdviz.hyper_map` has it
    label : as it is shown
    low, high : what of it is shown
    whole : (low, high) of all of it
    log, integer : how its values are spaced, and whether they are whole numbers
    """

    name: str
    label: str
    low: float
    high: float
    whole: tuple[float, float]
    log: bool
    integer: bool

    def values(self, count: int) -> np.ndarray:
        """Return the values of so many cells, with few digits: a cell that is opened is the same run."""
        if self.low == self.high:
            return np.array([self.low])
        spaced = (np.geomspace if self.log else np.linspace)(self.low, self.high, count)
        if self.integer:
            return np.unique(np.round(spaced))
        size = max(abs(self.low), abs(self.high))
        digits = min(15, DIGITS + 2 - math.floor(math.log10((self.high - self.low) / size)))
        return rounded(spaced, digits).clip(self.low, self.high)


def offered(spec: Spec, entrant: Entrant) -> dict[str, str]:
    """Return the names of all that can vary, and how each is shown."""
    names = axis_names(objective_of(spec), rule_of(entrant.optimizer))
    return {name: label(name) for name in names}


def label(name: str) -> str:
    """Return how the name of what varies is shown."""
    usual = {"lr": "learning rate", "batch_size": "batch size"}
    return usual.get(name, name.replace(START, "start "))


def sides_of(spec: Spec, entrant: Entrant) -> tuple[Side, Side]:
    """Return what varies along the two sides; where a choice means nothing here, the usual one."""
    names = list(offered(spec, entrant))
    across = spec.beside.across if spec.beside.across in names else "lr"
    rule = rule_of(entrant.optimizer)
    usual = [*getattr(rule, "memory", ()), *names]
    up = spec.beside.up if spec.beside.up in names else next(n for n in usual if n != across)
    if up == across:
        up = next(n for n in usual if n != across)
    ends = _ends(spec)
    first, second = (_whole_side(spec, entrant, name) for name in (across, up))
    # the ends of what does not vary here say nothing of what varies in its place
    first = first if spec.beside.across not in ("", across) else _part(first, ends[0])
    second = second if spec.beside.up not in ("", up) else _part(second, ends[1])
    return first, second


def complaints(spec: Spec, entrant: Entrant) -> list[str]:
    """Return a sentence for each part of the choice that means nothing here."""
    names, said, ends = offered(spec, entrant), [], _ends(spec)
    sides = sides_of(spec, entrant)
    for chosen, side, end in zip((spec.beside.across, spec.beside.up), sides, ends, strict=True):
        if chosen and chosen not in names:
            said.append(f"Nothing here is called '{chosen[:40]}'; {side.label} varies in its place.")
        elif end is not None:
            try:
                check_ends(side, *end)
            except ValueError as error:
                text = str(error)
                said.append(f"{text[0].upper()}{text[1:]}; all of it is shown.")
    box = spec.beside.box
    if box and len(box) != SIDES:
        said.append(f"A part of the map has {SIDES} ends, not {len(box)}; the whole map is shown.")
    return said


def check_ends(side: Side, low: float, high: float) -> None:
    """Raise ValueError where a side cannot be shown from one number to another."""
    if side.name == "lr":
        for rate in (low, high):
            check_rate(rate)
    if not low < high:
        raise ValueError(f"{side.label} must go from a smaller to a larger number")
    if side.name.startswith(START):
        check_domain(((low, high),), (side.label,))
    elif side.name != "lr" and not (low < side.whole[1] and high > side.whole[0]):
        raise ValueError(f"{side.label} lies from {side.whole[0]:g} to {side.whole[1]:g}")


def _ends(spec: Spec) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Return from where to where the sides are shown, as it was chosen; None for all of it."""
    box = spec.beside.box
    return ((box[0], box[1]), (box[2], box[3])) if box and len(box) == SIDES else (None, None)


def _part(side: Side, ends: tuple[float, float] | None) -> Side:
    """Return a part of a side; all of it where the ends mean nothing."""
    try:
        if ends is None:
            return side
        check_ends(side, *ends)
    except ValueError:  # `complaints` says why
        return side
    if side.name == "lr" or side.name.startswith(START):
        return replace(side, low=ends[0], high=ends[1])
    return replace(side, low=max(ends[0], side.low), high=min(ends[1], side.high))


def _whole_side(spec: Spec, entrant: Entrant, name: str) -> Side:
    objective, params = objective_of(spec), {p.name: p for p in rule_of(entrant.optimizer).params}
    log = integer = False
    if name == "lr":
        rate = derived_rate(replace(spec, start=None), entrant.optimizer)  # wherever the run starts
        low, high, log = float(f"{rate * REACH[0]:.3g}"), float(f"{rate * REACH[1]:.3g}"), True
    elif name in params:
        p = params[name]
        low, high, log, integer = p.low, p.high, p.log, p.integer
    elif name == "batch_size":
        assert isinstance(objective, HasRows)
        low, high, log, integer = 1.0, float(objective.rows), True, True
    else:
        i = objective.names.index(name.removeprefix(START))
        drawn = dict(zip(axes_of(spec), window_of(spec), strict=True))
        low, high = drawn.get(i, objective.domain[i])
    return Side(name, label(name), low, high, (low, high), log, integer)


def map_of(spec: Spec, entrant: Entrant) -> MapJob[HyperMap]:
    """Return the map of an entrant. Raises ValueError with one sentence where there can be none."""
    objective, rule = objective_of(spec), rule_of(entrant.optimizer)
    check(spec)
    count = spec.beside.cells
    check_memory(objective, rule, count * count)
    x, y = sides_of(spec, entrant)
    spec, entrant = _without(spec, entrant, {x.name, y.name})
    key, owner = key_of_run(spec, entrant, steps_of(spec))
    keywords = keywords_of(key, entrant) | {"lr": entrant.lr}
    for side in (x, y):
        keywords.pop(side.name, None)

    def make() -> MapJob[HyperMap]:
        axes = ((side.name, side.values(count)) for side in (x, y))
        work = HyperRefinement(objective, rule, *axes, start=start_of(spec), **keywords)
        return MapJob(work, work.map)

    return _maps.get((key, x, y, count), make, owner=owner)


def _without(spec: Spec, entrant: Entrant, names: set[str]) -> tuple[Spec, Entrant]:
    """Return the choice without what varies, so that a cell that is opened does not make another map."""
    objective, start, optimizer = objective_of(spec), start_of(spec), entrant.optimizer
    rate = None if "lr" in names else rate_of(spec, entrant)
    params = tuple((name, value) for name, value in optimizer.params if name not in names)
    usual = zip(objective.names, start, objective.start, strict=True)
    start = tuple(own if f"{START}{name}" in names else value for name, value, own in usual)
    spec = replace(spec, start=start, batch=None if "batch_size" in names else spec.batch)
    return spec, Entrant(replace(optimizer, params=params), rate)


def rate_of(spec: Spec, entrant: Entrant) -> float:
    """Return the learning rate of an entrant, chosen or derived."""
    return derived_rate(spec, entrant.optimizer) if entrant.lr is None else entrant.lr


def values_now(spec: Spec, entrant: Entrant) -> Iterator[float]:
    """Yield the values that the run has now along the two sides."""
    objective, rule = objective_of(spec), rule_of(entrant.optimizer)
    hyper = {p.name: p.default for p in rule.params} | dict(entrant.optimizer.params)
    for side in sides_of(spec, entrant):
        if side.name == "lr":
            yield rate_of(spec, entrant)
        elif side.name == "batch_size":
            yield float(spec.batch or side.whole[1])
        elif side.name in hyper:
            yield hyper[side.name]
        else:
            yield float(start_of(spec)[objective.names.index(side.name.removeprefix(START))])


def _weigh(job: MapJob[HyperMap]) -> int:
    return 50_000 + CELL_BYTES * len(job.pieces.computed)


_maps: Section[MapJob[HyperMap]] = section("maps of hyper-parameters", _weigh)
