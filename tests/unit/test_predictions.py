"""What a data panel asks of any model over rows: scores at features, and what a row's gradient is made of."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import LossOverRows, Predicts

X = np.random.default_rng(3).normal(size=(17, 2))
Y = X @ [1.5, -2.0] + 0.1
FORMULA = gdviz.model("param b = 0.3 from 0 to 2; a*exp(-b*x2) + c*x1", (X, Y))
LOSSES = {
    "linear": gdviz.data_loss("cars", features=["wt", "hp"], degree=2, scaling="standardise"),
    "classes": gdviz.data_loss("iris", loss="softmax"),
    "formula": FORMULA,
    "network": gdviz.network("moons", hidden=(3,), loss="cross_entropy"),
}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_scores_at_the_features_of_the_rows_give_the_loss(loss: LossOverRows) -> None:
    assert isinstance(loss, Predicts)
    theta = np.random.default_rng(1).normal(size=(2, 3, loss.dimension)) / 4
    z = loss.predict(theta, loss.data.x)
    assert z.shape == (2, 3, loss.scores, loss.rows)
    cost = loss.loss.compiled.value(*np.moveaxis(z, -2, 0), *loss.targets, *loss.loss_values)[0]
    np.testing.assert_allclose(cost.mean(-1) * loss.factor, loss.value(theta), rtol=1e-12)


def test_scores_of_a_model_that_reads_no_parameter_in_some_place_keep_their_shape() -> None:
    one = gdviz.model("a*x", ([1.0, 2.0], [1.0, 2.0]))
    assert one.predict(one.start, [[4.0]]).shape == (1, 1)
    assert one.predict([np.nan], [[4.0]]).shape == (1, 1)


def test_slopes_of_the_score_make_the_gradient() -> None:
    theta = np.array([[1.0, 2.0, 0.5], [0.3, -1.0, 1.2]])
    rows = np.tile(np.arange(FORMULA.rows), (2, 1))
    z, slopes = FORMULA.score_slopes(theta, rows)
    assert slopes.shape == (2, FORMULA.rows, FORMULA.dimension)
    np.testing.assert_allclose(z, FORMULA.predict(theta, X)[:, 0], rtol=1e-14)
    gradient = (2 * (z - Y)[..., None] * slopes).mean(1)
    np.testing.assert_allclose(gradient, FORMULA.gradient(theta), rtol=1e-12)
