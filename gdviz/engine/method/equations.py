"""The arithmetic of a step: each equation with symbols, and with slots for the numbers of a step.

A slot ⟦KEY@0⟧ is KEY's value of this step, ⟦KEY@-1⟧ its value before this step. Keys are those of
`Path.quantities`, and t (step number), T (number of steps), lr (rate of this step).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from gdviz.engine.method.compiled_rule import reads, versions
from gdviz.engine.method.method import Method
from gdviz.formula import Node, mathml, symbol, write

FORMATS = ("mathml", "latex", "text")
SLOT_OPEN, SLOT_CLOSE = "⟦", "⟧"


@dataclass(frozen=True)
class EquationText:
    """One equation in three notations; `*_numbers` has slots for the numbers and ends with the result's slot.

    `name` is the key of the result in `Path.quantities`.
    """

    name: str
    mathml: str
    numbers: str
    latex: str
    latex_numbers: str
    text: str
    text_numbers: str


def slot(key: str, when: int) -> str:
    """Return the placeholder of a value."""
    return f"{SLOT_OPEN}{key}@{when}{SLOT_CLOSE}"


def typeset_equations(rule: Method, hyper: Mapping[str, float]) -> list[EquationText]:
    """Typeset the equations of a rule (arrows left out) with time subscripts, and with slots for numbers.

    Parameters
    ----------
    rule : Method
        Whose equations; one of SciPy's has none.
    hyper : mapping
        Names of the hyper-parameters that get a slot; the values do not matter.

    Examples
    --------
    >>> import gdviz
    >>> (equation,) = typeset_equations(gdviz.optimizers["gd"], {})
    >>> equation.text, equation.text_numbers
    ('theta = theta - lr*g', '⟦theta@-1⟧ - ⟦lr@0⟧*⟦g@0⟧ = ⟦theta@0⟧')
    """
    program = rule.program
    out = []
    # states that no equation changes
    fixed = {name for name, _ in program.states} - {equation.name for equation in program.equations}
    for e, key, found in zip(program.equations, versions(program), reads(program), strict=True):
        if e.arrow:
            continue
        notation: dict[str, str] = {}
        for fmt in FORMATS:
            left = symbol(key, fmt, "" if fmt == "text" else "t")
            equals = {"mathml": "<mo>=</mo>", "latex": " = ", "text": " = "}[fmt]
            with_symbols = write(e.node, fmt, _symbols(fmt, found, fixed))
            with_numbers = write(e.node, fmt, _numbers(found, hyper))
            notation[fmt] = left + equals + with_symbols
            notation[fmt + "_numbers"] = with_numbers + equals + slot(key, 0)
        out.append(
            EquationText(
                key,
                mathml(notation["mathml"]),
                mathml(notation["mathml_numbers"]),
                notation["latex"],
                notation["latex_numbers"],
                notation["text"],
                notation["text_numbers"],
            )
        )
    return out


def _symbols(fmt: str, found: Mapping[str, tuple[str, int]], fixed: Set[str]) -> Any:
    """Return what writes a name of an equation as a symbol with its time; None leaves it as it is."""

    def written(node: Node) -> str | None:
        if node.name not in found or node.name in ("t", "T", "lr"):
            return None
        key, when = found[node.name]
        if node.name in fixed:
            return symbol(key, fmt)
        time = "t-1" if when else "t"
        return symbol(key, fmt, "" if fmt == "text" else time)

    return written


def _numbers(found: Mapping[str, tuple[str, int]], hyper: Mapping[str, float]) -> Any:
    """Return what writes a name of an equation as a slot; None leaves it as it is."""

    def written(node: Node) -> str | None:
        if node.name in found:
            return slot(*found[node.name])
        return slot(node.name, 0) if node.name in hyper else None

    return written
