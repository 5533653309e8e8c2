"""Who won a race and by what, in sentences that are true in every state it can end in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from gdviz.engine import Path, Status
from gdviz.engine.run.path import ALIKE
from gdviz.player.scene.competitor import Competitor
from gdviz.ui.problems.problem import Race
from gdviz.ui.runs.races import TOLERANCE


def verdict(race: Race) -> list[str]:
    """Return the sentences, the most important one first; none where nothing was run."""
    runs = race.competitors
    if not runs:
        return []
    finished = [c for c in runs if c.path.status is not Status.DIVERGED and np.isfinite(c.path.loss[-1])]
    out = [
        _final(finished, len(runs), race.spec.maximize),
        _diverged([c for c in runs if c not in finished], len(runs)),
    ]
    if not race.spec.maximize:
        out += _arrivals(runs, race.objective.minimum)
    out += _asked_for(runs)
    if len(runs) > 1 and (race.spec.noise or race.spec.batch is not None):
        out.append(
            "The losses are those of the whole objective without noise, but the steps were drawn: "
            "another seed may give another order."
        )
    return [s for s in out if s]


def _final(runs: Sequence[Competitor], raced: int, maximize: bool) -> str:
    """Say who ended lowest, or highest where the race climbs."""
    kind, sign = ("Highest", -1.0) if maximize else ("Lowest", 1.0)
    if not runs:
        if raced == 1:
            return "The run diverged, so there is no final loss."
        return "All runs diverged, so none of them won."
    order = sorted(runs, key=lambda c: sign * c.path.loss[-1])
    best = order[0].path.loss[-1]
    if raced == 1:
        return f"{order[0].name} ran alone: its final loss is {best:.5g} after {_steps(order[0].path.steps)}."
    if len(runs) == 1:
        return f"{order[0].name} alone did not diverge: its final loss is {best:.5g}."
    gained = max(abs(c.path.loss[0] - best) for c in order)
    first = [c for c in order if abs(c.path.loss[-1] - best) <= ALIKE * gained]
    rest = order[len(first) :]
    behind = f", before {rest[0].name} with {_apart(rest[0].path.loss[-1], best)}" if rest else ""
    if len(first) > 1:
        at = _apart(best, rest[0].path.loss[-1]) if rest else f"{best:.5g}"
        return f"{kind} final loss: a tie of {listed([c.name for c in first])} at {at}{behind}."
    return f"{kind} final loss: {first[0].name} with {_apart(best, rest[0].path.loss[-1])}{behind}."


def _apart(value: float, other: float) -> str:
    """Return a loss with as many digits as tell it from the other."""
    for digits in range(5, 17):
        if f"{value:.{digits}g}" != f"{other:.{digits}g}":
            return f"{value:.{digits}g}"
    return f"{value:.17g}"


def _diverged(runs: Sequence[Competitor], raced: int) -> str:
    return f"{listed([c.name for c in runs])} diverged." if 0 < len(runs) < raced else ""


def _arrivals(runs: Sequence[Competitor], minimum: float | None) -> list[str]:
    """Say who was first within the tolerance of the minimum: by steps, and by evaluations of any kind."""
    near = f"within {TOLERANCE:g} of the minimum"
    if minimum is None:
        unknown = "The minimum is not known, so it is not told who came near it first."
        return [unknown] if len(runs) > 1 else []
    steps = {c: k for c in runs if (k := c.path.steps_to(TOLERANCE)) is not None}
    if len(runs) == 1:
        return [f"It came {near} after {_steps(k)}." for k in steps.values()] or [f"It did not come {near}."]
    if not steps:
        return [f"None came {near}."]
    if max(steps.values()) == 0:
        return [f"They start {near}."]
    first, k = _least(runs, steps.get)
    out = [f"First {near}: {listed([c.name for c in first])} after {_steps(k)}."]
    costs = {c: _evaluations(c.path, n) for c, n in steps.items()}
    if None not in costs.values():
        cheapest, cost = _least(runs, costs.get)
        if cheapest != first:
            out.append(
                f"Counted in evaluations of values, gradients and Hessians: "
                f"{listed([c.name for c in cheapest])} with {cost}."
            )
    return out


def _evaluations(path: Path, step: int) -> int | None:
    """Return the evaluations of any kind up to a step; None where the record has a gap there."""
    row = int(np.searchsorted(path.at, step))
    return int(path.evaluated[row].sum()) if path.at[row] == step else None


def _asked_for(runs: Sequence[Competitor]) -> list[str]:
    """Say who was first at the loss that was asked for: final losses say little where runs stop at one."""
    ended = [c for c in runs if c.path.status is Status.REACHED]
    if not ended or len(runs) == 1:
        return []
    first, k = _least(runs, lambda c: c.path.steps if c in ended else None)
    return [f"First at the loss that was asked for: {listed([c.name for c in first])} after {_steps(k)}."]


def _least(
    runs: Sequence[Competitor], of: Callable[[Competitor], int | None]
) -> tuple[list[Competitor], int]:
    """Return all runs with the least count, and the count; at least one run has one."""
    counts = [(c, v) for c in runs if (v := of(c)) is not None]
    least = min(v for _, v in counts)
    return [c for c, v in counts if v == least], least


def _steps(k: int) -> str:
    return f"{k} step{'s' * (k != 1)}"


def listed(names: Sequence[str]) -> str:
    """Return names in a row: a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
