"""The verdict on the gradient of a network: right where it is right, and it says where it is not."""

import numpy as np
import pytest

import gdviz
from gdviz.ui.problems.network.check import CLOSE, checked


@pytest.mark.parametrize(
    "data, loss", [("moons", "cross_entropy"), ("three_classes", "softmax"), ("curve", "squared")]
)
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_back_propagation_agrees_with_differences(data, loss, activation):
    net = gdviz.network(data, hidden=(4, 3), loss=loss, activation=activation, seed=3, penalty="l2")
    found = checked(net, np.array(net.start))
    assert found.sentence == f"Back-propagation agrees with differences on all {net.dimension} parameters."
    assert max(row.apart for row in found.rows) <= CLOSE


def test_a_kink_and_a_point_beyond_all_bounds_are_told():
    net = gdviz.network("moons", hidden=(3,), loss="cross_entropy", activation="relu", init="zeros")
    kink = checked(net, np.where(np.arange(net.dimension) >= net.layers.block_of(1).start, 1.0, 0.0))
    assert "are apart on" in kink.sentence and kink.rows[0].apart > 0.1
    far = checked(net, np.full(net.dimension, np.inf))
    assert far.rows == [] and "not finite" in far.sentence


def test_a_wrong_gradient_is_found(monkeypatch):
    net = gdviz.network("curve", hidden=(3,))
    right = net.gradient
    monkeypatch.setattr(net, "gradient", lambda p: 1.1 * right(p))
    assert "are apart on" in checked(net, np.array(net.start)).sentence
