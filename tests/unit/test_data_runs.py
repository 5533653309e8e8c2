"""Runs over data: the same bits in a sweep, what rules ask of a batch, streams that do not touch, and arguments that are refused."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Batches, DataLoss, Slice
from gdviz.engine.fit.optimum.search import FALLS
from gdviz.engine.fit.rows import batch as module

SEARCH = "step = line_search(-g)\ntheta = theta - step*g"
NEWTON = "theta = theta - lr*solve(hess(theta) + 0.1*eye, g)"
READS = "state last = f\nlast = f\nahead = theta - lr*g\ngain = f - value(ahead)\ntheta = ahead + 0*gain"


def table(columns: int = 2, rows: int = 60, task: str = "regression", seed: int = 0) -> gdviz.Table:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, columns))
    y: Any = x.sum(1) + rng.normal(size=rows)
    if task != "regression":
        y = np.array(["a", "b", "c"], dtype=object)[
            np.digitize(y, (0.0,) if task == "binary" else (-1.0, 1.0))
        ]
    return gdviz.Table("T", {f"x{k + 1}": x[:, k] for k in range(columns)} | {"y": y})


def model(loss: str = "squared", columns: int = 2, rows: int = 60, **options: Any) -> DataLoss:
    return gdviz.data_loss(table(columns, rows, gdviz.losses[loss].task), loss, **options)


# sweeps


@pytest.mark.quick(8)
@pytest.mark.parametrize("rule", ["momentum", "adam", "fista", SEARCH, NEWTON], ids=lambda r: r.split()[0])
@pytest.mark.parametrize(("loss", "columns"), [("squared", 2), ("softmax", 3), ("cross_entropy", 19)])
@pytest.mark.parametrize("batch", [{}, {"batch_size": 8, "replacement": False}, {"batch_size": 8, "replacement": True}], ids=["all", "epochs", "afresh"])  # fmt: skip
def test_every_row_of_a_sweep_is_the_single_run(
    monkeypatch: pytest.MonkeyPatch, rule: str, loss: str, columns: int, batch: dict[str, Any]
) -> None:
    """To the bit, across the borders of every kind of block, with rates and starts as axes."""
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 23)
    monkeypatch.setattr(module, "SCORES_AT_ONCE", 23 * 3)
    monkeypatch.setattr(sys.modules["gdviz.engine.run.many.sweep"], "BLOCK", 4)
    w = model(loss, columns, penalty="elastic_net")
    assert w.dimension > 8 or columns == 2
    entry = gdviz.optimizer(rule) if " " in rule else gdviz.optimizers[rule]
    starts = np.random.default_rng(1).normal(size=(9, w.dimension))
    rates = np.linspace(0.01, 0.3, 9)
    out = gdviz.sweep(w, entry, starts, lr=rates, steps=12, paths=True, stop=None, seed=4, **batch)
    for i in (0, 3, 4, 8):
        path = gdviz.descend(w, entry, starts[i], lr=rates[i], steps=12, stop=None, seed=4, **batch)
        np.testing.assert_array_equal(out.paths[:, i], path.theta)
        assert out.loss[i] == path.loss[-1]


def test_runs_that_end_do_not_move_the_others() -> None:
    """Half of the runs diverge and are dropped; the others keep the bits that they have alone, with batches too."""
    w = model(rows=40)
    rates = np.array([0.05, 40.0, 0.1, 60.0, 0.2, 80.0])
    for options in ({}, {"batch_size": 7}):
        out = gdviz.sweep(w, "momentum", lr=rates, steps=60, **options)
        assert {s.name for s in out.status[1::2]} == {"DIVERGED"}
        for i in range(6):
            path = gdviz.descend(w, "momentum", lr=rates[i], steps=60, **options)
            np.testing.assert_array_equal(out.theta[i], path.theta[-1])
            assert (out.steps[i], out.status[i]) == (path.steps, path.status)


# what a rule sees of a batch


@pytest.mark.parametrize("loss", gdviz.losses)
def test_batch_loss_and_gradient_are_those_of_the_rows(loss: str) -> None:
    w = model(loss, penalty="l2")
    path = gdviz.descend(w, "momentum", lr=0.02, steps=33, batch_size=13, seed=2, stop=None)
    assert path.batches is not None and path.batch_loss is not None and len(path.batch_loss) == 33
    assert {len(path.batches.rows_of_step(k + 1)) for k in range(33)} == {13, 8}
    for k in range(33):
        part = w.on(path.batches.rows_of_step(k + 1))
        assert path.batch_loss[k] == part.value(path.theta[k])
        np.testing.assert_array_equal(path.quantities["g"][k], part.gradient(path.theta[k]))
    np.testing.assert_array_equal(path.loss, [w.value(p) for p in path.theta])
    np.testing.assert_array_equal(path.gradient, [w.gradient(p) for p in path.theta])


def test_line_search_hessian_and_values_are_of_the_batch() -> None:
    w = model("cross_entropy")
    reads = gdviz.descend(w, gdviz.optimizer(READS), lr=0.3, steps=30, batch_size=9, stop=None)
    search = gdviz.descend(w, gdviz.optimizer(SEARCH), steps=30, batch_size=9, stop=None)
    newton = gdviz.descend(w, gdviz.optimizer(NEWTON), lr=0.5, steps=30, batch_size=9, stop=None)
    for path in (reads, search, newton):
        assert path.batches is not None and path.batch_loss is not None
        for k in range(30):
            part, here = w.on(path.batches.rows_of_step(k + 1)), path.theta[k]
            f, g = part.value(here), part.gradient(here)
            if path is reads:
                assert path.quantities["f"][k] == path.quantities["last"][k] == path.batch_loss[k] == f
                assert path.quantities["gain"][k] == f - part.value(here - 0.3 * g)
            elif path is search:
                step = float(path.quantities["step"][k])
                assert part.value(here - step * g) <= f - 1e-4 * step * (g @ g)
                assert step == 1 or part.value(here - 2 * step * g) > f - 2e-4 * step * (g @ g)
            else:
                step = np.linalg.solve(part.hessian(here) + 0.1 * np.eye(3), g)
                np.testing.assert_allclose(path.theta[k + 1], here - 0.5 * step, rtol=1e-10)


@pytest.mark.parametrize("clip", [None, 0.5])
def test_proximal_rules_see_batch_noise_and_clipping(clip: float | None) -> None:
    w = model(penalty="l1", penalty_parameters={"strength": 0.3})
    path = gdviz.descend(w, "ista", lr=0.1, steps=25, batch_size=11, noise=0.4, seed=6, clip=clip, stop=None)
    noise, clipped = 0.4 * np.random.default_rng(6).standard_normal((25, 3)), 0
    for k in range(25):
        slope = w.on(path.batches.rows_of_step(k + 1)).smooth(path.theta[k : k + 1])[0] + noise[k]
        norm = np.linalg.norm(slope)
        clipped += bool(clip and norm > clip)
        ahead = path.theta[k] - 0.1 * slope * min(1.0, (clip or np.inf) / norm)
        expected = [*(np.sign(v) * max(abs(v) - 0.03, 0) for v in ahead[:2]), ahead[2]]
        np.testing.assert_allclose(path.theta[k + 1], expected, rtol=1e-11, atol=1e-13)
    assert clip is None or 0 < clipped < 25
    assert path.evaluations.gradient == 25 and path.evaluations.value == 0


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_hinge", "softmax"])
def test_accuracy_counts_the_rows_that_are_right(monkeypatch: pytest.MonkeyPatch, loss: str) -> None:
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 17)
    w = model(loss)
    theta = np.random.default_rng(2).normal(size=(6, w.dimension))
    for p, share in zip(theta, w.accuracy(theta), strict=True):
        scores = w.design.a @ p.reshape(w.scores, 3).T
        guess = np.argmax(scores, axis=1) if w.scores > 1 else (scores[:, 0] > 0)
        assert share == pytest.approx(
            np.mean([w.design.classes[int(g)] == "abc"[y] for g, y in zip(guess, w.design.y, strict=True)])
        )
    commonest = np.bincount(w.design.y).max() / w.rows
    assert w.accuracy(w.optimum.theta[None])[0] > commonest + 0.1


def test_ascent_with_batches_is_descent_on_the_negative() -> None:
    up = gdviz.data_loss(table(), gdviz.loss("-(z - y)^2 + z"))
    down = gdviz.data_loss(table(), gdviz.loss("-(-(z - y)^2 + z)"))
    a = gdviz.descend(up, "adam", lr=0.1, steps=30, batch_size=7, maximize=True, stop=None)
    b = gdviz.descend(down, "adam", lr=0.1, steps=30, batch_size=7, stop=None)
    np.testing.assert_array_equal(a.theta, b.theta)
    np.testing.assert_array_equal(a.batch_loss, -b.batch_loss)


def test_noise_and_batches_are_streams_of_their_own() -> None:
    w = model()
    noise = 0.5 * np.random.default_rng(3).standard_normal((20, 3))
    path = gdviz.descend(w, "gd", lr=0.01, steps=20, batch_size=6, noise=0.5, seed=3, stop=None)
    plain = gdviz.descend(w, "gd", lr=0.01, steps=20, batch_size=6, seed=3, stop=None)
    other = gdviz.descend(w, "adam", lr=0.01, steps=20, batch_size=6, seed=3, stop=None)
    for k in range(20):
        rows = path.batches.rows_of_step(k + 1)
        assert (rows == plain.batches.rows_of_step(k + 1)).all() and (
            rows == other.batches.rows_of_step(k + 1)
        ).all()
        np.testing.assert_allclose(
            path.quantities["g"][k], w.on(rows).gradient(path.theta[k]) + noise[k], rtol=1e-13, atol=1e-14
        )


def test_drawing_with_replacement_is_uniform() -> None:
    b = Batches(50, 10, True, 9)
    drawn = np.concatenate([b.rows_of_step(k + 1) for k in range(4000)])
    counts = np.bincount(drawn, minlength=50)
    chi = float(((counts - 800) ** 2 / 800).sum())
    assert counts.sum() == 40_000 and 25 < chi < 85  # 49 degrees of freedom
    repeated = np.mean([len(set(b.rows_of_step(k + 1).tolist())) < 10 for k in range(4000)])
    assert repeated == pytest.approx(1 - np.prod(1 - np.arange(10) / 50), abs=0.03)


def test_large_batches_with_replacement_are_drawn_one_at_a_time() -> None:
    b = Batches(100_000, 100_000, True)
    assert b.rows_of_step(3).shape == (100_000,) and b._held[1].size == 100_000
    assert len(Batches(100, 1, True)._held[1]) == 0


# refusals and edges


def numbers(**columns: Any) -> gdviz.Table:
    return gdviz.Table("N", {k: np.asarray(v, dtype=float) for k, v in columns.items()})


THREE = {"a": [1, 2, 3, 5], "b": [2, 1, 4, 4], "c": [3, 4, 9, 1]}
PRODUCT = numbers(u=[1.1, 1.3, 3.7, 7.9], v=1 / np.array([1.1, 1.3, 3.7, 7.9]), y=[1, 2, 3, 4])
# fmt: off
REFUSED: dict[str, tuple[Any, str]] = {
    "no such data": (lambda: gdviz.data_loss("lime"), "no data set 'lime'; did you mean 'line'"),
    "no such loss": (lambda: gdviz.data_loss("line", "hubber"), "did you mean 'huber'"),
    "no such penalty": (lambda: gdviz.data_loss("line", penalty="l3"), "no penalty 'l3'"),
    "average": (lambda: gdviz.data_loss("line", average="median"), "average must be one of half mean, mean, sum"),
    "numbers under classes": (lambda: gdviz.data_loss("line", "hinge"), "classes"),
    "three classes under two": (lambda: gdviz.data_loss("three_classes", "hinge"), "3 classes"),
    "no feature": (lambda: gdviz.data_loss(numbers(y=[1, 2, 3])), "at least one feature"),
    "an unknown feature": (lambda: gdviz.data_loss("line", features="z"), "no column 'z'"),
    "an unknown target": (lambda: gdviz.data_loss(numbers(**THREE), target="d"), "no column 'd'"),
    "rows below 2": (lambda: gdviz.data_loss("line", parameters={"n": -5}), "n must be a whole number of rows from 2"),
    "half a row": (lambda: gdviz.data_loss("line", parameters={"n": 4.5}), "n must be a whole number"),
    "rows beyond reason": (lambda: gdviz.data_loss("line", parameters={"n": 1e12}), "to 100000, not 1e+12"),
    "rows as a list": (lambda: gdviz.data_loss("line", parameters={"n": [5, 6]}), "n must be one number"),
    "a parameter of a table": (lambda: gdviz.data_loss(numbers(**THREE), parameters={"n": 3}), "no parameter 'n'"),
    "a loss's parameter": (lambda: gdviz.data_loss("line", loss_parameters={"delta": 1}), "no parameter 'delta'"),
    "a list of them": (lambda: gdviz.data_loss("line", "huber", loss_parameters={"delta": [1, 2]}), "delta must be one number"),
    "a penalty's without one": (lambda: gdviz.data_loss("line", penalty_parameters={"strength": 1}), "no penalty"),
    "data that are not numbers": (lambda: gdviz.dataset("param n = 20 from 2 to 50 integer\nx = log(e1)\ny = x").table(), "x is not a finite number in row 2"),
    "constant to rounding": (lambda: gdviz.data_loss(PRODUCT, degree=2, scaling="standardise"), "u v is constant to rounding"),
    "points of another length": (lambda: gdviz.data_loss("line").gradient(np.ones((2, 3))), "last axis of length 2"),
    "values of another length": (lambda: gdviz.data_loss("line").value(np.ones(3)), "last axis of length 2"),
    "a batch of too many": (lambda: gdviz.descend(gdviz.data_loss("textbook"), "gd", batch_size=5), "batch_size must be a whole number of rows from 1 to 4, not 5"),
    "batches of a slice": (lambda: gdviz.descend(Slice(gdviz.data_loss("line")), "gd", batch_size=5), "batch_size is for losses over data"),
    "a seed": (lambda: gdviz.data_loss("line", seed=-1), "seed must be a whole number"),
    "a start": (lambda: gdviz.descend(gdviz.data_loss("line"), "gd", (1, 2, 3)), "start must be 2"),
}
# fmt: on


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_name_what_cannot_be_used(case: str) -> None:
    act, told = REFUSED[case]
    with pytest.raises(ValueError) as refused:
        act()
    assert told in str(refused.value) and "\n" not in str(refused.value)


def test_a_table_s_features_are_all_columns_of_numbers_but_the_target() -> None:
    t = gdviz.Table(
        "T",
        {
            **numbers(**THREE).columns,
            "name": np.array(list("pqrs"), dtype=object),
            "d": np.array([1.0, 5, 2, 2]),
        },
    )
    assert gdviz.data_loss(t).design.features == ("a", "b", "c") and gdviz.data_loss(t).design.target == "d"
    assert gdviz.data_loss(t, target="a").design.features == ("b", "c", "d")
    assert (
        gdviz.data_loss(t, features="b").design.features
        == gdviz.data_loss(t, features=("b",)).design.features
        == ("b",)
    )
    assert gdviz.data_loss(t, target="name", loss="softmax", features=("a", "d")).design.classes == tuple(
        "pqrs"
    )


def test_large_columns_may_stand_unscaled() -> None:
    w = gdviz.data_loss(numbers(x=[1e20, 2e20, 4e20], y=[1, 2, 4]))
    np.testing.assert_allclose(w.optimum.theta, [1e-20, 0], atol=1e-14, rtol=1e-12)


def test_a_loss_that_falls_for_ever_has_no_optimum() -> None:
    for text in ("exp(z)", "exp(z - y)"):
        best = gdviz.data_loss("line", gdviz.loss(text)).optimum
        assert best.theta is None and best.how == FALLS


def test_minimisers_of_dependent_columns_of_any_size() -> None:
    x = np.random.default_rng(0).normal(size=30)
    for size in (1.0, 1e6, 1e15):
        w = gdviz.data_loss(numbers(u=x * size, v=x * size, y=3 + x))
        assert not w.optimum.unique and w.minimum < 1e-24
        u, v, constant = w.optimum.theta
        assert (u + v) * size == pytest.approx(1, rel=1e-9) and constant == pytest.approx(3, rel=1e-12)
        assert np.hypot(u, v) <= np.sqrt(0.5) / size + 1e-10  # the shortest, but for rounding of the longest


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e6, 1e13])
def test_windows_hold_start_and_optimum_at_any_size_of_the_target(size: float) -> None:
    x = np.random.default_rng(0).normal(size=30)
    w = gdviz.data_loss(numbers(x=x, y=size * (5 + x)))
    for at, (low, high) in zip(w.optimum.theta, w.domain, strict=True):
        assert low < min(0, at) and max(0, at) < high
    assert gdviz.descend(w, "gd", steps=400).status is gdviz.Status.CONVERGED or size > 1
