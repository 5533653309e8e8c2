"""How large the values of a formula can be, where its names are bounded."""

from __future__ import annotations

import math
from collections.abc import Mapping

from gdviz.formula.compile.emitter import MAX_SQUARED
from gdviz.formula.tree import Node, dependencies_first, is_num

LARGEST = 1e300  # a bound above it is none: rounding errors must not take a value over the edge


def bound(node: Node, sizes: Mapping[str, float]) -> float:
    """Return a bound of a formula's absolute value, inf where none is known.

    Where it is finite, so is every value that is computed on the way.

    Parameters
    ----------
    node : the formula, a number for each point
    sizes : name -> bound of its absolute value

    Examples
    --------
    >>> from gdviz.formula import ELEMENTWISE, Language, bound, parse_program
    >>> curve = Language("curve", ("x",), ELEMENTWISE, "x", True)
    >>> [bound(parse_program(text, curve).result, {"x": 10.0}) for text in ("x^2 - 3x", "1/x", "sin(x)")]
    [130.0, inf, 1.0]
    """
    known: dict[int, float] = {}
    for part in dependencies_first(node, lambda n: id(n) in known, lambda n: n.args):
        size = _bound(part, [known[id(a)] for a in part.args], sizes)
        known[id(part)] = size if size <= LARGEST else math.inf
    return known[id(node)]


def _bound(node: Node, args: list[float], sizes: Mapping[str, float]) -> float:
    if node.op == "num":
        return abs(node.value)
    if node.op == "name":
        return sizes.get(node.name, math.inf)
    if not all(size <= LARGEST for size in args):
        return math.inf
    match node.op:
        case "+":
            return sum(args)
        case "neg":
            return args[0]
        case "*":
            return math.prod(args)
        case "/" if node.args[1].op == "num" and not is_num(node.args[1], 0):
            return args[0] / args[1]
        case "^" if node.args[1].op == "num" and node.args[1].value in range(1, MAX_SQUARED + 1):
            return math.prod([args[0]] * int(args[1]))
        case "call" if node.name in ("sin", "cos", "tanh"):
            return 1.0
    return math.inf
