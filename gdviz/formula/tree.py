"""The checked syntax tree: nodes, limits, and constructors that simplify (used by derivatives only).

A node is `op` with `args`; leaves carry `value` (num) or `name` (name). Sums and products are n-ary so that
long sums stay shallow; `a - b` is a sum with a `neg` term. A call carries the function's name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

MAX_LENGTH = 4000  # characters of a program
MAX_LINES = 60
MAX_NODES = 400  # of one program
MAX_DEPTH = 50  # of one expression
READABLE = 160  # parts, written out, of a derivative that is still worth reading
MAX_WRITTEN, MAX_WRITTEN_DEPTH = 2000, 100  # parts and levels of anything that is written out at all
MAX_FLAT = 10  # terms of a sum, or factors of a product, up to which nested ones are put into one another
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


class Node:
    """One immutable node of a syntax tree; `column` and `line` (from 1) say where it was written."""

    __slots__ = ("args", "column", "depth", "line", "name", "op", "value")

    def __init__(
        self,
        op: str,
        args: tuple[Node, ...] = (),
        *,
        value: float = 0.0,
        name: str = "",
        column: int = 0,
        line: int = 1,
    ) -> None:
        self.op, self.args, self.value, self.name = op, args, value, name
        self.column, self.line = column, line
        self.depth: int = 1 + max((a.depth for a in args), default=0)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, itself first; what is shared comes once."""
        seen, stack = {id(self)}, [self]
        while stack:
            n = stack.pop()
            yield n
            for a in reversed(n.args):
                if id(a) not in seen:
                    seen.add(id(a))
                    stack.append(a)

    def names(self) -> frozenset[str]:
        """Names that are read anywhere below."""
        return frozenset(n.name for n in self.walk() if n.op == "name")

    def __repr__(self) -> str:
        inner = {"num": repr(self.value), "name": self.name}.get(self.op)
        if self.depth > MAX_DEPTH or tree_size(self) > MAX_NODES:  # shared parts, written out each time
            return f"{self.name or self.op}(...)"
        return inner or f"{self.name or self.op}({', '.join(map(repr, self.args))})"


def tree_size(node: Node) -> int:
    """Number of nodes as written out, shared ones counted each time (without walking them each time)."""
    memo: dict[int, int] = {}
    for n in dependencies_first(node, lambda n: id(n) in memo, lambda n: n.args):
        memo[id(n)] = 1 + sum(memo[id(a)] for a in n.args)
    return memo[id(node)]


def readable(node: Node, most: int = READABLE) -> bool:
    """Whether `node` written out has at most that many parts: shared ones can make a short text a line of miles."""
    return node.depth <= MAX_WRITTEN_DEPTH and tree_size(node) <= most


def dependencies_first(
    node: Node, done: Callable[[Node], bool], needs: Callable[[Node], Iterable[Node]]
) -> Iterator[Node]:
    """What `node` needs before it and is not done yet, then `node` itself: an order without recursion.

    Formulas put into one another are deeper than Python's stack; the caller makes each node done as it comes.
    """
    stack = [node]
    while stack:
        n = stack[-1]
        waiting = [] if done(n) else [a for a in needs(n) if not done(a)]
        if waiting:
            stack += reversed(waiting)
            continue
        stack.pop()
        if not done(n):
            yield n


def num(value: float) -> Node:
    """A number."""
    return Node("num", value=float(value))


def name(text: str) -> Node:
    """A name."""
    return Node("name", name=text)


ZERO, ONE = num(0), num(1)


def is_num(n: Node, value: float | None = None) -> bool:
    """Whether the node is a number (this number)."""
    return n.op == "num" and (value is None or n.value == value)


def add(*terms: Node) -> Node:
    """Sum without zeros, numbers gathered at the end, nested sums flattened."""
    flat: list[Node] = []
    constant = 0.0
    for t in _flatten("+", terms):
        if t.op == "num":
            constant += t.value
        else:
            flat.append(t)
    if constant:
        flat.append(num(constant))
    return flat[0] if len(flat) == 1 else Node("+", tuple(flat)) if flat else ZERO


