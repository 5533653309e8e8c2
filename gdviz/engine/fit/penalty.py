"""Penalties on the weights: a formula of one weight w, summed over all weights but the intercepts, and its proximal step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from gdviz.engine.compiled import Compiled, compile_program, inline
from gdviz.engine.entry import Entry
from gdviz.formula import ELEMENTWISE, Emitter, Language, Program, compile_function, parse_program


@dataclass(frozen=True, eq=False)
class Penalty(Entry):
    """A penalty P(w) and prox = argmin_v (v - w)^2/2 + s P(v), a formula of w, the step s and the same parameters."""

    prox: str = ""

    language: ClassVar[Language] = Language(
        "penalty", ("w",), ELEMENTWISE, "w (a weight)", True, reserved=frozenset({"s"})
    )

    def check(self) -> None:
        _ = self.compiled, self.proximal

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
        names, e = program.language.names, Emitter()
        for n in names:
            e.input(n, f"_{n}", "s")
        result = e.value(inline(program))[0]
        return compile_function("prox", e.lines, [f"_{n}" for n in names], [result], self.prox)
