"""Ready-made scenes of the regression page."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine import Status
from gdviz.ui.problems.fit.scenes.asked import loss_of
from gdviz.ui.spec.page import Scene


def _median_residual(outcome: Any) -> float:
    """Return the median distance of the points from the line that is best under this loss."""
    objective = loss_of(outcome)
    best = objective.optimum.theta
    theta = outcome.paths[0].theta[-1] if best is None else best
    return float(np.median(np.abs(objective.design.y - objective.design.a @ theta)))


def _bends(outcome: Any) -> bool:
    """Return whether squared error keeps the line farther from most points than more robust losses do."""
    return all(
        _median_residual(outcome) > 1.1 * _median_residual(outcome.other(f"loss={loss}"))
        for loss in ("huber", "absolute")
    )


def _hops(outcome: Any) -> bool:
    """Return whether plain steps hop across a weight of 0 for ever, while proximal ones stay at 0."""
    hopping = outcome["gd"].theta[-60:, 1]
    stay_at_0 = not any(outcome[s].theta[-60:, 1].any() for s in ("ista", "fista"))
    return stay_at_0 and bool(np.diff(np.sign(hopping)).any() and hopping.all())


def _curves(outcome: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the losses over training and test rows along the first run, without the penalty."""
    theta = outcome.paths[0].theta
    return loss_of(outcome).all.data_value(theta), loss_of(outcome).test_loss(theta)


def _overfits(outcome: Any) -> bool:
    """Return whether the two losses part as the degree grows, and along the run, and a ridge joins them."""
    ends = [[losses[-1] for losses in _curves(outcome.other(f"degree={d}"))] for d in (1, 3, 5, 8)]
    training, test = np.array(ends).T
    along, along_test = _curves(outcome)
    turn = int(np.argmin(along_test))
    ridge, ridge_test = (losses[-1] for losses in _curves(outcome.other("penalty.strength=0.03")))
    return bool(
        (np.diff(training) < 0).all()
        and (np.diff(test[1:]) > 0).all()
        and test[1] < 2 * training[1]
        and test[3] > 10 * training[3]
        and 5 < turn < 15
        and along[-1] < along[turn]
        and along_test[-1] > 10 * along_test[turn]
        and ridge_test < test[3] / 5
        and abs(ridge_test - ridge) < 0.2 * ridge
    )


REGRESSION = {
    "A line finds its place": Scene(
        "The start is slope 0 and intercept 0; watch the line turn into the points as the path runs down the "
        "bowl.",
        "opt=gd,momentum,adam",
        lambda outcome: (
            all(map(outcome.arrives, ("gd", "momentum", "adam")))
            and not any(p.theta[0].any() for p in outcome.paths)
        ),
    ),
    "A line through the origin": Scene(
        "Without the intercept the slope is the only parameter, and the loss over it is a parabola: plain "
        "descent walks down it.",
        "data=line&intercept=0&opt=gd&steps=40",
        lambda outcome: (
            loss_of(outcome).dimension == 1
            and outcome.arrives("gd")
            and (np.diff(outcome["gd"].loss) < 1e-12).all()
            and np.allclose(np.diff(loss_of(outcome).hessian(np.linspace(-1, 5, 4)[:, None])[:, 0, 0]), 0)
        ),
    ),
    "A ravine of heights": Scene(
        "Galton's heights are all near 68 inches, so slope and intercept pull together: the loss is a "
        "ravine, and descent crawls.",
        "data=galton&opt=gd,momentum,adam&steps=400",
        lambda outcome: (
            outcome.condition() > 1e5
            and all(p.steps == 400 and p.distance()[-1] > 20 and p.loss[-1] < 6 for p in outcome.paths)
            and abs(loss_of(outcome).design.x.mean() - 68) < 1
        ),
    ),
    "Standardise, and it is a bowl": Scene(
        "The same heights, standardised: centre 0, deviation 1. Now the loss is round, and gradient descent "
        "is there in ten steps.",
        "data=galton&scaling=standardise&opt=gd&steps=60",
        lambda outcome: (
            outcome.condition() < 1.001
            and outcome.arrives("gd", by=10)
            and outcome["gd"].status is Status.CONVERGED
        ),
    ),
    "Outliers pull": Scene(
        "Squared error bends the line towards the outliers. Pick Huber or absolute error as the loss and it "
        "lets go.",
        "data=outliers&opt=gd,adam&steps=200",
        lambda outcome: _bends(outcome) and all(outcome.arrives(s, within=0.01) for s in ("gd", "adam")),
    ),
    "Stochastic gradient descent": Scene(
        "Each step sees 4 of the points, highlighted; the path staggers downhill and never quite settles.",
        "data=line&batch=4&opt=gd,momentum&steps=200",
        lambda outcome: all(
            p.loss[-1] < p.loss[0] / 5
            and (np.diff(p.loss[-100:]) > 0).mean() > 0.2
            and p.status is Status.MAX_STEPS
            for p in outcome.paths
        ),
    ),
    "Half and twice the limit": Scene(
        "A quadratic has a largest stable rate, 2/λ_max, which the tab Fit tells. Gradient descent with half "
        "of it arrives; with twice it each step is thrown farther.",
        "data=line&opt=gd,own&own=%23+The+same,+at+twice+the+limit%0Atheta+%3D+theta+-+lr*g&gd.lr=0.0543519"
        "&own.lr=0.2174076&steps=60",
        lambda outcome: (
            outcome.arrives("gd")
            and outcome["own"].status is Status.DIVERGED
            and (np.diff(outcome["own"].loss[1:]) > 0).all()
            and np.allclose(
                (outcome["gd"].lr, outcome["own"].lr),
                np.array([1, 4]) / np.linalg.eigvalsh(loss_of(outcome).hessian((0.0, 0.0)))[-1],
            )
        ),
    ),
    "Lasso by proximal steps": Scene(
        "Under an L1 penalty the proximal step makes weights exactly 0; plain steps with the subgradient hop "
        "around it.",
        "data=cars&x=wt,qsec&penalty=l1&penalty.strength=5&contour=1&opt=gd,ista,fista&steps=150",
        lambda outcome: _hops(outcome) and outcome.arrives("ista") and outcome.arrives("fista"),
    ),
    "A polynomial of degree 7": Scene(
        "Still linear in its weights: but the powers of x resemble each other, and the valley is long.",
        "data=curve&degree=7&opt=gd,momentum,adam&steps=500",
        lambda outcome: (
            outcome.condition() > 1000 and all(p.distance()[-1] > 1 and p.steps == 500 for p in outcome.paths)
        ),
    ),
    "Overfitting": Scene(
        "The hollow points are held out. With degree 8 their loss soon rises again: the curves part. Drag "
        "the degree to 3, or the penalty's strength to 0.03, and they stay together.",
        "data=curve&data.n=24&data.noise=0.3&degree=8&holdout=0.5&penalty=l2&penalty.strength=0.0001"
        "&opt=bfgs&steps=60",
        _overfits,
    ),
    "The textbook's four points": Scene(
        "Its exact solution is (1, 0). On paper descent is often stopped early in the flat valley, far from "
        "it.",
        "data=textbook&x=x1,x2&opt=gd,momentum,adam&steps=500",
        lambda outcome: (
            np.allclose(loss_of(outcome).minima, [1, 0])
            and outcome.arrives("momentum")
            and outcome["gd"].loss[100] < 0.02 * outcome["gd"].loss[0]
            and outcome["gd"].distance()[100] > 0.5
        ),
    ),
}
