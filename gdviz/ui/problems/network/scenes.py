"""Ready-made scenes of the page of networks, good settings and bad ones: each sentence is a tested claim.

A claim is called with the finished race, a `gdviz.ui.race.outcome.Outcome`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import gdviz
from gdviz.engine import Network, Path, Status, layer_norms, sharpness
from gdviz.ui.spec.page import Scene

NOISY = "problem=regression&data.n=12&data.noise=0.3&hidden=16,16&opt=adam&adam.lr=0.02&steps=1000"
DEEP = "data=spiral&hidden=16,16,16&opt=gd,momentum&steps=500"
LARGE = "problem=regression&hidden=16,16&activation=relu&init=too_large&opt=gd&gd.lr=0.05&steps=1000"


def _net(outcome: Any) -> Network:
    """Return the loss of the network that a race descends."""
    objective = outcome.race.objective
    assert isinstance(objective, Network)
    return objective


def _accuracy(outcome: Any, slug: str) -> float:
    """Return the share of the rows that an optimizer's network classifies correctly in the end."""
    return float(_net(outcome).accuracy(outcome[slug].theta[-1][None])[0])


def _vanishing(outcome: Any) -> float:
    """Return how many times smaller the first layer's gradient is than the last one's, at the start."""
    norms = layer_norms(_net(outcome), outcome["gd"].gradient[0])
    return float(norms[-1] / norms[0])


def _fresh_error(outcome: Any) -> float:
    """Return the mean squared error of the last network on 200 new points of the same kind."""
    fresh = _net(outcome.other("draw=1&data.n=200")).data
    z = _net(outcome).predict(outcome["adam"].theta[-1], fresh.x)[0]
    return float(((z - fresh.y) ** 2).mean())


