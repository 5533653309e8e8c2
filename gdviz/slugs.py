"""Slugs in place of things: what the functions of the package take besides objects."""

from __future__ import annotations

from typing import Any

from gdviz.engine import Method
from gdviz.library.registry import methods, schedules, surfaces
from gdviz.make import pick

ASKED = ("evaluate", "dimension", "names", "domain")  # of any objective; a Hessian by some methods only
LONGEST = 60  # letters of a thing that a sentence shows


def objective_of(objective: Any) -> Any:
    """Return the surface of a slug; an objective as it is. Raises ValueError for anything else."""
    if isinstance(objective, str):
        return pick(surfaces, objective, "surface")
    if isinstance(objective, type) or not all(hasattr(objective, name) for name in ASKED):
        raise ValueError(
            f"objective must be a surface, a loss over data or the slug of a surface, not {_short(objective)}"
        )
    return objective


def method_of(method: Any) -> Any:
    """Return the rule, or the minimiser, of a slug; either as it is. Raises ValueError for anything else."""
    if isinstance(method, str):
        return pick(methods, method, "optimizer")
    if not isinstance(method, Method):
        raise ValueError(f"optimizer must be an update rule, a minimiser or its slug, not {_short(method)}")
    return method


def with_schedule(keywords: dict[str, Any]) -> dict[str, Any]:
    """Replace the slug of a schedule by the schedule."""
    given = keywords.get("schedule")
    return keywords | {"schedule": pick(schedules, given, "schedule")} if isinstance(given, str) else keywords


def _short(thing: Any) -> str:
    """Return how a thing writes itself, or its type where that is long."""
    text = repr(thing)
    return text if len(text) <= LONGEST else f"an object of type {type(thing).__name__}"
