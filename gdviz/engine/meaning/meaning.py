"""The seam by which a surface declares what its parameters mean, for a panel beside its picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.compiled import formula

Values = Mapping[str, Any]  # name -> number, or numbers at m points


class Meaning(Protocol):
    """What the parameters of a surface mean. Its numbers are formulas of the names of the surface's text.

    Attributes
    ----------
    kind : how it is drawn, "table" or "cloud"
    """

    kind: ClassVar[str]

    def fixed(self, values: Values) -> dict[str, Any]:
        """Return what is the same everywhere, as plain values; `values` are those at one point."""

    def numbers(self, values: Values) -> dict[str, NDArray[np.float64]]:
        """Return what is drawn at m points, by name, (m, ...); `values` are what `Surface.named` gives there.

        "total" (m,) is summed over what is drawn, and equals the surface's value.
        """


def evaluate(text: str, values: Values) -> NDArray[np.float64]:
    """Return the value of a formula of the names in `values`, in the shape to which they broadcast.

    Raises FormulaError.

    Examples
    --------
    >>> evaluate("2*a + b", {"a": np.array([[1.0], [2.0]]), "b": np.array([0.0, 5.0])}).tolist()
    [[2.0, 7.0], [4.0, 9.0]]
    """
    with np.errstate(all="ignore"):  # of runs that diverge
        value = formula(text, values)
    return np.broadcast_to(value, np.broadcast_shapes(*map(np.shape, values.values())))
