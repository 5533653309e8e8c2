"""Ready-made scenes of the Learning rates page: a sentence, a link, the sentence as a tested claim."""

from __future__ import annotations

from typing import Any

import gdviz
from gdviz.engine import RateSweep
from gdviz.ui.spec.page import Scene


def _sweep(outcome: Any, slug: str) -> RateSweep:
    """Return the sweep over the rates of an optimizer of a race."""
    return gdviz.rate_sweep(outcome.race.objective, slug, steps=outcome.spec.steps)


def _jumps_at_the_limit(outcome: Any) -> bool:
    """Return whether the sweep's edge is at 2/30, where theory has it."""
    edge = _sweep(outcome, "gd").edge
    between = edge.below is not None and edge.above is not None and 0.066 < edge.below < edge.above < 0.068
    return between and edge.theory == 2 / 30


def _disagree(outcome: Any, slug: str) -> bool:
    """Return whether the suggestions lie a hundred times apart, though the best of the sweep arrives."""
    sweep = _sweep(outcome, slug)
    rates, best = [s.rate for s in sweep.suggestions], sweep.suggested("best")
    arrives = best is not None and sweep.loss[sweep.rates == best.rate].item() < 1e-3
    return max(rates) > 100 * min(rates) and arrives


def _agrees_with_theory(outcome: Any) -> bool:
    """Return whether the edge of the sweep is that of theory."""
    edge = _sweep(outcome, "gd").edge
    return edge.above is not None and edge.theory is not None and abs(edge.above / edge.theory - 1) < 0.01


RATES = {
    "Just beyond the limit": Scene(
        "On a quadratic gradient descent is stable below 2/λ_max = 0.0667. At 0.066 it converges, at 0.068 "
        "it leaves; in the sweep the runs diverge from 0.0667 on.",
        "opt=own,gd&own=%23+The+same,+beyond+the+limit%0Atheta+%3D+theta+-+lr*g&own.lr=0.068&gd.lr=0.066",
        lambda outcome: (
            outcome.arrives("gd") and outcome.is_thrown_out("own") and _jumps_at_the_limit(outcome)
        ),
    ),
    "Nobody agrees": Scene(
        "Adam on Rosenbrock's valley: the suggestions lie more than a hundred times apart. None of them is "
        "wrong; each answers another question.",
        "surface=rosenbrock&opt=adam",
        lambda outcome: _disagree(outcome, "adam"),
    ),
    "Momentum by Polyak's pair": Scene(
        "The rate and the momentum that are best together on a quadratic: it converges at a rate beyond "
        "gradient descent's limit 2/λ_max, in less than a third of the steps that gradient descent takes at "
        "its fastest rate.",
        "opt=gd,momentum&gd.lr=0.0645161290323&momentum.lr=0.0953414927462&momentum.momentum=0.4777931375666991",
        lambda outcome: (
            outcome["momentum"].lr > 2 / 30
            and outcome.arrives("momentum")
            and outcome["momentum"].steps_to(1e-3) * 3 < outcome["gd"].steps_to(1e-3)
        ),
    ),
    "A line through points": Scene(
        "Squared error is a quadratic of the line, so theory holds for data as well: the edge that the sweep "
        "finds is 2/λ_max of the data.",
        "problem=regression&opt=gd",
        lambda outcome: outcome.arrives("gd") and _agrees_with_theory(outcome),
    ),
}
