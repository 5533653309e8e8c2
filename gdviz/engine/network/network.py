"""The loss of a network on data, as an objective like the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from gdviz.engine.entry import check_seed
from gdviz.engine.fit.loss import Loss
from gdviz.engine.fit.rows.over_rows import LossOverRows
from gdviz.engine.network.activation import Activation
from gdviz.engine.network.batch import NetworkBatch
from gdviz.engine.network.initialisation import Initialisation
from gdviz.engine.network.inputs import Inputs
from gdviz.engine.network.layers import Layers
from gdviz.engine.network.passes import Layer, scores
from gdviz.engine.objective import Domain

MAX_HIDDEN = 3  # layers
MAX_UNITS = 16  # of a hidden layer
REACH = 2.0  # how far the window reaches from each first weight


class Network(LossOverRows):
    """An objective of D parameters: the loss of a fully connected network over rows of data.

    Parameters
    ----------
    inputs : Inputs
        What the network takes of the data.
    loss : Loss
        The pointwise loss of the K scores.
    hidden : sequence of int
        Units of each hidden layer, 0 to 3 layers of 1 to 16 units.
    activation : Activation
        Of the hidden units; the scores have none.
    init : Initialisation
        How the first weights are drawn.
    seed : int
        Settles the first weights, the same for whatever descends.
    **options
        average, penalty, loss_parameters, penalty_parameters and name, see `LossOverRows`; biases are not
        penalised.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> net = gdviz.network("moons", hidden=(4,), loss="cross_entropy", seed=1)
    >>> net.dimension, net.names[0], net.names[-1]
    (17, 'W1[1,1]', 'b2[1]')
    """

    made_of = ("inputs", "hidden", "activation", "init", "seed")
    kind_of_batch = NetworkBatch

    def __init__(
        self,
        inputs: Inputs,
        loss: Loss,
        *,
        hidden: Sequence[int],
        activation: Activation,
        init: Initialisation,
        seed: int = 0,
        **options: Any,
    ) -> None:
        super().__init__(inputs.picked, loss, **options)
        self.inputs, self.hidden, self.activation = inputs, check_hidden(hidden), activation
        self.init, self.seed = init, check_seed(seed)
        self.layers = Layers((len(inputs.names), *self.hidden, self.scores))
        self.dimension, self.names = self.layers.dimension, self.layers.names
        self.weights = self.layers.weights
        self.arrays = 4 * max(self.layers.sizes)
        first = self.layers.joined(init.draw(self.layers.sizes, self.seed))
        self.start: tuple[float, ...] = tuple(first.tolist())
        self.minima, self.minimum = np.empty((0, self.dimension)), None
        self.descend_over(inputs.columns)

    @property
    def domain(self) -> Domain:
        """A window around the first weights."""
        return tuple((w - REACH, w + REACH) for w in self.start)

    def reads(self, x: np.ndarray) -> np.ndarray:
        """Return the inputs (d, m) of features x (m, p) in the data's own units."""
        return self.inputs.at(x)

    def unpack(self, theta: Any) -> list[Layer]:
        """Return weights W (..., out, in) and biases b (..., out) of each layer, for theta (..., D).

        Examples
        --------
        >>> import gdviz
        >>> net = gdviz.network("curve", hidden=(3,))
        >>> [(w.shape, b.shape) for w, b in net.unpack(net.start)]
        [((3, 1), (3,)), ((1, 3), (1,))]
        """
        return self.layers.of(self.all.points(theta)[0])

    def predict(self, theta: Any, x: Any) -> np.ndarray:
        """Compute the scores (..., K, m) of theta (..., D) for features x (m, p) in the data's own units.

        Examples
        --------
        >>> import gdviz
        >>> net = gdviz.network("curve", hidden=(3,))
        >>> net.predict(net.start, [[0.0], [0.5]]).shape
        (1, 2)
        """
        theta, x = self.asked(theta, x)
        with np.errstate(all="ignore"):
            return scores(self.layers.of(theta), self.inputs.at(x), self.activation)


def check_hidden(hidden: Any) -> tuple[int, ...]:
    """Return the units of the hidden layers. Raises ValueError."""
    sizes = tuple(hidden) if isinstance(hidden, Iterable) else (hidden,)
    fine = all(
        isinstance(n, (int, np.integer)) and not isinstance(n, bool) and 1 <= n <= MAX_UNITS for n in sizes
    )
    if not fine or len(sizes) > MAX_HIDDEN:
        raise ValueError(
            f"hidden must be 0 to {MAX_HIDDEN} numbers of units from 1 to {MAX_UNITS}, not {hidden!r}"
        )
    return tuple(map(int, sizes))
