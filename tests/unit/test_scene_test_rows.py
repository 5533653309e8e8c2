"""Rows that are held out in a scene: their points, the curve of their loss, and that training rows keep theirs."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import Slice
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView, ModelView
from gdviz.player.scene.data.points import drawn_points
from gdviz.player.scene.wire import read_scene
from tests.unit.data_scenes import TASKS, scene


@pytest.mark.parametrize("data, loss", TASKS)
def test_test_rows_are_points_behind_the_others_with_the_scores_of_the_engine(data: str, loss: str) -> None:
    _, whole, header, arrays = scene(data, loss, hold_out=0.3, batch_size=5)
    part, every, test = header["data"], whole.all_rows, whole.data.test
    fitted, row = part["drawn"], arrays["data:row"][:, 0].astype(int) - 1
    assert (fitted, part["test_drawn"]) == (whole.rows, test.rows) == (part["rows"], part["test_rows"])
    assert sorted(row) == list(range(len(every.y)))
    assert not every.test[row[:fitted]].any() and every.test[row[fitted:]].all()
    assert (np.diff(row[:fitted]) > 0).all() and (np.diff(row[fitted:]) > 0).all()
    theta = np.random.default_rng(0).normal(size=whole.dimension)
    split = theta.reshape(part["scores"], part["width"])
    scores = whole.predict(theta, every.x[row]).T
    np.testing.assert_allclose(arrays["data:basis"] @ split.T, scores, rtol=1e-4, atol=1e-4)
    drawn = arrays["data:label" if whole.data.classes else "data:y"][:, 0]
    np.testing.assert_allclose(drawn, every.y[row], rtol=1e-6)
    assert arrays["data:batch"].max() < fitted  # batches are of training rows alone
    if part["kind"] != "plane":
        low, high = part["y"]["range"]
        assert low < every.y.min() and every.y.max() < high


def test_the_loss_of_the_test_rows_travels_with_the_run_in_focus_alone() -> None:
    made, whole, header, arrays = scene("curve", "squared", hold_out=0.3)
    focus = made.focus
    names = [name for name, *_ in header["parts"] if name.startswith("test:")]
    assert names == [f"test:{focus}"]
    path = made.competitors[focus].path
    np.testing.assert_allclose(arrays[f"test_loss:{focus}"][:, 0], whole.test_loss(path.theta), rtol=1e-6)
    everything, _ = read_scene(made.to_bytes("all"))
    assert [n for n, *_ in everything["parts"] if n.startswith("test:")] == ["test:0", "test:1"]
    for run in header["competitors"]:
        last = whole.test_loss(made.competitors[header["competitors"].index(run)].path.theta[-1])
        assert f"Loss over {whole.test.rows} test rows: {last:.4g}." in run["summary"]


def test_nothing_is_sent_of_rows_that_are_not_held_out() -> None:
    made, _, header, arrays = scene("curve", "squared")
    assert not [name for name, *_ in header["parts"] if name.startswith("test:")]
    assert header["data"]["test_drawn"] == 0 and not [a for a in arrays if a.startswith("test")]
    assert "test" not in header["competitors"][0]["summary"]


def test_the_part_of_the_test_rows_changes_with_its_run_alone() -> None:
    whole = gdviz.data_loss("curve", hold_out=0.3)
    objective = Slice(whole, (0, 1), None)

    def part_of(slow: float, window: object = None) -> str:
        path = gdviz.descend(whole, "gd", steps=20, lr=0.1)
        other = gdviz.descend(whole, "adam", steps=20, lr=slow)
        runs = [Competitor.at(0, "gd", "GD", path), Competitor.at(1, "adam", "Adam", other)]
        made = Scene.of(objective, runs, data=DataView.of(objective), window=window, resolution=16)
        return {name: id for name, id, *_ in read_scene(made.to_bytes())[0]["parts"]}["test:0"]

    assert part_of(0.1) == part_of(0.2) == part_of(0.1, ((-1, 1), (-2, 2)))


def test_rows_are_called_by_their_place_among_all_in_the_table_of_contributions() -> None:
    _, whole, _, arrays = scene("line", "squared", hold_out=0.4, batch_size=3)
    called = arrays["rows:1"].reshape(25, 4, -1)[:, :, 0]
    called = called[np.isfinite(called)].astype(int) - 1
    assert not whole.all_rows.test[called].any() and called.max() >= whole.rows  # some stand behind test rows


def test_a_formula_model_has_predictions_of_test_points() -> None:
    x = np.linspace(0, 4, 30)
    whole = gdviz.model("a*exp(-b*x)", (x, 2 * np.exp(-x)), hold_out=0.2)
    path = gdviz.descend(whole, "gd", steps=10, lr=0.1)
    made = Scene.of(whole, [Competitor.at(0, "gd", "GD", path)], data=ModelView.of(whole), resolution=16)
    header, arrays = read_scene(made.to_bytes())
    count, row = 24 + 6, arrays["data:row"][:, 0].astype(int) - 1
    np.testing.assert_array_equal(np.flatnonzero(whole.all_rows.test), row[24:])
    np.testing.assert_allclose(
        arrays["models:0"][-1, -count:], whole.predict(path.theta[-1], x[row, None])[0], rtol=1e-5
    )
    np.testing.assert_allclose(arrays["test_loss:0"][:, 0], whole.test_loss(path.theta), rtol=1e-6)


def test_of_many_rows_test_points_are_drawn_in_their_share() -> None:
    rng = np.random.default_rng(0)
    table = gdviz.Table("t", {"x": rng.normal(size=4000), "y": rng.normal(size=4000)})
    data = gdviz.data_loss(table, hold_out=0.25).data
    points = drawn_points(data, 200, 0, False, None)
    assert (points.trained, len(points.y)) == (150, 200)
    assert data.test is not None
    np.testing.assert_array_equal(points.x[150:, 0], table.columns["x"][points.number[150:] - 1])
    assert set(points.number[150:] - 1) <= set(data.test.kept.tolist())
