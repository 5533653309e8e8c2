"""From a choice to a finished race, with what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence

from gdviz.engine import Method, Path
from gdviz.engine.run.thinning import Thinning
from gdviz.player.scene.competitor import Competitor
from gdviz.player.scene.palette import slots
from gdviz.ui.entries import rule_of
from gdviz.ui.problems.kinds import check, objective_of, problem_of
from gdviz.ui.problems.problem import Race
from gdviz.ui.runs.arguments import shared_by_runs
from gdviz.ui.runs.bounds import MAX_TOTAL_STEPS, steps_of, steps_to_record
from gdviz.ui.runs.made_once import run_of
from gdviz.ui.spec.spec import Spec

TOLERANCE = 1e-3  # "reached": the loss is within this of the minimum


def race(spec: Spec) -> Race:
    """Return the race of a choice; only what no session has run before is computed.

    Raises
    ------
    FormulaError, ValueError
        Where nothing of it can be run. What is wrong with one optimizer alone is a complaint of the race.
    """
    objective = objective_of(spec)
    check(spec)
    rules = [rule_of(e.optimizer) for e in spec.entrants]
    steps = steps_of(spec)
    key = shared_by_runs(spec, steps)
    load = problem_of(spec).load(spec.problem, spec.batch is not None, len(rules))
    thinning = steps_to_record(objective, rules, steps, load)
    competitors: list[Competitor] = []
    refused: list[str] = []
    for entrant, rule, place in zip(spec.entrants, rules, slots([r.slot for r in rules]), strict=True):
        try:
            path = run_of(key, entrant, objective, thinning, len(rules))
        except ValueError as error:
            refused.append(f"{rule.name}: {error}.")
        else:
            competitors.append(Competitor.at(place, rule.slug or "own", rule.name, path))
    complaints = [
        *_fewer_steps(spec, steps),
        *refused,
        *_unscheduled(spec, rules),
        *_gaps(thinning, [c.path for c in competitors]),
    ]
    return Race(spec, objective, tuple(competitors), tuple(complaints))


def _fewer_steps(spec: Spec, steps: int) -> list[str]:
    """Say where each run makes fewer steps than were chosen."""
    if steps == spec.steps:
        return []
    return [
        f"{len(spec.entrants)} optimizers of {spec.steps} steps are more than the page's {MAX_TOTAL_STEPS} "
        f"steps in all; each makes {steps}."
    ]


def _unscheduled(spec: Spec, rules: Sequence[Method]) -> list[str]:
    """Say whom the schedule does not concern."""
    names = [rule.name for rule in rules if not rule.has_rate] if spec.schedule else []
    if not names:
        return []
    return [f"The schedule does not concern {', '.join(names)}: SciPy's methods have no learning rate."]


def _gaps(thinning: Thinning | None, paths: Sequence[Path]) -> list[str]:
    """Say where a record has gaps."""
    steps = max((p.steps for p in paths if len(p.loss) <= p.steps), default=0)
    if thinning is None or not steps:
        return []
    beginning = f"the first {thinning.first}, then " if thinning.first else ""
    return [
        f"{steps} steps are too many to show each of them: {beginning}one in {thinning.every} and the last "
        "are shown. All were made, and what Result says is of all."
    ]