def neg(a: Node) -> Node:
    """Minus a."""
    if a.op == "num":
        return num(-a.value)
    return a.args[0] if a.op == "neg" else Node("neg", (a,))


def mul(*factors: Node) -> Node:
    """Product with its number in front and equal factors as powers.

    0 wins over everything (so a factor's undefined points do not).
    """
    flat: list[Node] = []
    constant = math.prod(-1.0 for f in factors if f.op == "neg")
    for f in _flatten("*", [f.args[0] if f.op == "neg" else f for f in factors]):
        if f.op == "neg":
            constant, f = -constant, f.args[0]
        if f.op == "num":
            constant *= f.value
        else:
            flat.append(f)
    if constant == 0:
        return ZERO
    if not flat:
        return num(constant)
    flat = collect_powers(flat)
    body = flat[0] if len(flat) == 1 else None
    if constant == 1:
        return body or Node("*", tuple(flat))
    if constant == -1:
        return Node("neg", (body or Node("*", tuple(flat)),))
    product = Node("*", (num(abs(constant)), *flat))
    return product if constant > 0 else Node("neg", (product,))


def collect_powers(factors: Iterable[Node]) -> list[Node]:
    """x*y*x^2 as x^3*y: factors of one base (the same name, or the same shared node) become one power of it."""
    found: dict[str | int, list[Node]] = {}
    for f in factors:
        base = _raised(f)[0]
        found.setdefault(base.name if base.op == "name" else id(base), []).append(f)
    return [
        same[0] if len(same) == 1 else power(_raised(same[0])[0], num(sum(_raised(f)[1] for f in same)))
        for same in found.values()
    ]


def _raised(f: Node) -> tuple[Node, float]:
    """Base and exponent of a whole power; anything else is its own first power."""
    whole = f.op == "^" and f.args[1].op == "num" and f.args[1].value >= 1 and f.args[1].value.is_integer()
    return (f.args[0], f.args[1].value) if whole else (f, 1.0)


def div(a: Node, b: Node) -> Node:
    """Quotient."""
    if is_num(a, 0):
        return ZERO
    if is_num(b, 1):
        return a
    if a.op == "neg":
        return neg(div(a.args[0], b))
    a, b = cancel_number(a, b)
    return a if is_num(b, 1) else Node("/", (a, b))


def cancel_number(a: Node, b: Node) -> tuple[Node, Node]:
    """2x over 2y as x over y, and 2x over 2 as x over 1."""
    if a.op == "*" and a.args[0].op == b.op == "num" and a.args[0].value == b.value:
        return mul(*a.args[1:]), ONE
    if a.op == b.op == "*" and a.args[0].op == "num" and is_num(b.args[0], a.args[0].value):
        return mul(*a.args[1:]), mul(*b.args[1:])
    return a, b


def power(a: Node, b: Node) -> Node:
    """Power; exponents 0 and 1 vanish."""
    if is_num(b, 0):
        return ONE
    return a if is_num(b, 1) else Node("^", (a, b))


def call(function: str, *args: Node) -> Node:
    """A function of the language applied to arguments."""
    return Node("call", args, name=function)


def choice(condition: Node, a: Node, b: Node) -> Node:
    """Return where(condition, a, b), or a alone if both are 0."""
    return a if is_num(a, 0) and is_num(b, 0) else call("where", condition, a, b)


def quotient0(a: Node, b: Node) -> Node:
    """Return a/b with 0/0 = 0."""
    return ZERO if is_num(a, 0) else call("quotient0", a, b)


def product0(a: Node, b: Node) -> Node:
    """Return a b, and 0 where a is 0 even if b is infinite there."""
    return mul(a, b) if a.op == "num" or b.op == "num" else call("product0", a, b)


def flat_product(*factors: Node) -> Node:
    """Return a product as it is written: factors that are products are put into it, nothing is simplified."""
    return Node("*", tuple(part for f in factors for part in (f.args if f.op == "*" else (f,))))


def _flatten(op: str, nodes: Sequence[Node]) -> Sequence[Node]:
    """Nested sums or products put into the one around them, unless that makes it long: then they stay shared."""
    flat = [a for n in nodes for a in (n.args if n.op == op else (n,))]
    return flat if len(flat) <= MAX_FLAT else nodes
