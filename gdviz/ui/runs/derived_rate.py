"""Learning rates that nobody has set."""

from __future__ import annotations

from sys import getsizeof

from gdviz.cache import Section, section
from gdviz.engine import default_rate
from gdviz.ui.budget import waiting
from gdviz.ui.entries import rule_of
from gdviz.ui.problems.kinds import objective_of, problem_of, start_of
from gdviz.ui.spec.spec import Choice, Spec


def derived_rate(spec: Spec, optimizer: Choice) -> float:
    """Return the rate of an optimizer that nobody has set; it is derived once for all sessions."""
    values, owner = problem_of(spec).key(spec.problem)
    start = start_of(spec)
    return _rates.get(
        (values, optimizer.key, optimizer.text, start),
        lambda: default_rate(objective_of(spec), rule_of(optimizer), start),
        owner=owner,
    )


_rates: Section[float] = section("derived rates", getsizeof, waiting=waiting)
