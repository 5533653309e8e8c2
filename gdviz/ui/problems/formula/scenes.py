"""Ready-made scenes of formula models: a sentence, a link, and the sentence as a claim that is tested."""

from __future__ import annotations

from typing import Any

import numpy as np

import gdviz
from gdviz.engine import ModelLoss
from gdviz.engine.fit.formula.library_fit import LibraryFit
from gdviz.ui.spec.page import Scene


def _found(outcome: Any) -> tuple[ModelLoss, LibraryFit]:
    """Return the loss that a race descends, and what SciPy finds of it."""
    objective = outcome.race.objective
    assert isinstance(objective, ModelLoss) and objective.library_fit is not None
    return objective, objective.library_fit


def _ends_there(outcome: Any, slug: str, within: float = 1e-3) -> bool:
    """Return whether the loss of an optimizer ends within that part of SciPy's."""
    best = _found(outcome)[1].loss
    return bool(outcome[slug].loss[-1] <= (1 + within) * best)


def _fits_the_mean(outcome: Any, slug: str) -> bool:
    """Return whether an optimizer's curve ends as the mean of the target, flat over all points."""
    objective, end = _found(outcome)[0], outcome[slug].theta[-1]
    predicted = objective.predict(end, objective.data.x)[0]
    return bool(np.allclose(predicted, objective.data.y.mean(), rtol=0.01))


def _ripples(outcome: Any) -> int:
    """Return how many minima the loss has over the frequency, at the best height for each."""
    objective, found = _found(outcome)
    low, high = objective.domain[1]
    frequencies = np.linspace(low, high, 1500)
    x, y = objective.data.x[:, 0], objective.data.y
    waves = np.sin(frequencies[:, None] * x)
    heights = (waves @ y) / (waves**2).sum(-1)
    loss = objective.value(np.stack([heights, frequencies], axis=-1))
    assert loss.min() >= found.loss * (1 - 1e-9)
    return int(((loss[1:-1] < loss[:-2]) & (loss[1:-1] < loss[2:])).sum())


def _valleys(outcome: Any) -> int:
    """Return how many minima a loss of one parameter has in its window."""
    objective = outcome.race.objective
    low, high = objective.domain[0]
    loss = objective.value(np.linspace(low, high, 3000)[:, None])
    return int(((loss[1:-1] < loss[:-2]) & (loss[1:-1] < loss[2:])).sum())


def _condition(outcome: Any) -> float:
    """Return the condition number of the Hessian at SciPy's fit."""
    objective, found = _found(outcome)
    values = np.linalg.eigvalsh(objective.hessian(found.theta))
    return float(values[-1] / values[0])


def _one_end_in_ten(outcome: Any) -> bool:
    """Return whether ten minima draw the starts of a map, and the right one about a fifth of them."""
    path, found = outcome["momentum"], _found(outcome)[1]
    stop = gdviz.Stop(gradient=outcome.spec.stop_gradient)
    options = {"lr": path.lr, "steps": outcome.spec.steps, "stop": stop, **path.hyper}
    map = gdviz.basins(path.objective, path.rule, shape=(40, 40), **options)
    right = [i for i, end in enumerate(map.ends) if np.allclose(end, found.theta, atol=1e-3)]
    return map.kinds == ("minimum",) * 10 and len(right) == 1 and 0.15 < map.shares[right[0]] < 0.25


FORMULA_BASINS = {
    "One frequency in ten is right": Scene(
        "Momentum fits a sine to data of frequency 2. Ten minima draw its starts, and only a fifth of the "
        "starts ends in the right one, a band around it.",
        "problem=formula&opt=momentum&momentum.lr=0.004&steps=500",
        _one_end_in_ten,
    )
}

FORMULA_CLASSES = {
    "A circle, written as a formula": Scene(
        "A disc inside a ring: the score is how far a point is inside a circle, times how steep it is. All "
        "runs find a radius in the gap, near 3. Every row is right then, but the steepness grows on: the "
        "loss of classes that can be told apart has no minimum.",
        "problem=formula&opt=gd,momentum,adam",
        lambda outcome: all(
            abs(path.theta[-1, 1] - 3) < 0.1
            and path.objective.accuracy(path.theta[[0, -1]]).tolist() == [104 / 150, 1]
            and (np.diff(path.theta[-50:, 0]) > 0).all()
            for path in outcome.paths
        ),
    )
}

