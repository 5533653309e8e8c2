"""Ready-made scenes of the data pages: a sentence, a link, and the sentence as a claim that is tested.

A claim is called with the finished race, a `gdviz.ui.race.ran.Ran`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine import DataLoss, Status
from gdviz.ui.spec.page import Scene


def _loss(ran: Any) -> DataLoss:
    """Return the loss over data that a race descends."""
    objective = ran.race.objective
    assert isinstance(objective, DataLoss)
    return objective


def _accuracy(ran: Any, slug: str, k: int = -1) -> float:
    """Return the share of the rows that an optimizer's model after k steps classifies correctly."""
    return float(_loss(ran).accuracy(ran[slug].theta[k][None])[0])


def _median_residual(ran: Any) -> float:
    """Return the median distance of the points from the line that is best under this loss."""
    objective = _loss(ran)
    best = objective.optimum.theta
    theta = ran.paths[0].theta[-1] if best is None else best
    return float(np.median(np.abs(objective.design.y - objective.design.a @ theta)))


def _bends(ran: Any) -> bool:
    """Under a squared error the line is farther from most points than under losses that let outliers go."""
    return all(
        _median_residual(ran) > 1.1 * _median_residual(ran.other(f"loss={loss}"))
        for loss in ("huber", "absolute")
    )


def _hops(ran: Any) -> bool:
    """Plain steps change a weight's sign again and again and never make it 0; proximal ones hold it at exactly 0."""
    hopping = ran["gd"].theta[-60:, 1]
    held = not any(ran[s].theta[-60:, 1].any() for s in ("ista", "fista"))
    return held and bool(np.diff(np.sign(hopping)).any() and hopping.all())


def _only_margin_pulls(ran: Any) -> bool:
    """The loss's gradient is that of the rows within the margin alone, and some rows are beyond it."""
    w, theta = _loss(ran), ran["gd"].theta[-1]
    y = w.targets[0]
    within = y * (w.design.a @ theta) < 1
    pull = -(y[within, None] * w.design.a[within]).sum(0) / w.rows
    return (
        0 < within.sum() < w.rows / 2
        and np.allclose(w.smooth(theta[None])[0], pull)
        and ran["gd"].loss[-1] < 0.25
    )


