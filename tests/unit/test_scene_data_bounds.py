"""What a scene over data sends when there is much of it, and when there is nothing."""

import json
from itertools import combinations

import numpy as np
import pytest

import gdviz
from gdviz.engine import Slice
from gdviz.player import COLORS, Competitor, Scene
from gdviz.player.look import LOOK
from gdviz.player.scene.data import DataView
from gdviz.player.scene.data.rows_view import HIGHLIGHTED
from gdviz.player.scene.data.view import BASIS, POINTS
from gdviz.player.scene.wire import read_scene
from tests.unit.data_scenes import plane_table, runs_on, scene


def test_batches_are_indices_of_drawn_points():
    made, whole, header, arrays = scene("line", batch_size=7, steps=30)
    start, index = arrays["data:batch_start"][:, 0].astype(int), arrays["data:batch"][:, 0].astype(int)
    batches = made.competitors[0].path.batches
    assert len(start) == 31 and start[-1] == len(index)
    for k in range(1, 31):
        rows = arrays["data:row"][index[start[k - 1] : start[k]], 0] - 1
        assert sorted(rows) == sorted(batches.rows_of_step(k))
    np.testing.assert_array_equal(
        arrays["batch_loss:0"][:, 0], made.competitors[0].path.batch_loss.astype("f4")
    )
    full = scene("line")[3]
    assert "data:batch" not in full and "batch_loss:0" not in full


def test_many_rows_are_thinned_and_the_batch_is_seen_all_the_same():
    many = {"parameters": {"n": 20_000}, "slugs": ("gd", "adam"), "lr": 0.01}
    _, whole, header, arrays = scene(batch_size=2, **many)
    part = header["data"]
    assert (part["drawn"], part["rows"]) == (POINTS, 20_000)
    rows = arrays["data:row"][:, 0].astype(int) - 1
    assert len(set(rows)) == POINTS and (np.diff(rows) > 0).all()
    np.testing.assert_allclose(arrays["data:y"][:, 0], whole.design.y[rows], rtol=1e-6)
    assert (
        np.diff(arrays["data:batch_start"][:, 0]) == 2
    ).all()  # of every batch of these few steps all points are drawn
    assert (scene(batch_size=2, **many)[3]["data:row"] == arrays["data:row"]).all()
    assert (scene(batch_size=2, view={"seed": 1}, **many)[3]["data:row"] != arrays["data:row"]).any()
    large = scene(batch_size=1500, **many)[3]
    assert np.diff(large["data:batch_start"][:, 0]).max() <= HIGHLIGHTED


def test_the_payload_does_not_grow_with_the_rows():
    sizes = [
        len(scene(parameters={"n": n}, slugs=("gd", "adam"), lr=0.01)[0].to_bytes()) for n in (1000, 100_000)
    ]
    assert sizes[1] < 1.1 * sizes[0]
    wide = gdviz.data_loss("moons", "cross_entropy", degree=8, parameters={"n": 2000})
    part, tables = DataView.of(Slice(wide)).packed([], ((-1, 1), (-1, 1)))
    assert part["drawn"] * wide.width <= BASIS and part["drawn"] >= 200
    assert sum(t.nbytes for t in tables.values()) < 120_000


def test_many_steps_stay_small():
    whole = gdviz.data_loss("line")
    made = Scene.of(
        whole,
        runs_on(whole, ("gd", "momentum", "adam", "nesterov", "rmsprop", "adagrad"), 5000, lr=1e-3),
        focus=2,
        data=DataView.of(whole),
    )
    plain = len(Scene.of(whole, made.competitors, focus=2).to_bytes())
    assert len(made.to_bytes()) < plain + 200_000


