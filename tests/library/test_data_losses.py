"""Losses over data, every loss x penalty x average: derivatives, batches, bits."""

from __future__ import annotations

from itertools import product
from typing import Any

import mpmath as mp
import numpy as np
import pytest

import gdviz
from gdviz.engine import DataLoss, Design, Slice, pick_columns
from gdviz.engine.fit.rows import batch as module
from gdviz.engine.fit.rows.over_rows import AVERAGES
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


def objective(
    loss: str, penalty: str | None = None, average: str = "mean", n: int = 11, **design: Any
) -> DataLoss:
    entry = gdviz.losses[loss]
    picked = pick_columns(table(entry.task, n), ("u", "v"), "y", entry.task)
    return DataLoss(
        Design.of(picked, **design),
        entry,
        average=average,
        penalty=gdviz.penalties[penalty] if penalty else None,
    )


def exact_value(w: DataLoss, theta: list[Any]) -> Any:
    """The loss written out row by row in extended precision, from the texts."""
    total = mp.mpf(0)
    for i in range(w.rows):
        scores = [
            mp.fsum(
                mp.mpf(a) * t
                for a, t in zip(w.design.a[i].tolist(), theta[k * w.width : (k + 1) * w.width], strict=True)
            )
            for k in range(w.scores)
        ]
        known = dict(zip(w.loss.speaks().names, [*scores, *(t[i] for t in w.targets)], strict=True))
        total += evaluate(w.loss.program, {**w.loss_parameters, **known})
    total *= {"half mean": mp.mpf(1) / (2 * w.rows), "mean": mp.mpf(1) / w.rows, "sum": mp.mpf(1)}[w.average]
    if w.penalty:
        for j, t in enumerate(theta):
            if (j % w.width) < len(w.design.powers):  # not the intercept
                total += evaluate(w.penalty.program, {**w.penalty_parameters, "w": t})
    return total


@pytest.mark.quick(12)
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
        hessian = (
            [
                [
                    (
                        moved((i, 1), (j, 1))
                        - moved((i, 1), (j, -1))
                        - moved((i, -1), (j, 1))
                        + moved((i, -1), (j, -1))
                    )
                    / (4 * h * h)
                    for j in range(d)
                ]
                for i in range(d)
            ]
            if d <= 3
            else None
        )
    assert float(w.value(theta)) == pytest.approx(float(centre), rel=1e-13)
    np.testing.assert_allclose(w.gradient(theta), [float(g) for g in gradient], rtol=1e-11, atol=1e-12)
    if hessian is not None:
        np.testing.assert_allclose(
            w.hessian(theta), [[float(v) for v in row] for row in hessian], rtol=1e-7, atol=1e-8
        )
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


@pytest.mark.parametrize(("loss", "penalty", "average"), COMBINATIONS)
def test_products_with_the_hessian(loss: str, penalty: str | None, average: str) -> None:
    w = objective(loss, penalty, average)
    theta, along = np.random.default_rng(6).normal(size=(2, 5, w.dimension))
    expected = np.einsum("bij,bj->bi", w.hessian(theta), along)
    np.testing.assert_allclose(w.hvp(theta, along), expected, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(w.hvp(theta[0], along)[0], expected[0], rtol=1e-11, atol=1e-12)


def test_averages_differ_by_their_factors_only() -> None:
    theta = np.random.default_rng(4).normal(size=(5, 3))
    whole, half, mean = (objective("squared", None, a) for a in ("sum", "half mean", "mean"))
    np.testing.assert_allclose(whole.gradient(theta), 11 * mean.gradient(theta), rtol=1e-13)
    np.testing.assert_allclose(half.gradient(theta), mean.gradient(theta) / 2, rtol=1e-13)
    a, b, c = (
        gdviz.descend(w, "gd", lr=lr, steps=30, stop=None)
        for w, lr in ((whole, 0.02 / 11), (half, 0.04), (mean, 0.02))
    )
    np.testing.assert_allclose(a.theta, c.theta, rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(b.theta, c.theta, rtol=1e-10, atol=1e-13)


@pytest.mark.quick(3)
@pytest.mark.parametrize("loss", ["squared", "huber", "cross_entropy", "softmax"])
@pytest.mark.parametrize(("rows", "cells"), [(1 << 15, 1 << 18), (64, 200), (7, 7)])
def test_a_run_has_the_same_bits_alone_and_among_others(
    monkeypatch: pytest.MonkeyPatch, loss: str, rows: int, cells: int
) -> None:
    monkeypatch.setattr(module, "ROWS_AT_ONCE", rows)
    monkeypatch.setattr(module, "SCORES_AT_ONCE", cells)
    for n, penalty in ((11, "elastic_net"), (333, None)):
        w = objective(loss, penalty, n=n)
        p = np.random.default_rng(5).normal(size=(23, w.dimension))
        for points in (p, np.asfortranarray(p), np.repeat(p, 2, axis=0)[::2]):
            f, g = w.evaluate(points)
            for i in (0, 1, 7, 22):
                alone = w.evaluate(points[i : i + 1])
                assert f[i] == alone[0][0] and (g[i] == alone[1][0]).all()
                assert (w.hessian(points)[i] == w.hessian(points[i])).all() and w.value(points)[i] == w.value(
                    points[i]
                )


def test_bits_with_many_rows_and_many_columns() -> None:
    rng = np.random.default_rng(6)
    columns = {f"x{k}": rng.normal(size=40_001) for k in range(10)}
    t = gdviz.Table("Large", columns | {"y": rng.normal(size=40_001)})
    w = DataLoss(Design.of(pick_columns(t, tuple(columns), "y", "regression")), gdviz.losses["squared"])
    p = rng.normal(size=(9, 11))
    f, g = w.evaluate(np.asfortranarray(p))
    for i in range(9):
        alone = w.evaluate(p[i : i + 1])
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
    assert (s.hessian(p) == w.hessian(full)[:, [7, 2]][:, :, [7, 2]]).all() and s.names == (
        w.names[7],
        w.names[2],
    )
    assert not len(s.minima) and len(Slice(w, (7, 2), w.optimum.theta).minima) == 1
    for axes in ((0, 0), (0, 9), (-1, 2)):
        with pytest.raises(ValueError, match="axes"):
            Slice(w, axes)
