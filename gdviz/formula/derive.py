"""Exact derivatives of a checked tree, by the chain rule on shared nodes.

Every node is differentiated once and the results are shared, so the gradient and the Hessian of an n-node formula
have O(n) distinct nodes however the written-out formula would swell. Where a function has no derivative a stated
subgradient is taken: sign(0) = 0 for abs; the first argument at a tie of min and max; 0 for the derivative of sign,
floor, ceil and comparisons (the Dirac terms); 0 for a root (or another broken power) whose argument and its derivative
both vanish. What is smooth although a part of it is not keeps its derivatives: r = sqrt(x^2 + y^2) has a kink at 0, but
r^2 and cos(r) have none (see `_smooth`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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


def derivative(
    node: Node, seeds: Mapping[str, Node], memo: dict[int, tuple[Node, Node]] | None = None
) -> Node:
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
        return add(*(_smooth(*still, *moving[:i], d(f), *moving[i + 1 :]) for i, f in enumerate(moving)))
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
        parts.append(_power_of(u, v, du, d))
    if not is_num(dv, 0):
        logarithm = ONE if u.op == "num" and u.name == "e" else call("log", u)
        parts.append(
            mul(n, logarithm, dv) if u.op == "num" and u.value > 0 else _product0(mul(n, dv), logarithm)
        )
    return add(*parts)


def _power_of(u: Node, v: Node, du: Node, d: _Of) -> Node:
    """Derivative of u^v by the base."""
    q = _under_root(u)
    if q is not None:  # r^2 is q, without the kink of r
        return _power_of(q, num(v.value / 2) if v.op == "num" else mul(num(0.5), v), d(q), d)
    less = num(v.value - 1) if v.op == "num" else add(v, num(-1))
    if u.op == "call" and u.name == "abs" and not (v.op == "num" and v.value <= 1):
        z = u.args[0]  # |z|^3 has the slope 3 |z| z, without the jump of sign
        du, less = mul(z, d(z)), num(v.value - 2) if v.op == "num" else add(v, num(-2))
    bounded = v.op == "num" and (less.value >= 0 or v.value < 0 or du.op == "num")
    return _smooth(v, power(u, less), du) if bounded else _product0(mul(v, du), power(u, less))


def _product0(a: Node, b: Node) -> Node:
    """a b, and 0 where a is 0 even if b is infinite there."""
    return mul(a, b) if a.op == "num" or b.op == "num" else call("product0", a, b)


def _under_root(n: Node) -> Node | None:
    """q of sqrt(q); None for anything else."""
    root = n.op == "call" and n.name == "sqrt" or n.op == "^" and is_num(n.args[1], 0.5)
    return n.args[0] if root else None


def _smooth(*factors: Node) -> Node:
    """Product in which sin(k r) x/r, for a root r, is k x sin(k r)/(k r): that has a limit and a derivative at r = 0."""
    flat = _flat(factors)
    slopes = [(j, *_slope_of_root(f)) for j, f in enumerate(flat) if f.op == "call" and f.name == "quotient0"]
    for i, f in enumerate(flat):
        z = f.args[0] if f.op == "call" and f.name in _ODD else f
        scales = (
            {id(a): z.args[:k] + z.args[k + 1 :] for k, a in enumerate(z.args)}
            if z.op == "*"
            else {id(z): ()}
        )
        for j, x, r in slopes:
            if id(r) in scales and i != j:
                ratio = ONE if z is f else call("quotient1", f, z, _OUTER[f.name](f, z))
                return mul(*(a for k, a in enumerate(flat) if k not in (i, j)), *scales[id(r)], x, ratio)
    return mul(*factors)


def _flat(factors: Sequence[Node]) -> list[Node]:
    """Factors of factors and their signs, so that one finds them."""
    flat: list[Node] = []
    for f in factors:
        bare = f.args[0] if f.op == "neg" else f
        flat += [num(-1)] * (bare is not f) + [*(bare.args if bare.op == "*" else (bare,))]
    return flat


def _slope_of_root(n: Node) -> tuple[Node, Node | None]:
    """(x, r) of x/r or 2x/(2r), for a root r."""
    x, low = n.args
    r = low.args[1] if low.op == "*" and len(low.args) == 2 and low.args[0].op == "num" else low
    return (x if r is low else div(x, low.args[0])), r if _under_root(r) is not None else None


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
    if is_num(du, 0) and f not in ("quotient0", "product0"):
        return ZERO
    if f == "sqrt":
        return call("quotient0", *reduce_pair(du, mul(num(2), n)))
    if f == "quotient0":
        v, dv = a[1], d(a[1])
        first = call("quotient0", du, v) if not is_num(du, 0) else ZERO
        if is_num(dv, 0):
            return first
        return add(first, neg(call("quotient0", mul(u, dv), power(v, num(2)))))
    if f == "quotient1":  # made for odd functions only, where it is flat at its limit
        return call("quotient0", mul(add(a[2], neg(n)), d(a[1])), a[1])
    if f == "product0":
        return add(_product0(du, a[1]), _product0(u, d(a[1])))
    if f in ("cos", "cosh") and u.op == "call" and u.name == "abs":  # even: without the jump of sign
        return d(call(f, u.args[0]))
    if f in ("log", "log1p"):
        return div(du, u if f == "log" else add(ONE, u))
    return _smooth(_OUTER[f](n, u), du)


_OUTER: dict[str, Callable[[Node, Node], Node]] = {  # derivative of n = f(u) by u
    "exp": lambda n, u: n,
    "abs": lambda n, u: call("sign", u),
    "sin": lambda n, u: call("cos", u),
    "cos": lambda n, u: neg(call("sin", u)),
    "tan": lambda n, u: add(ONE, power(n, num(2))),
    "asin": lambda n, u: div(ONE, call("sqrt", add(ONE, neg(power(u, num(2)))))),
    "acos": lambda n, u: neg(div(ONE, call("sqrt", add(ONE, neg(power(u, num(2))))))),
    "atan": lambda n, u: div(ONE, add(ONE, power(u, num(2)))),
    "sinh": lambda n, u: call("cosh", u),
    "cosh": lambda n, u: call("sinh", u),
    "tanh": lambda n, u: add(ONE, neg(power(n, num(2)))),
}
_ODD = frozenset(
    {"sin", "sinh", "tan", "tanh", "asin", "atan"}
)  # f(z)/z has a limit at 0, and its derivative there is 0


def _where(condition: Node, a: Node, b: Node) -> Node:
    return a if is_num(a, 0) and is_num(b, 0) else call("where", condition, a, b)


def _extremum(n: Node, d: _Of) -> Node:
    best, slope = n.args[0], d(n.args[0])
    for b in n.args[1:]:
        slope = _where(Node("<=" if n.name == "min" else ">=", (best, b)), slope, d(b))
        best = call(n.name, best, b)
    return slope
