"""The arithmetic of a step: each equation with symbols, and with slots that the numbers of a step are put into.

A slot ⟦KEY@0⟧ is KEY's value of this step, ⟦KEY@-1⟧ its value before this step. Keys are those of `Path.quantities`, and
t (step number), T (number of steps), lr (rate of this step).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from gdviz.engine.method.rule import Rule, reads, versions
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
    """The placeholder of a value."""
    return f"{SLOT_OPEN}{key}@{when}{SLOT_CLOSE}"


def typeset_equations(rule: Rule, hyper: Mapping[str, float]) -> list[EquationText]:
    """The equations of a rule (arrows left out) with time subscripts, and with slots where a step's numbers belong."""
    out = []
    fixed = {n for n, _ in rule.program.states} - {e.name for e in rule.program.equations}
    for e, key, found in zip(
        rule.program.equations, versions(rule.program), reads(rule.program), strict=True
    ):
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
    def shown(n: Node) -> str | None:
        if n.name not in found or n.name in ("t", "T", "lr"):
            return None
        key, when = found[n.name]
        if n.name in fixed:  # a state that no equation changes has no time
            return symbol(key, fmt)
        return symbol(key, fmt, "" if fmt == "text" else "t-1" if when else "t")

    return shown


def _numbers(found: Mapping[str, tuple[str, int]], hyper: Mapping[str, float]) -> Any:
    def shown(n: Node) -> str | None:
        if n.name in found:
            return slot(*found[n.name])
        if n.name in hyper:
            return slot(n.name, 0)
        return None

    return shown
