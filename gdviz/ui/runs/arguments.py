"""What a choice says of a run: the key that it is kept under, and the keywords that make it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gdviz.engine import Stop
from gdviz.ui.entries import rule_of, schedule_of
from gdviz.ui.problems.kinds import problem_of
from gdviz.ui.spec.option import options_of
from gdviz.ui.spec.spec import Entrant, Spec


def key_of_run(spec: Spec, entrant: Entrant, steps: int) -> tuple[Spec, Any]:
    """Return what the run of one entrant depends on, as a key of caches, and with whom it is to be let go."""
    shared, owner = shared_by_runs(spec, steps)
    return replace(shared, entrants=(entrant,)), owner


def shared_by_runs(spec: Spec, steps: int) -> tuple[Spec, Any]:
    """Return what all runs of a race depend on besides their entrants, and with whom they are to be let go.

    What only the picture or the page has, such as the window, is left out: it shows the same runs.
    """
    values, owner = problem_of(spec).key(spec.problem)
    unread: dict[str, Any] = {name: o.default for name, o in options_of(spec).items() if o.picture_only}
    unread |= {"beside": None, "kind": "", "entrants": ()}
    return replace(spec, problem=values, steps=steps, **unread), owner


def keywords_of(spec: Spec, entrant: Entrant) -> dict[str, Any]:
    """Return the keywords of `gdviz.descend`, without `lr`, that make the run of an entrant."""
    keywords = {o.argument: getattr(spec, name) for name, o in options_of(spec).items() if o.argument}
    stop = {k.removeprefix("stop."): keywords.pop(k) for k in [*keywords] if k.startswith("stop.")}
    scheduled = spec.schedule if rule_of(entrant.optimizer).has_rate else None
    return {
        **keywords,
        "stop": Stop(**stop),
        "schedule": schedule_of(scheduled) if scheduled else None,
        "schedule_hyper": dict(scheduled.params) if scheduled else {},
        **dict(entrant.optimizer.params),
    }
