"""What is shown of a network is what it computes."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import dead_units, layer_norms, row_terms, unit_outputs
from gdviz.engine.fit.rows.sharpness import largest_eigenvalue
from tests.library.networks import COUNT, random_network


@pytest.mark.parametrize("case", range(0, COUNT, 2))
def test_factors_of_all_rows_add_up_to_the_gradient(case: int) -> None:
    net, theta = random_network(case)
    total, batch = np.zeros(net.dimension), net.all
    for row in range(net.rows):
        terms, place = row_terms(net, theta, row), 0
        for layer, (inputs, units) in enumerate(
            zip(net.layers.sizes[:-1], net.layers.sizes[1:], strict=True)
        ):
            sources = [(u, j) for u in range(units) for j in range(inputs)] + [
                (u, None) for u in range(units)
            ]
            for unit, source in sources:
                total[place] += np.prod(terms.factors(layer, unit, source))
                place += 1
    _, expected = batch.data_part(theta[None])
    assert np.allclose(total * batch.scale, expected[0], rtol=1e-12, atol=1e-12)


def test_costs_of_rows_are_the_loss() -> None:
    net = gdviz.network("moons", hidden=(3,), loss="cross_entropy", average="mean")
    costs = [row_terms(net, net.start, row).cost for row in range(net.rows)]
    assert np.isclose(np.mean(costs), net.value(net.start), rtol=1e-14)
    with pytest.raises(ValueError, match="row"):
        row_terms(net, net.start, net.rows)


def test_outputs_of_units_end_in_the_scores() -> None:
    net = gdviz.network("moons", hidden=(4, 3), loss="cross_entropy")
    outputs = unit_outputs(net, net.start, net.data.x)
    layers = net.unpack(net.start)
    assert np.allclose(np.tanh(layers[0].sums(net.inputs.columns)), outputs[0], rtol=1e-14)
    assert (outputs[-1] == net.predict(net.start, net.data.x)).all()


def test_norms_of_layers_make_the_whole_norm() -> None:
    net = gdviz.network("moons", hidden=(4, 3), loss="cross_entropy")
    path = gdviz.descend(net, "gd", steps=5)
    norms = layer_norms(net, path.gradient)
    assert norms.shape == (6, 3)
    assert np.allclose(np.hypot.reduce(norms, axis=1), np.linalg.norm(path.gradient, axis=1))


def test_a_deep_sigmoid_network_has_vanishing_gradients() -> None:
    def share(activation: str, init: str) -> float:
        net = gdviz.network("moons", (8, 8, 8), activation, "cross_entropy", init=init)
        norms = layer_norms(net, net.gradient(net.start))
        return float(norms[0] / norms[-1])

    assert share("sigmoid", "xavier") < 0.05 < 0.2 < share("relu", "he")


def test_a_unit_below_0_for_every_row_is_dead() -> None:
    net = gdviz.network("moons", hidden=(3,), activation="relu", loss="cross_entropy", init="he")
    theta = np.array(net.start)
    theta[net.names.index("b1[2]")] = -100
    assert dead_units(net, theta)[0].tolist() == [False, True, False]
    gradient = dict(zip(net.names, net.gradient(theta), strict=True))
    assert gradient["W1[2,1]"] == gradient["b1[2]"] == gradient["W2[1,2]"] == 0


@pytest.mark.parametrize("hidden", [(4,), (10, 8), (16, 16)])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_sharpness_by_products_is_that_of_the_matrix(hidden: tuple[int, ...], activation: str) -> None:
    net = gdviz.network("moons", hidden, activation, "cross_entropy", init="he")
    points = gdviz.descend(net, "gd", steps=30, lr=0.5).theta[[0, 5, 30]]
    exact = np.linalg.eigvalsh(net.hessian(points))[:, -1]
    by_products = [largest_eigenvalue(lambda v, p=p: net.hvp(p, v), net.dimension) for p in points]
    assert np.allclose(by_products, exact, rtol=1e-8)
    assert np.allclose(net.sharpness(points), exact, rtol=1e-8)


def test_every_loss_over_rows_tells_its_sharpness() -> None:
    for fit in (
        gdviz.model("a*exp(-b*x) + c", "decay", penalty="l2"),
        gdviz.data_loss("moons", "cross_entropy", degree=3),
    ):
        points = np.random.default_rng(2).normal(size=(3, 2, fit.dimension))
        exact = np.linalg.eigvalsh(fit.hessian(points))[..., -1]
        assert np.array_equal(fit.sharpness(points), exact)
        assert fit.sharpness(points[1, 1].tolist()) == exact[1, 1]
        with pytest.raises(ValueError, match="last axis"):
            fit.sharpness([1.0])


def test_sharpness_where_nothing_is_finite() -> None:
    for hidden in ((4,), (16, 16)):
        net = gdviz.network("curve", hidden, "linear")
        assert np.isnan(net.sharpness(np.full(net.dimension, 1e200)))


def test_the_largest_eigenvalue_may_be_negative_or_0() -> None:
    assert np.isclose(largest_eigenvalue(lambda v: -np.arange(1.0, 6.0) * v, 5), -1, rtol=1e-9)
    assert largest_eigenvalue(lambda v: 0 * v, 5) == 0


def test_the_sharpness_along_a_run_is_that_of_its_iterates() -> None:
    net = gdviz.network("moons", (12, 12), "tanh", "cross_entropy")
    path = gdviz.descend(net, "gd", steps=4, lr=0.5)
    out = gdviz.sharpness(path)
    exact = np.linalg.eigvalsh(net.hessian(path.theta[:-1]))[:, -1]
    assert np.allclose(out.value, exact, rtol=1e-8) and out.limit.tolist() == [4.0] * 4


def test_the_preconditioned_sharpness_of_many_weights_is_that_of_the_matrix() -> None:
    net = gdviz.network("moons", (12, 12), "tanh", "cross_entropy")
    path = gdviz.descend(net, "adam", steps=60, stop=None)
    out = gdviz.sharpness(path)
    bias = 1 - path.hyper["beta2"] ** np.arange(1, 61)[:, None]
    roots = np.sqrt(np.sqrt(path.quantities["v"] / bias) + path.hyper["eps"])
    hessians = net.hessian(path.theta[:-1])
    for k in range(60):
        exact = np.linalg.eigvalsh(hessians[k] / np.outer(roots[k], roots[k]))[-1]
        assert np.isclose(out.value[k], exact, rtol=1e-6), k
