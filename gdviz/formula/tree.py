"""The checked syntax tree: nodes, limits, and constructors that simplify, which derivatives use.

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
    """One immutable node of a syntax tree.

    Attributes
    ----------
    op : "num", "name", "call", "neg", or an operator: + * / ^ @ or a comparison
    args : the nodes below it
    value, name : of a number or a name; a call has the name of its function, a number such as pi its own
    column, line : where it was written, counted from 1; column 0 for a node that was not typed
    depth : the number of levels, 1 for a leaf
    """

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
        """Yield this node and all below it, itself first; what is shared comes once."""
        seen, stack = {id(self)}, [self]
        while stack:
            n = stack.pop()
            yield n
            for a in reversed(n.args):
                if id(a) not in seen:
                    seen.add(id(a))
                    stack.append(a)

    def names(self) -> frozenset[str]:
        """Return the names that are read anywhere below."""
        return frozenset(n.name for n in self.walk() if n.op == "name")

    def __repr__(self) -> str:
        """Write the tree as calls, or its top alone where that would be long."""
        inner = {"num": repr(self.value), "name": self.name}.get(self.op)
        if self.depth > MAX_DEPTH or tree_size(self) > MAX_NODES:  # shared parts, written out each time
            return f"{self.name or self.op}(...)"
        return inner or f"{self.name or self.op}({', '.join(map(repr, self.args))})"


def tree_size(node: Node) -> int:
    """Count the nodes as they are written out: shared ones each time, though they are walked once.

    Examples
    --------
    >>> x = Node("name", name="x")
    >>> shared = Node("*", (x, x))
    >>> tree_size(Node("+", (shared, shared)))
    7
    """
    memo: dict[int, int] = {}
    for n in dependencies_first(node, lambda n: id(n) in memo, lambda n: n.args):
        memo[id(n)] = 1 + sum(memo[id(a)] for a in n.args)
    return memo[id(node)]


def readable(node: Node, most: int = READABLE) -> bool:
    """Tell whether `node`, written out, has at most that many parts.

    Shared parts are written out each time, so that a short text can become endless.
    """
    return node.depth <= MAX_WRITTEN_DEPTH and tree_size(node) <= most


def dependencies_first(
    node: Node, done: Callable[[Node], bool], needs: Callable[[Node], Iterable[Node]]
) -> Iterator[Node]:
    """Yield what `node` needs and is not done yet, then `node` itself, each after what it needs.

    Formulas put into one another are deeper than Python's stack, so there is no recursion. The caller makes
    each node done as it comes.

    Parameters
    ----------
    node : the top
    done : whether a node needs no more work
    needs : the nodes that must be done before a node, such as its arguments
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
    """Return a number."""
    return Node("num", value=float(value))


ZERO, ONE = num(0), num(1)


def is_num(n: Node, value: float | None = None) -> bool:
    """Tell whether the node is a number, or this number."""
    return n.op == "num" and (value is None or n.value == value)


def add(*terms: Node) -> Node:
    """Return a sum without zeros, its numbers as one at the end, and the terms of nested sums in it."""
    flat: list[Node] = []
    constant = 0.0
    for t in _flatten("+", terms):
        if t.op == "num":
            constant += t.value
        else:
            flat.append(t)
    if constant:
        flat.append(num(constant))
    if not flat:
        return ZERO
    return flat[0] if len(flat) == 1 else Node("+", tuple(flat))


def neg(a: Node) -> Node:
    """Return minus a."""
    if a.op == "num":
        return num(-a.value)
    return a.args[0] if a.op == "neg" else Node("neg", (a,))


def mul(*factors: Node) -> Node:
    """Return a product with its number in front and equal factors as powers.

    0 times anything is 0, also where the other factor is undefined.
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
    if abs(constant) != 1:
        flat = [num(abs(constant)), *flat]
    product = flat[0] if len(flat) == 1 else Node("*", tuple(flat))
    return product if constant > 0 else Node("neg", (product,))


def collect_powers(factors: Iterable[Node]) -> list[Node]:
    """Return x*y*x^2 as x^3*y: factors of one base become one power of it.

    The base is the same if it is the same name, or the same shared node.
    """
    by_base: dict[str | int, list[Node]] = {}
    for f in factors:
        base, _ = _base_and_exponent(f)
        by_base.setdefault(base.name if base.op == "name" else id(base), []).append(f)
    return [_one_power(same) for same in by_base.values()]


def _one_power(same: Sequence[Node]) -> Node:
    """Multiply powers of one base."""
    if len(same) == 1:
        return same[0]
    base, _ = _base_and_exponent(same[0])
    return power(base, num(sum(_base_and_exponent(f)[1] for f in same)))


def _base_and_exponent(f: Node) -> tuple[Node, float]:
    """Return base and exponent of a whole power; anything else is its own first power."""
    if f.op == "^":
        base, exponent = f.args
        if exponent.op == "num" and exponent.value >= 1 and exponent.value.is_integer():
            return base, exponent.value
    return f, 1.0


def div(a: Node, b: Node) -> Node:
    """Return a quotient, without what cancels."""
    if is_num(a, 0):
        return ZERO
    if is_num(b, 1):
        return a
    if a.op == "neg":
        return neg(div(a.args[0], b))
    a, b = cancel_number(a, b)
    return a if is_num(b, 1) else Node("/", (a, b))


def cancel_number(a: Node, b: Node) -> tuple[Node, Node]:
    """Return 2x over 2y as x over y, and 2x over 2 as x over 1."""
    if a.op == "*" and a.args[0].op == b.op == "num" and a.args[0].value == b.value:
        return mul(*a.args[1:]), ONE
    if a.op == b.op == "*" and a.args[0].op == "num" and is_num(b.args[0], a.args[0].value):
        return mul(*a.args[1:]), mul(*b.args[1:])
    return a, b


def power(a: Node, b: Node) -> Node:
    """Return a power; exponents 0 and 1 vanish."""
    if is_num(b, 0):
        return ONE
    return a if is_num(b, 1) else Node("^", (a, b))


def call(function: str, *args: Node) -> Node:
    """Return a call of a function of the language."""
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
    """Put nested sums or products into the one around them, unless it becomes long: then they stay shared."""
    flat = [a for n in nodes for a in (n.args if n.op == op else (n,))]
    return flat if len(flat) <= MAX_FLAT else nodes
