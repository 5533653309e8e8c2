"""The data part of a scene: that its tables give back scores, regions, batches and gradients, and stay small."""

import json
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.engine import Slice, Table
from gdviz.player import COLORS, Competitor, Scene
from gdviz.player.scene import data as module
from gdviz.player.scene.data import BASIS, HIGHLIGHTED, POINTS, REACH, DataView
from gdviz.player.scene.scene import read

TASKS = [("line", "squared"), ("curve", "huber"), ("collinear", "squared"), ("blobs", "cross_entropy"), ("moons", "cross_entropy"),
         ("overlapping", "hinge"), ("three_classes", "softmax")]


def plane_table(n=40):
    """A target that hangs on three features."""
    x = np.random.default_rng(3).normal(size=(n, 3))
    return Table("Three", {"a": x[:, 0], "b": x[:, 1], "c": x[:, 2], "y": x @ [1.0, -2.0, 0.5] + 3})


def runs_on(whole, slugs=("gd", "adam"), steps=25, **options):
    return [Competitor.at(i, s, gdviz.optimizers[s].name, gdviz.descend(whole, s, steps=steps, stop=None, **options))
            for i, s in enumerate(slugs)]


def scene(data="line", loss="squared", axes=(0, 1), at=None, view=None, focus=1, plain=True, average="mean", penalty=None,
          parameters=None, **run):
    whole = gdviz.data_loss(data, loss, average=average, penalty=penalty, parameters=parameters)
    objective = whole if whole.dimension == 2 and plain else Slice(whole, axes, at)
    made = Scene.of(objective, runs_on(whole, **run), focus=focus, data=DataView.of(objective, **(view or {})),
                    resolution=16)
    return made, whole, *read(made.to_bytes())


def test_a_scene_without_data_says_nothing_of_it():
    path = gdviz.descend("rosenbrock", "gd", steps=3)
    header, arrays = read(Scene.of(path.objective, [Competitor.at(0, "gd", "GD", path)]).to_bytes())
    assert "data" not in header
    assert not [key for key in arrays if key.split(":")[0] in ("data", "full", "rows", "mean", "pull", "accuracy", "batch_loss", "penalty")]


