"""Lines of code for arrays as lines for one run in plain numbers: several times faster, and the same bits.

A vector becomes a variable for each of its coordinates. Python's numbers raise where NumPy's give inf or nan
(ZeroDivisionError, ValueError); whoever calls the function then computes that step with arrays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gdviz.formula.compile.emitter import Line
from gdviz.formula.functions import FUNCTIONS
from gdviz.formula.numeric import SHORT


@dataclass(frozen=True, eq=False)
class InNumbers:
    """Lines that compute with plain numbers: the same object for the same text, which may be held weakly.

    Attributes
    ----------
    lines : in their order
    arguments : the variables that they read
    results : variables, or literals, that hold what they are made for
    """

    lines: tuple[Line, ...]
    arguments: tuple[str, ...]
    results: tuple[str, ...]


class _NeedsArrays(Exception):
    """A line computes with matrices, asks the oracle, or adds up too many numbers."""


def coordinates(variable: str, kind: str, dimension: int) -> list[str]:
    """Return the variables that hold a number or a vector of the formula."""
    # no other variable begins with c and a digit
    return [variable] if kind == "s" else [f"c{i}{variable}" for i in range(dimension)]


def lines_in_numbers(
    lines: Iterable[Line], kinds: Mapping[str, str], dimension: int
) -> tuple[list[Line], dict[str, str]] | None:
    """Return lines that compute the same in plain numbers, and the kind of each of the old variables.

    Parameters
    ----------
    lines : what an emitter has collected
    kinds : of the variables that are given
    dimension : D; each vector has so many coordinates

    Returns
    -------
    None where the lines need arrays.
    """
    if dimension > SHORT:  # NumPy adds more in another order, and is the faster one
        return None
    known, out = dict(kinds), []
    for line in lines:
        known[line.variable] = line.kind
        if line.kind == "m" or any(known.get(name) == "m" for name in line.reads):
            return None
        for i, variable in enumerate(coordinates(line.variable, line.kind, dimension)):
            try:
                code = _OfCoordinate(known, i, dimension).visit(ast.parse(line.code, mode="eval"))
            except _NeedsArrays:
                return None
            out.append(Line(variable, ast.unparse(code), line.line, (), False, False, "s"))
    return out, known


class _OfCoordinate(ast.NodeTransformer):
    """Rewrites the code of a line for one coordinate."""

    def __init__(self, kinds: Mapping[str, str], i: int, dimension: int) -> None:
        self.kinds, self.i, self.dimension = kinds, i, dimension

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Take this coordinate of a vector."""
        kind = self.kinds.get(node.id, "s")
        return ast.Name(f"c{self.i}{node.id}" if kind == "v" else node.id, ast.Load())

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Write a call as one of numbers."""
        if not isinstance(node.func, ast.Name):
            raise _NeedsArrays
        name = node.func.id
        if name in ("f_dot", "f_norm", "f_sum", "f_mean"):
            return self._reduced(name, [ast.unparse(a) for a in node.args])
        args = [ast.unparse(self.visit(a)) for a in node.args]
        return _expression(_call(name, args))

    def _reduced(self, name: str, vectors: Sequence[str]) -> ast.expr:
        """Add up the coordinates of a vector, in order."""
        parts = zip(*(coordinates(v, "v", self.dimension) for v in vectors), strict=True)
        if any(self.kinds.get(v) != "v" for v in vectors):
            raise _NeedsArrays
        if name == "f_norm":
            return _expression(f"root({' + '.join(f'{a}*{a}' for (a,) in parts)})")
        total = " + ".join("*".join(factors) for factors in parts)
        return _expression(f"({total})/{self.dimension}" if name == "f_mean" else total)


def _call(name: str, args: Sequence[str]) -> str:
    """Write a function of numbers."""
    match name, args:
        case "f_sqrt", (x,):
            return f"root({x})"
        case "f_abs", (x,):
            return f"size({x})"
        case "divide", (a, b):
            return f"({a})/({b})"
        case "f_where", (condition, a, b):
            return f"({a}) if ({condition}) != 0 else ({b})"
        case "full_v", (x, _):
            return x
        case "f_quotient0", (a, b):
            return f"0.0 if ({a}) == 0 else ({a})/({b})"
        case "f_quotient1", (a, b, limit):
            return f"({limit}) if ({b}) == 0 else ({a})/({b})"
        case "f_product0", (a, b):
            return f"0.0 if ({a}) == 0 else ({a})*({b})"
    function = FUNCTIONS.get(name.removeprefix("f_"))
    if name != "power" and (function is None or not function.elementwise):
        raise _NeedsArrays
    # NumPy's own bits, in a number that is fast to compute with
    return _where_plain(name, args, f"number({name}({', '.join(args)}))")


def _where_plain(name: str, args: Sequence[str], otherwise: str) -> str:
    """Write what a comparison tells of numbers that differ; ties have signs of zero, and nan is NumPy's."""
    match name, args:
        case "f_sign", (x,):
            return f"1.0 if ({x}) > 0 else -1.0 if ({x}) < 0 else {otherwise}"
        case "f_max", (a, b):
            return f"({a}) if ({a}) > ({b}) else ({b}) if ({b}) > ({a}) else {otherwise}"
        case "f_min", (a, b):
            return f"({a}) if ({a}) < ({b}) else ({b}) if ({b}) < ({a}) else {otherwise}"
        case "f_clip", (x, low, high):
            return f"({x}) if ({low}) < ({x}) < ({high}) else {otherwise}"
    return otherwise


def _expression(code: str) -> ast.expr:
    return ast.parse(code, mode="eval").body
