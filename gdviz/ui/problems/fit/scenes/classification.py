"""Ready-made scenes of the classification page."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.player.scene.data import Across
from gdviz.ui.problems.fit.scenes.asked import accuracy_of, loss_of
from gdviz.ui.spec.page import Scene


def _only_margin_pulls(outcome: Any) -> bool:
    """Return whether the gradient comes from the rows within the margin alone, and some are beyond it."""
    w, theta = loss_of(outcome), outcome["gd"].theta[-1]
    y = w.targets[0]
    within = y * (w.design.a @ theta) < 1
    pull = -(y[within, None] * w.design.a[within]).sum(0) / w.rows
    return (
        0 < within.sum() < w.rows / 2
        and np.allclose(w.smooth(theta[None])[0], pull)
        and outcome["gd"].loss[-1] < 0.25
    )


def _meet(outcome: Any) -> bool:
    """Return whether three regions meet: around the point of equal scores each class wins somewhere."""
    theta = outcome["adam"].theta[-1].reshape(3, 3)
    at = np.linalg.solve((theta[:2] - theta[2])[:, :2], (theta[2] - theta[:2])[:, 2])
    around = at + 0.1 * np.array([(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 60)])
    return len(np.unique(np.argmax(loss_of(outcome).design.basis(around) @ theta.T, axis=1))) == 3


def _right_on_a_wrong_colour(outcome: Any) -> float:
    """Return the share of rows that are right, but would not be with the features that are held."""
    w, theta = loss_of(outcome), outcome["adam"].theta[-1]
    drawn = Across.of(w.data).features(w.data.x[:, 0], w.data.x[:, 1])
    own, colour = (np.argmax(w.predict(theta, x), axis=0) == w.data.y for x in (w.data.x, drawn))
    return float(np.mean(own & ~colour))


def _setosa_is_apart(outcome: Any) -> bool:
    """Return whether all rows of the first species are classified correctly, but not all of the others."""
    w = loss_of(outcome)
    told = np.argmax(w.design.a @ outcome["momentum"].theta[-1].reshape(3, -1).T, axis=1) == w.design.y
    return all(told[w.design.y == 0]) and not all(told[w.design.y > 0])


CLASSIFICATION = {
    "Logistic regression": Scene(
        "Two clouds; the line turns until the probabilities fit. The shading is the model at the play head.",
        "opt=gd,momentum,adam",
        lambda outcome: all(
            outcome.arrives(s, within=0.01) and accuracy_of(outcome, s) > 0.9
            for s in ("gd", "momentum", "adam")
        ),
    ),
    "Weights without end": Scene(
        "Separable data and no penalty: there is no minimum, the loss creeps to 0 while the weights grow.",
        "data=separable&opt=gd,momentum&steps=300",
        lambda outcome: (
            loss_of(outcome).optimum.theta is None
            and all(
                p.loss[-1] < 0.01 and (np.diff(np.linalg.norm(p.theta[100:], axis=1)) > 0).all()
                for p in outcome.paths
            )
        ),
    ),
    "A penalty stops them": Scene(
        "The same data with a ridge penalty: now there is a minimum, and the paths end in it.",
        "data=separable&penalty=l2&penalty.strength=0.05&contour=1&opt=gd,momentum&steps=300",
        lambda outcome: all(p.distance()[-1] < 1e-3 for p in outcome.paths),
    ),
    "The support vector machine": Scene(
        "Hinge loss with a ridge penalty: only points within the margin pull. They are ringed.",
        "data=blobs&loss=hinge&penalty=l2&penalty.strength=0.05&opt=gd,momentum&steps=200",
        _only_margin_pulls,
    ),
    "Two moons": Scene(
        "A straight line cannot part them; with cubic features the boundary bends, and the model stays "
        "linear in its weights.",
        "data=moons&penalty=l2&penalty.strength=0.001&opt=gd,momentum,adam&steps=400",
        lambda outcome: (
            accuracy_of(outcome, "momentum") > 0.98
            and loss_of(outcome).width == 10
            and accuracy_of(outcome.other("degree=1"), "momentum") < 0.95
        ),
    ),
    "Three classes": Scene(
        "One score a class, the largest wins: three regions that meet in a point.",
        "data=three_classes&loss=softmax&opt=gd,adam&steps=200",
        lambda outcome: (
            loss_of(outcome).scores == 3
            and min(accuracy_of(outcome, s) for s in ("gd", "adam")) > 0.9
            and _meet(outcome)
            and all(p.steps_to(0.01) is not None for p in outcome.paths)
        ),
    ),
    "Fisher's iris": Scene(
        "One species is apart, two overlap; petal length and width almost tell them.",
        "data=iris&loss=softmax&scaling=standardise&opt=gd,momentum,adam&steps=300",
        lambda outcome: (
            all(0.94 < accuracy_of(outcome, s) < 1 for s in ("gd", "momentum", "adam"))
            and _setosa_is_apart(outcome)
        ),
    ),
    "Four measurements": Scene(
        "All four measurements are fitted, the picture is a slice with the petals held at their means: many "
        "flowers lie on a wrong colour and are right all the same. The sepals alone tell far less.",
        "data=iris&loss=softmax&x=sepal_length,sepal_width,petal_length,petal_width&opt=adam&steps=300",
        lambda outcome: (
            accuracy_of(outcome, "adam") > 0.95
            and _right_on_a_wrong_colour(outcome) > 0.25
            and accuracy_of(outcome.other("x=sepal_length,sepal_width"), "adam") < 0.85
        ),
    ),
    "Noisy steps": Scene(
        "Mini-batches of 5: the path staggers, the accuracy hardly minds.",
        "batch=5&opt=gd,adam&adam.lr=0.3&steps=200",
        lambda outcome: (
            all((np.diff(p.loss[-100:]) > 0).mean() > 0.2 for p in outcome.paths)
            and all(
                abs(accuracy_of(outcome, s, k) - accuracy_of(outcome, s)) <= 0.03
                for s in ("gd", "adam")
                for k in range(-100, 0)
            )
        ),
    ),
}
