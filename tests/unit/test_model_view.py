"""What is sent of a model that is a formula: its predictions at some iterates, and the gradient row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import ModelLoss, Slice
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView, ModelView
from gdviz.player.scene.data.model_view import KEPT, POINTS, kept_iterates
from gdviz.player.scene.tabled.places import CURVE
from gdviz.player.scene.wire import read_scene

DECAY = "param a = 1 from 0 to 4; param b = 0.3 from 0 to 2; a*exp(-b*x)"


def data(n: int = 12) -> tuple[np.ndarray, np.ndarray]:
    x = np.linspace(0, 4, n)
    return x, 3 * np.exp(-0.8 * x) + 0.05 * np.sin(9 * x)


def scene(whole: ModelLoss, steps: int = 30, view: dict[str, Any] | None = None, **run: Any) -> Any:
    path = gdviz.descend(whole, "gd", steps=steps, lr=0.05, stop=None, **run)
    shown = whole if whole.dimension <= 2 else Slice(whole, (0, 1), whole.start)
    made = Scene.of(
        shown, [Competitor.at(0, "gd", "GD", path)], data=ModelView.of(shown, **(view or {})), resolution=16
    )
    return path, *read_scene(made.to_bytes("all"))


@pytest.mark.parametrize(("steps", "kept"), [(30, 31), (500, KEPT)])
def test_curve_and_points_are_the_predictions_of_the_iterates_that_are_named(steps: int, kept: int) -> None:
    whole = gdviz.model(DECAY, data())
    path, header, arrays = scene(whole, steps)
    at = arrays["models_at:0"].ravel().astype(int)
    fitted = arrays["models:0"]
    assert len(at) == kept and at[0] == 0 and at[-1] == steps
    part = header["data"]
    assert part["tabled"] == KEPT and part["width"] == 2 and part["parameters"] == ["a", "b"]
    x = np.concatenate([arrays["data:curve_x"].ravel(), arrays["data:x"].ravel()])
    assert len(x) == CURVE + 12
    a, b = path.theta[at].T[:, :, None]
    np.testing.assert_allclose(fitted, a * np.exp(-b * x), rtol=1e-5)


def test_the_mark_beside_the_path_is_what_scipy_finds_and_is_called_so() -> None:
    whole = gdviz.model(DECAY, data())
    _, header, arrays = scene(whole)
    assert header["data"]["best"] is None and header["data"]["best_name"] == "SciPy's fit"
    found = whole.library_fit
    assert found is not None
    x = np.concatenate([arrays["data:curve_x"].ravel(), arrays["data:x"].ravel()])
    np.testing.assert_allclose(arrays["data:best"][0], whole.predict(found.theta, x[:, None])[0], rtol=1e-5)


def test_it_has_a_place_in_the_picture_that_holds_it() -> None:
    whole = gdviz.model(DECAY, data())
    _, header, _ = scene(whole)
    found = whole.library_fit
    assert found is not None
    np.testing.assert_allclose(header["data"]["found"], [*found.theta, found.loss])
    three = gdviz.model("param c = 0 from -1 to 1; " + DECAY + " + c", data())
    best = three.library_fit
    assert best is not None
    for at, held in ((three.start, False), (best.theta, True)):
        shown = Slice(three, (2, 1), at)
        place = ModelView.of(shown).packed([], shown.domain)[0]["found"]
        assert (place is not None) is held
    np.testing.assert_allclose(place, [best.theta[2], best.theta[1], best.loss])


def test_terms_of_the_rows_make_the_gradient_with_and_without_batches() -> None:
    for options in ({}, {"batch_size": 3, "seed": 2}):
        whole = gdviz.model(DECAY, data(4 if not options else 12))
        path, header, arrays = scene(whole, 5, **options)
        columns = header["data"]["row_columns"]
        assert columns == ["row", "y", "z", "l", "dl", "∂z/∂a", "∂z/∂b"]
        rows = arrays["rows:0"]
        table = rows.reshape(5, -1, len(columns)).astype(float)
        mean = np.nanmean(table[..., 4:5] * table[..., 5:], axis=1)
        gradient = path.quantities["g"] if options else path.gradient[:-1]
        np.testing.assert_allclose(mean, gradient, rtol=1e-4, atol=1e-6)


def test_the_gradient_is_written_with_the_slopes_of_the_score() -> None:
    _, header, _ = scene(gdviz.model(DECAY, data()))
    formula = header["data"]["gradient"]
    assert formula["text"] == "g = 1/n * sum over the rows of dl/dz(z, y)*grad z"
    assert "nabla z_i" in formula["latex"] and "x_i" not in formula["latex"]


def test_many_rows_and_features_send_no_more() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(5000, 2))
    whole = gdviz.model("a*x1 + b*x2 + c", (x, x @ [1.0, 2.0]))
    _, header, arrays = scene(whole, 300)
    assert header["data"]["kind"] == "points" and header["data"]["drawn"] == POINTS
    fitted = arrays["models:0"]
    assert fitted.shape == (KEPT, POINTS)


def test_another_range_of_the_axis_is_another_run_for_the_browser() -> None:
    whole = gdviz.model(DECAY, data())
    keys = {ModelView.of(whole, ranges=r).key for r in ({}, {"x": (0.0, 9.0)}, {"x": (0.0, 8.0)})}
    assert len(keys) == 3


def test_what_it_cannot_show_is_refused() -> None:
    with pytest.raises(ValueError, match="must be a loss of a formula"):
        ModelView.of(gdviz.data_loss("line"))
    with pytest.raises(ValueError, match="must be a loss over data"):
        DataView.of(gdviz.model(DECAY, data()))


@pytest.mark.parametrize("count", [1, 2, KEPT, KEPT + 1, 5001])
def test_kept_iterates_are_in_order_with_the_first_and_the_last(count: int) -> None:
    kept = kept_iterates(count)
    assert kept[0] == 0 and kept[-1] == count - 1 and (np.diff(kept) > 0).all() and len(kept) <= KEPT


def test_show_plays_a_formula_with_its_data_beside_the_loss() -> None:
    two = gdviz.show(gdviz.model(DECAY, data()), "gd", steps=5)
    assert isinstance(two.data, ModelView) and two.objective.names == ("a", "b")
    three = gdviz.show(gdviz.model(DECAY + " + c", data()), ["gd", "adam"], steps=5, axes=(1, 2))
    assert (
        isinstance(three.data, ModelView)
        and isinstance(three.data.part, Slice)
        and three.data.part.axes == (1, 2)
    )
    end = three.competitors[-1].path.theta[-1]
    np.testing.assert_array_equal(three.data.part.at[0], end[0])
    header, arrays = read_scene(three.to_bytes("all"))
    assert header["names"] == [three.data.objective.names[i] for i in (1, 2)]
    assert arrays["full:1"].shape == (6, 3) and arrays["models:1"].shape == (6, CURVE + 12)
