"""The picture of classes over one, two or more features: it is that of the model that is descended."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import DataLoss, Slice
from gdviz.player.scene.data import Across, DataView

FEATURES = ("sepal_length", "sepal_width", "petal_length", "petal_width")
WINDOW = ((-1.0, 1.0), (-1.0, 1.0))


def iris(features: tuple[str, ...], **more: object) -> DataLoss:
    return gdviz.data_loss("iris", "softmax", features=features, **more)  # type: ignore[arg-type]


def grid_scores(fit: DataLoss, over: Across, theta: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
    """Scores (K, cells) as the player makes them of what is sent, and x and y of the cells."""
    header, arrays = DataView.of(Slice(fit), over=over).packed([], WINDOW)
    nx, ny = header["grid"]
    x, y = (np.linspace(*header[side]["range"], n) for side, n in (("x", nx), ("y", ny)))
    rows = arrays["data:grid_x"][None] * arrays["data:grid_y"][:, None] + arrays["data:grid_shift"]
    scores = np.einsum("jiq,kq->kji", rows.astype(float), theta.reshape(fit.scores, fit.width))
    sides = [side.ravel() for side in np.meshgrid(x, y)]
    return scores.reshape(fit.scores, -1), sides


@pytest.mark.parametrize("features", [FEATURES[:1], FEATURES[:2], FEATURES[1:], FEATURES])
@pytest.mark.parametrize(
    "model", [{}, {"degree": 3, "scaling": "minmax"}, {"intercept": False, "scaling": "standardise"}]
)
def test_the_regions_are_those_of_the_predictor(features: tuple[str, ...], model: dict[str, object]) -> None:
    fit = iris(features, **model)
    over = Across.of(fit.data, features[:0:-2], {features[0]: 5.5} if len(features) > 3 else {})
    theta = np.random.default_rng(1).normal(size=fit.dimension)
    scores, sides = grid_scores(fit, over, theta)
    expected = fit.predict(theta, over.features(*sides[: len(over.axes)]))
    np.testing.assert_allclose(scores, expected, rtol=2e-5, atol=2e-4 * np.abs(expected).max())
    assert len({*over.axes}) == len(over.axes) == min(2, len(features))


def test_others_are_held_at_their_means_unless_they_are_given() -> None:
    fit = iris(FEATURES)
    over = Across.of(fit.data)
    assert over.shown == FEATURES[:2] and over.held() == [
        ["petal_length", pytest.approx(fit.data.x[:, 2].mean()), True],
        ["petal_width", pytest.approx(fit.data.x[:, 3].mean()), True],
    ]
    over = Across.of(fit.data, ("petal_width",), {"sepal_width": 3.0})
    assert over.shown == ("petal_width", "sepal_length")
    assert over.held() == [["sepal_width", 3.0, False], ["petal_length", pytest.approx(3.758), True]]
    np.testing.assert_allclose(
        over.features(np.array([1.0, 2.0]), np.array([5.0, 6.0])), [[5, 3, 3.758, 1], [6, 3, 3.758, 2]]
    )


def test_points_lie_at_their_own_values_and_over_one_feature_at_their_class() -> None:
    fit = iris(FEATURES)
    header, arrays = DataView.of(Slice(fit), over=Across.of(fit.data, FEATURES[3:1:-1])).packed([], WINDOW)
    rows = arrays["data:row"][:, 0].astype(int) - 1
    np.testing.assert_allclose(arrays["data:x"][:, 0], fit.data.x[rows, 3], rtol=1e-6)
    np.testing.assert_allclose(arrays["data:y"][:, 0], fit.data.x[rows, 2], rtol=1e-6)
    np.testing.assert_allclose(arrays["data:basis"], fit.design.a[rows], rtol=1e-6)
    assert (header["x"]["name"], header["y"]["name"], header["across"]) == (*FEATURES[3:1:-1], 2)
    assert [name for name, *_ in header["held"]] == list(FEATURES[:2])
    one = iris(FEATURES[2:3])
    header, arrays = DataView.of(Slice(one)).packed([], WINDOW)
    assert (header["across"], header["held"], header["y"]) == (
        1,
        [],
        {"name": "species", "range": [-0.5, 2.5]},
    )
    np.testing.assert_array_equal(arrays["data:y"], arrays["data:label"])


def test_another_slice_is_another_scene_of_the_same_run() -> None:
    fit = iris(FEATURES)
    views = [
        DataView.of(Slice(fit), over=Across.of(fit.data, (), held)) for held in ({}, {"petal_width": 1.0})
    ]
    keys = [view.scene_key([], WINDOW) for view in views]
    assert keys[0] != keys[1] and views[0].key == views[1].key


@pytest.mark.parametrize(
    ("across", "held", "says"),
    [
        (("stem",), {}, "stem is no feature of the fit"),
        ((), {"stem": 1.0}, "stem is no feature of the fit"),
        (("petal_width", "petal_width"), {}, "two different features"),
        (FEATURES[:3], {}, "two different features"),
        ((), {"petal_width": float("inf")}, "finite"),
    ],
)
def test_what_no_picture_can_be_over_is_refused(
    across: tuple[str, ...], held: dict[str, float], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Across.of(iris(FEATURES).data, across, held)


def test_a_far_value_is_shown_or_left_blank_and_raises_nothing() -> None:
    fit = iris(FEATURES, degree=3)
    over = Across.of(fit.data, (), {"petal_width": 1e300})
    _, arrays = DataView.of(Slice(fit), over=over).packed([], WINDOW)
    assert not np.isfinite(arrays["data:grid_x"]).all()


def test_show_has_a_panel_for_any_number_of_features() -> None:
    for count in (1, 3):
        fit = gdviz.data_loss("iris", "softmax", features=FEATURES[:count])
        scene = gdviz.show(fit, ["gd"], steps=3)
        assert isinstance(scene.data, DataView) and scene.data.kind == "plane" and scene.to_bytes()
