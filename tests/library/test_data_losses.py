"""Losses over data, every loss x penalty x average: derivatives, batches, bits, optima."""

from __future__ import annotations

from itertools import product
from typing import Any

import mpmath as mp
import numpy as np
import pytest

import gdviz
from gdviz.engine import DataLoss, Design, Slice, pick
from gdviz.engine import data_loss as module
from gdviz.engine.data_loss import AVERAGES
from tests.library.extended import evaluate

PENALTIES = [None, *gdviz.penalties]
COMBINATIONS = list(product(gdviz.losses, PENALTIES, AVERAGES))


def table(task: str, n: int = 11, seed: int = 0) -> gdviz.Table:
    """Two features and a target; small numbers, no ties."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2)) * (1, 2) + (0.3, -0.2)
    y: Any = x @ (1.5, -0.7) + rng.normal(size=n)
    if task == "binary":
        y = np.where(y > 0.1, "yes", "no").astype(object)
    if task == "classes":
        y = np.array(["a", "b", "c"], dtype=object)[np.digitize(y, (-1, 1))]
    return gdviz.Table("Data", {"u": x[:, 0], "v": x[:, 1], "y": y})


def objective(loss: str, penalty: str | None = None, average: str = "mean", n: int = 11, **design: Any) -> DataLoss:
    entry = gdviz.losses[loss]
    picked = pick(table(entry.task, n), ("u", "v"), "y", entry.task)
    return DataLoss(Design.of(picked, **design), entry, average=average, penalty=gdviz.penalties[penalty] if penalty else None)


def exact_value(w: DataLoss, theta: list[Any]) -> Any:
    """The loss written out row by row in extended precision, from the texts."""
    total = mp.mpf(0)
    for i in range(w.rows):
        scores = [mp.fsum(mp.mpf(a) * t for a, t in zip(w.design.a[i].tolist(), theta[k * w.width:(k + 1) * w.width], strict=True))
                  for k in range(w.scores)]
        known = dict(zip(w.loss.speaks().names, [*scores, *(t[i] for t in w.targets)], strict=True))
        total += evaluate(w.loss.program, {**w.loss_parameters, **known})
    total *= {"half mean": mp.mpf(1) / (2 * w.rows), "mean": mp.mpf(1) / w.rows, "sum": mp.mpf(1)}[w.average]
    if w.penalty:
        for j, t in enumerate(theta):
            if (j % w.width) < len(w.design.powers):  # not the intercept
                total += evaluate(w.penalty.program, {**w.penalty_parameters, "w": t})
    return total


@pytest.mark.parametrize(("loss", "penalty", "average"), COMBINATIONS)
def test_value_gradient_and_hessian(loss: str, penalty: str | None, average: str) -> None:
    w = objective(loss, penalty, average, n=7)
    d = w.dimension
    theta = np.random.default_rng(1).normal(size=d)
    with mp.workdps(40):
        h = mp.mpf(10) ** -12
        at = [mp.mpf(t) for t in theta.tolist()]

        def moved(*steps: tuple[int, int]) -> Any:
            p = list(at)
            for j, s in steps:
                p[j] += s * h
            return exact_value(w, p)

        centre = moved()
        gradient = [(moved((j, 1)) - moved((j, -1))) / (2 * h) for j in range(d)]
        hessian = [[(moved((i, 1), (j, 1)) - moved((i, 1), (j, -1)) - moved((i, -1), (j, 1)) + moved((i, -1), (j, -1))) / (4 * h * h)
                    for j in range(d)] for i in range(d)] if d <= 3 else None
    assert float(w.value(theta)) == pytest.approx(float(centre), rel=1e-13)
    np.testing.assert_allclose(w.gradient(theta), [float(g) for g in gradient], rtol=1e-11, atol=1e-12)
    if hessian is not None:
        np.testing.assert_allclose(w.hessian(theta), [[float(v) for v in row] for row in hessian], rtol=1e-7, atol=1e-8)
    else:  # nine parameters: against the gradient, which is exact to 1e-11
        e = 1e-6
        rows = [(w.gradient(theta + e * u) - w.gradient(theta - e * u)) / (2 * e) for u in np.eye(d)]
        np.testing.assert_allclose(w.hessian(theta), rows, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(("loss", "penalty", "average"), COMBINATIONS)
def test_the_whole_is_the_mean_of_its_rows(loss: str, penalty: str | None, average: str) -> None:
    w = objective(loss, penalty, average)
    theta = np.random.default_rng(2).normal(size=w.dimension)
    single = [w.on(np.array([i])) for i in range(w.rows)]
    for ask in ("value", "gradient", "hessian"):
        mean = np.mean([getattr(s, ask)(theta) for s in single], axis=0)
        np.testing.assert_allclose(getattr(w, ask)(theta), mean, rtol=1e-12, atol=1e-12)
    order = np.random.default_rng(3).permutation(w.rows)
    np.testing.assert_allclose(w.on(order).gradient(theta), w.gradient(theta), rtol=1e-12, atol=1e-13)


def test_averages_differ_by_their_factors_only() -> None:
    theta = np.random.default_rng(4).normal(size=(5, 3))
    whole, half, mean = (objective("squared", None, a) for a in ("sum", "half mean", "mean"))
    np.testing.assert_allclose(whole.gradient(theta), 11 * mean.gradient(theta), rtol=1e-13)
    np.testing.assert_allclose(half.gradient(theta), mean.gradient(theta) / 2, rtol=1e-13)
    a, b, c = (gdviz.descend(w, "gd", lr=lr, steps=30, stop=None) for w, lr in ((whole, 0.02 / 11), (half, 0.04), (mean, 0.02)))
    np.testing.assert_allclose(a.theta, c.theta, rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(b.theta, c.theta, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("loss", ["squared", "huber", "cross_entropy", "softmax"])
@pytest.mark.parametrize(("rows", "cells"), [(1 << 15, 1 << 18), (64, 200), (7, 7)])
def test_a_run_has_the_same_bits_alone_and_among_others(monkeypatch: pytest.MonkeyPatch, loss: str, rows: int, cells: int) -> None:
    monkeypatch.setattr(module, "ROWS", rows)
    monkeypatch.setattr(module, "CELLS", cells)
    for n, penalty in ((11, "elastic_net"), (333, None)):
        w = objective(loss, penalty, n=n)
        p = np.random.default_rng(5).normal(size=(23, w.dimension))
        for points in (p, np.asfortranarray(p), np.repeat(p, 2, axis=0)[::2]):
            f, g = w.evaluate(points)
            for i in (0, 1, 7, 22):
                alone = w.evaluate(points[i:i + 1])
                assert f[i] == alone[0][0] and (g[i] == alone[1][0]).all()
                assert (w.hessian(points)[i] == w.hessian(points[i])).all() and w.value(points)[i] == w.value(points[i])


def test_bits_with_many_rows_and_many_columns() -> None:
    rng = np.random.default_rng(6)
    columns = {f"x{k}": rng.normal(size=40_001) for k in range(10)}
    t = gdviz.Table("Large", columns | {"y": rng.normal(size=40_001)})
    w = DataLoss(Design.of(pick(t, tuple(columns), "y", "regression")), gdviz.losses["squared"])
    p = rng.normal(size=(9, 11))
    f, g = w.evaluate(np.asfortranarray(p))
    for i in range(9):
        alone = w.evaluate(p[i:i + 1])
        assert f[i] == alone[0][0] and (g[i] == alone[1][0]).all()
    residual = w.design.a @ p[0] - w.design.y
    assert f[0] == pytest.approx(float(residual @ residual) / 40_001, rel=1e-12)
    np.testing.assert_allclose(g[0], 2 * w.design.a.T @ residual / 40_001, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("slug", ["gd", "adam", "ista", "sam"])
def test_a_sweep_s_row_is_the_run(slug: str) -> None:
    w = objective("huber", "l1", n=40)
    starts = np.random.default_rng(7).normal(size=(6, 3))
    options: dict[str, Any] = {"steps": 25, "lr": 0.05, "batch_size": 6, "noise": 0.1, "seed": 3}
    out = gdviz.sweep(w, slug, starts, **options)
    for i, start in enumerate(starts):
        path = gdviz.descend(w, slug, start, **options)
        assert (out.theta[i] == path.theta[-1]).all() and out.loss[i] == path.loss[-1]


def test_a_slice_is_the_whole_with_the_others_held() -> None:
    w = objective("softmax", "l2")
    at = np.random.default_rng(8).normal(size=9)
    s, p = Slice(w, (7, 2), at), np.random.default_rng(9).normal(size=(4, 2))
    full = np.tile(at, (4, 1))
    full[:, 7], full[:, 2] = p.T
    assert (s.value(p) == w.value(full)).all() and (s.gradient(p) == w.gradient(full)[:, [7, 2]]).all()
    assert (s.hessian(p) == w.hessian(full)[:, [7, 2]][:, :, [7, 2]]).all() and s.names == (w.names[7], w.names[2])
    assert not len(s.minima) and len(Slice(w, (7, 2), w.optimum.theta).minima) == 1
    for axes in ((0, 0), (0, 9), (-1, 2)):
        with pytest.raises(ValueError, match="axes"):
            Slice(w, axes)


# optima


def exact_solution(w: DataLoss, ridge: float = 0.0) -> np.ndarray:
    """Least squares by the normal equations in 60 digits."""
    with mp.workdps(60):
        a = mp.matrix(w.design.a.tolist())
        left = a.T * a
        scale = {"half mean": mp.mpf(1) / w.rows, "mean": mp.mpf(2) / w.rows, "sum": mp.mpf(2)}[w.average]
        left *= scale
        for j in range(len(w.design.powers)):
            left[j, j] += mp.mpf(ridge)
        return np.array([float(v) for v in mp.lu_solve(left, scale * (a.T * mp.matrix(w.targets[0].tolist())))])


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
@pytest.mark.parametrize(("slug", "loss"), [("overlapping", "cross_entropy"), ("blobs", "cross_entropy"), ("line", "log_cosh"),
                                            ("outliers", "huber"), ("overlapping", "squared_hinge"), ("three_classes", "softmax"),
                                            ("textbook", "huber")])
def test_newton_s_optimum_is_stationary_and_not_beaten(slug: str, loss: str, penalty: str | None) -> None:
    w = gdviz.data_loss(slug, loss, penalty=penalty)
    theta = w.optimum.theta
    assert theta is not None and w.optimum.how == "Newton's method"
    assert np.abs(w.gradient(theta)).max() < 1e-11 * np.abs(w.gradient(np.zeros(w.dimension))).max()
    assert np.linalg.eigvalsh(w.hessian(theta))[0] > -1e-12
    around = theta + np.random.default_rng(0).normal(size=(500, w.dimension)) * np.logspace(-6, 1, 500)[:, None]
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
@pytest.mark.parametrize(("slug", "loss"), [("cars", "squared"), ("curve", "huber"), ("moons", "cross_entropy"), ("three_classes", "softmax"),
                                            ("collinear", "log_cosh")])
@pytest.mark.parametrize("strength", [0.01, 0.5])
def test_the_optimum_under_l1_meets_its_conditions(slug: str, loss: str, penalty: str, strength: float) -> None:
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
        w = gdviz.data_loss(slug, loss)
        assert w.optimum.theta is None and "kinks" in w.optimum.how and w.minimum is None and w.minima.shape == (0, w.dimension)
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


@pytest.mark.parametrize(("slug", "features", "target", "expected"), [
    ("anscombe", ("x123",), "y1", (0.5001, 3.0001)), ("anscombe", ("x123",), "y2", (0.5, 3.0009)),
    ("anscombe", ("x123",), "y3", (0.4997, 3.0025)), ("anscombe", ("x4",), "y4", (0.4999, 3.0017)),
    ("galton", ("parent",), "child", (0.6463, 23.9415)), ("faithful", ("eruptions",), "waiting", (10.7296, 33.4744)),
    ("cars", ("wt",), "mpg", (-5.3445, 37.2851))])
def test_published_fits(slug: str, features: tuple[str, ...], target: str, expected: tuple[float, ...]) -> None:
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
    w = gdviz.data_loss("cars", features=("wt", "qsec", "drat"), penalty=penalty,
                        penalty_parameters={"strength": 1.5} if penalty else None)
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
    assert by_subgradient.loss.min() >= w.minimum - 1e-12 and by_subgradient.loss.min() == pytest.approx(w.minimum, rel=1e-3)
    assert (by_subgradient.theta[100:, 1] != 0).mean() > 0.9
