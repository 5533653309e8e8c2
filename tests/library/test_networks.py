"""Networks: back-propagation against extended precision, symmetries, the linear model, a textbook exercise."""

from __future__ import annotations

import pickle

import mpmath as mp
import numpy as np
import pytest

import gdviz
from gdviz.engine.network.passes import Layer, backward, forward
from tests.library.networks import COUNT, exact_loss, random_network


def moons(**keywords: object) -> gdviz.Network:
    return gdviz.network("moons", loss="cross_entropy", **keywords)


@pytest.mark.parametrize("case", range(COUNT))
def test_gradient_and_hvp_are_those_of_differences_in_extended_precision(case: int) -> None:
    net, theta = random_network(case)
    rng = np.random.default_rng(case)
    u, v = rng.normal(size=(2, net.dimension))
    with mp.workdps(60):
        h = mp.mpf(10) ** -15

        def f(a: int, b: int) -> mp.mpf:
            along = zip(theta, u, v, strict=True)
            return exact_loss(net, [mp.mpf(t) + a * h * mp.mpf(x) + b * h * mp.mpf(y) for t, x, y in along])

        value, slope = f(0, 0), (f(1, 0) - f(-1, 0)) / (2 * h)
        bend = (f(1, 1) - f(1, -1) - f(-1, 1) + f(-1, -1)) / (4 * h**2)
    size = 1 + np.abs(net.gradient(theta)).max() + np.abs(net.hessian(theta)).max()
    assert abs(net.value(theta) - float(value)) <= 1e-12 * (1 + abs(float(value)))
    assert abs(net.gradient(theta) @ u - float(slope)) <= 1e-11 * size
    assert abs(u @ net.hvp(theta, v) - float(bend)) <= 1e-9 * size


@pytest.mark.parametrize("case", range(COUNT))
def test_the_hessian_is_symmetric_and_makes_the_products(case: int) -> None:
    net, theta = random_network(case)
    v = np.random.default_rng(case).normal(size=net.dimension)
    hessian = net.hessian(theta)
    assert (hessian == hessian.T).all()
    assert np.abs(hessian @ v - net.hvp(theta, v)).max() <= 1e-12 * (1 + np.abs(hessian).max())


@pytest.mark.parametrize("case", range(0, COUNT, 3))
def test_a_run_has_the_same_bits_alone_and_among_others(case: int) -> None:
    net, theta = random_network(case, rows=70)
    rng = np.random.default_rng(case)
    points = theta + rng.normal(size=(1500, net.dimension))  # more than one block
    along = rng.normal(size=points.shape)
    value, gradient = net.evaluate(points)
    values, products = net.value(points), net.hvp(points, along)
    for k in (0, 7, 1499):
        one, slopes = net.evaluate(points[k : k + 1])
        assert one[0] == value[k] and (slopes[0] == gradient[k]).all()
        assert net.value(points[k]) == values[k] and (net.hvp(points[k], along[k]) == products[k]).all()


@pytest.mark.parametrize("activation", gdviz.activations)
def test_units_may_change_places(activation: str) -> None:
    net = moons(hidden=(5, 4), activation=activation)
    (w1, b1), (w2, b2), last = net.unpack(net.start)
    order = np.array([3, 0, 4, 1, 2])
    turned = net.layers.joined([(w1[order], b1[order]), (w2[:, order], b2), last])
    assert np.isclose(net.value(turned), net.value(net.start), rtol=1e-14)


def test_odd_units_may_change_their_sign() -> None:
    net = moons(hidden=(5,), activation="tanh", penalty="l2")
    (w1, b1), (w2, b2) = net.unpack(net.start)
    sign = np.array([1.0, -1.0, 1.0, -1.0, -1.0])
    turned = net.layers.joined([(w1 * sign[:, None], b1 * sign), (w2 * sign, b2)])
    assert net.value(turned) == net.value(net.start)


