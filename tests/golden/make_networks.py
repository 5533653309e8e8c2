"""Make the golden files of networks: losses, gradients and Hessian-vector products by torch's autograd.

Run with an interpreter that has torch (2.13, CPU):

    python tests/golden/make_networks.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "softplus": torch.nn.functional.softplus,
    "linear": lambda z: z,
}


def loss_of(slug: str, z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """The mean loss by torch's own functions."""
    functions = torch.nn.functional
    if slug == "softmax":
        return functions.cross_entropy(z, y.long())
    z = z[:, 0]
    if slug == "cross_entropy":
        return functions.binary_cross_entropy_with_logits(z, y)
    if slug == "huber":
        return functions.huber_loss(z, y)
    return functions.mse_loss(z, y)


def answer(case: dict, x: np.ndarray, y: np.ndarray, theta: np.ndarray, v: np.ndarray) -> dict:
    """Loss, gradient and Hessian times v at theta."""
    inputs, targets = torch.tensor(x), torch.tensor(y, dtype=torch.float64)
    sizes, activation = case["sizes"], ACTIVATIONS[case["activation"]]

    def loss(flat: torch.Tensor) -> torch.Tensor:
        signal, place = inputs, 0
        for layer, (fan_in, units) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
            weights = flat[place : place + fan_in * units].reshape(units, fan_in)
            place += fan_in * units
            signal = torch.nn.functional.linear(signal, weights, flat[place : place + units])
            place += units
            if layer < len(sizes) - 2:
                signal = activation(signal)
        return loss_of(case["loss"], signal, targets)

    flat = torch.tensor(theta, requires_grad=True)
    value = loss(flat)
    (gradient,) = torch.autograd.grad(value, flat, create_graph=True)
    (product,) = torch.autograd.grad(gradient @ torch.tensor(v), flat)
    return {"loss": value.item(), "gradient": gradient.tolist(), "hvp": product.tolist()}


def main() -> None:
    """Write tests/golden/networks.json."""
    rng, cases = np.random.default_rng(0), []
    losses = ("squared", "huber", "cross_entropy", "softmax")
    hidden = ((), (4,), (5, 3), (4, 3, 3))
    for number, activation in enumerate(ACTIVATIONS):
        for k, loss in enumerate(losses):
            outputs = 3 if loss == "softmax" else 1
            sizes = [2, *hidden[(number + k) % 4], outputs]
            d = sum((a + 1) * b for a, b in zip(sizes[:-1], sizes[1:], strict=True))
            x = rng.normal(size=(12, 2)).round(6)
            classes = np.arange(12) % (3 if loss == "softmax" else 2)
            y = rng.normal(size=12).round(6) if k < 2 else classes.astype(float)
            theta, v = rng.normal(size=(2, d)).round(6)
            case = {"loss": loss, "activation": activation, "sizes": sizes}
            given = {"x": x.tolist(), "y": y.tolist(), "theta": theta.tolist(), "v": v.tolist()}
            cases.append({**case, **given, "torch": answer(case, x, y, theta, v)})
    out = {"torch": torch.__version__, "cases": cases}
    (Path(__file__).parent / "networks.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
