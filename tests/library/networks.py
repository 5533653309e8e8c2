"""Random networks, and their loss in extended precision, written without matrices."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import numpy as np

import gdviz
from tests.library import extended

ACTIVATIONS = tuple(gdviz.activations)
LOSSES = tuple(gdviz.losses)
COUNT = 66


def random_network(case: int, rows: int = 5, widest: int = 4) -> tuple[gdviz.Network, np.ndarray]:
    """Make a network of 0 to 3 hidden layers, and a point away from its start."""
    rng = np.random.default_rng([3, case])
    loss = LOSSES[case % len(LOSSES)]
    task = gdviz.losses[loss].task
    d = int(rng.integers(1, 4))
    x = rng.normal(size=(rows, d))
    classes = np.array(["a", "b", "c"] if task == "classes" else ["a", "b"], dtype=object)
    y = rng.normal(size=rows) if task == "regression" else classes[np.arange(rows) % len(classes)]
    net = gdviz.network(
        (x, y),
        hidden=tuple(map(int, rng.integers(1, widest + 1, case % 4))),
        activation=ACTIVATIONS[(case // 4) % len(ACTIVATIONS)],
        loss=loss,
        average=("half", "mean", "sum")[case % 3],
        penalty=(None, "l2")[case % 2],
        inputs=(("x",), ("x", "x^2", "sin x"))[case // 2 % 2],
        seed=case,
    )
    return net, np.array(net.start) + rng.normal(size=net.dimension) / 2


def exact_loss(net: gdviz.Network, theta: list[Any]) -> Any:
    """The loss at theta in mpmath's current precision: unit by unit, row by row."""
    sizes, total = net.layers.sizes, mp.mpf(0)
    for i in range(net.rows):
        signal, place = [mp.mpf(float(a)) for a in net.inputs.columns[:, i]], 0
        for layer, (inputs, units) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
            biases = theta[place + inputs * units :]
            sums = [
                sum((theta[place + k * inputs + j] * signal[j] for j in range(inputs)), mp.mpf(0)) + biases[k]
                for k in range(units)
            ]
            place += (inputs + 1) * units
            hidden = layer < len(sizes) - 2
            signal = [extended.evaluate(net.activation.program, {"z": z}) for z in sums] if hidden else sums
        targets = [float(t[i]) for t in net.targets]
        known = dict(zip(net.loss.speaks().names, [*signal, *targets], strict=True))
        total += extended.evaluate(net.loss.program, {**known, **net.loss_parameters})
    total *= mp.mpf(net.factor) / net.rows
    if net.penalty is not None:
        for w, is_weight in zip(theta, net.weights, strict=True):
            if is_weight:
                total += extended.evaluate(net.penalty.program, {"w": w, **net.penalty_parameters})
    return total