REGRESSION = {
    "A line finds its place": Scene(
        "The start is slope 0 and intercept 0; watch the line turn into the points as the path runs down the bowl.",
        "opt=gd,momentum,adam",
        lambda ran: (
            all(map(ran.arrives, ("gd", "momentum", "adam"))) and not any(p.theta[0].any() for p in ran.paths)
        ),
    ),
    "A line through the origin": Scene(
        "Without the intercept the slope is the only parameter, and the loss over it is a parabola: plain descent walks down it.",
        "data=line&intercept=0&opt=gd&steps=40",
        lambda ran: (
            _loss(ran).dimension == 1
            and ran.arrives("gd")
            and (np.diff(ran["gd"].loss) < 1e-12).all()
            and np.allclose(np.diff(_loss(ran).hessian(np.linspace(-1, 5, 4)[:, None])[:, 0, 0]), 0)
        ),
    ),
    "A ravine of heights": Scene(
        "Galton's heights are all near 68 inches, so slope and intercept pull together: the loss is a ravine, and descent crawls.",
        "data=galton&opt=gd,momentum,adam&steps=400",
        lambda ran: (
            ran.condition() > 1e5
            and all(p.steps == 400 and p.distance()[-1] > 20 and p.loss[-1] < 6 for p in ran.paths)
            and abs(_loss(ran).design.x.mean() - 68) < 1
        ),
    ),
    "Standardise, and it is a bowl": Scene(
        "The same heights, standardised: centre 0, deviation 1. Now the loss is round, and gradient descent is there in ten steps.",
        "data=galton&scaling=standardise&opt=gd&steps=60",
        lambda ran: (
            ran.condition() < 1.001 and ran.arrives("gd", by=10) and ran["gd"].status is Status.CONVERGED
        ),
    ),
    "Outliers pull": Scene(
        "Squared error bends the line towards the outliers. Pick Huber or absolute error as the loss and it lets go.",
        "data=outliers&opt=gd,adam&steps=200",
        lambda ran: _bends(ran) and all(ran.arrives(s, within=0.01) for s in ("gd", "adam")),
    ),
    "Stochastic gradient descent": Scene(
        "Each step sees 4 of the points, highlighted; the path staggers downhill and never quite settles.",
        "data=line&batch=4&opt=gd,momentum&steps=200",
        lambda ran: all(
            p.loss[-1] < p.loss[0] / 5
            and (np.diff(p.loss[-100:]) > 0).mean() > 0.2
            and p.status is Status.MAX_STEPS
            for p in ran.paths
        ),
    ),
    "Half and twice the limit": Scene(
        "A quadratic has a largest stable rate, 2/λ_max, which the tab Fit tells. Gradient descent with half of it arrives; "
        "with twice it each step is thrown farther.",
        "data=line&opt=gd,own&own=%23+The+same,+at+twice+the+limit%0Atheta+%3D+theta+-+lr*g&gd.lr=0.0543519&own.lr=0.2174076"
        "&steps=60",
        lambda ran: (
            ran.arrives("gd")
            and ran["own"].status is Status.DIVERGED
            and (np.diff(ran["own"].loss[1:]) > 0).all()
            and np.allclose(
                (ran["gd"].lr, ran["own"].lr),
                np.array([1, 4]) / np.linalg.eigvalsh(_loss(ran).hessian((0.0, 0.0)))[-1],
            )
        ),
    ),
    "Lasso by proximal steps": Scene(
        "Under an L1 penalty the proximal step makes weights exactly 0; plain steps with the subgradient hop around it.",
        "data=cars&x=wt,qsec&penalty=l1&penalty.strength=5&contour=1&opt=gd,ista,fista&steps=150",
        lambda ran: _hops(ran) and ran.arrives("ista") and ran.arrives("fista"),
    ),
    "A polynomial of degree 7": Scene(
        "Still linear in its weights: but the powers of x resemble each other, and the valley is long.",
        "data=curve&degree=7&opt=gd,momentum,adam&steps=500",
        lambda ran: (
            ran.condition() > 1000 and all(p.distance()[-1] > 1 and p.steps == 500 for p in ran.paths)
        ),
    ),
    "The textbook's four points": Scene(
        "Its exact solution is (1, 0). On paper descent is often stopped early in the flat valley, far from it.",
        "data=textbook&x=x1,x2&opt=gd,momentum,adam&steps=500",
        lambda ran: (
            np.allclose(_loss(ran).minima, [1, 0])
            and ran.arrives("momentum")
            and ran["gd"].loss[100] < 0.02 * ran["gd"].loss[0]
            and ran["gd"].distance()[100] > 0.5
        ),
    ),
}
CLASSIFICATION = {
    "Logistic regression": Scene(
        "Two clouds; the line turns until the probabilities fit. The shading is the model at the play head.",
        "opt=gd,momentum,adam",
        lambda ran: all(
            ran.arrives(s, within=0.01) and _accuracy(ran, s) > 0.9 for s in ("gd", "momentum", "adam")
        ),
    ),
    "Weights without end": Scene(
        "Separable data and no penalty: there is no minimum, the loss creeps to 0 while the weights grow.",
        "data=separable&opt=gd,momentum&steps=300",
        lambda ran: (
            _loss(ran).optimum.theta is None
            and all(
                p.loss[-1] < 0.01 and (np.diff(np.linalg.norm(p.theta[100:], axis=1)) > 0).all()
                for p in ran.paths
            )
        ),
    ),
    "A penalty stops them": Scene(
        "The same data with a ridge penalty: now there is a minimum, and the paths end in it.",
        "data=separable&penalty=l2&penalty.strength=0.05&contour=1&opt=gd,momentum&steps=300",
        lambda ran: all(p.distance()[-1] < 1e-3 for p in ran.paths),
    ),
    "The support vector machine": Scene(
        "Hinge loss with a ridge penalty: only points within the margin pull.",
        "data=blobs&loss=hinge&penalty=l2&penalty.strength=0.05&opt=gd,momentum&steps=200",
        _only_margin_pulls,
    ),
    "Two moons": Scene(
        "A straight line cannot part them; with cubic features the boundary bends, and the model stays linear in its weights.",
        "data=moons&penalty=l2&penalty.strength=0.001&opt=gd,momentum,adam&steps=400",
        lambda ran: (
            _accuracy(ran, "momentum") > 0.98
            and _loss(ran).width == 10
            and _accuracy(ran.other("degree=1"), "momentum") < 0.95
        ),
    ),
    "Three classes": Scene(
        "One score a class, the largest wins: three regions that meet in a point.",
        "data=three_classes&loss=softmax&opt=gd,adam&steps=200",
        lambda ran: (
            _loss(ran).scores == 3
            and min(_accuracy(ran, s) for s in ("gd", "adam")) > 0.9
            and _meet(ran)
            and all(p.steps_to(0.01) is not None for p in ran.paths)
        ),
    ),
    "Fisher's iris": Scene(
        "One species is apart, two overlap; petal length and width almost tell them.",
        "data=iris&loss=softmax&scaling=standardise&opt=gd,momentum,adam&steps=300",
        lambda ran: (
            all(0.94 < _accuracy(ran, s) < 1 for s in ("gd", "momentum", "adam")) and _setosa_is_apart(ran)
        ),
    ),
    "Noisy steps": Scene(
        "Mini-batches of 5: the path staggers, the accuracy hardly minds.",
        "batch=5&opt=gd,adam&adam.lr=0.3&steps=200",
        lambda ran: (
            all((np.diff(p.loss[-100:]) > 0).mean() > 0.2 for p in ran.paths)
            and all(
                abs(_accuracy(ran, s, k) - _accuracy(ran, s)) <= 0.03
                for s in ("gd", "adam")
                for k in range(-100, 0)
            )
        ),
    ),
}


def _meet(ran: Any) -> bool:
    """At the point where three scores are alike each class is the largest somewhere around it."""
    theta = ran["adam"].theta[-1].reshape(3, 3)
    at = np.linalg.solve((theta[:2] - theta[2])[:, :2], (theta[2] - theta[:2])[:, 2])
    around = at + 0.1 * np.array([(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 60)])
    return len(np.unique(np.argmax(_loss(ran).design.basis(around) @ theta.T, axis=1))) == 3


def _setosa_is_apart(ran: Any) -> bool:
    """All of the first species are told, not all of the others."""
    w = _loss(ran)
    told = np.argmax(w.design.a @ ran["momentum"].theta[-1].reshape(3, -1).T, axis=1) == w.design.y
    return all(told[w.design.y == 0]) and not all(told[w.design.y > 0])
