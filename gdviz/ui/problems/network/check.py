"""The gradient of a network beside differences of its loss, with a verdict."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Network
from gdviz.engine.fit.slip import differences

CLOSE, NEAR = 1e-6, 1e-3  # apart, as a share of the largest entry of the gradient
SHOWN = 12  # parameters that are listed


class Checked(NamedTuple):
    """One parameter: its derivative by back-propagation and by differences, and how far they are apart."""

    name: str
    exact: float
    difference: float
    apart: float


class Found(NamedTuple):
    """The verdict, and the parameters on which both are farthest apart, the worst first."""

    sentence: str
    rows: list[Checked]


def checked(net: Network, theta: NDArray[np.float64]) -> Found:
    """Compare the gradient at theta (D,) with central differences of the loss.

    Examples
    --------
    >>> import gdviz
    >>> net = gdviz.network("curve", hidden=(3,))
    >>> checked(net, net.start).sentence
    'Back-propagation agrees with differences on all 10 parameters.'
    """
    with np.errstate(all="ignore"):
        exact, difference = net.gradient(theta), differences(net, theta)
    if not (np.isfinite(exact).all() and np.isfinite(difference).all()):
        return Found("The loss is not finite there, so that there is nothing to compare.", [])
    largest = max(float(np.abs(exact).max()), float(np.abs(difference).max()), 1e-12)
    apart = np.abs(exact - difference) / largest
    worst = np.argsort(-apart, kind="stable")[:SHOWN]
    rows = [
        Checked(net.names[i], float(exact[i]), float(difference[i]), float(apart[i])) for i in worst.tolist()
    ]
    return Found(_sentence(apart), rows)


def _sentence(apart: NDArray[np.float64]) -> str:
    d, off = len(apart), int((apart > CLOSE).sum())
    if not off:
        return f"Back-propagation agrees with differences on all {d} parameters."
    if float(apart.max()) <= NEAR:
        return (
            f"Back-propagation agrees with differences on {d - off} of {d} parameters, and nearly on the "
            "others: rounding, or a kink such as that of ReLU is near."
        )
    return (
        f"Back-propagation and differences are apart on {off} of {d} parameters: where a unit is at a kink, "
        "such as that of ReLU at 0, there is no derivative, and a difference takes the mean of both sides."
    )