def test_accuracy_is_of_all_rows_at_each_iterate():
    made, whole, _, arrays = scene("overlapping", "cross_entropy", lr=0.1)
    for i, run in enumerate(made.competitors):
        z = run.path.theta @ whole.design.a.T
        np.testing.assert_allclose(
            arrays[f"accuracy:{i}"][:, 0], ((z > 0) == whole.design.y).mean(1), rtol=1e-6
        )
    assert "confusion" in made.competitors[0].path.notes  # of which accuracies are the diagonals
    assert "accuracy:0" not in scene("line")[3]


def test_the_penalty_goes_along_where_it_is_asked_for():
    made, whole, header, arrays = scene("line", penalty="l1", view={"penalty": True})
    side = len(arrays["penalty"])
    (x0, x1), (y0, y1) = made.grid.window
    corner = whole.penalised(np.array([[x1, y0]]))[0][0]
    assert arrays["penalty"].shape == (side, side) and arrays["penalty"][0, -1] == pytest.approx(corner)
    stronger = Scene.of(whole, made.competitors, window=((0, 9), (y0, y1)), data=made.data)
    assert read_scene(stronger.to_bytes())[0]["data"]["penalty"] != header["data"]["penalty"]
    assert (
        "penalty" not in scene("line", penalty="l1")[3]
        and "penalty" not in scene("line", view={"penalty": True})[3]
    )


def test_a_picture_that_follows_says_which_step_it_shows():
    part = scene(plane_table(), view={"follow": 12})[2]["data"]
    assert (part["follow"], part["step"]) == (True, 12)
    part = scene(plane_table(), at=(0, 0, np.inf, 1))[2]["data"]
    assert (part["follow"], part["at"]) == (False, [0, 0, None, 1])


def test_a_diverged_run_and_one_without_steps_are_packed():
    whole = gdviz.data_loss("line")
    paths = [
        gdviz.descend(whole, "gd", lr=1e6, steps=300),
        gdviz.descend(whole, "gd", (np.float64(1e300), 1e300), steps=10),
    ]
    runs = [Competitor.at(i, f"r{i}", "Run", p) for i, p in enumerate(paths)]
    header, arrays = read_scene(
        Scene.of(whole, runs, window=((-1, 1), (-1, 1)), data=DataView.of(whole)).to_bytes("all")
    )
    assert json.dumps(header, allow_nan=False) and header["competitors"][0]["status"] == "diverged"
    assert header["competitors"][1]["steps"] == 0 and "rows:1" not in arrays and "rows:0" in arrays


def oklab(color, view=None):
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = linear if view is None else np.clip(view @ linear, 0, 1)
    lms = np.cbrt(
        np.array(
            [
                [0.4122215, 0.5363325, 0.0514460],
                [0.2119035, 0.6806995, 0.1073970],
                [0.0883025, 0.2817188, 0.6299787],
            ]
        )
        @ linear
    )
    return (
        np.array(
            [
                [0.2104543, 0.7936178, -0.0040720],
                [1.9779985, -2.4285922, 0.4505937],
                [0.0259040, 0.7827718, -0.8086758],
            ]
        )
        @ lms
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_classes_are_told_apart_and_from_the_competitors(theme):
    colors = LOOK["classes"][theme]
    views = [
        np.eye(3),  # normal vision, protanopia, deuteranopia, tritanopia (Machado 2009, severity 1)
        np.array(
            [
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ]
        ),
        np.array(
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        ),
        np.array(
            [
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ]
        ),
    ]
    assert len(colors) == 6
    for view in views:
        seen = [oklab(c, view) for c in colors[:4]]
        assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 0.09
    assert min(np.linalg.norm(oklab(a) - oklab(b)) for a in colors for b in COLORS) > 0.09


def test_what_cannot_be_shown_is_refused():
    with pytest.raises(ValueError, match="loss over data"):
        DataView.of(gdviz.surfaces["rosenbrock"])
    whole = gdviz.data_loss("line")
    with pytest.raises(ValueError, match="2 parameters"):
        DataView.of(whole).packed(
            [gdviz.descend(gdviz.data_loss("curve"), "gd", steps=2)], ((-1, 1), (-1, 1))
        )
