"""What is inside a network: outputs of units, gradients by layer, dead units, the terms of one row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.network.batch import NetworkBatch
from gdviz.engine.network.network import Network
from gdviz.engine.network.passes import backward, forward


def unit_outputs(net: Network, theta: Any, x: Any) -> list[np.ndarray]:
    """Compute what each unit of each layer puts out, layer by layer; last the scores.

    Parameters
    ----------
    net : Network
        The network.
    theta : array (..., D)
        Its parameters.
    x : array (m, p)
        Features in the data's own units.

    Returns
    -------
    list of arrays (..., units, m)

    Examples
    --------
    >>> import gdviz
    >>> net = gdviz.network("curve", hidden=(3, 2))
    >>> [a.shape for a in unit_outputs(net, net.start, [[0.0], [0.5]])]
    [(3, 2), (2, 2), (1, 2)]
    """
    with np.errstate(all="ignore"):
        passed = forward(net.unpack(theta), net.inputs.at(x), net.activation)
    return [*passed.inputs[1:], passed.scores]


def layer_norms(net: Network, gradient: Any) -> np.ndarray:
    """Compute the norm (..., layers) of each layer's part of a gradient (..., D).

    Examples
    --------
    >>> import gdviz
    >>> net = gdviz.network("moons", hidden=(3,), loss="cross_entropy", init="zeros")
    >>> (layer_norms(net, net.gradient(net.start)) > 0).tolist()
    [False, True]
    """
    gradient = np.asarray(gradient, dtype=float)
    parts = [gradient[..., net.layers.block_of(k)] for k in range(len(net.layers.places))]
    return np.stack([np.linalg.norm(part, axis=-1) for part in parts], axis=-1)


def dead_units(net: Network, theta: Any) -> list[np.ndarray]:
    """Find the units that pass no gradient for any row: their slope is 0 everywhere.

    Parameters
    ----------
    net : Network
        The network, on its own rows.
    theta : array (..., D)
        Its parameters.

    Returns
    -------
    list of bool arrays (..., units), for each hidden layer

    Examples
    --------
    >>> import gdviz
    >>> net = gdviz.network("moons", hidden=(3,), loss="cross_entropy", activation="relu", init="zeros")
    >>> dead_units(net, net.start)[0].tolist()
    [True, True, True]
    """
    with np.errstate(all="ignore"):
        passed = forward(net.unpack(theta), net.inputs.columns, net.activation)
    return [
        (np.broadcast_to(slope, z.shape) == 0).all(-1)
        for z, slope in zip(passed.sums, passed.slopes, strict=False)
    ]


@dataclass(frozen=True, eq=False)
class RowTerms:
    """The numbers of one row of the data, forward and backward.

    Attributes
    ----------
    signals : a_0, a_1, ...: the inputs, then what each hidden layer puts out, each (units,)
    sums : z_1, z_2, ...: the weighted sums of each layer, each (units,); the last are the scores
    slopes : s'(z) of each hidden layer, each (units,)
    deltas : the derivative of this row's cost by each layer's sums, each (units,)
    cost : what the row costs, before the average and without penalty
    """

    signals: list[np.ndarray]
    sums: list[np.ndarray]
    slopes: list[np.ndarray]
    deltas: list[np.ndarray]
    cost: float

    def factors(self, layer: int, unit: int, source: int | None) -> tuple[float, float]:
        """Return the two factors whose product is the derivative by a weight, or by a bias.

        They are the delta of the unit and the signal that comes in; of a bias (source None) that is 1. All
        are counted from 0.
        """
        signal = 1.0 if source is None else float(self.signals[layer][source])
        return float(self.deltas[layer][unit]), signal


def row_terms(net: Network, theta: Any, row: int) -> RowTerms:
    """Compute the forward and the backward pass of one row, number by number.

    Parameters
    ----------
    net : Network
        The network.
    theta : array (D,)
        Its parameters.
    row : int
        Which row, from 0.

    Raises
    ------
    ValueError
        For a row that there is not.

    Examples
    --------
    >>> import gdviz
    >>> net = gdviz.network("moons", hidden=(3,), loss="cross_entropy", average="mean")
    >>> delta, signal = row_terms(net, net.start, 4).factors(0, unit=2, source=1)
    >>> by_weight = dict(zip(net.names, net.on([4]).gradient(net.start)))
    >>> bool(abs(by_weight["W1[3,2]"] - delta * signal) < 1e-15)
    True
    """
    if not 0 <= row < net.rows:
        raise ValueError(f"row must be a whole number from 0 to {net.rows - 1}, not {row!r}")
    layers, batch = net.unpack(theta), net.on(np.array([row]))
    assert isinstance(batch, NetworkBatch)
    (piece,) = batch.pieces
    with np.errstate(all="ignore"):
        passed = forward(layers, piece.columns, net.activation)
        cost, delta = batch.cost(passed, piece)
        _, deltas = backward(layers, passed, delta)
    slopes = [np.broadcast_to(s, z.shape) for s, z in zip(passed.slopes, passed.sums, strict=False)]
    signals, sums, bends, backs = (
        [part[:, 0] for part in parts] for parts in (passed.inputs, passed.sums, slopes, deltas)
    )
    return RowTerms(signals, sums, bends, backs, float(cost[0]))
