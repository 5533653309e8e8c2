"""Optima of losses over data against closed forms and extended precision, and proximal descent to them."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest

import gdviz
from gdviz.engine import DataLoss
from gdviz.engine.fit.rows.over_rows import AVERAGES


def exact_solution(w: DataLoss, ridge: float = 0.0) -> np.ndarray:
    """Least squares by the normal equations in 60 digits."""
    with mp.workdps(60):
        a = mp.matrix(w.design.a.tolist())
        left = a.T * a
        scale = {"half mean": mp.mpf(1) / w.rows, "mean": mp.mpf(2) / w.rows, "sum": mp.mpf(2)}[w.average]
        left *= scale
        for j in range(len(w.design.powers)):
            left[j, j] += mp.mpf(ridge)
        return np.array(
            [float(v) for v in mp.lu_solve(left, scale * (a.T * mp.matrix(w.targets[0].tolist())))]
        )


@pytest.mark.parametrize("average", AVERAGES)
@pytest.mark.parametrize("penalty", [None, "l2"])
@pytest.mark.parametrize("slug", ["line", "badly_scaled", "collinear", "galton", "cars", "curve"])
def test_least_squares_and_ridge(slug: str, penalty: str | None, average: str) -> None:
    w = gdviz.data_loss(slug, "squared", average=average, penalty=penalty)
    expected = exact_solution(w, w.penalty_parameters["strength"] if penalty else 0.0)
    best = w.optimum
    assert best.theta is not None and best.unique and best.how == "least squares"
    np.testing.assert_allclose(best.theta, expected, rtol=1e-9, atol=1e-11)
    assert w.minimum == float(w.value(best.theta)) and (w.minima == best.theta).all()
    assert np.abs(w.gradient(best.theta)).max() < 1e-10 * np.abs(w.gradient(np.zeros(w.dimension))).max()


def test_polynomials_of_degree_8_are_solved_unscaled_too() -> None:
    w = gdviz.data_loss("curve", degree=8, scaling="none")
    np.testing.assert_allclose(w.optimum.theta, exact_solution(w), rtol=1e-7)


@pytest.mark.parametrize("penalty", [None, "l2"])
@pytest.mark.parametrize(
    ("slug", "loss"),
    [
        ("overlapping", "cross_entropy"),
        ("blobs", "cross_entropy"),
        ("line", "log_cosh"),
        ("outliers", "huber"),
        ("overlapping", "squared_hinge"),
        ("three_classes", "softmax"),
        ("textbook", "huber"),
    ],
)
def test_newton_s_optimum_is_stationary_and_not_beaten(slug: str, loss: str, penalty: str | None) -> None:
    w = gdviz.data_loss(slug, loss, penalty=penalty)
    theta = w.optimum.theta
    assert theta is not None and w.optimum.how.startswith("Newton's method")
    assert np.abs(w.gradient(theta)).max() < 1e-11 * np.abs(w.gradient(np.zeros(w.dimension))).max()
    assert np.linalg.eigvalsh(w.hessian(theta))[0] > -1e-12
    around = (
        theta + np.random.default_rng(0).normal(size=(500, w.dimension)) * np.logspace(-6, 1, 500)[:, None]
    )
    assert (w.value(around) >= w.value(theta) - 1e-14).all()
    assert w.optimum.unique == (w.scores == 1)  # softmax: a vector added to all classes changes nothing


def test_logistic_regression_by_newton_in_extended_precision() -> None:
    w = gdviz.data_loss("overlapping", "cross_entropy")
    assert w.optimum.theta is not None
    with mp.workdps(40):
        a, y = mp.matrix(w.design.a.tolist()), mp.matrix(w.targets[0].tolist())
        theta = mp.matrix(w.optimum.theta.tolist())
        for _ in range(4):
            z = a * theta
            p = [1 / (1 + mp.exp(-v)) for v in z]
            g = a.T * mp.matrix([p[i] - y[i] for i in range(w.rows)])
            h = a.T * mp.matrix([[p[i] * (1 - p[i]) * a[i, j] for j in range(3)] for i in range(w.rows)])
            theta -= mp.lu_solve(h, g)
        np.testing.assert_allclose(w.optimum.theta, [float(t) for t in theta], rtol=1e-12)


@pytest.mark.parametrize("penalty", ["l1", "elastic_net"])
@pytest.mark.parametrize(
    ("slug", "loss"),
    [
        ("cars", "squared"),
        ("curve", "huber"),
        ("moons", "cross_entropy"),
        ("three_classes", "softmax"),
        ("collinear", "log_cosh"),
    ],
)
@pytest.mark.parametrize("strength", [0.01, 0.5])
def test_the_optimum_under_l1_meets_its_conditions(
    slug: str, loss: str, penalty: str, strength: float
) -> None:
    w = gdviz.data_loss(slug, loss, penalty=penalty, penalty_parameters={"strength": strength})
    theta = w.optimum.theta
    assert theta is not None
    ratio = w.penalty_parameters.get("ratio", 1.0)
    smooth = w.smooth(theta[None])[0]
    scale = 1e-8 * max(1.0, np.abs(w.smooth(np.zeros((1, w.dimension)))).max())
    for j in range(w.dimension):
        if not w.weights[j]:
            assert abs(smooth[j]) < scale
        elif theta[j] == 0:
            assert abs(smooth[j]) <= strength * ratio + scale
        else:
            assert abs(smooth[j] + strength * (ratio * np.sign(theta[j]) + (1 - ratio) * theta[j])) < scale


def test_why_there_is_no_optimum() -> None:
    assert "can be separated" in gdviz.data_loss("separable", "cross_entropy").optimum.how
    assert "One class" in gdviz.data_loss("iris", "softmax").optimum.how
    for loss, slug in (("absolute", "line"), ("quantile", "line"), ("hinge", "blobs")):
        w = gdviz.data_loss(slug, loss, penalty="l2")
        assert (
            w.optimum.theta is None
            and "kinks" in w.optimum.how
            and w.minimum is None
            and w.minima.shape == (0, w.dimension)
        )
    assert gdviz.data_loss("separable", "cross_entropy", penalty="l2").optimum.unique
    path = gdviz.descend(gdviz.data_loss("separable", "cross_entropy"), "gd", lr=5.0, steps=3000, stop=None)
    norms = np.linalg.norm(path.theta, axis=1)
    assert norms[3000] > norms[1000] + 0.5 > norms[300] + 1.0 and path.loss[3000] < 0.5 * path.loss[1000]


def test_collinear_columns_have_a_family_of_optima() -> None:
    t = gdviz.Table("Twins", {"u": np.arange(6.0), "v": 2 * np.arange(6.0), "y": 1 + 3 * np.arange(6.0)})
    w = gdviz.data_loss(t)
    best = w.optimum
    assert best.theta is not None and not best.unique and w.minimum < 1e-25
    np.testing.assert_allclose(best.theta, [0.6, 1.2, 1.0], atol=1e-10)  # of u + 2v = 3 the shortest
    assert gdviz.data_loss(t, penalty="l2").optimum.unique


def test_the_textbook_s_solution() -> None:
    w = gdviz.data_loss("textbook")
    assert w.design.a.tolist() == [[1, 2], [2, 3], [3, 4], [4, 5]] and w.design.y.tolist() == [1, 2, 3, 4]
    np.testing.assert_allclose(w.optimum.theta, [1, 0], atol=1e-13)
    assert w.optimum.unique and w.minimum < 1e-25


@pytest.mark.parametrize(
    ("slug", "features", "target", "expected"),
    [
        ("anscombe", ("x123",), "y1", (0.5001, 3.0001)),
        ("anscombe", ("x123",), "y2", (0.5, 3.0009)),
        ("anscombe", ("x123",), "y3", (0.4997, 3.0025)),
        ("anscombe", ("x4",), "y4", (0.4999, 3.0017)),
        ("galton", ("parent",), "child", (0.6463, 23.9415)),
        ("faithful", ("eruptions",), "waiting", (10.7296, 33.4744)),
        ("cars", ("wt",), "mpg", (-5.3445, 37.2851)),
    ],
)
def test_published_fits(
    slug: str, features: tuple[str, ...], target: str, expected: tuple[float, ...]
) -> None:
    for scaling in ("none", "standardise", "minmax"):
        w = gdviz.data_loss(slug, features=features, target=target, scaling=scaling)
        np.testing.assert_allclose(w.design.own_units(w.optimum.theta), expected, atol=6e-5)


# proximal descent


def test_ista_on_a_surface_is_gradient_descent() -> None:
    a, b = (gdviz.descend("rosenbrock", s, lr=1e-3, steps=200) for s in ("ista", "gd"))
    assert (a.theta == b.theta).all() and a.evaluations.gradient == b.evaluations.gradient == 200


@pytest.mark.parametrize("slug", ["ista", "fista"])
@pytest.mark.parametrize("penalty", ["l1", "elastic_net", "l2", None])
def test_proximal_descent_against_the_loop_written_out(slug: str, penalty: str | None) -> None:
    w = gdviz.data_loss(
        "cars",
        features=("wt", "qsec", "drat"),
        penalty=penalty,
        penalty_parameters={"strength": 1.5} if penalty else None,
    )
    lr, lam, ratio = 0.2, 1.5, {"l1": 1.0, "l2": 0.0, "elastic_net": 0.5, None: 0.0}[penalty]
    a, y, n = w.design.a, w.design.y, w.rows

    def prox(v: np.ndarray) -> np.ndarray:
        if penalty is None:
            return v
        shrunk = np.sign(v) * np.maximum(np.abs(v) - lr * lam * ratio, 0) / (1 + lr * lam * (1 - ratio))
        return np.array([*shrunk[:3], v[3]])

    x, v, q, steps = np.zeros(4), np.zeros(4), 1.0, [np.zeros(4)]
    for _ in range(120):
        ahead = prox(v - lr * 2 / n * a.T @ (a @ v - y))
        if slug == "fista":
            following = (1 + np.sqrt(1 + 4 * q * q)) / 2
            v, q = ahead + (q - 1) / following * (ahead - x), following
        else:
            v = ahead
        x = ahead
        steps.append(x)
    path = gdviz.descend(w, slug, lr=lr, steps=120, stop=None)
    np.testing.assert_allclose(path.theta, steps, rtol=1e-9, atol=1e-11)


def test_ista_reaches_the_lasso_and_beats_the_subgradient() -> None:
    w = gdviz.data_loss("cars", features=("wt", "qsec"), penalty="l1", penalty_parameters={"strength": 5})
    for slug in ("ista", "fista"):
        path = gdviz.descend(w, slug, lr=0.2, steps=600, stop=None)
        assert path.distance()[-1] < 1e-9 and path.theta[-1, 1] == 0  # exactly
    by_subgradient = gdviz.descend(w, "gd", lr=0.2, steps=20_000, schedule="robbins_monro", stop=None)
    assert by_subgradient.loss.min() >= w.minimum - 1e-12 and by_subgradient.loss.min() == pytest.approx(
        w.minimum, rel=1e-3
    )
    assert (by_subgradient.theta[100:, 1] != 0).mean() > 0.9


# families of minimisers


@pytest.mark.parametrize(
    ("slug", "options"), [("three_classes", {}), ("iris", {"penalty": "l2"}), ("iris", {"penalty": "l1"})]
)
def test_softmax_s_shortest_optimum_and_the_distance_to_the_nearest(
    slug: str, options: dict[str, str]
) -> None:
    """A vector added to all classes changes nothing (under a penalty: to the intercepts): the mean of the shortest is 0."""
    w = gdviz.data_loss(slug, "softmax", **options)
    best = w.optimum
    assert best.theta is not None and best.free is not None and "shortest" in best.how
    free = np.ones(w.width, dtype=bool) if not options else np.arange(w.width) == w.width - 1
    weights = best.theta.reshape(w.scores, -1)
    np.testing.assert_allclose(weights[:, free].mean(0), 0, atol=1e-10)
    assert best.free.shape == (w.dimension, free.sum())
    shifted = best.theta + np.tile(np.where(free, 5.0, 0.0), w.scores)
    assert float(w.value(shifted)) == pytest.approx(w.minimum, rel=1e-12)
    assert np.linalg.norm(shifted) > np.linalg.norm(best.theta) and float(w.distance(shifted)) < 1e-9
    path = gdviz.descend(w, "gd", shifted + np.eye(w.dimension)[0], lr=1e-9, steps=1, stop=None)
    ways = np.tile(np.eye(w.width)[free], w.scores).T
    off = path.theta[0] - best.theta
    nearest = np.linalg.norm(off - ways @ np.linalg.lstsq(ways, off, rcond=None)[0])
    assert path.distance()[0] == pytest.approx(nearest, rel=1e-9) and 0.8 < nearest <= 1 + 1e-9


def test_distances_to_a_family_of_dependent_columns() -> None:
    t = gdviz.Table("Twins", {"u": np.arange(6.0), "v": 2 * np.arange(6.0), "y": 1 + 3 * np.arange(6.0)})
    for loss in ("squared", "huber"):
        w = gdviz.data_loss(t, loss)
        np.testing.assert_allclose(w.optimum.theta, [0.6, 1.2, 1.0], atol=1e-8)
        assert w.distance([3.0, 0.0, 1.0]) < 1e-7 and w.distance([[3.0, 0.0, 2.0]])[0] == pytest.approx(
            1, rel=1e-6
        )


def test_classes_that_are_separable_but_for_the_border() -> None:
    x, y = np.array([-2.0, -1, 0, 0, 1, 2]), np.array(list("aabbbb"), dtype=object)
    for classes, told in (
        (y, "can be separated"),
        (np.array(list("aababb"), dtype=object), "Some rows can be separated"),
    ):
        w = gdviz.data_loss(gdviz.Table("B", {"x": x, "y": classes}), "cross_entropy")
        assert w.optimum.theta is None and told in w.optimum.how
    rows = gdviz.Table("B", {"x": np.append(x, -1.5), "y": np.append(y, "b")})
    assert gdviz.data_loss(rows, "cross_entropy").optimum.unique