@pytest.mark.parametrize("data, loss", TASKS)
def test_tables_give_the_scores_of_the_engine(data, loss):
    _, whole, header, arrays = scene(data, loss)
    part, design = header["data"], whole.design
    theta = np.random.default_rng(0).normal(size=whole.dimension)
    split = theta.reshape(part["scores"], part["width"])
    rows = arrays["data:row"][:, 0].astype(int) - 1
    assert part["drawn"] == part["rows"] == len(rows) == design.rows
    np.testing.assert_allclose(arrays["data:basis"] @ split.T, design.a[rows] @ split.T, rtol=1e-5, atol=1e-5)
    if part["kind"] == "line":
        x = arrays["data:curve_x"][:, 0].astype(float)
        np.testing.assert_allclose(x[[0, -1]], part["x"]["range"], rtol=1e-6)
        np.testing.assert_allclose(arrays["data:curve"] @ split.T, design.basis(x[:, None]) @ split.T, rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(arrays["data:x"][:, 0], design.x[:, 0], rtol=1e-6)
        np.testing.assert_allclose(arrays["data:y"][:, 0], design.y, rtol=1e-6)


@pytest.mark.parametrize("data, loss", [t for t in TASKS if t[0] in ("blobs", "moons", "overlapping", "three_classes")])
@pytest.mark.parametrize("scaling", ["none", "standardise", "minmax"])
def test_the_grid_is_a_product_of_two_tables_and_a_constant(data, loss, scaling):
    whole = gdviz.data_loss(data, loss, scaling=scaling)
    view = DataView.of(Slice(whole))
    part, tables = view.packed([], [], ((-1, 1), (-1, 1)))
    assert part["kind"] == "plane" and part["grid"] == [len(tables["data:grid_x"]), len(tables["data:grid_y"])]
    basis = tables["data:grid_y"][:, None] * tables["data:grid_x"][None] + tables["data:grid_shift"]
    x, y = (np.linspace(*part[axis]["range"], size) for axis, size in zip("xy", part["grid"], strict=True))
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    np.testing.assert_allclose(basis.reshape(len(points), -1), whole.design.basis(points), rtol=2e-5, atol=2e-5)
    assert (tables["data:label"][:, 0] == whole.design.y).all()


def test_probabilities_are_the_losss_own():
    """The odds of the logistic model are its score, however far out."""
    arrays = scene("blobs", "cross_entropy")[3]
    z, odds = (arrays[f"data:odds{k}"][:, 0] for k in ("_z", ""))
    assert z.min() <= -REACH and z.max() >= REACH and (np.diff(z) > 0).all()
    np.testing.assert_allclose(odds, z, rtol=1e-5, atol=1e-5)
    assert "data:odds" not in scene("overlapping", "hinge")[3]


def test_kinds():
    assert scene("line")[2]["data"]["kind"] == "line" and len(scene("line")[3]["data:curve"]) == 2
    assert len(scene("curve")[3]["data:curve"]) == 96
    part = scene(plane_table())[2]["data"]
    assert part["kind"] == "points" and part["x"]["range"] == part["y"]["range"]
    assert scene("blobs", "cross_entropy")[2]["data"]["classes"] == list(gdviz.data_loss("blobs", "cross_entropy").design.classes)


def test_a_picture_of_two_of_many_parameters():
    made, whole, header, arrays = scene(plane_table(), axes=(2, 0), at=(9.0, 1.0, 9.0, 4.0))
    for i, run in enumerate(made.competitors):
        np.testing.assert_array_equal(arrays[f"theta:{i}"], run.path.theta[:, [2, 0]].astype("f4"))
        np.testing.assert_array_equal(arrays[f"g:{i}"], run.path.gradient[:, [2, 0]].astype("f4"))
        np.testing.assert_array_equal(arrays[f"full:{i}"], run.path.theta.astype("f4"))
        norms = np.linalg.norm(run.path.gradient, axis=1)  # of all parameters, not of the two in the picture
        np.testing.assert_allclose(arrays[f"norm:{i}"][:, 0], norms, rtol=1e-6)
    part = header["data"]
    assert (header["names"], part["axes"], part["at"]) == (["c", "a"], [2, 0], [9, 1, 9, 4])
    assert part["parameters"] == list(whole.names)
    assert header["competitors"][0]["quantities"] == [] and header["competitors"][1]["quantities"][0]["shape"] == [4]
    assert header["start"] == [0, 0]
    np.testing.assert_allclose(part["best"], [1, -2, 0.5, 3], atol=1e-9)


def test_the_only_two_parameters_are_not_sent_twice_unless_they_are_turned():
    assert "full:0" not in scene("line")[3]
    _, _, header, arrays = scene("line", axes=(1, 0), plain=False)
    assert header["names"] == ["intercept", "slope"]
    np.testing.assert_array_equal(arrays["full:0"], arrays["theta:0"][:, ::-1])


@pytest.mark.parametrize("average", ["mean", "half mean", "sum"])
@pytest.mark.parametrize("batch", [None, 7, 1])
@pytest.mark.parametrize("data, loss, penalty", [("line", "squared", None), ("curve", "huber", "l2"), ("blobs", "cross_entropy", "l1"),
                                                 ("three_classes", "softmax", "l2")])
def test_rows_and_their_mean_make_the_gradient(data, loss, penalty, average, batch):
    made, whole, header, arrays = scene(data, loss, average=average, penalty=penalty, batch_size=batch, lr=0.01)
    part, path = header["data"], made.competitors[1].path
    names, scores = part["row_columns"], part["scores"]
    assert names[:2] == ["row", "y"] and len(names) == 3 + 2 * scores + min(6, whole.width)
    cells = arrays["rows:1"].reshape(path.steps, -1, len(names))
    sizes = arrays["data:batch_rows"][:, 0] if part["batch_rows"] is None else np.full(path.steps, part["batch_rows"])
    for k in (1, 2, path.steps):
        rows = np.arange(whole.design.rows) if batch is None else path.batches.rows_of_step(k)
        assert sizes[k - 1] == len(rows)
        shown = cells[k - 1][~np.isnan(cells[k - 1][:, 0])]
        assert (shown[:, 0] == rows[:4] + 1).all() and len(shown) == min(4, len(rows))
        one = [whole.on(rows[j:j + 1]).data_part(path.theta[k - 1:k]) for j in range(len(shown))]
        slopes, x = shown[:, 3 + scores:3 + 2 * scores], shown[:, 3 + 2 * scores:]
        terms = (slopes[:, :, None] * x[:, None, :])
        exact = np.array([g[0] for _, g in one]).reshape(len(shown), scores, whole.width)[:, :, :6] / whole.factor
        np.testing.assert_allclose(terms, exact, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(shown[:, 2 + scores], [v[0] / whole.factor for v, _ in one], rtol=1e-4, atol=1e-6)
        mean = whole.on(rows).data_part(path.theta[k - 1:k])[1][0]
        np.testing.assert_allclose(arrays["mean:1"][k - 1], mean, rtol=1e-4, atol=1e-5)
        pull = arrays["pull:1"][k - 1] if penalty else 0
        np.testing.assert_allclose(arrays["mean:1"][k - 1] + pull, path.quantities["g"][k - 1], rtol=1e-4, atol=1e-5)
    assert ("pull:1" in arrays) == (penalty is not None) and "rows:0" not in arrays


def test_noise_is_not_taken_for_the_rows():
    made, whole, _, arrays = scene("line", batch_size=5, noise=3.0, view={"noisy": True})
    path = made.competitors[1].path
    exact = [whole.on(path.batches.rows_of_step(k)).gradient(path.theta[k - 1]) for k in range(1, path.steps + 1)]
    np.testing.assert_allclose(arrays["mean:1"], exact, rtol=1e-4, atol=1e-5)
    assert np.abs(arrays["mean:1"] - path.quantities["g"]).max() > 1


def test_formulas_are_those_that_are_run():
    _, _, header, _ = scene("curve", "huber", penalty="l2")
    gradient = header["data"]["gradient"]
    assert gradient["text"] == "g = 1/n * sum over the rows of dl/dz(z, y)*x + grad P(theta)"
    assert gradient["loss"]["text"] == "r = z - y, l(z, y) = where(abs(r) <= 1, r^2/2, 1*(abs(r) - 1/2))" and gradient["slope"]["text"].startswith("dl/dz = where(")
    assert all(f[notation] for f in (gradient, gradient["loss"], gradient["slope"]) for notation in ("mathml", "latex", "text"))
    softmax = scene("three_classes", "softmax")[2]["data"]["gradient"]
    assert softmax["slope"] is None and softmax["loss"]["text"].endswith("l(z, y) = -y1*log(p1) - y2*log(p2) - y3*log(p3)")
    assert "1/(2n)" in scene("line", average="half mean")[2]["data"]["gradient"]["text"]


def test_batches_are_indices_of_drawn_points():
    made, whole, header, arrays = scene("line", batch_size=7, steps=30)
    start, index = arrays["data:batch_start"][:, 0].astype(int), arrays["data:batch"][:, 0].astype(int)
    batches = made.competitors[0].path.batches
    assert len(start) == 31 and start[-1] == len(index)
    for k in range(1, 31):
        rows = arrays["data:row"][index[start[k - 1]:start[k]], 0] - 1
        assert sorted(rows) == sorted(batches.rows_of_step(k))
    np.testing.assert_array_equal(arrays["batch_loss:0"][:, 0], made.competitors[0].path.batch_loss.astype("f4"))
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
    assert (np.diff(arrays["data:batch_start"][:, 0]) == 2).all()  # of every batch of these few steps all points are drawn
    assert (scene(batch_size=2, **many)[3]["data:row"] == arrays["data:row"]).all()
    assert (scene(batch_size=2, view={"seed": 1}, **many)[3]["data:row"] != arrays["data:row"]).any()
    large = scene(batch_size=1500, **many)[3]
    assert np.diff(large["data:batch_start"][:, 0]).max() <= HIGHLIGHTED


def test_the_payload_does_not_grow_with_the_rows():
    sizes = [len(scene(parameters={"n": n}, slugs=("gd", "adam"), lr=0.01)[0].to_bytes()) for n in (1000, 100_000)]
    assert sizes[1] < 1.1 * sizes[0]
    wide = gdviz.data_loss("moons", "cross_entropy", degree=8, parameters={"n": 2000})
    part, tables = DataView.of(Slice(wide)).packed([], [], ((-1, 1), (-1, 1)))
    assert part["drawn"] * wide.width <= BASIS and part["drawn"] >= 200
    assert sum(t.nbytes for t in tables.values()) < 120_000


def test_many_steps_stay_small():
    whole = gdviz.data_loss("line")
    made = Scene.of(whole, runs_on(whole, ("gd", "momentum", "adam", "nesterov", "rmsprop", "adagrad"), 5000, lr=1e-3), focus=2,
                    data=DataView.of(whole))
    plain = len(Scene.of(whole, made.competitors, focus=2).to_bytes())
    assert len(made.to_bytes()) < plain + 200_000


def test_accuracy_is_of_all_rows_at_each_iterate():
    made, whole, _, arrays = scene("overlapping", "cross_entropy", lr=0.1)
    for i, run in enumerate(made.competitors):
        z = run.path.theta @ whole.design.a.T
        np.testing.assert_allclose(arrays[f"accuracy:{i}"][:, 0], ((z > 0) == whole.design.y).mean(1), rtol=1e-6)
    assert "accuracy" in made.competitors[0].path.notes
    assert "accuracy:0" not in scene("line")[3]


def test_the_penalty_goes_along_where_it_is_asked_for():
    made, whole, header, arrays = scene("line", penalty="l1", view={"penalty": True})
    side = len(arrays["penalty"])
    (x0, x1), (y0, y1) = made.grid.window
    corner = whole.penalised(np.array([[x1, y0]]))[0][0]
    assert arrays["penalty"].shape == (side, side) and arrays["penalty"][0, -1] == pytest.approx(corner)
    stronger = Scene.of(whole, made.competitors, window=((0, 9), (y0, y1)), data=made.data)
    assert read(stronger.to_bytes())[0]["data"]["penalty"] != header["data"]["penalty"]
    assert "penalty" not in scene("line", penalty="l1")[3] and "penalty" not in scene("line", view={"penalty": True})[3]


def test_a_picture_that_follows_says_which_step_it_shows():
    part = scene(plane_table(), view={"follow": 12})[2]["data"]
    assert (part["follow"], part["step"]) == (True, 12)
    part = scene(plane_table(), at=(0, 0, np.inf, 1))[2]["data"]
    assert (part["follow"], part["at"]) == (False, [0, 0, None, 1])


def test_a_diverged_run_and_one_without_steps_are_packed():
    whole = gdviz.data_loss("line")
    paths = [gdviz.descend(whole, "gd", lr=1e6, steps=300), gdviz.descend(whole, "gd", (np.float64(1e300), 1e300), steps=10)]
    runs = [Competitor.at(i, f"r{i}", "Run", p) for i, p in enumerate(paths)]
    header, arrays = read(Scene.of(whole, runs, window=((-1, 1), (-1, 1)), data=DataView.of(whole)).to_bytes("all"))
    assert json.dumps(header, allow_nan=False) and header["competitors"][0]["status"] == "diverged"
    assert header["competitors"][1]["steps"] == 0 and "rows:1" not in arrays and "rows:0" in arrays


def oklab(color, view=None):
    rgb = np.array([int(color[i:i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = linear if view is None else np.clip(view @ linear, 0, 1)
    lms = np.cbrt(np.array([[0.4122215, 0.5363325, 0.0514460], [0.2119035, 0.6806995, 0.1073970], [0.0883025, 0.2817188, 0.6299787]]) @ linear)
    return np.array([[0.2104543, 0.7936178, -0.0040720], [1.9779985, -2.4285922, 0.4505937], [0.0259040, 0.7827718, -0.8086758]]) @ lms


@pytest.mark.parametrize("theme", ["LIGHT", "DARK"])
def test_classes_are_told_apart_and_from_the_competitors(theme):
    text = (Path(module.__file__).parents[1] / "js" / "classes.js").read_text("utf-8")
    colors = re.findall("#[0-9a-f]{6}", re.search(rf"ON_{theme} = (.*);", text).group(1))
    views = [np.eye(3),  # normal vision, protanopia, deuteranopia, tritanopia (Machado 2009, severity 1)
             np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
             np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
             np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]])]
    assert len(colors) == 6
    for view in views:
        seen = [oklab(c, view) for c in colors[:4]]
        assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 0.09
    assert min(np.linalg.norm(oklab(a) - oklab(b)) for a in colors for b in COLORS) > 0.09


def test_what_cannot_be_shown_is_refused():
    with pytest.raises(ValueError, match="loss over data"):
        DataView.of(gdviz.surfaces["rosenbrock"])
    t = plane_table()
    classes = Table("Classes", {**t.columns, "y": (t.columns["y"] > 3).astype(int)})
    with pytest.raises(ValueError, match="two features; .* has 3"):
        DataView.of(Slice(gdviz.data_loss(classes, "cross_entropy")))
    whole = gdviz.data_loss("line")
    with pytest.raises(ValueError, match="2 parameters"):
        DataView.of(whole).packed([gdviz.descend(gdviz.data_loss("curve"), "gd", steps=2)], [0], ((-1, 1), (-1, 1)))
