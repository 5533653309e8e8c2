"""From a choice to a map of two hyper-parameters: what can vary, how far, and the runs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import gdviz
from gdviz.cache import Section, array_bytes, section
from gdviz.engine import HyperMap
from gdviz.engine.maps.rates.hyper_map import START, axis_names
from gdviz.engine.objective import HasRows
from gdviz.engine.run.stop import Spent
from gdviz.ui.budget import SECONDS, Budget, still_there
from gdviz.ui.entries import rule_of
from gdviz.ui.problems.kinds import axes_of, check, objective_of, start_of, window_of
from gdviz.ui.rates.sweeps import check_memory
from gdviz.ui.runs import derived_rate, key_of_run, keywords_of, steps_of
from gdviz.ui.spec.spec import Entrant, Spec

REACH = (1e-2, 1e1)  # of the rates of a whole map, as multiples of the derived rate
SIDES = 4  # numbers of a box: from and to, along each side
DIGITS = 4  # that tell neighbouring values apart, and two more


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
        short: np.ndarray = np.array([float(f"{v:.{digits}g}") for v in spaced.tolist()])
        return short.clip(self.low, self.high)


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
    box = spec.beside.box if spec.beside.box and len(spec.beside.box) == SIDES else (None,) * SIDES
    return _side(spec, entrant, across, box[:2]), _side(spec, entrant, up, box[2:])


def _side(spec: Spec, entrant: Entrant, name: str, shown: tuple[Any, ...]) -> Side:
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
    at, to = low, high
    if shown[0] is not None and shown[0] < shown[1]:
        bounded = name in params or name == "batch_size"
        at, to = (max(shown[0], low), min(shown[1], high)) if bounded else shown
        if not at < to or log and not at > 0:
            at, to = low, high
    return Side(name, label(name), at, to, (low, high), log, integer)


def map_of(spec: Spec, entrant: Entrant) -> HyperMap:
    """Return the map of an entrant. Raises ValueError with one sentence where there is none."""
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

    def make() -> HyperMap:
        axes = ((side.name, side.values(count)) for side in (x, y))
        with Budget(SECONDS) as budget:
            return gdviz.hyper_map(objective, rule, *axes, start=start_of(spec), check=budget, **keywords)

    try:
        return _maps.get((key, x, y, count), make, owner=owner)
    except Spent:
        raise ValueError(
            f"{count} x {count} runs of {key.steps} steps take more than {SECONDS:g} seconds of computing "
            "time; with fewer cells or steps they come to their end"
        ) from None


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


def _weigh(found: HyperMap) -> int:
    return 8000 + array_bytes([found.x, found.y, found.loss, found.steps, found.codes, found.outcome])


_maps: Section[HyperMap] = section("maps of hyper-parameters", _weigh, waiting=still_there)
