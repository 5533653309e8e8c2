"""Initialisations: how widely the first weights of a layer are spread, a formula of its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from gdviz.engine.compiled import compile_nodes, inline
from gdviz.engine.entry import Entry, check_seed
from gdviz.engine.streams import Use, stream
from gdviz.formula import ELEMENTWISE, FormulaError, Language


@dataclass(frozen=True, eq=False)
class Initialisation(Entry):
    """The standard deviation of normal weights, a formula of fan_in and fan_out. Biases begin at 0.

    fan_in is the number of inputs of a unit, fan_out the number of units in its layer.

    Raises
    ------
    FormulaError
        For a text that is refused, or that has parameters.

    Examples
    --------
    >>> import gdviz
    >>> (w1, b1), (w2, b2) = gdviz.initialisations["he"].draw((2, 4, 1), seed=3)
    >>> w1.shape, b1.tolist(), w2.shape
    ((4, 2), [0.0, 0.0, 0.0, 0.0], (1, 4))
    """

    language: ClassVar[Language] = Language(
        "initialisation", ("fan_in", "fan_out"), ELEMENTWISE, "fan_in and fan_out", True
    )

    def check(self) -> None:
        """Refuse formulas that cannot be compiled. Raises FormulaError."""
        if self.params:
            name = self.params[0].name
            raise FormulaError(f"an initialisation has no parameters; put in the number of {name}", 1)
        _ = self.deviation  # read for its errors

    @cached_property
    def deviation(self) -> Any:
        """The standard deviation: function of (fan_in, fan_out) that returns a tuple of one."""
        return compile_nodes("deviation", self.program, [inline(self.program)])

    def draw(self, sizes: Sequence[int], seed: int = 0) -> list[tuple[np.ndarray, np.ndarray]]:
        """Draw weights W (out, in) and biases b (out,) of each layer.

        The draws depend on the seed and the layer only, so that another initialisation scales the same ones.

        Parameters
        ----------
        sizes : sequence of int
            Number of inputs, then of units in each layer.
        seed : int
            The same seed gives the same weights.

        Raises
        ------
        ValueError
            For a seed that is no whole number, or a deviation that is negative or not finite.
        """
        seed, out = check_seed(seed), []
        for layer, (fan_in, fan_out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
            with np.errstate(all="ignore"):
                (deviation,) = self.deviation(np.float64(fan_in), np.float64(fan_out))
            if not 0 <= deviation < np.inf:
                raise ValueError(
                    f"the initialisation {self.name} gives the deviation {deviation:g} for fan_in {fan_in} "
                    f"and fan_out {fan_out}; it must be a finite number, 0 or more"
                )
            drawn = stream(seed, Use.WEIGHTS, layer).standard_normal((fan_out, fan_in))
            out.append((drawn * float(deviation), np.zeros(fan_out)))
        return out
