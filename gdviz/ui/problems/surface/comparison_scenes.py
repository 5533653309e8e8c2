"""Ready-made scenes of the fair comparison: a sentence, a link, the sentence as a tested claim."""

from __future__ import annotations

from typing import Any

import gdviz
from gdviz.engine import Standing
from gdviz.ui.spec.page import Scene


def _standings(outcome: Any, **options: Any) -> dict[str, Standing]:
    """Return how each optimizer of a race fares, by its slug, where all is as the page has it at first."""
    rules = [path.rule for path in outcome.paths]
    found = gdviz.compare(outcome.race.objective, rules, **options)
    return {rule.slug: standing for rule, standing in zip(rules, found.standings, strict=True)}


def _tuning_is_half_of_it(outcome: Any) -> bool:
    plain, tuned = _standings(outcome, trials=1), _standings(outcome)
    far_behind = plain["adam"].median > 5 * plain["momentum"].median
    return outcome.arrives("gd") and far_behind and tuned["adam"].median < 2 * tuned["momentum"].median


def _one_lucky_start(outcome: Any) -> bool:
    standings = _standings(outcome)
    arrive = all(outcome.arrives(slug) for slug in ("gd", "momentum", "adam"))
    return arrive and standings["adam"].success > 0.5 > standings["momentum"].success


def _newton_pays_twice(outcome: Any) -> bool:
    standings = _standings(outcome)
    newton, plain = standings["newton"], standings["gd"]
    assert newton.steps is not None and plain.steps is not None
    few = newton.success == 1 and newton.median < 10 and plain.success < 0.1
    return outcome.arrives("newton") and few and newton.steps * 2 == plain.steps


COMPARISONS = {
    "Tuning is half of it": Scene(
        "With their defaults Adam takes more than five times the evaluations of momentum; after sixteen "
        "trials each it takes less than twice as many. Compare once with one trial, once with sixteen.",
        "",
        _tuning_is_half_of_it,
    ),
    "One lucky start": Scene(
        "From the start in the picture all three arrive at Beale's minimum. From starts all over the window "
        "Adam misses fewer than half, gradient descent and momentum more than half: the plateaus hold them.",
        "surface=beale&start=1.5,0.3&steps=2000",
        _one_lucky_start,
    ),
    "A step of Newton costs twice": Scene(
        "Newton's method asks for a gradient and a Hessian in a step, so it has half as many steps. In "
        "Rosenbrock's valley it needs less than ten evaluations from half of the starts; gradient descent "
        "misses from nearly all.",
        "surface=rosenbrock&opt=gd,newton",
        _newton_pays_twice,
    ),
}
