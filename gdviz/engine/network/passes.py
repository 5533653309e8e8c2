"""Back-propagation, written out: the forward pass, the backward pass, and both along a direction.

All arrays have one column for each row of the data, and may have leading axes for many runs:

    forward     z_l = W_l a_(l-1) + b_l,             a_l = s(z_l),             a_0 = the inputs
    backward    d_l = s'(z_l) * (W_(l+1)^T d_(l+1)), dW_l = d_l a_(l-1)^T,     db_l = sum of d_l
    along V, c  R z_l = V_l a_(l-1) + W_l R a_(l-1) + c_l,                     R a_l = s'(z_l) * R z_l

where the last d is the derivative of the loss by the scores. The backward pass along the direction is the
derivative of each of its lines by the product rule: Pearlmutter's R-operator, which makes the exact product
of the Hessian and (V, c) for the price of about two gradients.

References
----------
Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors, Nature 323.
Pearlmutter (1994), Fast exact multiplication by the Hessian, Neural Computation 6(1), 147-160.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.network.activation import Activation


def product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return a @ b. Of two small matrices `dot` makes the same bits in half the time."""
    out: np.ndarray = a.dot(b) if a.ndim == b.ndim == 2 else a @ b
    return out


class Layer(NamedTuple):
    """Weights W (..., out, in) and biases b (..., out) of a layer, or anything of that shape."""

    weights: np.ndarray
    biases: np.ndarray

    def sums(self, inputs: np.ndarray) -> np.ndarray:
        """Compute the weighted sums W a + b (..., out, n) of the inputs a (..., in, n)."""
        sums = product(self.weights, inputs)
        sums += self.biases[..., None]
        return sums


class Forward(NamedTuple):
    """What the forward pass leaves, layer by layer.

    Attributes
    ----------
    inputs : a_(l-1) (..., in, n), what each layer takes; first the inputs of the network (in, n)
    sums : z_l (..., out, n), what each layer computes; the last ones are the scores
    slopes : s'(z_l) of each hidden layer; a number where it is the same everywhere
    """

    inputs: list[np.ndarray]
    sums: list[np.ndarray]
    slopes: list[Any]

    @property
    def scores(self) -> np.ndarray:
        """The scores (..., K, n)."""
        return self.sums[-1]


def scores(layers: Sequence[Layer], inputs: np.ndarray, activation: Activation) -> np.ndarray:
    """Compute the scores (..., K, n) of inputs (in, n), and nothing else."""
    *hidden, last = layers
    for layer in hidden:
        sums = layer.sums(inputs)
        (inputs,) = activation.compiled.value(sums)
    return last.sums(inputs)


def forward(layers: Sequence[Layer], inputs: np.ndarray, activation: Activation) -> Forward:
    """Make the forward pass of inputs (in, n), and keep what the backward pass needs."""
    *hidden, last = layers
    taken, sums, slopes = [inputs], [], list[Any]()
    bent = activation.compiled.gradient
    for layer in hidden:
        z = layer.sums(taken[-1])
        output, slope = bent(z)
        sums.append(z)
        slopes.append(slope)
        taken.append(output)
    return Forward(taken, [*sums, last.sums(taken[-1])], slopes)


def backward(
    layers: Sequence[Layer], passed: Forward, delta: np.ndarray
) -> tuple[list[Layer], list[np.ndarray]]:
    """Make the backward pass.

    Parameters
    ----------
    layers : sequence of Layer
        The parameters.
    passed : Forward
        What the forward pass left.
    delta : array (..., K, n)
        The derivative of the loss by the scores.

    Returns
    -------
    gradient : list of Layer
        The derivative by each layer's parameters, summed over the rows.
    deltas : list of array (..., out, n)
        The derivative by each layer's sums.
    """
    gradients = [Layer(product(delta, passed.inputs[-1].mT), np.add.reduce(delta, axis=-1))]
    deltas = [delta]
    for k in range(len(layers) - 2, -1, -1):
        delta = product(layers[k + 1].weights.mT, delta)
        delta *= passed.slopes[k]
        gradients.append(Layer(product(delta, passed.inputs[k].mT), np.add.reduce(delta, axis=-1)))
        deltas.append(delta)
    return gradients[::-1], deltas[::-1]


def forward_along(layers: Sequence[Layer], passed: Forward, along: Sequence[Layer]) -> list[np.ndarray]:
    """Compute how the sums R z_l (..., out, n) of each layer change along a direction of the parameters."""
    change = along[0].sums(passed.inputs[0])
    changes = [change]
    for k in range(1, len(layers)):
        change = along[k].sums(passed.inputs[k]) + layers[k].weights @ (passed.slopes[k - 1] * change)
        changes.append(change)
    return changes


def backward_along(
    layers: Sequence[Layer],
    passed: Forward,
    deltas: Sequence[np.ndarray],
    along: Sequence[Layer],
    changes: Sequence[np.ndarray],
    change: np.ndarray,
    activation: Activation,
) -> list[Layer]:
    """Compute how the gradient changes along a direction: the Hessian times that direction.

    Parameters
    ----------
    layers, passed, deltas
        The parameters, and what the passes without a direction left.
    along : sequence of Layer
        The direction.
    changes : sequence of array (..., out, n)
        What `forward_along` made.
    change : array (..., K, n)
        How the derivative of the loss by the scores changes.
    activation : Activation
        Of the hidden layers.
    """
    out = []
    for k in range(len(layers) - 1, -1, -1):
        weights = change @ passed.inputs[k].mT
        if k:
            weights = weights + deltas[k] @ (passed.slopes[k - 1] * changes[k - 1]).mT
        out.append(Layer(weights, np.add.reduce(change, axis=-1)))
        if k:
            (bend,) = activation.compiled.hessian(passed.sums[k - 1])
            back = along[k].weights.mT @ deltas[k] + layers[k].weights.mT @ change
            change = passed.slopes[k - 1] * back
            if np.ndim(bend) or bend:
                behind = layers[k].weights.mT @ deltas[k]
                change = change + bend * changes[k - 1] * behind
    return out[::-1]
