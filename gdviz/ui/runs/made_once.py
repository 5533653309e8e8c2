"""Runs, each made once for all sessions within its share of the computing time, and kept in little room."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from gdviz.cache import Section, section
from gdviz.engine import Objective, Path, Status, begin
from gdviz.engine.run.thinning import Thinning
from gdviz.ui.budget import SECONDS, Budget, waiting
from gdviz.ui.entries import check_rate, rule_of
from gdviz.ui.runs.arguments import keywords_of
from gdviz.ui.runs.bounds import check_width
from gdviz.ui.runs.weight import weigh_notes, weigh_path
from gdviz.ui.spec.spec import Entrant, Spec


def run_of(
    key: tuple[Spec, Any], entrant: Entrant, objective: Objective, thinning: Thinning | None, sharers: int
) -> Path:
    """Return the run of one entrant: where one optimizer of a race changes, only that one is run again.

    A run whose share of the computing time is over ends where it is.

    Parameters
    ----------
    key : what `shared_by_runs` returns
    entrant : who runs
    objective : what is descended
    thinning : which steps are recorded; None: all
    sharers : runs that share the computing time

    Raises
    ------
    ValueError
        For an impossible run.
    """
    shared, owner = key
    seconds = SECONDS / sharers

    def make() -> Path:
        path = _descend(shared, entrant, objective, thinning, sharers)
        path.notes["seconds"] = seconds
        return _in_less_room(path)

    def had_as_long(path: Path) -> bool:
        return path.status is not Status.SPENT or path.notes["seconds"] == seconds

    path = _paths.get((shared, entrant, thinning), make, good=had_as_long, owner=owner)
    return replace(path, objective=objective)


def _descend(
    shared: Spec, entrant: Entrant, objective: Objective, thinning: Thinning | None, sharers: int
) -> Path:
    """Make the run of one entrant. Raises ValueError for an impossible one."""
    rule = rule_of(entrant.optimizer)
    if entrant.lr is not None:
        check_rate(entrant.lr)
    check_width(rule, objective.dimension)
    with Budget(SECONDS / sharers, sharers) as budget:
        run = begin(objective, rule, shared.start or None, lr=entrant.lr, **keywords_of(shared, entrant))
        run.run(check=budget, thinning=thinning)
        return run.path()


def _in_less_room(path: Path) -> Path:
    """Return a run as it is kept: the same numbers in less room, and nothing that keeps the data alive."""
    return replace(
        path,
        objective=None,  # type: ignore[arg-type]  # who asks for the run has it
        quantities=_without_twins(path),
        rate=_constant_as_one(path.rate),
        evaluated=_held_together(path.evaluated.astype("i4")),
    )


def _held_together(counts: np.ndarray) -> np.ndarray:
    """Return the counts of a run, which most runs of one length have alike: they hold them together."""
    key = counts.shape, blake2b(counts.tobytes()).digest()
    return _counts.setdefault(key, counts)


def _without_twins(path: Path) -> dict[str, np.ndarray]:
    """Return the quantities of a run; those that repeat the iterates or gradients are parts of these."""
    held = dict(path.quantities)
    for name, twin in (("theta", path.theta[1:]), ("g", path.gradient[:-1])):
        if name in held and held[name].shape == twin.shape and held[name].tobytes() == twin.tobytes():
            held[name] = twin
    return held


def _constant_as_one(rate: np.ndarray) -> np.ndarray:
    """Return the rate of each step; where it is the same at all of them, it is held as one number."""
    first = rate[:1]
    if rate.tobytes() != first.tobytes() * len(rate):
        return rate
    return np.broadcast_to(first.copy(), rate.shape)


_paths: Section[Path] = section("runs", weigh_path, waiting=waiting, notes=weigh_notes)
_counts: WeakValueDictionary[tuple[tuple[int, ...], bytes], np.ndarray] = WeakValueDictionary()
