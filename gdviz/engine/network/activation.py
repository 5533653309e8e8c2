"""Activations: what a unit makes of the weighted sum of its inputs, a formula of that sum z."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from typing import ClassVar

import numpy as np

from gdviz.engine.compiled import Compiled, compile_program
from gdviz.engine.entry import Entry
from gdviz.formula import ELEMENTWISE, FormulaError, Language, Program, parse_program


@dataclass(frozen=True, eq=False)
class Activation(Entry):
    """An activation s(z), with the derivatives that back-propagation needs from the same text.

    Attributes
    ----------
    display : the formula as books write it, where that is not how it runs; it is shown, never run

    Raises
    ------
    FormulaError
        For a text that is refused, that has parameters, or that does not depend on z.

    Examples
    --------
    >>> import gdviz
    >>> [float(v) for v in gdviz.activations["leaky_relu"].compiled.gradient(-2.0)]  # value and slope
    [-0.02, 0.01]
    """

    display: str = ""

    language: ClassVar[Language] = Language("activation", ("z",), ELEMENTWISE, "z (the weighted sum)", True)

    def check(self) -> None:
        """Refuse formulas that cannot be compiled. Raises FormulaError."""
        if self.params:
            raise FormulaError(
                f"an activation has no parameters; put in the number of {self.params[0].name}", 1
            )
        _ = self.displayed  # read for its errors
        z = np.zeros((2, 2))
        with np.errstate(all="ignore"):
            if np.shape(self.compiled.value(z)[0]) != z.shape:
                raise FormulaError("the activation does not depend on z", 1)

    @cached_property
    def compiled(self) -> Compiled:
        """Value, slope and second derivative by z: functions of (z,)."""
        return compile_program(self.program, ("z",))

    @cached_property
    def displayed(self) -> Program:
        """The program that is shown: as books write it, or the one that runs. Raises FormulaError."""
        return parse_program(cleandoc(self.display), self.language) if self.display else self.program

    @property
    def is_identity(self) -> bool:
        """Whether it leaves z as it is."""
        result = self.compiled.result
        return result.op == "name" and result.name == "z"
