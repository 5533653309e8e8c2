"""What a fair comparison says, in sentences that are true whatever it found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdviz.engine import Comparison, Standing
from gdviz.engine.maps.compare.comparison import TAU_MAX

LEVEL = 0.005  # areas that differ by less are said to be level


def verdict(found: Comparison) -> list[str]:
    """Return the sentences, the most important one first."""
    return [_first(found), *_reliable(found), *_best(found), _how(found)]


def _first(found: Comparison) -> str:
    """Say who comes out first, by the area below the profile."""
    count, area = len(found.starts), found.area()
    if not np.isfinite(found.evaluations).any():
        starts = "the one start" if count == 1 else f"any of the {count} starts"
        return f"{_nobody(found)} reached the target from {starts}."
    if len(found.standings) == 1:
        only = found.standings[0]
        return f"{only.name} reached the target from {_solved(only, count)}."
    most = area.max()
    level = [s for s, a in zip(found.standings, area.tolist(), strict=True) if a >= most - LEVEL]
    if len(level) > 1:
        names = _list([s.name for s in level])
        return f"{names} are level: the area below their profiles is {most:.2f}."
    first = level[0]
    return (
        f"{first.name} comes out first: the area below its profile is {most:.2f}. It reached the target from "
        f"{_solved(first, count)}."
    )


def _nobody(found: Comparison) -> str:
    return found.standings[0].name + " never" if len(found.standings) == 1 else "No optimizer"


def _solved(standing: Standing, count: int) -> str:
    """Say from how many starts the target is reached, and within how many evaluations from half of them."""
    solved = "the one start" if count == 1 else f"{standing.solved} of {count} starts"
    if not np.isfinite(standing.median):
        return solved
    half = "" if count == 1 else ", from half of all starts"
    return f"{solved}{half} within {standing.median:g} evaluations"


def _reliable(found: Comparison) -> list[str]:
    """Say who solves the most starts, where that is somebody else than who comes out first."""
    solved = [s.solved for s in found.standings]
    if len(solved) < 2 or not max(solved) or len(set(solved)) == 1:
        return []
    most = [s.name for s in found.standings if s.solved == max(solved)]
    area = found.area()
    first = [s.name for s, a in zip(found.standings, area.tolist(), strict=True) if a >= area.max() - LEVEL]
    if set(first) & set(most):
        return []
    verb = "reach" if len(most) > 1 else "reaches"
    return [f"From the most starts, {max(solved)}, {_list(most)} {verb} it."]


def _best(found: Comparison) -> list[str]:
    """Say what the target is, where the minimum is not known."""
    if found.known:
        return []
    if np.isnan(found.target):
        return ["No run of the tuning ended with a finite loss, so there was no target."]
    kind = "highest" if found.maximize else "lowest"
    return [
        f"The {'maximum' if found.maximize else 'minimum'} is not known: the target is {found.target:.5g}, "
        f"{found.tolerance:g} from the {kind} loss that a run of the tuning ended with."
    ]


def _how(found: Comparison) -> str:
    tuned = [s.tried > 1 for s in found.standings]
    starts = f"{len(found.tuning_starts)} other starts"
    if not any(tuned):
        how = "Nothing was tuned"
    elif all(tuned):
        how = f"Each was tuned by {found.trials} trials from {starts}"
    else:
        asis = _list([s.name for s in found.standings if s.tried == 1])
        how = f"Each but {asis} was tuned by {found.trials} trials from {starts}"
    return f"{how}, and a run may take {found.budget} evaluations."


def _list(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


AREA = (
    f"Area: below the performance profile, over how many times the best's evaluations are taken, from 1 to "
    f"{TAU_MAX:g} on a log scale; 1 is the best from every start. Median and quartiles: evaluations within "
    "which half, a quarter and three quarters of all starts are solved; a miss counts as never."
)
