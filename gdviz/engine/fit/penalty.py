"""Penalties on the weights: a formula of one weight w, summed over all weights but the intercepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from gdviz.engine.compiled import Compiled, compile_nodes, compile_program, inline
from gdviz.engine.entry import Entry
from gdviz.formula import ELEMENTWISE, Language, Program, parse_program


@dataclass(frozen=True, eq=False)
class Penalty(Entry):
    """A penalty P(w), with its proximal step.

    `prox` is argmin_v (v - w)^2/2 + s P(v), a formula of w, the step s and the same parameters.

    Raises
    ------
    FormulaError
        For a text that is refused.

    Examples
    --------
    >>> import gdviz
    >>> gdviz.penalties["l1"].proximal(3.0, 1.0, 0.5)[0].item()  # a weight, a step and the strength
    2.5
    """

    prox: str = ""

    language: ClassVar[Language] = Language(
        "penalty", ("w",), ELEMENTWISE, "w (a weight)", True, reserved=frozenset({"s"})
    )

    def check(self) -> None:
        """Refuse formulas that cannot be compiled. Raises FormulaError."""
        _ = self.compiled, self.proximal  # read for their errors

    @cached_property
    def compiled(self) -> Compiled:
        """Value and derivatives by w: functions of (w, parameters...)."""
        return compile_program(self.program, ("w",))

    @cached_property
    def proximal_program(self) -> Program:
        """The proximal step as a checked program. Raises FormulaError."""
        names = ("w", "s", *(p.name for p in self.params))
        return parse_program(self.prox, Language("proximal step", names, ELEMENTWISE, "w and s", True))

    @cached_property
    def proximal(self) -> Callable[..., tuple[Any, ...]]:
        """The proximal step: function of (w, s, parameters...)."""
        program = self.proximal_program
        return compile_nodes("prox", program, [inline(program)])