def _at_the_edge(outcome: Any) -> bool:
    """Return whether the sharpness rises to 2/rate and stays near it while the loss falls, not steadily."""
    path = outcome["gd"]
    share = sharpness(path).value * path.lr / 2
    late, rises = share[len(share) // 2 :], np.diff(path.loss[len(path.loss) // 2 :]) > 0
    hovers = 0.8 < late.min() < 1 < late.max() < 1.3
    return bool(share[0] < 0.5 and hovers and rises.mean() > 0.05 and path.loss[-1] < path.loss[0] / 5)


def _weights_stay_zero(outcome: Any) -> bool:
    """Return whether no weight and no hidden bias ever leaves 0: all but the bias of the score."""
    return not any(path.theta[:, :-1].any() for path in outcome.paths)


def _lies_in_a_plane(path: Path) -> bool:
    """Return whether nearly all of a path of 33 weights is along its first two principal components."""
    if path.steps < 3 or path.theta.shape[1] != 33:
        return False
    shares = gdviz.plane(path).shares
    return shares is not None and bool(shares.sum() > 0.95)


def _leaves_it(path: Path, other: Path) -> bool:
    """Return whether the loss in another path's plane is twice a path's own, where it ends."""
    over = gdviz.plane(other)
    return bool(over.value(over.project(path.theta[-1])) > 2 * path.loss[-1])


NETWORK = {
    "A border that bends": Scene(
        "Eight tanh units, each with a straight edge of its own: their sum bends the border around the "
        "moons.",
        "opt=gd,momentum,adam&data=moons",
        lambda outcome: (
            min(_accuracy(outcome, s) for s in ("momentum", "adam")) >= 0.99
            and _accuracy(outcome.other("hidden=none"), "momentum") < 0.95
        ),
    ),
    "XOR without a hidden layer": Scene(
        "One straight line cannot part opposite corners: descent converges, and a third of the points stay "
        "on the wrong side.",
        "data=xor&hidden=none&opt=gd,momentum&steps=100",
        lambda outcome: (
            outcome["gd"].status is Status.CONVERGED
            and max(_accuracy(outcome, s) for s in ("gd", "momentum")) < 0.7
        ),
    ),
    "XOR with four units": Scene(
        "One hidden layer is enough: two edges and more make the corners' regions. Watch which units find "
        "them.",
        "data=xor&hidden=4&opt=gd,momentum",
        lambda outcome: _accuracy(outcome, "momentum") > 0.95,
    ),
    "Zeros never break the tie": Scene(
        "All weights start at 0, so all units are alike and pass nothing on: every weight stays 0, whatever "
        "the optimizer. Only the last bias moves.",
        "data=xor&hidden=4&init=zeros&opt=gd,momentum,adam",
        lambda outcome: (
            _weights_stay_zero(outcome)
            and all(path.status is Status.CONVERGED for path in outcome.paths)
            and _accuracy(outcome, "adam") < 0.7
        ),
    ),
    "Sigmoids that fade": Scene(
        "Three layers of sigmoids: each passes at most a quarter of the gradient back, so the first layer's "
        "is tiny, and after 500 steps the spiral is hardly learnt.",
        f"{DEEP}&activation=sigmoid",
        lambda outcome: (
            _vanishing(outcome) > 20
            and max(_accuracy(outcome, s) for s in ("gd", "momentum")) < 0.75
            and all(path.steps == 500 for path in outcome.paths)
        ),
    ),
    "ReLU with He's weights": Scene(
        "The same three layers with ReLU and He's first weights: all layers get gradients of like size, and "
        "momentum learns the spiral.",
        f"{DEEP}&activation=relu&init=he",
        lambda outcome: 0.2 < _vanishing(outcome) < 5 and _accuracy(outcome, "momentum") > 0.95,
    ),
    "Too large a rate": Scene(
        "At rate 100 the steps jump over every valley, the units saturate and the loss ends higher than it "
        "began. Try 1.5.",
        "data=moons&opt=gd&gd.lr=100",
        lambda outcome: (
            outcome["gd"].loss[-1] > outcome["gd"].loss[0] and outcome.other("gd.lr=1.5")["gd"].loss[-1] < 0.1
        ),
    ),
    "The edge of stability": Scene(
        "Full-batch descent makes its own valley steeper until the sharpness reaches 2 divided by the rate, "
        "and hovers there, while the loss goes on falling, not at every step.",
        "problem=regression&hidden=16,16&opt=gd&gd.lr=0.1&steps=1500&sharp=1",
        _at_the_edge,
    ),
    "Exploding gradients": Scene(
        "First weights that are too large make the signal grow from layer to layer, and the gradient with "
        "it: two steps, and the loss is beyond all bounds.",
        LARGE,
        lambda outcome: outcome["gd"].status is Status.DIVERGED and outcome["gd"].steps <= 5,
    ),
    "Clipping tames them": Scene(
        "The same start, but gradients longer than 1 are clipped to length 1: small steps, all the way down.",
        f"{LARGE}&clip=1",
        lambda outcome: (
            outcome["gd"].status is Status.MAX_STEPS and outcome["gd"].loss[-1] < outcome["gd"].loss[0] / 1000
        ),
    ),
    "Adam and SGD on the spiral": Scene(
        "Batches of 16 rows: with these rates Adam has wound the border around the arms while plain SGD is "
        "still on its way.",
        "data=spiral&hidden=16,16&activation=relu&init=he&batch=16&opt=gd,adam&gd.lr=0.2&adam.lr=0.02&steps=500",
        lambda outcome: (
            _accuracy(outcome, "adam") > 0.9 > 0.8 > _accuracy(outcome, "gd")
            and outcome["adam"].loss[-1] < outcome["gd"].loss[-1] / 2
        ),
    ),
    "The landscape along the path": Scene(
        "Of all planes in the space of 33 weights this is the one in which Adam moves most. Gradient descent "
        "lies off it: the loss on the plane, the thin dashed line, is twice its own.",
        "opt=gd,adam&data=moons&plane=pca",
        lambda outcome: _lies_in_a_plane(outcome["adam"]) and _leaves_it(outcome["gd"], outcome["adam"]),
    ),
    "Through every noisy point": Scene(
        "Twelve noisy points and 321 parameters: the curve runs through all of them, and wiggles in between. "
        "On new points it is much worse.",
        NOISY,
        lambda outcome: outcome["adam"].loss[-1] < 1e-3 and _fresh_error(outcome) > 0.2,
    ),
    "Weight decay smooths it": Scene(
        "The same network with a ridge penalty on the weights: it no longer reaches every point, and does "
        "better on new ones.",
        f"{NOISY}&penalty=l2&penalty.strength=0.001",
        lambda outcome: (
            outcome["adam"].loss[-1] > 0.05
            and _fresh_error(outcome) < 0.6 * _fresh_error(outcome.other("penalty.strength=0.0001"))
        ),
    ),
}
