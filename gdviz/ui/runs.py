"""The runs of a choice: each made once for all sessions, within a bound of time, of what is recorded and of what is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import gdviz
from gdviz.cache import Section, array_bytes, section, token
from gdviz.engine import DataLoss, Objective, Path, Rule, Schedule, Status, Stop
from gdviz.engine.run.descent import row_bytes
from gdviz.engine.run.thinning import Thinning
from gdviz.ui import texts
from gdviz.ui.budget import SECONDS, Budget, still_there
from gdviz.ui.spec import Spec

RECORDED = 80_000_000  # bytes that the runs of a race record
SENT = 4_000_000  # numbers of a scene's runs that go to the browser, about a byte each on the way
WORK = (
    4_000_000_000  # multiplications for what is told of all rows of the data at every step that is recorded
)
WIDEST = 8_000_000  # bytes that one step may record
EVERY = 500  # steps that are recorded without a gap where a run is long


def keep(objective: Objective, rules: Sequence[Rule], steps: int, batches: bool) -> Thinning | None:
    """Which steps are recorded, the same ones of all runs; None: all, as of all but long runs of many parameters."""
    if not rules:
        return None
    d, widths = objective.dimension, [row_bytes(rule, objective.dimension) for rule in rules]
    sent = len(rules) * (8 + (d if d > 2 else 0)) + max(widths) // 8
    room = min(RECORDED // sum(widths), SENT // sent)
    if isinstance(objective, DataLoss):
        room = min(room, SENT // (sent + 2 * d + 40))  # the gradient, row by row
        if objective.design.classes or batches:
            room = min(room, WORK // (objective.rows * (d * len(rules) + 20)))
    if steps <= room:
        return None
    room = max(room, 3)
    first = min(EVERY, room // 4)
    return Thinning(
        first, -(-(steps - first) // (room - first - 2)), steps
    )  # two are for the last and the one before it


def told(kept: Thinning | None, paths: Sequence[Path]) -> list[str]:
    """What to say where a record has gaps."""
    steps = max((p.steps for p in paths if len(p.loss) <= p.steps), default=0)
    if kept is None or not steps:
        return []
    beginning = f"the first {kept.first}, then " if kept.first else ""
    return [
        f"{steps} steps are too many to show each of them: {beginning}one in {kept.every} and the last are shown. "
        "All were made, and what Result says is of all."
    ]


def path(
    alone: Spec,
    objective: Objective,
    rule: Rule,
    start: Any,
    schedule: Schedule | None,
    *,
    kept: Thinning | None,
    shared_by: int = 1,
) -> Path:
    """The run of a Spec's only entrant: changing one optimizer of a race runs that one.

    Raises ValueError where it cannot be made. It may take its share of the computing time, then it ends where it is.
    """
    if row_bytes(rule, objective.dimension) > WIDEST:
        raise ValueError(
            f"one of its steps assigns {row_bytes(rule, objective.dimension) / 1e6:.1f} MB of numbers for "
            f"{objective.dimension} parameters, at most {WIDEST / 1e6:.1f} MB can be shown; assign fewer matrices, or "
            "take fewer parameters"
        )
    seconds = SECONDS / shared_by

    def make() -> Path:
        made = _descend(alone, objective, rule, start, schedule, kept, shared_by)
        made.notes["seconds"] = seconds
        return replace(made, objective=None)  # type: ignore[arg-type]  # the data of an objective are not kept for its runs

    def good(held: Path) -> bool:
        return held.status is not Status.SPENT or held.notes["seconds"] == seconds

    table = alone.fit.table if alone.fit else None
    held = _paths.get((keyed(alone), kept), make, good=good, owner=table)
    return replace(held, objective=objective)


def keyed(spec: Spec) -> Spec:
    """A Spec as it stands in keys: a table of one's own by its number, so that no cache keeps it alive."""
    own = spec.fit is not None and spec.fit.table is not None
    return replace(spec, fit=replace(spec.fit, table=token(spec.fit.table))) if own and spec.fit else spec


def _descend(
    alone: Spec,
    objective: Objective,
    rule: Rule,
    start: Any,
    schedule: Schedule | None,
    kept: Thinning | None,
    shared_by: int,
) -> Path:
    (entrant,) = alone.entrants
    stop = Stop(alone.stop_gradient, alone.stop_loss, alone.patience, alone.progress)
    with Budget(SECONDS / shared_by, shared_by) as budget:
        run = gdviz.Descent(
            objective,
            rule,
            start,
            steps=alone.steps,
            batch_size=alone.batch,
            replacement=alone.replacement,
            lr=entrant.lr,
            schedule=schedule,
            noise=alone.noise,
            seed=alone.seed,
            clip=alone.clip,
            maximize=alone.maximize,
            stop=stop,
            schedule_hyper=dict(alone.schedule.params) if alone.schedule else {},
            **dict(entrant.optimizer.params),
        )
        run.run(check=budget, thinning=kept)
        return run.path()


def _size(path: Path) -> int:
    """Bytes of a run without its objective."""
    arrays = [path.theta, path.loss, path.gradient, path.rate, path.gradients]
    arrays += [*path.quantities.values(), *path.initial.values()]
    arrays += [path.whole.at, path.whole.losses] if path.whole else []
    arrays += [path.batch_loss] if path.batch_loss is not None else []
    order = (
        8 * max(path.batches.n, path.batches.CHUNK) if path.batches else 0
    )  # rows in the order of the batches
    own_rule = 0 if path.rule.slug else texts.size(path.rule)
    return 4000 + array_bytes(arrays) + order + own_rule


def _notes(path: Path) -> int:
    """Bytes of what was computed of a run later."""
    return array_bytes(note for note in path.notes.values() if isinstance(note, np.ndarray))


_paths: Section[Path] = section("runs", _size, waiting=still_there, notes=_notes)
