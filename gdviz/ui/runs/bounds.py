"""How many steps a race makes, how many of them are recorded, and how wide one of them may be.

The record of a run is kept by the server and sent to the browser; both have room for so much.
"""

from __future__ import annotations

from collections.abc import Sequence

from gdviz.engine import Method, Objective
from gdviz.engine.run.descent import row_bytes
from gdviz.engine.run.thinning import Thinning
from gdviz.ui.problems.problem import Load
from gdviz.ui.spec.spec import Spec

MAX_TOTAL_STEPS = 200_000  # of all optimizers of a race together
RECORDED = 80_000_000  # bytes that the runs of a race record
SENT = 4_000_000  # numbers of a scene's runs that go to the browser, about a byte each on the way
MULTIPLICATIONS = 4_000_000_000  # for what is said of all rows of the data at every recorded step
WIDEST = 8_000_000  # bytes that one step may record
FIRST = 500  # steps that are recorded without a gap at the beginning of a long run


def steps_of(spec: Spec) -> int:
    """Return the steps that each run makes at most."""
    return min(spec.steps, MAX_TOTAL_STEPS // max(1, len(spec.entrants)))


def steps_to_record(objective: Objective, rules: Sequence[Method], steps: int, load: Load) -> Thinning | None:
    """Return which steps are recorded of every run; None: all, unless runs are long or parameters many."""
    if not rules:
        return None
    recorded = _most_recorded(objective, rules, load)
    if steps <= recorded:
        return None
    recorded = max(recorded, 3)
    first = min(FIRST, recorded // 4)
    rest = recorded - first - 2  # two are for the last step and the one before it
    return Thinning(first, -(-(steps - first) // rest), steps)


def _most_recorded(objective: Objective, rules: Sequence[Method], load: Load) -> int:
    """Return how many steps of every run may be recorded."""
    d = objective.dimension
    widths = [row_bytes(rule, d) for rule in rules]
    sent = len(rules) * (8 + (d if d > 2 else 0)) + max(widths) // 8
    most = min(RECORDED // sum(widths), SENT // (sent + load.numbers))
    if load.multiplications:
        most = min(most, MULTIPLICATIONS // load.multiplications)
    return most


def check_width(rule: Method, dimension: int) -> None:
    """Raise ValueError where one step of a rule records too much."""
    width = row_bytes(rule, dimension)
    if width > WIDEST:
        raise ValueError(
            f"one of its steps assigns {width / 1e6:.1f} MB of numbers for {dimension} parameters, "
            f"at most {WIDEST / 1e6:.1f} MB can be shown; assign fewer matrices, or take fewer parameters"
        )
