"""What the lines of a program depend on, so that a test derives from a text what it may expect of it."""

from __future__ import annotations

from collections.abc import Iterator

from gdviz.formula import Node, Program


def reaching(program: Program, target: str, cut: str = "") -> set[str]:
    """The names of which `target` is made, also by way of other lines and of earlier steps, but not through calls of `cut`."""
    found, waiting = set(), [target]
    while waiting:
        name = waiting.pop()
        for equation in program.equations:
            if equation.name == name:
                new = set(_names(equation.node, cut)) - found
                found |= new
                waiting += new
    return found


def _names(node: Node, cut: str) -> Iterator[str]:
    if node.op == "name":
        yield node.name
    if node.op != "call" or node.name != cut:
        for argument in node.args:
            yield from _names(argument, cut)
