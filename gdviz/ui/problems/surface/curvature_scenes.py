"""Ready-made scenes of the Curvature page: a sentence, a link, the sentence as a tested claim."""

from __future__ import annotations

from typing import Any

import gdviz
from gdviz.engine import Status, local_model
from gdviz.ui.spec.page import Scene


def _newton_climbs(outcome: Any) -> bool:
    newton, free = outcome["newton"], outcome["newton_saddle_free"]
    top, bottom = (str(local_model(p.objective, p.theta[-1]).kind) for p in (newton, free))
    return newton.loss[-1] > newton.loss[0] and top == "maximum" and bottom == "minimum"


def _long_valley(outcome: Any) -> bool:
    newton, plain = outcome["newton"], outcome["gd"]
    there = local_model(newton.objective, newton.theta[-1])
    arrived = newton.steps < 10 and newton.loss[-1] < 1e-12
    return bool(arrived and there.condition > 2000 and plain.loss[-1] > 1)


def _sharper_than_its_rate_allows(outcome: Any) -> bool:
    along = gdviz.sharpness(outcome["gd"])
    last = slice(-50, None)
    above = bool((along.value[last] > along.limit[last]).all())
    return len(along.steps) > 100 and above and outcome["gd"].status is Status.MAX_STEPS


def _begins_too_sharp(outcome: Any) -> bool:
    along = gdviz.sharpness(outcome["gd"])
    begins_above = bool(along.value[0] > along.limit[0])
    return len(along.steps) > 100 and begins_above and bool((along.value[10:] < along.limit[10:] / 5).all())


CURVATURE = {
    "Newton goes uphill": Scene(
        "Near the top of Himmelblau's surface both curvatures are negative: Newton's method climbs to the "
        "maximum, where the gradient vanishes as well, and saddle-free Newton goes down to a minimum.",
        "opt=newton,newton_saddle_free&start=-0.8,-0.5&steps=40",
        _newton_climbs,
    ),
    "A long valley": Scene(
        "At Rosenbrock's minimum one curvature is 2500 times the other: the ellipse is a needle, along which "
        "gradient descent creeps. Newton's method takes each direction by its curvature and is there in 7 "
        "steps.",
        "surface=rosenbrock&opt=gd,newton&at=1,1",
        _long_valley,
    ),
    "Sharper than the rate allows": Scene(
        "At the rate 0.018 gradient descent comes to the sharpest of the four minima and cannot settle: the "
        "largest curvature stays above 2/0.018, and the iterates circle around it.",
        "opt=gd&gd.lr=0.018",
        _sharper_than_its_rate_allows,
    ),
    "A curvature that fades": Scene(
        "Cross-entropy of two classes of points: the curvature at the start is above 2/rate, yet the run "
        "does not leave. The surer the model becomes, the flatter is its loss: after 10 steps the largest "
        "curvature is below a fifth of the limit.",
        "problem=classification&opt=gd&gd.lr=5",
        _begins_too_sharp,
    ),
}
