"""The data part of a scene: that its tables give back scores, regions, batches and gradients, and stay small."""

import numpy as np
import pytest

import gdviz
from gdviz.engine import Slice
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView
from gdviz.player.scene.data.odds import REACH
from gdviz.player.scene.wire import read_scene
from tests.unit.data_scenes import TASKS, plane_table, rows_of_steps, scene


def test_a_scene_without_data_says_nothing_of_it():
    path = gdviz.descend("rosenbrock", "gd", steps=3)
    header, arrays = read_scene(Scene.of(path.objective, [Competitor.at(0, "gd", "GD", path)]).to_bytes())
    assert "data" not in header
    assert not [
        key
        for key in arrays
        if key.split(":")[0] in ("data", "full", "rows", "mean", "pull", "accuracy", "batch_loss", "penalty")
    ]


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
        np.testing.assert_allclose(
            arrays["data:curve"] @ split.T, design.basis(x[:, None]) @ split.T, rtol=1e-4, atol=1e-4
        )
        np.testing.assert_allclose(arrays["data:x"][:, 0], design.x[:, 0], rtol=1e-6)
        np.testing.assert_allclose(arrays["data:y"][:, 0], design.y, rtol=1e-6)


@pytest.mark.parametrize(
    "data, loss", [t for t in TASKS if t[0] in ("blobs", "moons", "overlapping", "three_classes")]
)
@pytest.mark.parametrize("scaling", ["none", "standardise", "minmax"])
def test_the_grid_is_a_product_of_two_tables_and_a_constant(data, loss, scaling):
    whole = gdviz.data_loss(data, loss, scaling=scaling)
    view = DataView.of(Slice(whole))
    part, tables = view.packed([], ((-1, 1), (-1, 1)))
    assert part["kind"] == "plane" and part["grid"] == [
        len(tables["data:grid_x"]),
        len(tables["data:grid_y"]),
    ]
    basis = tables["data:grid_y"][:, None] * tables["data:grid_x"][None] + tables["data:grid_shift"]
    x, y = (np.linspace(*part[axis]["range"], size) for axis, size in zip("xy", part["grid"], strict=True))
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    np.testing.assert_allclose(
        basis.reshape(len(points), -1), whole.design.basis(points), rtol=2e-5, atol=2e-5
    )
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
    assert scene("blobs", "cross_entropy")[2]["data"]["classes"] == list(
        gdviz.data_loss("blobs", "cross_entropy").design.classes
    )


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
    assert header["competitors"][0]["quantities"] == [] and header["competitors"][1]["quantities"][0][
        "shape"
    ] == [4]
    assert header["start"] == [0, 0]
    np.testing.assert_allclose(part["best"], [1, -2, 0.5, 3], atol=1e-9)


def test_the_only_two_parameters_are_not_sent_twice_unless_they_are_turned():
    assert "full:0" not in scene("line")[3]
    _, _, header, arrays = scene("line", axes=(1, 0), plain=False)
    assert header["names"] == ["intercept", "slope"]
    np.testing.assert_array_equal(arrays["full:0"], arrays["theta:0"][:, ::-1])


@pytest.mark.parametrize("average", ["mean", "half mean", "sum"])
@pytest.mark.parametrize("batch", [None, 7, 1])
@pytest.mark.parametrize(
    "data, loss, penalty",
    [
        ("line", "squared", None),
        ("curve", "huber", "l2"),
        ("blobs", "cross_entropy", "l1"),
        ("three_classes", "softmax", "l2"),
    ],
)
def test_rows_and_their_mean_make_the_gradient(data, loss, penalty, average, batch):
    made, whole, header, arrays = scene(
        data, loss, average=average, penalty=penalty, batch_size=batch, lr=0.01
    )
    part, path = header["data"], made.competitors[1].path
    names, scores = part["row_columns"], part["scores"]
    assert names[:2] == ["row", "y"] and len(names) == 3 + 2 * scores + min(6, whole.width)
    cells = rows_of_steps(part, arrays, 1, path.steps)
    means = arrays.get("mean:1", arrays["q:1:g"])  # sent where it is another
    assert ("mean:1" in arrays) == (penalty is not None)
    sizes = (
        arrays["data:batch_rows"][:, 0]
        if part["batch_rows"] is None
        else np.full(path.steps, part["batch_rows"])
    )
    for k in (1, 2, path.steps):
        rows = np.arange(whole.design.rows) if batch is None else path.batches.rows_of_step(k)
        assert sizes[k - 1] == len(rows)
        shown = cells[k - 1][~np.isnan(cells[k - 1][:, 0])]
        assert (shown[:, 0] == rows[:4] + 1).all() and len(shown) == min(4, len(rows))
        one = [whole.on(rows[j : j + 1]).data_part(path.theta[k - 1 : k]) for j in range(len(shown))]
        slopes, x = shown[:, 3 + scores : 3 + 2 * scores], shown[:, 3 + 2 * scores :]
        terms = slopes[:, :, None] * x[:, None, :]
        exact = (
            np.array([g[0] for _, g in one]).reshape(len(shown), scores, whole.width)[:, :, :6] / whole.factor
        )
        np.testing.assert_allclose(terms, exact, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(
            shown[:, 2 + scores], [v[0] / whole.factor for v, _ in one], rtol=1e-4, atol=1e-6
        )
        mean = whole.on(rows).data_part(path.theta[k - 1 : k])[1][0]
        np.testing.assert_allclose(means[k - 1], mean, rtol=1e-4, atol=1e-5)
        pull = arrays["pull:1"][k - 1] if penalty else 0
        np.testing.assert_allclose(means[k - 1] + pull, path.quantities["g"][k - 1], rtol=1e-4, atol=1e-5)
    assert ("pull:1" in arrays) == (penalty is not None) and "rows:0" not in arrays


def test_noise_is_not_taken_for_the_rows():
    made, whole, _, arrays = scene("line", batch_size=5, noise=3.0, view={"noisy": True})
    path = made.competitors[1].path
    exact = [
        whole.on(path.batches.rows_of_step(k)).gradient(path.theta[k - 1]) for k in range(1, path.steps + 1)
    ]
    np.testing.assert_allclose(arrays["mean:1"], exact, rtol=1e-4, atol=1e-5)
    assert np.abs(arrays["mean:1"] - path.quantities["g"]).max() > 1


def test_formulas_are_those_that_are_run():
    _, _, header, _ = scene("curve", "huber", penalty="l2")
    gradient = header["data"]["gradient"]
    assert gradient["text"] == "g = 1/n * sum over the rows of dl/dz(z, y)*x + grad P(theta)"
    assert gradient["loss"][
        "text"
    ] == "r = z - y, l(z, y) = where(abs(r) <= 1, r^2/2, 1*(abs(r) - 1/2))" and gradient["slope"][
        "text"
    ].startswith("dl/dz = where(")
    assert all(
        f[notation]
        for f in (gradient, gradient["loss"], gradient["slope"])
        for notation in ("mathml", "latex", "text")
    )
    softmax = scene("three_classes", "softmax")[2]["data"]["gradient"]
    assert softmax["slope"] is None and softmax["loss"]["text"].endswith(
        "l(z, y) = -y1*log(p1) - y2*log(p2) - y3*log(p3)"
    )
    assert "1/(2n)" in scene("line", average="half mean")[2]["data"]["gradient"]["text"]
