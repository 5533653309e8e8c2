"""The learning rates that rules claim for quadratics, run; and where a curvature limits a rate at all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Path
from gdviz.engine.fit.optimum.least_squares import is_quadratic
from gdviz.engine.method.stability import eigenvalues, is_smooth_minimum, rate_limits, threshold

LOW, HIGH = 1.0, 5.0
BOWL = gdviz.surface("x^2/2 + 5y^2/2", ((-3, 3), (-3, 3)), start=(2.0, 1.0))
CLAIMING = [s for s, r in gdviz.optimizers.items() if (r.stable or r.fastest) and not r.preconditioner]


def _run(slug: str, lr: float, hyper: dict[str, float], steps: int) -> Path:
    return gdviz.descend(BOWL, slug, steps=steps, lr=lr, stop=None, **hyper)


def _hypers(slug: str) -> list[dict[str, float]]:
    """The defaults, and each parameter small and large."""
    params = gdviz.optimizers[slug].params
    usual = {p.name: p.default for p in params}
    return [
        usual,
        *({**usual, p.name: p.low + share * (p.high - p.low)} for p in params for share in (0.1, 0.6)),
    ]


def test_gradient_descent_says_its_limit() -> None:
    assert "gd" in CLAIMING and "momentum" in CLAIMING
    assert rate_limits(gdviz.optimizers["gd"], {}, LOW, HIGH) == (2 / HIGH, 2 / (LOW + HIGH))
    assert rate_limits(gdviz.optimizers["gd"], {}, 0.0, HIGH) == (2 / HIGH, None)
    assert rate_limits(gdviz.optimizers["adam"], {}, LOW, HIGH) == (None, None)


def test_nothing_is_claimed_outside_of_the_range_of_a_parameter() -> None:
    for momentum in (-0.5, 1.5):
        assert rate_limits(gdviz.optimizers["momentum"], {"momentum": momentum}, LOW, HIGH) == (None, None)
        assert threshold(gdviz.optimizers["momentum"], {"momentum": momentum}) is None


@pytest.mark.parametrize("slug", CLAIMING)
def test_below_the_claimed_limit_a_run_converges_and_above_it_does_not(slug: str) -> None:
    for hyper in _hypers(slug):
        limit = rate_limits(gdviz.optimizers[slug], hyper, LOW, HIGH).stable
        assert limit is not None
        below, above = (_run(slug, share * limit, hyper, 600) for share in (0.98, 1.02))
        assert below.loss[-1] < 1e-6 * below.loss[0], hyper
        assert not above.loss[-1] < 100 * above.loss[0], hyper


@pytest.mark.parametrize("slug", [s for s in CLAIMING if gdviz.optimizers[s].fastest])
def test_the_claimed_fastest_rate_is_faster_than_those_beside_it(slug: str) -> None:
    for hyper in _hypers(slug):
        best = rate_limits(gdviz.optimizers[slug], hyper, LOW, HIGH).fastest
        assert best is not None
        slower, at, faster = (_run(slug, share * best, hyper, 40).loss[-1] for share in (0.95, 1.0, 1.05))
        assert at < slower and at < faster


@pytest.mark.parametrize(
    ("data", "loss", "options", "quadratic", "smooth"),
    [
        ("line", "squared", {}, True, True),
        ("line", "squared", {"penalty": "l2"}, True, True),
        ("line", "squared", {"penalty": "l1", "penalty_parameters": {"strength": 0.0}}, True, True),
        ("line", "huber", {}, False, True),
        ("line", "log_cosh", {}, False, True),
        ("blobs", "cross_entropy", {"penalty": "l2"}, False, True),
        ("three_classes", "softmax", {"penalty": "l2"}, False, True),
    ],
)
def test_where_a_curvature_limits_the_rate(
    data: str, loss: str, options: dict[str, Any], quadratic: bool, smooth: bool
) -> None:
    w = gdviz.data_loss(data, loss, **options)
    theta = w.optimum.theta
    assert theta is not None and is_quadratic(w) is quadratic
    assert is_smooth_minimum(w, theta, w.hessian(theta)) is smooth


def test_a_kink_at_the_minimum_is_seen_and_so_is_a_point_that_is_none() -> None:
    w = gdviz.data_loss("line", "squared", penalty="l1", penalty_parameters={"strength": 100.0})
    theta = np.array([0.0, w.design.y.mean()])  # so strong a penalty holds the slope at 0
    assert not is_quadratic(w) and not is_smooth_minimum(w, theta, w.hessian(theta))
    hinge = gdviz.data_loss("blobs", "hinge", penalty="l2")
    path = gdviz.descend(hinge, "gd", lr=0.01, steps=5000)
    assert not is_quadratic(hinge) and not is_smooth_minimum(
        hinge, path.theta[-1], hinge.hessian(path.theta[-1])
    )
    plain = gdviz.data_loss("line")
    assert not is_smooth_minimum(plain, np.zeros(2), plain.hessian(np.zeros(2)))


def test_what_is_only_rounding_is_no_curvature() -> None:
    a = np.array([[1.0, 1.0], [1.0, 1.0]]) / 3
    assert eigenvalues(a)[0] == 0 and eigenvalues(a)[1] == pytest.approx(2 / 3)
