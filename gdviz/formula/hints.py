"""Hints, not errors: what a reader of the formula should know before trusting its derivative everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gdviz.formula.program import Program
from gdviz.formula.tree import Node

_KINKS = {
    "abs": "|...|",
    "sign": "sign",
    "floor": "floor",
    "ceil": "ceil",
    "min": "min",
    "max": "max",
    "where": "where",
    "clip": "clip",
}


@dataclass(frozen=True)
class Hint:
    """kind "kink" (may not be differentiable) or "undefined" (may be undefined here); the place is the cause's."""

    kind: str
    message: str
    column: int
    line: int


def hints(program: Program) -> list[Hint]:
    """Hints of a program, the first of each kind and cause."""
    found: dict[tuple[str, str], Hint] = {}
    for top in program.nodes():
        for n in top.walk():
            for kind, cause in _causes(n):
                words = {
                    "kink": f"may not be differentiable where {cause} switches",
                    "undefined": f"may be undefined here: {cause}",
                }[kind]
                found.setdefault((kind, cause), Hint(kind, words, n.column, n.line))
    return list(found.values())


def _causes(n: Node) -> Iterator[tuple[str, str]]:
    if n.op == "call" and n.name in _KINKS:
        yield "kink", _KINKS[n.name]
    if n.op == "call" and n.name in ("sqrt", "log", "log1p", "asin", "acos") and n.args[0].names():
        if n.name == "sqrt":
            yield "kink", "the root's argument reaches 0 and it"
        domain = {
            "sqrt": "the root of a negative number",
            "log": "the logarithm of 0 or less",
            "log1p": "the logarithm of 0 or less",
        }
        yield "undefined", domain.get(n.name, f"{n.name} outside of -1 to 1")
    if n.op == "/" and n.args[1].names():
        yield "undefined", "a division by 0"
    if n.op == "^" and n.args[0].names():
        exponent, sign = (n.args[1].args[0], -1) if n.args[1].op == "neg" else (n.args[1], 1)
        if exponent.op != "num" or not exponent.value.is_integer():
            yield "kink", "the base of a broken power reaches 0 and it"
            yield "undefined", "a broken power of a negative number"
        elif sign * exponent.value < 0:
            yield "undefined", "a negative power of 0"


def may_have_kinks(program: Program) -> bool:
    """Whether some point may have no derivative."""
    return any(h.kind == "kink" for h in hints(program))
