"""gdviz: watch gradient descent happen. Every surface, rule and schedule is a few lines of mathematics; the same
text is run, differentiated, typeset and filled with the numbers of a step.
"""

from __future__ import annotations

from typing import Any

from gdviz import engine as _engine
from gdviz.engine import Choice, Entrant, Path, Rule, Schedule, Spec, Status, Stop, Surface, Sweep, default_rate, random_starts
from gdviz.formula import FormulaError
from gdviz.library.registry import optimizers, schedules, surfaces

__version__ = "0.1.0"


def surface(text: str, domain: Any = ((-5, 5), (-5, 5)), *, names: tuple[str, ...] = ("x", "y"), start: Any = (),
            name: str = "Own surface") -> Surface:
    """A surface of one's own. Raises FormulaError for the text, ValueError for the rest."""
    return Surface(text, name, domain=domain, names=names, start=start)


def optimizer(text: str, *, name: str = "Own rule", unit: str = "1/curvature") -> Rule:
    """An update rule of one's own. Raises FormulaError."""
    return Rule(text, name, unit=unit)


def schedule(text: str, *, name: str = "Own schedule") -> Schedule:
    """A learning-rate schedule of one's own. Raises FormulaError."""
    return Schedule(text, name)


def _objective(objective: Any) -> Any:
    return pick(surfaces, objective, "surface") if isinstance(objective, str) else objective


def _plan(options: dict[str, Any]) -> dict[str, Any]:
    given = options.get("schedule")
    return options | {"schedule": pick(schedules, given, "schedule")} if isinstance(given, str) else options


def pick(registry: Any, slug: str, kind: str) -> Any:
    """An entry by slug. Raises ValueError with the nearest names."""
    if slug not in registry:
        from difflib import get_close_matches

        near = get_close_matches(slug, registry, 1) or list(registry)[:1]
        raise ValueError(f"there is no {kind} '{slug[:60]}'; did you mean '{near[0]}'?")
    return registry[slug]


def _rule(rule: Any) -> Any:
    return pick(optimizers, rule, "optimizer") if isinstance(rule, str) else rule


def descend(objective: Any, optimizer: Any, start: Any = None, **options: Any) -> Path:
    """`gdviz.engine.descend`, where objective, optimizer and schedule may be slugs."""
    return _engine.descend(_objective(objective), _rule(optimizer), start, **_plan(options))


class Descent(_engine.Descent):
    """`gdviz.engine.Descent`, where objective, optimizer and schedule may be slugs."""

    def __init__(self, objective: Any, optimizer: Any, start: Any = None, **options: Any) -> None:
        super().__init__(_objective(objective), _rule(optimizer), start, **_plan(options))


def sweep(objective: Any, optimizer: Any, starts: Any = None, **options: Any) -> Sweep:
    """`gdviz.engine.sweep`, where objective, optimizer and schedule may be slugs."""
    return _engine.sweep(_objective(objective), _rule(optimizer), starts, **_plan(options))


__all__ = [
    "Choice", "Descent", "Entrant", "FormulaError", "Path", "Rule", "Schedule", "Spec", "Status", "Stop", "Surface",
    "Sweep", "default_rate", "descend", "optimizer", "optimizers", "pick", "random_starts", "schedule", "schedules",
    "surface", "surfaces", "sweep",
]
