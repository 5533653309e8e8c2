"""Accuracy and confusion matrix: against counting by hand, for every loss and data set of classes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Loss, LossOverRows
from gdviz.engine.fit.rows import pieces
from gdviz.engine.fit.rows.classes import predicted
from gdviz.player.scene.data.classes import COUNTS, looked_at
from tests.unit.data_scenes import scene

SETS = [slug for slug, data in gdviz.datasets.items() if data.task != "regression"]
LOSSES = [slug for slug, loss in gdviz.losses.items() if loss.task != "regression"]


def suits(data: str, loss: str) -> bool:
    return gdviz.losses[loss].task == "classes" or gdviz.datasets[data].task == "binary"


PAIRS = [(data, loss) for data in SETS for loss in LOSSES if suits(data, loss)]


def counted(objective: LossOverRows, p: np.ndarray, x: np.ndarray, y: np.ndarray) -> list[list[int]]:
    """Count row by row, in plain Python."""
    classes = range(len(objective.data.classes))
    counts = [[0 for _ in classes] for _ in classes]
    for row, true in zip(x, y, strict=True):
        z = [float(score[0]) for score in objective.predict(p, row[None])]
        guess = int(z[0] > 0) if len(z) == 1 else z.index(max(z))
        counts[int(true)][guess] += 1
    return counts


@pytest.mark.parametrize(("data", "loss"), PAIRS)
def test_rows_are_counted_as_by_hand(data: str, loss: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "ROWS_AT_ONCE", 37)
    fit = gdviz.data_loss(data, loss, hold_out=0.3)
    theta = np.random.default_rng(4).normal(size=(3, fit.dimension))
    test = fit.design.test
    for ask, share, rows in (
        (fit.confusion, fit.accuracy, fit.data),
        (fit.test_confusion, fit.test_accuracy, test),
    ):
        by_hand = [counted(fit, p, rows.x, rows.y) for p in theta]
        assert ask(theta).tolist() == by_hand
        right = [sum(counts[k][k] for k in range(len(counts))) / len(rows.y) for counts in by_hand]
        assert share(theta).tolist() == right


def test_points_are_counted_in_whatever_shape_they_come() -> None:
    fit = gdviz.data_loss("separable", "hinge", hold_out=0.3)
    theta = np.random.default_rng(4).normal(size=(2, 4, fit.dimension))
    flat = theta.reshape(8, fit.dimension)
    for ask in (fit.accuracy, fit.test_accuracy, fit.confusion, fit.test_confusion, fit.support):
        many = ask(flat)
        assert ask(theta).tolist() == many.reshape(2, 4, *many.shape[1:]).tolist()
        assert ask(flat[3].tolist()).tolist() == many[3].tolist()
        with pytest.raises(ValueError, match="last axis of length 3"):
            ask([1.0, 2.0])


@pytest.mark.parametrize(
    "fit",
    [gdviz.data_loss("line"), gdviz.model("a*x + b", "decay"), gdviz.network("curve", hidden=(2,))],
    ids=["linear", "formula", "network"],
)
def test_predictions_of_all_models_take_the_same_points_and_features(fit: LossOverRows) -> None:
    theta = np.arange(fit.dimension, dtype=float) / 9
    by_rows = fit.predict(theta, [[0.5], [0.7]])
    assert by_rows.shape == (1, 2) and np.array_equal(fit.predict(list(theta), [0.5, 0.7]), by_rows)
    with pytest.raises(ValueError, match="last axis"):
        fit.predict(theta[1:], [[0.5]])
    with pytest.raises(ValueError, match=r"x must be \(m, 1\): x, not of shape \(1, 2\)"):
        fit.predict(theta, [[0.5, 0.7]])


def test_what_is_not_there_to_count_is_said() -> None:
    with pytest.raises(ValueError, match="is a number"):
        gdviz.data_loss("line").accuracy((1.0, 2.0))
    with pytest.raises(ValueError, match="has no margin"):
        gdviz.data_loss("separable", "cross_entropy").support((1.0, 2.0, 3.0))


MODELS: dict[str, Any] = {
    "formula": lambda: gdviz.model("a*x1 + b*x2^2 + c", "moons", loss="hinge"),
    "network": lambda: gdviz.network("moons", hidden=(3,), loss="cross_entropy"),
    "network of three classes": lambda: gdviz.network("three_classes", hidden=(2,), loss="softmax"),
}


@pytest.mark.parametrize("kind", MODELS)
def test_other_models_are_counted_by_the_same_rule(kind: str) -> None:
    fit = MODELS[kind]()
    theta = np.random.default_rng(4).normal(size=(2, fit.dimension))
    assert fit.confusion(theta).tolist() == [counted(fit, p, fit.data.x, fit.data.y) for p in theta]


def test_a_score_that_is_no_number_is_in_no_class() -> None:
    z = np.array([[1.0, np.nan, 0.0, -np.inf], [0.5, 1.0, 0.0, -np.inf], [2.0, 0.0, -1.0, 3.0]])
    assert predicted(z).tolist() == [2, -1, 0, 2] and predicted(z[:1]).tolist() == [1, -1, 0, 0]
    fit = gdviz.data_loss("blobs", "cross_entropy")
    nowhere = np.full((1, fit.dimension), np.nan)
    assert fit.confusion(nowhere).sum() == 0 and fit.accuracy(nowhere)[0] == 0


@pytest.mark.parametrize(("data", "loss"), [("moons", "cross_entropy"), ("three_classes", "softmax")])
def test_a_scene_sends_the_counts_of_every_iterate(data: str, loss: str) -> None:
    made, whole, header, arrays = scene(data, loss)
    assert header["data"]["test_rows"] == 0
    for i, run in enumerate(made.competitors):
        counts = whole.confusion(run.path.theta)
        np.testing.assert_array_equal(arrays[f"confused:{i}"], counts.reshape(len(counts), -1))
        right = np.trace(counts, axis1=1, axis2=2) / whole.rows
        np.testing.assert_allclose(arrays[f"accuracy:{i}"][:, 0], right, rtol=1e-7)
        assert not {f"confused_at:{i}", f"test_confused:{i}", f"test_accuracy:{i}"} & {*arrays}


def test_of_long_runs_and_many_classes_some_iterates_are_counted_start_and_end_among_them() -> None:
    made, whole, _, arrays = scene("three_classes", "softmax", steps=2000)
    at = arrays["confused_at:0"][:, 0].astype(int)
    assert arrays["confused:0"].size <= COUNTS and (at[0], at[-1]) == (0, 2000)
    assert set(np.diff(at)) <= {2, 3} and len(arrays["accuracy:0"]) == 2001
    counts = whole.confusion(made.competitors[0].path.theta[at])
    np.testing.assert_array_equal(arrays["confused:0"], counts.reshape(len(at), -1))
    assert looked_at(1, 4).tolist() == [0] and looked_at(100_000, 100_000).tolist() == [0, 99_999]


def test_test_rows_have_counts_of_their_own() -> None:
    _, whole, header, arrays = scene("three_classes", "softmax", hold_out=0.25)
    assert header["data"]["test_rows"] == whole.test.rows == int(arrays["test_confused:0"][0].sum())
    np.testing.assert_allclose(
        arrays["test_accuracy:1"][:, 0], arrays["test_confused:1"][:, ::4].sum(1) / whole.test.rows
    )


def own(text: str, labels: tuple[float, float] = (-1.0, 1.0)) -> Loss:
    return replace(gdviz.loss(text, task="binary"), labels=labels)


@pytest.mark.parametrize(
    ("loss", "margin"),
    [
        *((gdviz.losses[slug], {"hinge": 1, "squared_hinge": 1}.get(slug)) for slug in LOSSES),
        (own("max(0, 2 - y*z)^3"), 2),
        (own("max(0, 1 - (2*y - 1)*z)", (0.0, 1.0)), 1),
        (own("max(0, 1 - y*z)", (0.0, 1.0)), None),  # it pulls at no row of the first class
        (own("max(0, -y*z)"), None),  # the perceptron's: nothing between the classes
        (own("min(1, max(0, 1 - y*z))"), None),  # it does not pull at what is far on the wrong side
        (own("(y - z)^2"), None),
        (own("exp(-y*z)"), None),
    ],
)
def test_a_loss_is_asked_for_its_margin(loss: Loss, margin: float | None) -> None:
    data = "three_classes" if loss.task == "classes" else "moons"
    fit = gdviz.data_loss(data, loss)
    assert fit.margin == (None if margin is None else pytest.approx(margin, abs=1e-12))
    if margin is None:
        return
    theta = np.random.default_rng(4).normal(size=(5, fit.dimension))
    z, sign = fit.predict(theta, fit.data.x)[:, 0], np.where(fit.data.y == 1, 1, -1)
    assert fit.support(theta).tolist() == (sign * z <= fit.margin).sum(1).tolist()
    # what the gradient is made of: the rows that are no support vectors could as well not be there
    keep = np.flatnonzero(sign * z[0] <= fit.margin)
    alone, together = fit.on(keep).gradient(theta[0]) * len(keep), fit.gradient(theta[0]) * fit.rows
    np.testing.assert_allclose(alone, together, rtol=1e-12)


def test_a_scene_sends_the_margin_and_how_many_rows_it_is_felt_by() -> None:
    made, whole, header, arrays = scene("overlapping", "hinge")
    assert header["data"]["margin"] == 1
    np.testing.assert_array_equal(arrays["support:1"][:, 0], whole.support(made.competitors[1].path.theta))
    _, _, header, arrays = scene("moons", "cross_entropy")
    assert header["data"]["margin"] is None and "support:0" not in arrays