def test_the_whole_is_the_mean_of_its_rows() -> None:
    net = moons(hidden=(3, 3), activation="softplus", average="mean")
    rows = [net.on(np.array([i])).evaluate(np.array([net.start])) for i in range(net.rows)]
    value, gradient = net.evaluate(np.array([net.start]))
    assert np.isclose(np.mean([f[0] for f, _ in rows]), value[0], rtol=1e-14)
    assert np.allclose(np.mean([g[0] for _, g in rows], axis=0), gradient[0], rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize(
    ("data", "loss", "penalty"),
    [
        ("line", "squared", None),
        ("cars", "huber", "l2"),
        ("blobs", "cross_entropy", "l2"),
        ("iris", "softmax", None),
    ],
)
def test_without_hidden_layers_it_is_the_linear_model(data: str, loss: str, penalty: str | None) -> None:
    net = gdviz.network(data, (), loss=loss, average="mean", penalty=penalty, scaling="standardise")
    linear = gdviz.data_loss(data, loss, average="mean", penalty=penalty, scaling="standardise", degree=1)
    theta = np.random.default_rng(1).normal(size=net.dimension)
    ((weights, biases),) = net.unpack(theta)
    same = np.concatenate([weights, biases[:, None]], axis=1).ravel()
    order = net.layers.joined(
        [
            (
                np.arange(same.size).reshape(len(biases), -1)[:, :-1],
                np.arange(same.size).reshape(len(biases), -1)[:, -1],
            )
        ]
    ).astype(int)
    assert np.isclose(net.value(theta), linear.value(same), rtol=1e-14)
    assert np.allclose(net.gradient(theta), linear.gradient(same)[order], rtol=1e-13, atol=1e-14)
    assert np.allclose(net.hessian(theta), linear.hessian(same)[order][:, order], rtol=1e-13, atol=1e-14)


def test_a_published_exercise_digit_by_digit() -> None:
    """Mazur (2015), A step by step backpropagation example: both layers sigmoid, biases held."""
    x, y = np.array([[0.05], [0.10]]), np.array([[0.01], [0.99]])
    sigmoid = gdviz.activations["sigmoid"]
    layers = [
        Layer(np.array([[0.15, 0.20], [0.25, 0.30]]), np.array([0.35, 0.35])),
        Layer(np.array([[0.40, 0.45], [0.50, 0.55]]), np.array([0.60, 0.60])),
    ]

    def step(layers: list[Layer]) -> tuple[float, list[Layer]]:
        passed = forward(layers, x, sigmoid)
        out, slope = sigmoid.compiled.gradient(passed.scores)
        gradient, _ = backward(layers, passed, (out - y) * slope)
        moved = [Layer(a.weights - 0.5 * g.weights, a.biases) for a, g in zip(layers, gradient, strict=True)]
        return float(((out - y) ** 2).sum() / 2), moved

    error, after = step(layers)
    assert round(error, 9) == 0.298371109
    assert after[1].weights.round(9).tolist() == [[0.358916480, 0.408666186], [0.511301270, 0.561370121]]
    assert after[0].weights.round(9).tolist() == [[0.149780716, 0.199561432], [0.249751144, 0.299502287]]
    assert round(step(after)[0], 9) == 0.291027774
    for _ in range(9999):
        after = step(after)[1]
    assert f"{step(after)[0]:.3g}" == "3.51e-05"


def test_names_and_unpack_agree() -> None:
    net = gdviz.network("iris", hidden=(3, 2), loss="softmax", features=("petal_length", "petal_width"))
    theta = np.arange(float(net.dimension))
    at = dict(zip(net.names, theta, strict=True))
    layers = net.unpack(theta)
    assert [(w.shape, b.shape) for w, b in layers] == [((3, 2), (3,)), ((2, 3), (2,)), ((3, 2), (3,))]
    assert at["W1[3,2]"] == layers[0].weights[2, 1] and at["b2[1]"] == layers[1].biases[0]
    assert (net.layers.joined(layers) == theta).all()
    assert net.layers.weights.tolist() == [name[0] == "W" for name in net.names]


@pytest.mark.parametrize("init", gdviz.initialisations)
def test_first_weights_are_settled_by_the_seed(init: str) -> None:
    nets = [moons(hidden=(16, 16), init=init, seed=s) for s in (2, 2, 3)]
    assert nets[0].start == nets[1].start and (init == "zeros") == (nets[0].start == nets[2].start)
    _, (weights, biases), _ = nets[0].unpack(nets[0].start)
    said = {"zeros": 0, "too_small": 0.01, "too_large": 3, "lecun": 1 / 4, "xavier": 1 / 4, "he": 8**-0.5}
    assert np.isclose(weights.std(), said[init], rtol=0.15) and not biases.any()


def test_zeros_never_break_the_tie() -> None:
    path = gdviz.descend(moons(hidden=(3,), activation="sigmoid", init="zeros"), "gd", steps=1000, lr=1.0)
    for units in path.objective.unpack(path.theta)[0]:  # they differ by rounding only
        assert np.abs(units - units[:, :1]).max() < 1e-13
    assert path.loss[-1] < path.loss[0] / 2


@pytest.mark.parametrize("optimizer", gdviz.optimizers)
def test_every_optimizer_descends_a_network(optimizer: str) -> None:
    path = gdviz.descend(gdviz.network("curve", hidden=(3,), scaling="none"), optimizer, steps=40)
    assert np.isfinite(path.loss).all() and path.loss.min() < path.loss[0]


def test_batches_noise_clipping_and_schedules() -> None:
    path = gdviz.descend(
        moons(), "momentum", steps=60, lr=0.3, batch_size=16, noise=0.01, clip=1.0, schedule="cosine"
    )
    assert path.loss[-1] < path.loss[0]


def test_predictions_and_accuracy_agree() -> None:
    net = moons(hidden=(4,), inputs=("x", "xy"))
    z = net.predict(net.start, net.data.x)
    assert z.shape == (1, net.rows) and net.inputs.names == ("x1", "x2", "x1 x2")
    assert np.mean((z[0] > 0) == net.data.y) == net.accuracy(np.array([net.start]))[0]


def test_a_network_travels() -> None:
    net = moons(hidden=(4,), penalty="l2")
    copy = pickle.loads(pickle.dumps(net))
    assert copy.start == net.start and copy.value(net.start).tobytes() == net.value(net.start).tobytes()


def test_data_of_every_kind() -> None:
    table = gdviz.datasets["curve"].table()
    pair = (table.columns["x"], table.columns["y"])
    nets = [
        gdviz.network(d, hidden=(2,), scaling="none") for d in ("curve", gdviz.datasets["curve"], table, pair)
    ]
    assert len({float(net.value(net.start)) for net in nets}) == 1


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ({"hidden": (0,)}, "hidden"),
        ({"hidden": (2, 2, 2, 2)}, "hidden"),
        ({"hidden": (17,)}, "hidden"),
        ({"hidden": "8"}, "hidden"),
        ({"hidden": None}, "hidden"),
        ({"hidden": 3.5}, "hidden"),
        ({"activation": None}, "no activation"),
        ({"init": 3}, "no initialisation"),
        ({"loss": 3}, "no loss"),
        ({"penalty": 3}, "no penalty"),
        ({"inputs": 3}, "inputs"),
        ({"activation": "tanhh"}, "did you mean 'tanh'"),
        ({"init": "xavir"}, "did you mean 'xavier'"),
        ({"average": "third"}, "average"),
        ({"inputs": ("cos x",)}, "inputs"),
        ({"inputs": ("xy",)}, "two features"),
        ({"inputs": ()}, "inputs"),
        ({"scaling": "big"}, "scaling"),
        ({"seed": -1}, "seed"),
        ({"loss": "cross_entropy"}, "two"),
        ({"data": 3}, "data"),
        ({"data": ([[1.0], [2.0]], [1.0])}, "X must be"),
        ({"data": ([["a"], ["b"]], [1.0, 2.0])}, "X must be numbers"),
    ],
)
def test_what_cannot_be_used_is_named(keywords: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        gdviz.network(**{"data": "curve", **keywords})


def test_points_of_a_wrong_shape_are_refused_in_a_sentence() -> None:
    net = gdviz.network("curve")
    for ask in (net.unpack, net.sharpness, lambda p: net.predict(p, [[0.5]])):
        with pytest.raises(ValueError, match="last axis of length 25"):
            ask(np.zeros(3))
    with pytest.raises(ValueError, match=r"x must be \(m, 1\)"):
        net.predict(net.start, [[1.0, 2.0]])


def test_it_answers_for_no_point_at_all() -> None:
    net = gdviz.network("curve")
    none = np.empty((0, net.dimension))
    value, gradient = net.evaluate(none)
    assert value.shape == (0,) and gradient.shape == net.hvp(none, none).shape == (0, net.dimension)
    assert net.hessian(none).shape == (0, net.dimension, net.dimension)


def test_hessians_that_do_not_fit_are_refused_in_a_sentence() -> None:
    net = moons(hidden=(16, 16, 16))
    with pytest.raises(ValueError, match="hvp"):
        net.hessian(np.zeros((500, net.dimension)))


def test_the_end_of_a_run_is_told_in_a_sentence_that_can_be_read() -> None:
    path = gdviz.descend(moons(), "gd", steps=3)
    assert "W1[1,1] = " in path.reason and "(33 parameters)" in path.reason and len(path.reason) < 200
