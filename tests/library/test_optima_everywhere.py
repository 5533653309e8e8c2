"""The optimum of every real data set x loss x penalty x scaling x average, by conditions written down here."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import DataLoss
from gdviz.engine.fit.design import SCALINGS
from gdviz.engine.fit.rows.over_rows import AVERAGES

Slope = Callable[[np.ndarray, np.ndarray], np.ndarray]
REGRESSION: dict[str, Slope] = {
    "squared": lambda z, y: 2 * (z - y),
    "huber": lambda z, y: np.clip(z - y, -1, 1),
    "log_cosh": lambda z, y: np.tanh(z - y),
}
BINARY: dict[str, Slope] = {
    "cross_entropy": lambda z, y: 1 / (1 + np.exp(-z)) - y,
    "squared_hinge": lambda z, y: -2 * y * np.maximum(0, 1 - y * z),
}
STRAIGHT = ("absolute", "quantile", "hinge")
REAL = ("anscombe", "cars", "faithful", "galton")
PENALTIES = (None, *gdviz.penalties)


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(0))
    return np.asarray(e / e.sum(0))


def misses(w: DataLoss) -> float:
    """The largest offence against the conditions of a minimum, as a share of what the rows pull with."""
    theta = w.optimum.theta
    assert theta is not None, w.optimum.how
    a = w.design.a
    z = (a @ theta.reshape(w.scores, -1).T).T
    if w.scores > 1:
        slopes = softmax(z) - (np.arange(w.scores)[:, None] == w.design.y)
    else:
        slopes = np.stack([(REGRESSION | BINARY)[w.loss.slug](z[0], w.targets[0])])
    share = {"half mean": 0.5 / w.rows, "mean": 1 / w.rows, "sum": 1.0}[w.average]
    g, size = (share * (s @ b).ravel() for s, b in ((slopes, a), (np.abs(slopes), np.abs(a))))
    strength = w.penalty_parameters.get("strength", 0.0)
    ratio = {"l1": 1.0, "l2": 0.0}.get(
        w.penalty.slug if w.penalty else "", w.penalty_parameters.get("ratio", 0.0)
    )
    lam, ridge = ratio * strength * w.weights, (1 - ratio) * strength * w.weights
    g = g + ridge * theta
    off = np.where(theta == 0, np.maximum(np.abs(g) - lam, 0), np.abs(g + lam * np.sign(theta)))
    return float((off / (size + lam + np.abs(ridge * theta) + 1e-300)).max())


@pytest.mark.quick(12)
@pytest.mark.parametrize("average", AVERAGES)
@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("loss", REGRESSION)
@pytest.mark.parametrize("slug", REAL)
def test_regressions(slug: str, loss: str, penalty: str | None, average: str) -> None:
    for scaling, degree in product(SCALINGS, (1, 2, 3)):
        w = gdviz.data_loss(slug, loss, penalty=penalty, average=average, scaling=scaling, degree=degree)
        assert misses(w) < 1e-7, (scaling, degree)
        window = np.array(w.domain)
        assert (window[:, 0] <= w.optimum.theta).all() and (w.optimum.theta <= window[:, 1]).all()
        assert (np.abs(window) < 1e6 * (1 + np.abs(w.optimum.theta).max())).all()


@pytest.mark.quick(6)
@pytest.mark.parametrize("average", AVERAGES)
@pytest.mark.parametrize("penalty", gdviz.penalties)
@pytest.mark.parametrize("slug", ["iris", "moons", "separable", "overlapping"])
def test_classes(slug: str, penalty: str, average: str) -> None:
    losses = ["softmax"] if slug == "iris" else [*BINARY, "softmax"]
    for loss, scaling, degree in product(losses, SCALINGS, (1, 3)):
        w = gdviz.data_loss(slug, loss, penalty=penalty, average=average, scaling=scaling, degree=degree)
        assert misses(w) < 1e-7, (loss, scaling, degree)


@pytest.mark.quick(2)
@pytest.mark.parametrize("penalty", [None, "l1"])
@pytest.mark.parametrize("loss", STRAIGHT)
def test_straight_pieces(loss: str, penalty: str | None) -> None:
    """A convex loss that is higher all around a point is nowhere lower."""
    slugs = ("moons", "overlapping", "separable") if loss == "hinge" else REAL
    for slug, scaling, degree in product(slugs, SCALINGS, (1, 2)):
        w = gdviz.data_loss(slug, loss, penalty=penalty, scaling=scaling, degree=degree)
        best = w.optimum
        assert best.theta is not None and best.how.startswith("linear programming"), best.how
        size = np.abs(best.theta) + 1 / np.sqrt((w.design.a**2).mean(0))
        ways = np.random.default_rng(0).normal(size=(600, w.dimension)) * np.logspace(-6, 1, 600)[:, None]
        around = w.value(
            best.theta
            + size * np.concatenate([ways, 1e-3 * np.eye(w.dimension), -1e-3 * np.eye(w.dimension)])
        )
        assert (around >= w.minimum - 1e-11 * (1 + abs(w.minimum))).all()
        least = w.value(best.theta + np.linalg.pinv(w.design.a).mean(1) * np.linspace(-1, 1, 50)[:, None])
        assert (least >= w.minimum - 1e-11).all()


# fmt: off
BODIES = {
    "height": [180, 160, 169, 174, 163, 176, 152, 176, 160, 201, 168, 176, 164, 173, 159, 175, 169, 176, 173, 177,
               166, 189, 170, 174, 165, 182, 180, 176, 164, 185, 160, 176, 172, 182, 167, 183, 146, 185, 159, 166],
    "weight": [68, 86, 62, 70, 66, 80, 79, 87, 68, 90, 64, 72, 71, 85, 64, 73, 68, 58, 72, 84,
               51, 81, 57, 87, 48, 72, 72, 90, 47, 76, 69, 75, 80, 69, 69, 71, 79, 80, 63, 65],
}
# fmt: on
BODY_TABLE = gdviz.Table(
    "Bodies",
    {k: np.array(v, dtype=float) for k, v in BODIES.items()}
    | {"sex": np.array(["f", "m"] * 20, dtype=object)},
)
# fmt: off
GOLDEN: dict[str, tuple[Any, dict[str, Any], Any]] = {
    # statsmodels 0.15 Logit(...).fit(tol=1e-14), constant last
    "heights and weights, unscaled": (BODY_TABLE, {"loss": "cross_entropy"}, [0.18008610573119835, 0.14169610730209065, -41.06204121053428]),
    "degree 2": ("overlapping", {"loss": "cross_entropy", "degree": 2},
                 [1.019734228841446, 0.12415707361580015, -0.015054568752225658, 0.043394138453200115, 0.005033326522312002, 0.037714833962775085]),
    # statsmodels 0.15 QuantReg(...).fit(q=0.3), itself good to 1e-5
    "quantile regression": ("cars", {"loss": "quantile", "features": ("wt", "qsec"), "scaling": "none", "loss_parameters": {"tau": 0.3}},
                            [-5.291464210766629, 0.7808931383082786, 21.585658465213886]),
    # sklearn 1.9 Lasso(alpha=0.2, tol=1e-14) and ElasticNet(alpha=0.01, l1_ratio=0.3, tol=1e-14) on the same columns
    "lasso": ("cars", {"average": "half mean", "penalty": "l1", "degree": 2, "scaling": "standardise", "penalty_parameters": {"strength": 0.2}},
              [-3.613963108556379, -2.0235631565334185, 0, 0, 0, 20.090625]),
    "elastic net": ("galton", {"average": "half mean", "penalty": "elastic_net", "degree": 2, "scaling": "minmax",
                               "penalty_parameters": {"strength": 0.01, "ratio": 0.3}},
                    [2.6085491528597364, 2.6771499380682386, 65.59522967418889]),
    # sklearn 1.9 LogisticRegression(C=2, tol=1e-12), and (penalty="l1", solver="saga", C=1, tol=1e-13)
    "softmax, ridge": ("iris", {"loss": "softmax", "average": "sum", "penalty": "l2", "penalty_parameters": {"strength": 0.5}},
                       [-3.2676505415425003, -1.439452446493853, 13.315042494620085, 0.08571871333016577, -1.2357636413875113,
                        4.149321928471574, 3.1819318282123303, 2.675216087881371, -17.464364423091823]),
    "softmax, lasso": ("iris", {"loss": "softmax", "average": "sum", "penalty": "l1", "penalty_parameters": {"strength": 1}},
                       [-3.9343405281469903, 0, 15.390013597025485, 0, 0, 4.927551208265604, 3.671343342467172, 4.417876860030313, -20.3175648053269]),
    # the right answers of a report of wrong ones
    "Huber, lasso": ("galton", {"loss": "huber", "penalty": "l1"}, [0.57776, 28.74574]),
    "residuals large beside the loss's unit": ("cars", {"loss": "huber", "features": ("wt",), "target": "disp"}, [104.52552, 220.25333]),
    "lasso of a sum": ("galton", {"degree": 2, "scaling": "minmax", "average": "sum", "penalty": "l1", "penalty_parameters": {"strength": 0.37}},
                       [-7.80300, 13.66921, 65.46910]),
}
# fmt: on
ROUNDED = ("Huber, lasso", "residuals large beside the loss's unit", "lasso of a sum")


@pytest.mark.parametrize("case", GOLDEN)
def test_against_other_programs(case: str) -> None:
    data, options, expected = GOLDEN[case]
    w = (
        gdviz.data_loss(data, **options)
        if isinstance(data, str)
        else gdviz.data_loss(data, **options, target="sex")
    )
    assert w.optimum.theta is not None, w.optimum.how
    written = 5e-6 if case in ROUNDED else 1e-7  # what the digits above hold
    np.testing.assert_allclose(w.optimum.theta, expected, rtol=3e-6, atol=written)


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("loss", ["huber", "log_cosh", "cross_entropy", "absolute"])
@pytest.mark.parametrize("penalty", [None, "l1", "l2"])
def test_units_of_a_feature_do_not_matter(loss: str, penalty: str | None, unit: float) -> None:
    """A feature in other units, and one far from 0, has its weight in other units and no other fit."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=(80, 2))
    y: Any = x @ (1.0, -0.5) + rng.normal(size=80)
    y = np.array(["a", "b"], dtype=object)[(y > 0).astype(int)] if loss == "cross_entropy" else y

    def model(x: np.ndarray) -> DataLoss:
        w = gdviz.data_loss(
            gdviz.Table("T", {"u": x[:, 0], "v": x[:, 1], "y": y}),
            loss,
            penalty=penalty,
            penalty_parameters={"strength": 1e-4} if penalty else None,
        )
        if w.optimum.theta is None:  # only this: the penalty is curved and the loss has kinks
            assert (loss, penalty) == ("absolute", "l2")
        return w

    own, plain = model(x * (unit, 1) + (1000 * unit, 0)), model(x + (1000, 0))
    if (
        own.optimum.theta is None or penalty and unit != 1
    ):  # under a penalty a weight's unit does change the fit
        return
    np.testing.assert_allclose(own.optimum.theta * (unit, 1, 1), plain.optimum.theta, rtol=1e-6, atol=1e-6)


@pytest.mark.slow
def test_no_search_takes_long() -> None:
    """A bound that is promised: before the first picture no optimum costs more than a second of one core."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1000, 12))
    long = gdviz.Table(
        "Long", {f"x{k}": x[:, k] for k in range(12)} | {"y": x.sum(1) + rng.standard_t(2, size=1000)}
    )
    cases: list[tuple[Any, dict[str, Any]]] = [
        ("iris", {"loss": "softmax", "degree": 8, "penalty": p}) for p in PENALTIES
    ]
    cases += [
        (long, {"loss": loss, "penalty": p})
        for loss in gdviz.losses
        for p in (None, "l1")
        if gdviz.losses[loss].task == "regression"
    ]
    cases += [
        ("moons", {"loss": loss, "degree": 8, "penalty": p})
        for loss in ("hinge", "cross_entropy")
        for p in (None, "l1")
    ]
    for data, options in cases:
        w = gdviz.data_loss(data, **options)
        began = time.process_time()
        assert w.optimum.how
        assert time.process_time() - began < 5, options  # the promise, and room for a busy machine