FORMULAS = {
    "A decay: height, rate, level": Scene(
        "Nothing is linear in the rate b, so there is no closed form. All runs end where SciPy's least "
        "squares ends, and the best straight line has a loss fifty times as large.",
        "problem=formula&opt=gd,momentum,adam&steps=400",
        lambda outcome: (
            all(_ends_there(outcome, slug) for slug in ("gd", "momentum", "adam"))
            and outcome.other("model=param+a=0+from+-5+to+5;param+b=1+from+-5+to+5;a*x%2Bb&opt=bfgs")[
                "bfgs"
            ].loss[-1]
            > 50 * outcome["gd"].loss[-1]
        ),
    ),
    "Growth, and a flat end": Scene(
        "From a slow growth far to the right gradient descent and Adam find capacity, rate and turn. "
        "Momentum shoots past: its curve is flat over all points, so that its slopes vanish, and only the "
        "mean is fitted.",
        "problem=formula&data=logistic_growth&start=1,0.3,8&opt=gd,momentum,adam&steps=400",
        lambda outcome: (
            _ends_there(outcome, "gd")
            and _ends_there(outcome, "adam")
            and _fits_the_mean(outcome, "momentum")
            and np.linalg.norm(outcome["momentum"].gradient[-1]) < 1e-6
        ),
    ),
    "A sine of unknown frequency": Scene(
        "Over the frequency w the loss has nine minima, and one of them is right. From 1.2 all runs "
        "end in a ripple beside the start; from 1.9 they find the frequency 2.",
        "problem=formula&data=sine&start=1,1.2&opt=gd,momentum,adam&gd.lr=0.01&momentum.lr=0.005&steps=300",
        lambda outcome: (
            _ripples(outcome) == 9
            and all(outcome[s].loss[-1] > 20 * _found(outcome)[1].loss for s in ("gd", "momentum", "adam"))
            and all(abs(outcome[s].theta[-1, 1] - 1.3) < 0.01 for s in ("gd", "momentum", "adam"))
            and all(
                abs(outcome.other("start=1,1.9")[s].theta[-1, 1] - 2) < 0.01
                for s in ("gd", "momentum", "adam")
            )
        ),
    ),
    "The loss over a frequency": Scene(
        "The height is known here, the frequency alone is fitted, so that the loss is a curve: six minima, "
        "one of them right. From 2.6 all runs end in the one beside it, from 2.3 they would find 2.",
        "problem=formula&data=sine&model=param+w+=+2.6+from+0.2+to+4%0A1.5*sin(w*x)&opt=gd,momentum,adam"
        "&gd.lr=0.005&momentum.lr=0.002&adam.lr=0.02&steps=200",
        lambda outcome: (
            _valleys(outcome) == 6
            and all(abs(outcome[s].theta[-1, 0] - 2.815) < 0.01 for s in ("gd", "momentum", "adam"))
            and all(_ends_there(outcome.other("start=2.3"), s, 0.01) for s in ("gd", "momentum", "adam"))
        ),
    ),
    "Michaelis and Menten, and Newton astray": Scene(
        "An enzyme's rate. Where the loss bends downwards, as at the start, Newton's method walks away from "
        "the fit and never returns; BFGS and gradient descent get there, BFGS in a tenth of the steps.",
        "problem=formula&data=michaelis_menten&opt=gd,newton,bfgs&steps=300",
        lambda outcome: (
            np.linalg.eigvalsh(_found(outcome)[0].hessian(outcome["gd"].theta[0]))[0] < 0
            and outcome["newton"].loss[-1] > 100 * _found(outcome)[1].loss
            and _ends_there(outcome, "gd", 1e-9)
            and _ends_there(outcome, "bfgs", 1e-9)
            and 10 * outcome["bfgs"].steps < outcome["gd"].steps
        ),
    ),
    "Two exponentials, hardly told apart": Scene(
        "After 1000 steps gradient descent fits as well as one can see, with rates 1.14 and 2.96 instead of "
        "1 and 2: at the best fit the Hessian is nearly singular. BFGS goes on along the valley to its end.",
        "problem=formula&data=two_exponentials&opt=gd,momentum,bfgs&steps=1000",
        lambda outcome: (
            _ends_there(outcome, "gd", 0.2)
            and np.allclose(outcome["gd"].theta[-1, [1, 3]], (1.14, 2.96), atol=0.01)
            and np.allclose(_found(outcome)[1].theta[[1, 3]], (1, 2), atol=0.02)
            and _condition(outcome) > 1e4
            and _ends_there(outcome, "bfgs", 1e-9)
        ),
    ),
    "Adsorption, certified by NIST": Scene(
        "Real data. One parameter is half a million times the other, so the rate that gradient descent can "
        "take leaves the large one where it is; BFGS learns the units and finds the certified 238.94 and "
        "0.00055016.",
        "problem=formula&data=misra1a&opt=gd,bfgs&steps=100",
        lambda outcome: (
            np.allclose(outcome["bfgs"].theta[-1], (238.94212918, 0.00055015643181), rtol=1e-6)
            and abs(outcome["gd"].theta[-1, 0] - 250) < 1e-3
            and outcome["gd"].loss[-1] > 2 * _found(outcome)[1].loss
            and 4e5 < np.divide(*outcome["bfgs"].theta[-1]) < 5e5
        ),
    ),
}
