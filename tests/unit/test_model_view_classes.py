"""What is sent of a formula that tells classes apart: its scores on a grid over two features, at some iterates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import ModelLoss
from gdviz.player import Scene
from gdviz.player.scene.data import Across, ModelView
from gdviz.player.scene.tabled.codes import decoded
from gdviz.player.scene.tabled.places import CELLS
from gdviz.player.scene.wire import read_scene

CIRCLE = "param k = 1 from 0 to 5; param r = 1 from 0 to 5; k*(r^2 - x1^2 - x2^2)"


def sent(scene: Scene) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    return read_scene(scene.to_bytes("all"))


def cells(header: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Both features at all cells, row by row from the lowest."""
    x, y = (np.linspace(*header["data"][side]["range"], CELLS) for side in "xy")
    return np.tile(x, CELLS), np.repeat(y, CELLS)


@pytest.mark.parametrize("loss", ["cross_entropy", "hinge"])
def test_the_regions_are_the_scores_of_the_iterates_that_are_named(loss: str) -> None:
    whole = gdviz.model(CIRCLE, "circles", loss)
    scene = gdviz.show(whole, ["gd", "adam"], steps=80, lr=0.02)
    header, arrays = sent(scene)
    data, (x, y) = header["data"], cells(header)
    assert (data["kind"], data["grid"], data["classes"]) == ("plane", [CELLS, CELLS], ["blue", "orange"])
    assert data["margin"] == whole.margin and ("data:odds" in arrays) == (loss == "cross_entropy")
    for i, run in enumerate(scene.competitors):
        looks = arrays[f"looks:{i}"].ravel().astype(int)
        assert looks[0] == 0 and looks[-1] == run.path.steps and len(looks) <= data["tabled"]
        k, r = run.path.theta[looks].T[:, :, None]
        scores, seen = k * (r**2 - x**2 - y**2), decoded(arrays[f"predicted:{i}"])
        np.testing.assert_array_equal(np.sign(seen), np.sign(scores))  # the line between the classes
        np.testing.assert_allclose(
            seen, np.clip(scores, *[s * 1233.5 for s in (-1, 1)]), rtol=0.05, atol=0.0053
        )
        right = (np.sign(whole.predict(run.path.theta, whole.data.x)[:, 0]) > 0) == (whole.data.y == 1)
        np.testing.assert_allclose(arrays[f"accuracy:{i}"].ravel(), right.mean(-1), rtol=1e-6)
    found = whole.library_fit
    assert found is not None
    k, r = found.theta
    np.testing.assert_allclose(arrays["data:best"][0], k * (r**2 - x**2 - y**2), rtol=1e-4, atol=1e-4)


def test_points_have_their_classes_and_rows_their_terms() -> None:
    whole = gdviz.model(CIRCLE, "circles", "cross_entropy")
    header, arrays = sent(gdviz.show(whole, "gd", steps=5))
    row = arrays["data:row"].ravel().astype(int) - 1
    np.testing.assert_array_equal(arrays["data:label"].ravel(), whole.data.y[row])
    np.testing.assert_allclose(np.hstack([arrays["data:x"], arrays["data:y"]]), whole.data.x[row], rtol=1e-6)
    columns = header["data"]["row_columns"]
    assert columns[:4] == ["row", "y", "z", "l"] and columns[-2:] == ["∂z/∂k", "∂z/∂r"]


def test_over_one_feature_and_over_two_of_three() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40, 3))
    y = np.where(x[:, 0] + x[:, 2] > 0, "yes", "no")
    one = gdviz.model("a*x + b", (x[:, 0], y), "cross_entropy")
    header, _ = sent(gdviz.show(one, "gd", steps=3))
    assert header["data"]["across"] == 1 and header["data"]["y"]["range"] == [-0.5, 1.5]
    three = gdviz.model("a*x1 + b*x2 + c*x3", (x, y), "cross_entropy")
    over = Across.of(three.data, ("x3", "x1"), {"x2": 0.25})
    view = ModelView.of(gdviz.engine.Slice(three, (0, 1), three.start), over=over)
    run = gdviz.show(three, "gd", steps=3).competitors
    header, arrays = sent(Scene.of(view.part, run, data=view))
    assert (header["data"]["x"]["name"], header["data"]["y"]["name"]) == ("x3", "x1")
    assert header["data"]["held"] == [["x2", 0.25, False]]
    across, upwards = cells(header)
    a, b, c = run[0].path.theta[-1]
    scores = a * upwards + b * 0.25 + c * across
    np.testing.assert_allclose(decoded(arrays["predicted:0"])[-1], scores, rtol=0.05, atol=0.0053)


@pytest.mark.parametrize("runs", [1, 3, 6])
def test_what_is_sent_is_bounded_by_the_runs_together(runs: int) -> None:
    whole = gdviz.model(CIRCLE, "circles", "cross_entropy")
    methods = ["gd", "momentum", "adam", "rmsprop", "nesterov", "adagrad"][:runs]
    data = gdviz.show(whole, methods, steps=2000, lr=0.01).to_bytes()
    _, arrays = read_scene(data)
    assert sum(arrays[f"predicted:{i}"].size for i in range(runs)) <= 61 * CELLS**2
    assert len(data) <= 150_000


def test_a_loss_is_another_scene_for_another_choice_of_features() -> None:
    whole: ModelLoss = gdviz.model(CIRCLE, "circles", "cross_entropy")
    keys = {
        ModelView.of(whole, over=Across.of(whole.data, names), runs=runs).key
        for names in (("x1", "x2"), ("x2", "x1"))
        for runs in (1, 2)
    }
    assert len(keys) == 4
