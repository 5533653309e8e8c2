"""What is sent of a model of many parameters: some of them exactly at each step, and the model itself at fewer steps."""

import numpy as np
import pytest

import gdviz
from gdviz.engine import Slice
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView
from gdviz.player.scene.data.rows_view import MODELS
from gdviz.player.scene.wire import read_scene
from tests.unit.data_scenes import rows_of_steps

WIDE = gdviz.data_loss("moons", "cross_entropy", degree=8, scaling="standardise", penalty="l2")


def scene_of(slug, axes=(2, 7), steps=90, plane=None, **options):
    path = gdviz.descend(WIDE, slug, steps=steps, stop=None, **options)
    shown = gdviz.plane(path, plane) if plane else Slice(WIDE, axes, path.theta[-1])
    runs = [Competitor.at(0, slug, slug, path)]
    made = Scene.of(shown, runs, data=DataView.of(shown), resolution=9)
    return path, shown, *read_scene(made.to_bytes())


def test_some_parameters_are_told_exactly_at_each_step():
    path, _, header, arrays = scene_of("adam")
    told = header["data"]["told"]
    assert told == [0, 1, 2, 3, 7] and len(header["data"]["parameters"]) == WIDE.dimension == 45
    np.testing.assert_array_equal(arrays["full:0"], path.theta[:, told].astype(np.float32))
    for key in ("g", "m", "v_hat"):
        np.testing.assert_array_equal(arrays[f"q:0:{key}"], path.quantities[key][:, told].astype(np.float32))
    exact = WIDE.penalised(path.theta[:-1])[1][:, told]
    np.testing.assert_allclose(arrays["pull:0"], exact, rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(arrays["mean:0"] + arrays["pull:0"], arrays["q:0:g"], rtol=1e-4, atol=1e-6)
    cells = rows_of_steps(header["data"], arrays, 0, path.steps)
    np.testing.assert_allclose(cells[0, :, -6:], WIDE.design.a[:4, :6], rtol=1e-6)


def test_the_model_is_sent_at_some_iterates_the_last_among_them_and_it_is_said_at_how_many():
    path, _, header, arrays = scene_of("gd")
    at = arrays["models_at:0"][:, 0].astype(int)
    assert header["data"]["looks"] == MODELS // 45 == len(at) and (at[0], at[-1]) == (0, 90)
    np.testing.assert_array_equal(arrays["models:0"], path.theta[at].astype(np.float32))
    _, _, header, arrays = scene_of("gd", steps=20)
    assert header["data"]["looks"] is None and arrays["models_at:0"][:, 0].tolist() == list(range(21))


def test_few_parameters_are_all_told():
    whole = gdviz.data_loss("three_classes", "softmax")
    view = DataView.of(Slice(whole))
    arrays = view.of_run(gdviz.descend(whole, "gd", steps=400, stop=None))
    assert whole.dimension == 9 and view.told is None and view.looks is None
    assert arrays["full"].shape == (401, 9) and "models" not in arrays


def test_a_matrix_is_told_in_the_same_rows_and_columns():
    path, _, header, arrays = scene_of("bfgs", steps=12)
    told = header["data"]["told"]
    for key in ("H", "V"):
        exact = path.quantities[key][:, told][:, :, told]
        np.testing.assert_allclose(arrays[f"q:0:{key}"], exact.reshape(len(exact), -1), rtol=1e-6)


def test_on_a_plane_an_arrow_is_sent_as_the_plane_shows_it():
    path, over, _, arrays = scene_of("momentum", plane="pca")
    exact = over.components_of(path.quantities["momentum_term"])
    np.testing.assert_allclose(arrays["a:0:momentum_term"], exact, rtol=1e-5, atol=1e-9)
    assert not any(name.startswith("a:") for name in scene_of("momentum")[3])


@pytest.mark.parametrize("slug", ["scipy_bfgs", "gd"])
def test_the_length_of_a_step_is_sent_where_it_is_told_in_place_of_equations(slug):
    path, _, _, arrays = scene_of(slug, steps=8)
    assert ("stride:0" in arrays) == (slug != "gd")
    if slug != "gd":
        exact = np.linalg.norm(np.diff(path.theta, axis=0), axis=1)
        np.testing.assert_allclose(arrays["stride:0"][:, 0], exact, rtol=1e-6)
