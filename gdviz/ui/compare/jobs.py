"""Comparisons that are computed in the background: one for all visitors who choose the same."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from gdviz.cache import Section, section
from gdviz.engine import Comparison, Contest
from gdviz.ui.entries import rule_of
from gdviz.ui.problems.kinds import axes_of, check, objective_of, problem_of, window_of
from gdviz.ui.runs.arguments import keywords_of
from gdviz.ui.spec.option import options_of
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from gdviz.ui.workers.job import Job

RUN_BYTES = 100  # that is held of a run


class ContestJob(Job):
    """A comparison under way."""

    def __init__(self, contest: Contest) -> None:
        super().__init__(contest)
        self.contest = contest

    @cached_property
    def comparison(self) -> Comparison:
        """What was found, once it is finished."""
        return self.contest.comparison()


def key_of(spec: Spec) -> tuple[Spec, Any]:
    """Return what a comparison depends on, and with whom it is to be let go.

    Learning rates are tuned, and where all is tuned, so are the other parameters: what is chosen of them in
    the sidebar changes nothing. Runs end at the target, so stop rules, steps and start change nothing either.
    """
    values, owner = problem_of(spec).key(spec.problem)
    only_rate = spec.beside.tuned == "rate"
    entrants = tuple(
        Entrant(e.optimizer if only_rate else replace(e.optimizer, params=())) for e in spec.entrants
    )
    unread: dict[str, Any] = {
        name: option.default
        for name, option in options_of(spec).items()
        if option.picture_only or option.argument.startswith("stop.") or name in ("steps", "seed", "start")
    }
    flat = tuple(side for sides in window_of(spec) for side in sides)
    unread |= {"axes": spec.axes, "window": flat, "kind": ""}
    return replace(spec, problem=values, entrants=entrants, **unread), owner


def job_of(spec: Spec) -> ContestJob:
    """Return the comparison of a choice.

    Raises
    ------
    ValueError
        With a sentence where there can be none.
    """
    check(spec)
    key, owner = key_of(spec)
    objective, chosen = objective_of(spec), key.beside
    box = [tuple(side) for side in objective.domain]
    for axis, side in zip(axes_of(spec), window_of(spec), strict=True):
        box[axis] = side

    def make() -> ContestJob:
        common = keywords_of(key, Entrant(Choice("gd")))
        for settled in ("stop", "steps", "seed"):
            del common[settled]
        return ContestJob(
            Contest(
                objective,
                [(rule_of(e.optimizer), dict(e.optimizer.params)) for e in key.entrants],
                trials=chosen.trials,
                starts=chosen.starts,
                evaluations=chosen.evaluations,
                tolerance=chosen.tolerance,
                window=box,
                only_rate=chosen.tuned == "rate",
                seed=chosen.drawn,
                **common,
            )
        )

    return _jobs.get(key, make, owner=owner)


def _weigh(job: ContestJob) -> int:
    runs = sum(len(outcome.loss) for outcome in job.contest.found.values())
    expected = len(job.contest.trials) * (len(job.contest.starts) + job.contest.trial_count * 16)
    return 50_000 + RUN_BYTES * max(runs, expected)


_jobs: Section[ContestJob] = section("comparisons", _weigh)
