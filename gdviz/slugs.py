"""Slugs in place of things: what the functions of the package take besides objects."""

from __future__ import annotations

from typing import Any

from gdviz.library.registry import methods, schedules, surfaces
from gdviz.make import pick


def objective_of(objective: Any) -> Any:
    """Return the surface of a slug; what is no slug as it is."""
    return pick(surfaces, objective, "surface") if isinstance(objective, str) else objective


def method_of(method: Any) -> Any:
    """Return the update rule, or the minimiser, of a slug; what is no slug as it is."""
    return pick(methods, method, "optimizer") if isinstance(method, str) else method


def with_schedule(keywords: dict[str, Any]) -> dict[str, Any]:
    """Replace the slug of a schedule by the schedule."""
    given = keywords.get("schedule")
    return keywords | {"schedule": pick(schedules, given, "schedule")} if isinstance(given, str) else keywords
