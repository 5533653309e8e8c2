"""Exact derivatives of a checked tree, by the chain rule on shared nodes.

Every node is differentiated once and the results are shared, so the gradient and the Hessian of an n-node formula
have O(n) distinct nodes however the written-out formula would swell. Where a function has no derivative a stated
subgradient is taken: sign(0) = 0 for abs; the first argument at a tie of min and max; 0 for the derivative of sign,
floor, ceil and comparisons (the Dirac terms); 0 for a root whose argument and its derivative both vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gdviz.formula.tree import (
    COMPARISONS,
    ONE,
    ZERO,
    Node,
    add,
    below,
    call,
    div,
    gathered,
    is_num,
    mul,
    neg,
    num,
    power,
    reduce_pair,
)

_Of = Callable[[Node], Node]


def derivative(node: Node, seeds: Mapping[str, Node], memo: dict[int, tuple[Node, Node]] | None = None) -> Node:
    """Derivative of `node` when each name in `seeds` has that derivative (and all other names are constants).

    `memo` (id -> node, derivative) may be shared by calls with the same seeds.
    """
    memo = {} if memo is None else memo
    if id(node) not in memo:
        for n in below(node, lambda n: id(n) in memo, lambda n: n.args):
            # the node is kept with its derivative, so that its id stays its own
            memo[id(n)] = n, _rule(n, lambda a: derivative(a, seeds, memo), seeds)
    return memo[id(node)][1]


def _rule(n: Node, d: _Of, seeds: Mapping[str, Node]) -> Node:
    op, a = n.op, n.args
    if op == "num" or op in COMPARISONS:
        return ZERO
    if op == "name":
        return seeds.get(n.name, ZERO)
    if op == "+":
        return add(*map(d, a))
    if op == "neg":
        return neg(d(a[0]))
    if op == "*":
        return _product(a, d)
    if op == "/":
        u, v = a
        if is_num(d(v), 0):
            return div(d(u), v)
        return add(div(d(u), v), neg(div(mul(u, d(v)), power(v, num(2)))))
    if op == "^":
        return _power(n, d)
    if op == "call":
        return _call(n, d)
    raise ValueError(f"'{op}' has no derivative")


def _product(factors: tuple[Node, ...], d: _Of) -> Node:
    moving = gathered(f for f in factors if not is_num(d(f), 0))
    still = [f for f in factors if is_num(d(f), 0)]
    if len(moving) <= 3:  # written out as in a textbook
        return add(*(mul(*still, *moving[:i], d(f), *moving[i + 1:]) for i, f in enumerate(moving)))
    p, dp = moving[0], d(moving[0])  # many factors: running product, so that the result stays linear in size
    for f in moving[1:]:
        p, dp = Node("*", (p, f)), add(Node("*", (dp, f)), mul(p, d(f)))
    return mul(*still, dp)


def _power(n: Node, d: _Of) -> Node:
    u, v = n.args
    du, dv = d(u), d(v)
    if is_num(v, 0.5) and not is_num(du, 0):  # a root by another name, with the root's subgradient
        return call("quotient0", *reduce_pair(du, mul(num(2), n)))
    parts = []
    if not is_num(du, 0):
        less = num(v.value - 1) if v.op == "num" else add(v, num(-1))
        parts.append(mul(v, power(u, less), du))
    if not is_num(dv, 0):
        parts.append(mul(n, call("log", u), dv))
    return add(*parts)


def _call(n: Node, d: _Of) -> Node:
    f, a = n.name, n.args
    u = a[0]
    if f in ("sign", "floor", "ceil"):
        return ZERO
    if f == "where":
        return _where(a[0], d(a[1]), d(a[2]))
    if f in ("min", "max"):
        return _extremum(n, d)
    if f == "clip":
        low, high = a[1], a[2]
        return d(call("min", call("max", u, low), high))
    du = d(u)
    if is_num(du, 0) and f != "quotient0":
        return ZERO
    if f == "sqrt":
        return call("quotient0", *reduce_pair(du, mul(num(2), n)))
    if f == "quotient0":
        v, dv = a[1], d(a[1])
        first = call("quotient0", du, v) if not is_num(du, 0) else ZERO
        if is_num(dv, 0):
            return first
        return add(first, neg(call("quotient0", mul(u, dv), power(v, num(2)))))
    outer = {
        "exp": lambda: n, "log": lambda: div(ONE, u), "log1p": lambda: div(ONE, add(ONE, u)),
        "abs": lambda: call("sign", u), "sin": lambda: call("cos", u),
        "cos": lambda: neg(call("sin", u)), "tan": lambda: add(ONE, power(n, num(2))),
        "asin": lambda: div(ONE, call("sqrt", add(ONE, neg(power(u, num(2)))))),
        "acos": lambda: neg(div(ONE, call("sqrt", add(ONE, neg(power(u, num(2))))))),
        "atan": lambda: div(ONE, add(ONE, power(u, num(2)))), "sinh": lambda: call("cosh", u),
        "cosh": lambda: call("sinh", u), "tanh": lambda: add(ONE, neg(power(n, num(2)))),
    }[f]()
    if f in ("log", "log1p"):
        return div(du, u if f == "log" else add(ONE, u))
    return mul(outer, du)


def _where(condition: Node, a: Node, b: Node) -> Node:
    return a if is_num(a, 0) and is_num(b, 0) else call("where", condition, a, b)


def _extremum(n: Node, d: _Of) -> Node:
    best, slope = n.args[0], d(n.args[0])
    for b in n.args[1:]:
        slope = _where(Node("<=" if n.name == "min" else ">=", (best, b)), slope, d(b))
        best = call(n.name, best, b)
    return slope
