"""Rows that are held out: which they are, what is descended without them, and what is said of them."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import pick_columns
from gdviz.engine.fit.rows.hold_out import hold_out
from gdviz.engine.fit.rows.over_rows import AVERAGES


def picked(n: int = 40) -> Any:
    rng = np.random.default_rng(0)
    table = gdviz.Table("t", {"x": rng.normal(size=n), "y": rng.normal(size=n)})
    return pick_columns(table, ["x"], "y", "regression")


def test_each_row_is_a_training_row_or_a_test_row() -> None:
    whole = picked()
    part = hold_out(whole, 0.25, seed=3)
    assert (part.rows, part.test.rows) == (30, 10) and part.test.test is None
    assert sorted([*part.kept, *part.test.kept]) == list(range(40))
    for rows in (part, part.test):
        assert (np.diff(rows.kept) > 0).all()
        np.testing.assert_array_equal(rows.x, whole.x[rows.kept])
        np.testing.assert_array_equal(rows.y, whole.y[rows.kept])
    np.testing.assert_array_equal(hold_out(whole, 0.25, seed=3).kept, part.kept)
    assert hold_out(whole, 0.25, seed=4).kept.tolist() != part.kept.tolist()


def test_of_classes_the_same_share_of_each_is_held_out() -> None:
    iris = pick_columns(gdviz.datasets["iris"].table(), ["petal_length"], "species", "classes")
    part = hold_out(iris, 0.3, seed=1)
    assert np.bincount(part.y).tolist() == [35] * 3 and np.bincount(part.test.y).tolist() == [15] * 3
    most = hold_out(iris, 0.999)
    assert np.bincount(most.y).tolist() == [1] * 3


@pytest.mark.parametrize(
    ("share", "says"),
    [
        (1.0, "below 1"),
        (-0.1, "0 or more"),
        (float("nan"), "hold_out must be finite"),
        ("x", "hold_out must be a number"),
        (0.001, "0 test rows"),
        (0.99, "1 training and 39"),
        ([], "rows of the table from 0 to 39"),
        ([40], "rows of the table from 0 to 39"),
        ([-1], "rows of the table from 0 to 39"),
        ([0.5], "rows of the table from 0 to 39"),
        ([[1]], "rows of the table from 0 to 39"),
        (range(40), "leaves 0 training and 40 test rows"),
    ],
)
def test_a_share_that_cannot_be_is_refused(share: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        hold_out(picked(), share)


def test_no_share_holds_out_nothing() -> None:
    whole = picked()
    assert hold_out(whole, 0) is whole and hold_out(whole, 0.0).test is None


def test_rows_of_the_table_can_be_named_those_with_gaps_are_in_no_part() -> None:
    table = gdviz.Table("t", {"x": np.array([0.0, np.nan, 2.0, 3.0, 4.0, 5.0]), "y": np.arange(6.0)})
    fit = gdviz.data_loss(table, hold_out=[1, 2, 5])
    assert fit.data.kept.tolist() == [0, 3, 4] and fit.data.test is not None
    assert fit.data.test.kept.tolist() == [2, 5]
    assert fit.all_rows.kept.tolist() == [0, 2, 3, 4, 5] == fit.all_rows.y.tolist()
    assert fit.all_rows.test.tolist() == [False, True, False, False, True]
    iris = pick_columns(gdviz.datasets["iris"].table(), ["petal_length"], "species", "classes")
    with pytest.raises(ValueError, match="no row of class setosa"):
        hold_out(iris, range(50))


def test_a_row_keeps_its_draw_whichever_rows_have_gaps() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 400))
    gaps = x.copy()
    gaps[::50] = np.nan
    whole, fewer = (
        hold_out(pick_columns(gdviz.Table("t", {"x": c, "y": y}), ["x"], "y", "regression"), 0.25, 1)
        for c in (x, gaps)
    )
    left = [k for k in whole.test.kept if k % 50]
    assert len(set(left) ^ set(fewer.test.kept)) <= 4  # the share is of fewer rows; the others stay


@pytest.mark.parametrize("seed", [-1, 0.5, True])
def test_a_seed_that_cannot_be_is_refused(seed: Any) -> None:
    with pytest.raises(ValueError, match="seed must be a whole number"):
        gdviz.data_loss("line", hold_out=0.2, split_seed=seed)


@pytest.mark.parametrize("scaling", ["none", "standardise", "minmax"])
def test_what_is_descended_is_that_of_a_table_of_the_training_rows_alone(scaling: str) -> None:
    table = gdviz.datasets["cars"].table()
    fit = gdviz.data_loss("cars", degree=2, scaling=scaling, hold_out=0.3, split_seed=5, penalty="l2")
    rows = hold_out(pick_columns(table, ["wt", "hp"], "mpg", "regression"), 0.3, 5).kept
    alone = gdviz.Table("cars", {name: column[rows] for name, column in table.columns.items()})
    same = gdviz.data_loss(
        alone, features=("wt", "hp"), target="mpg", degree=2, scaling=scaling, penalty="l2"
    )
    np.testing.assert_array_equal(fit.design.a, same.design.a)
    np.testing.assert_array_equal(fit.design.centre, same.design.centre)
    np.testing.assert_array_equal(fit.design.scale, same.design.scale)
    np.testing.assert_array_equal(fit.optimum.theta, same.optimum.theta)
    a, b = (gdviz.descend(f, "adam", steps=20, batch_size=4, seed=2) for f in (fit, same))
    np.testing.assert_array_equal(a.theta, b.theta)
    np.testing.assert_array_equal(a.loss, b.loss)


@pytest.mark.parametrize("average", AVERAGES)
@pytest.mark.parametrize("penalty", [None, "l2"])
def test_the_test_loss_is_the_average_over_the_test_rows_without_the_penalty(
    average: str, penalty: str | None
) -> None:
    fit = gdviz.data_loss("cars", scaling="standardise", hold_out=0.25, average=average, penalty=penalty)
    theta = np.random.default_rng(1).normal(size=(4, 3, fit.dimension))
    test = fit.design.test
    assert test is not None
    squares = (fit.design.basis(test.x) @ theta[..., None] - test.y[:, None])[..., 0] ** 2
    factor = {"half mean": 0.5, "mean": 1.0, "sum": fit.rows}[average]
    np.testing.assert_allclose(fit.test_loss(theta), factor * squares.mean(-1), rtol=1e-12)


@pytest.mark.parametrize("scaling", ["none", "standardise", "minmax"])
def test_a_network_descends_the_training_rows_alone(scaling: str) -> None:
    options: Any = {"hidden": (4,), "inputs": ("x", "x^2"), "scaling": scaling, "penalty": "l2", "seed": 3}
    net = gdviz.network("cars", hold_out=0.3, split_seed=5, **options)
    test = net.data.test
    assert test is not None and net.rows + test.rows == 32
    table = gdviz.datasets["cars"].table()
    alone = gdviz.Table("cars", {name: column[net.data.kept] for name, column in table.columns.items()})
    features = {"features": net.data.features, "target": net.data.target}
    same = gdviz.network(alone, **options, **features)
    assert net.start == same.start
    np.testing.assert_array_equal(net.inputs.columns, same.inputs.columns)
    np.testing.assert_array_equal(net.inputs.scale, same.inputs.scale)
    a, b = (gdviz.descend(f, "adam", steps=20, batch_size=4, seed=2, lr=0.01) for f in (net, same))
    np.testing.assert_array_equal(a.theta, b.theta)
    away = net.predict(a.theta, test.x)[:, 0] - test.y
    np.testing.assert_allclose(net.test_loss(a.theta), (away**2).mean(-1) / 2, rtol=1e-12)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(net)).test_loss(a.theta), net.test_loss(a.theta))
    assert same.test is None


def test_the_test_accuracy_of_a_network_counts_test_rows() -> None:
    net = gdviz.network("moons", (4,), loss="cross_entropy", hold_out=0.4)
    test = net.data.test
    assert test is not None
    theta = np.random.default_rng(4).normal(size=(5, net.dimension))
    right = (net.predict(theta, test.x)[:, 0] > 0) == test.y
    np.testing.assert_allclose(net.test_accuracy(theta), right.mean(-1))
    assert 0 < net.test_accuracy(theta).min() < 1


def test_a_formula_model_descends_the_training_rows_alone() -> None:
    x = np.linspace(0, 4, 30)
    y = 2 * np.exp(-x) + 0.1 * np.sin(9 * x)
    model = gdviz.model("a*exp(-b*x)", (x, y), average="half", hold_out=0.2, split_seed=1)
    test = model.data.test
    assert test is not None and (model.rows, test.rows) == (24, 6)
    same = gdviz.model("a*exp(-b*x)", (x[model.data.kept], y[model.data.kept]), average="half")
    a, b = (gdviz.descend(f, "gd", steps=20, batch_size=5, lr=0.1) for f in (model, same))
    np.testing.assert_array_equal(a.theta, b.theta)
    assert model.library_fit is not None and same.library_fit is not None
    np.testing.assert_array_equal(model.library_fit.theta, same.library_fit.theta)
    away = a.theta[:, :1] * np.exp(-a.theta[:, 1:] * test.x[:, 0]) - test.y
    np.testing.assert_allclose(model.test_loss(a.theta), (away**2).mean(-1) / 2, rtol=1e-12)


def test_the_row_that_has_no_score_is_named_by_its_place_among_all_rows() -> None:
    x = np.append(np.arange(1.0, 9.0), 0.0)
    with pytest.raises(ValueError, match="no finite number in row 9"):
        gdviz.model("a*log(x)", (x, x), hold_out=[0, 1, 2])


def test_an_input_of_a_test_row_too_large_to_compute_with_is_refused() -> None:
    x = np.arange(20.0)
    x[3] = 1e60
    with pytest.raises(ValueError, match="too large"):
        gdviz.network((x, np.arange(20.0)), inputs=("x", "x^2"), hold_out=[3])


def test_the_test_accuracy_counts_test_rows() -> None:
    fit = gdviz.data_loss("three_classes", "softmax", hold_out=0.4)
    theta = np.random.default_rng(2).normal(size=(5, fit.dimension))
    test = fit.design.test
    assert test is not None
    z = np.einsum("nq,mkq->mnk", fit.design.basis(test.x), theta.reshape(5, 3, -1))
    np.testing.assert_allclose(fit.test_accuracy(theta), (z.argmax(-1) == test.y).mean(-1))
    binary = gdviz.data_loss("blobs", "hinge", hold_out=0.4)
    test = binary.design.test
    assert test is not None
    theta = np.random.default_rng(3).normal(size=(5, binary.dimension))
    z = binary.design.basis(test.x) @ theta.T
    np.testing.assert_allclose(binary.test_accuracy(theta), ((z.T > 0) == test.y).mean(-1))


def test_without_held_out_rows_there_is_no_test_loss() -> None:
    fit = gdviz.data_loss("line")
    assert fit.test is None and fit.design.test is None
    for ask in (fit.test_loss, fit.test_accuracy):
        with pytest.raises(ValueError, match="no rows of .* are held out"):
            ask(np.zeros((1, 2)))


def test_pickled_losses_hold_out_the_same_rows() -> None:
    fit = gdviz.data_loss("line", hold_out=0.2)
    again = pickle.loads(pickle.dumps(fit))
    assert again.test_loss(np.ones(2)) == fit.test_loss(np.ones(2))


def test_a_test_row_too_large_to_compute_with_is_refused() -> None:
    x = np.arange(40.0)
    row = gdviz.data_loss(gdviz.Table("t", {"x": x, "y": x}), hold_out=0.2).design.test
    assert row is not None
    x = x.copy()
    x[row.kept[0]] = 1e60
    with pytest.raises(ValueError, match="too large"):
        gdviz.data_loss(gdviz.Table("t", {"x": x, "y": np.arange(40.0)}), degree=2, hold_out=0.2)


def test_overfitting_a_high_degree_parts_training_and_test_loss_and_a_ridge_joins_them() -> None:
    def losses(degree: int, **more: Any) -> tuple[float, float]:
        fit = gdviz.data_loss(
            "curve", degree=degree, scaling="standardise", hold_out=0.5, parameters={"n": 20}, **more
        )
        best = fit.optimum.theta
        return float(fit.all.data_value(best)), float(fit.test_loss(best))

    (low_train, low_test), (train, test) = losses(3), losses(8)
    assert train < low_train and test > 2 * low_test and test > 5 * train
    ridge_train, ridge_test = losses(8, penalty="l2", penalty_parameters={"strength": 0.01})
    assert ridge_train > train and ridge_test < test / 2
