"""The layers of a fully connected network: how D parameters are its weights and biases."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from gdviz.engine.network.passes import Layer


class Layers:
    """Which of the parameters theta (..., D) are the weights and the biases of which layer.

    Layer l takes `sizes[l - 1]` inputs and has `sizes[l]` units. Its parameters follow those of the layer
    before: the weights row by row (a row for each unit), then the biases, in torch's order.

    Parameters
    ----------
    sizes : sequence of int
        Number of inputs, of units in each hidden layer, and of scores.

    Attributes
    ----------
    sizes : tuple of int
    dimension : int, D
    weights : bool (D,), which parameters are weights, not biases

    Examples
    --------
    >>> layers = Layers((2, 3, 1))
    >>> layers.dimension, layers.names[:4], layers.names[-1]
    (13, ('W1[1,1]', 'W1[1,2]', 'W1[2,1]', 'W1[2,2]'), 'b2[1]')
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        places, first, weights = [], 0, []
        for inputs, units in pairwise(self.sizes):
            middle, last = first + units * inputs, first + units * inputs + units
            places.append((slice(first, middle), slice(middle, last), (units, inputs)))
            weights += [True] * (units * inputs) + [False] * units
            first = last
        self.places, self.dimension, self.weights = places, first, np.array(weights)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters: `W1[2,1]` leads from input 1 to unit 2 of the first layer; `b1[2]`."""
        out: list[str] = []
        for layer, (inputs, units) in enumerate(pairwise(self.sizes), 1):
            rows, columns = range(1, units + 1), range(1, inputs + 1)
            out += [f"W{layer}[{i},{j}]" for i in rows for j in columns]
            out += [f"b{layer}[{i}]" for i in rows]
        return tuple(out)

    def of(self, theta: np.ndarray) -> list[Layer]:
        """Return W (..., out, in) and b (..., out) of each layer, for theta (..., D)."""
        lead = theta.shape[:-1]
        return [Layer(theta[..., w].reshape(lead + shape), theta[..., b]) for w, b, shape in self.places]

    def joined(self, layers: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
        """Return theta (..., D) of weights W (..., out, in) and biases b (..., out) of each layer."""
        lead = layers[0][1].shape[:-1]
        flat = [part for w, b in layers for part in (w.reshape(*lead, w.shape[-2] * w.shape[-1]), b)]
        return np.concatenate(flat, axis=-1)

    def block_of(self, layer: int) -> slice:
        """Return which parameters belong to a layer, counted from 0."""
        weights, biases, _ = self.places[layer]
        return slice(weights.start, biases.stop)
