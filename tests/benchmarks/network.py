"""A step of a 2-8-8-1 network on 200 rows, beside the same by hand in NumPy, and torch where it is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np

import gdviz
from tests.benchmarks.timing import pairs

STEPS = 500
RATE = 0.05


def a_network() -> gdviz.Network:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 2))
    return gdviz.network((x, np.sin(2 * x[:, 0]) * x[:, 1]), (8, 8))


def by_hand(net: gdviz.Network, steps: int) -> list[np.ndarray]:
    """Gradient descent, every weight matrix an array of its own; returns them."""
    a0, y, n = net.inputs.columns, net.targets[0], net.rows
    (w1, b1), (w2, b2), (w3, b3) = [(w.copy(), b[:, None].copy()) for w, b in net.unpack(net.start)]
    for _ in range(steps):
        a1 = np.tanh(w1 @ a0 + b1)
        a2 = np.tanh(w2 @ a1 + b2)
        r = (w3 @ a2 + b3)[0] - y
        _ = (r * r).sum() / (2 * n)
        d3 = (r / n)[None]
        d2 = (w3.T @ d3) * (1 - a2 * a2)
        d1 = (w2.T @ d2) * (1 - a1 * a1)
        w3 = w3 - RATE * (d3 @ a2.T)
        b3 = b3 - RATE * d3.sum(1, keepdims=True)
        w2 = w2 - RATE * (d2 @ a1.T)
        b2 = b2 - RATE * d2.sum(1, keepdims=True)
        w1 = w1 - RATE * (d1 @ a0.T)
        b1 = b1 - RATE * d1.sum(1, keepdims=True)
    return [w1, b1, w2, b2, w3, b3]


def ours(net: gdviz.Network, steps: int) -> np.ndarray:
    theta = np.array([net.start])
    for _ in range(steps):
        _, gradient = net.evaluate(theta)
        theta = theta - RATE * gradient
    return theta


def with_torch(net: gdviz.Network, steps: int) -> Any:
    import torch

    torch.set_num_threads(1)
    x, y = torch.tensor(net.inputs.columns.T.copy()), torch.tensor(net.targets[0])
    parameters = [
        torch.tensor(part.copy(), requires_grad=True) for layer in net.unpack(net.start) for part in layer
    ]
    optimizer = torch.optim.SGD(parameters, RATE)
    for _ in range(steps):
        optimizer.zero_grad()
        w1, b1, w2, b2, w3, b3 = parameters
        a = torch.tanh(torch.tanh(x @ w1.T + b1) @ w2.T + b2)
        loss = (((a @ w3.T + b3)[:, 0] - y) ** 2).mean() / 2
        loss.backward()
        optimizer.step()
    return parameters


def rows() -> Iterator[str]:
    net = a_network()
    flat = np.concatenate([part.ravel() for part in by_hand(net, 20)])
    assert np.allclose(ours(net, 20)[0], flat, rtol=1e-12, atol=1e-13)
    others: list[tuple[str, Callable[[gdviz.Network, int], Any]]] = [("by hand in NumPy", by_hand)]
    if find_spec("torch"):
        others.append(("torch", with_torch))
    sizes = "-".join(map(str, net.layers.sizes))
    for name, other in others:
        a, b, ratio = pairs(lambda: ours(net, STEPS), lambda f=other: f(net, STEPS))
        yield (
            f"a step of a {sizes} network on {net.rows} rows: {a / STEPS * 1e6:.0f} us, "
            f"{name} {b / STEPS * 1e6:.0f} us: {ratio:.2f} x"
        )
