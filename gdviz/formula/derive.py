"""Exact derivatives of a checked tree, by the chain rule on shared nodes.

Every node is differentiated once and the results are shared, so the gradient and the Hessian of a formula of
n nodes have O(n) distinct nodes, however long they would be when written out.

Where a function has no derivative, a stated subgradient is taken: sign(0) = 0 for abs; the first argument at
a tie of min and max; 0 for the derivative of sign, floor, ceil and comparisons (without their Dirac terms); 0
for a root (or another power that is not whole) where its argument and the argument's derivative both vanish.

A formula may be smooth although a part of it is not: r = sqrt(x^2 + y^2) has a kink at 0, but r^2 and cos(r)
have none. Such formulas keep their derivatives, see `_smooth_product`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from gdviz.formula.functions import FUNCTIONS, DerivativeOf, slope_of_root
from gdviz.formula.parser import Scope, parse_expression
from gdviz.formula.tokens import tokenize
from gdviz.formula.tree import (
    COMPARISONS,
    ONE,
    ZERO,
    Node,
    add,
    call,
    choice,
    collect_powers,
    dependencies_first,
    div,
    is_num,
    mul,
    neg,
    num,
    power,
    product0,
    quotient0,
)

_ARGUMENTS = ("u", "v", "w")  # how a row of the table of functions calls its arguments
_SLOPES = ("du", "dv", "dw")  # and their derivatives
_WRITTEN_OUT = 3  # factors up to which a product's derivative is a sum, as in a textbook


def derivative(
    node: Node, seeds: Mapping[str, Node], memo: dict[int, tuple[Node, Node]] | None = None
) -> Node:
    """Differentiate `node`, where each name in `seeds` has that derivative and all others are constants.

    Parameters
    ----------
    node : the checked tree
    seeds : name -> its derivative; `{"x": ONE}` for the derivative by x
    memo : id -> (node, derivative), shared by calls with the same seeds

    Returns
    -------
    The derivative as a tree, which shares the nodes of `node`.

    Raises
    ------
    ValueError
        for a matrix product, of which the language needs no derivative

    Examples
    --------
    >>> from gdviz.formula import ONE, Language, derivative, parse_program, write
    >>> curve = Language("curve", ("x",), frozenset({"sin"}), "x", True)
    >>> slope = derivative(parse_program("x*sin(x)^2", curve).result, {"x": ONE})
    >>> write(slope, "text")
    'sin(x)^2 + 2*x*sin(x)*cos(x)'
    """
    memo = {} if memo is None else memo
    if id(node) not in memo:
        for n in dependencies_first(node, lambda n: id(n) in memo, lambda n: n.args):
            # the node is kept with its derivative, so that no other node can get its id
            memo[id(n)] = n, _differentiated(n, lambda a: derivative(a, seeds, memo), seeds)
    return memo[id(node)][1]


def _differentiated(n: Node, d: DerivativeOf, seeds: Mapping[str, Node]) -> Node:
    if n.op == "num" or n.op in COMPARISONS:
        return ZERO
    if n.op == "name":
        return seeds.get(n.name, ZERO)
    if n.op == "+":
        return add(*map(d, n.args))
    if n.op == "neg":
        return neg(d(n.args[0]))
    if n.op not in _RULES:
        raise ValueError(f"'{n.op}' has no derivative")
    return _RULES[n.op](n, d)


def _product(n: Node, d: DerivativeOf) -> Node:
    """Apply the product rule to the factors that change; the others stand before it."""
    constant = [f for f in n.args if is_num(d(f), 0)]
    changing = collect_powers(f for f in n.args if not is_num(d(f), 0))
    if len(changing) <= _WRITTEN_OUT:
        terms = [
            _smooth_product(*constant, *changing[:i], d(f), *changing[i + 1 :])
            for i, f in enumerate(changing)
        ]
        return add(*terms)
    product, slope = changing[0], d(changing[0])  # factor by factor, so that the result stays linear in size
    for f in changing[1:]:
        product, slope = Node("*", (product, f)), add(Node("*", (slope, f)), mul(product, d(f)))
    return mul(*constant, slope)


def _quotient(n: Node, d: DerivativeOf) -> Node:
    u, v = n.args
    du, dv = d(u), d(v)
    if is_num(dv, 0):
        return div(du, v)
    return add(div(du, v), neg(div(mul(u, dv), power(v, num(2)))))


def _power(n: Node, d: DerivativeOf) -> Node:
    base, exponent = n.args
    base_changes, exponent_changes = not is_num(d(base), 0), not is_num(d(exponent), 0)
    if base_changes and is_num(exponent, 0.5):
        return slope_of_root(n, d)
    by_base = _power_by_base(base, exponent, d(base), d) if base_changes else ZERO
    by_exponent = _power_by_exponent(n, d(exponent)) if exponent_changes else ZERO
    return add(by_base, by_exponent)


def _power_by_exponent(n: Node, slope: Node) -> Node:
    """Differentiate b^v, b constant: b^v log(b) v'."""
    base = n.args[0]
    logarithm = ONE if base.op == "num" and base.name == "e" else call("log", base)
    if base.op == "num" and base.value > 0:
        return mul(n, logarithm, slope)
    return product0(mul(n, slope), logarithm)


def _power_by_base(base: Node, exponent: Node, slope: Node, d: DerivativeOf) -> Node:
    """Differentiate u^p, p constant: p u^(p - 1) u'."""
    below_root = _argument_of_root(base)
    if below_root is not None:  # sqrt(q)^p is q^(p/2), which may be smooth where the root has a kink
        half = num(exponent.value / 2) if exponent.op == "num" else mul(num(0.5), exponent)
        return _power_by_base(below_root, half, d(below_root), d)
    fixed = exponent.op == "num"
    if _is_call(base, "abs") and not (fixed and exponent.value <= 1):
        z = base.args[0]  # |z|^p has the slope p |z|^(p - 2) z z', without the jump of sign
        slope, lower = mul(z, d(z)), _shifted(exponent, -2)
    else:
        lower = _shifted(exponent, -1)
    # u' and u^(p - 1) cannot be 0 times infinity, unless u^p itself is infinite there
    finite = fixed and (lower.value >= 0 or exponent.value < 0 or slope.op == "num")
    if finite:
        return _smooth_product(exponent, power(base, lower), slope)
    return product0(mul(exponent, slope), power(base, lower))


def _shifted(exponent: Node, by: int) -> Node:
    return num(exponent.value + by) if exponent.op == "num" else add(exponent, num(by))


def _call(n: Node, d: DerivativeOf) -> Node:
    """Differentiate a call as its row in the table of functions says."""
    function = FUNCTIONS[n.name]
    if not isinstance(function.derivative, str):
        return function.derivative(n, d)
    formula, read = _parsed(function.derivative)
    slopes = {du: d(a) for du, a in zip(_SLOPES, n.args, strict=False) if du in read}
    if all(is_num(slope, 0) for slope in slopes.values()):
        return ZERO
    if function.symmetry == "even" and _is_call(n.args[0], "abs"):  # cos(|z|) is cos(z), without the kink
        return d(call(n.name, n.args[0].args[0]))
    meanings = {"f": n, **dict(zip(_ARGUMENTS, n.args, strict=False)), **slopes}
    if formula.op == "*":
        return _smooth_product(*(_filled(factor, meanings) for factor in formula.args))
    return _filled(formula, meanings)


_RULES: dict[str, Callable[[Node, DerivativeOf], Node]] = {
    "*": _product,
    "/": _quotient,
    "^": _power,
    "call": _call,
}


@cache  # constant: one for each function of the language
def _parsed(formula: str) -> tuple[Node, frozenset[str]]:
    """Parse the derivative of a row in the table of functions; return the names that it reads too."""
    scope = Scope("derivative", {"f", *_ARGUMENTS, *_SLOPES}, FUNCTIONS.keys(), "f, u and du")
    tree = parse_expression(tokenize(formula), scope)
    return tree, tree.names()


def _filled(formula: Node, meanings: Mapping[str, Node]) -> Node:
    """Put trees in the place of names, and simplify what comes out."""
    if formula.op == "name":
        return meanings[formula.name]
    if formula.op == "num":
        return formula
    args = [_filled(a, meanings) for a in formula.args]
    make = _SIMPLIFIED.get(formula.name or formula.op)
    return make(*args) if make else Node(formula.op, tuple(args), name=formula.name)


_SIMPLIFIED: dict[str, Callable[..., Node]] = {
    "+": add,
    "neg": neg,
    "*": mul,
    "/": div,
    "^": power,
    "where": choice,
    "quotient0": quotient0,
    "product0": product0,
}


def _smooth_product(*factors: Node) -> Node:
    """Multiply, without the kink of a root r that the product as a whole has not.

    The slope of r is x/r for some x. Beside a factor k*r it gives k*x. Beside an odd function such as
    sin(k*r) it gives k*x*sin(k*r)/(k*r), and sin(z)/z has a limit and a derivative at z = 0.
    """
    flat = _flat_factors(factors)
    slopes = [(j, *_slope_and_root(f)) for j, f in enumerate(flat) if _is_call(f, "quotient0")]
    for i, factor in enumerate(flat):
        odd = factor.op == "call" and FUNCTIONS[factor.name].symmetry == "odd"
        multiple = factor.args[0] if odd else factor
        for j, x, root in slopes:
            scale = None if i == j or root is None else _divided(multiple, root)
            if scale is not None:
                others = [f for k, f in enumerate(flat) if k not in (i, j)]
                return mul(*others, *scale, x, _ratio(factor, multiple) if odd else ONE)
    return mul(*factors)


def _ratio(call_of_odd: Node, z: Node) -> Node:
    """Return f(z)/z for the call f(z) of an odd function, with its limit f'(0) where z is 0."""
    limit = _call(call_of_odd, lambda _: ONE)
    return call("quotient1", call_of_odd, z, limit)


def _divided(product: Node, factor: Node) -> Sequence[Node] | None:
    """Return the factors that stay when `product` is divided by `factor`; None if that is none of them."""
    if product.op != "*":
        return () if product is factor else None
    found = [k for k, a in enumerate(product.args) if a is factor]
    return product.args[: found[-1]] + product.args[found[-1] + 1 :] if found else None


def _flat_factors(factors: Sequence[Node]) -> list[Node]:
    """List factors, the factors of factors, and -1 for each sign."""
    flat: list[Node] = []
    for f in factors:
        unsigned = f.args[0] if f.op == "neg" else f
        if f.op == "neg":
            flat.append(num(-1))
        flat += unsigned.args if unsigned.op == "*" else (unsigned,)
    return flat


def _slope_and_root(n: Node) -> tuple[Node, Node | None]:
    """Split the slope x/r or x/(2r) of a root into (x or x/2, r); r is None if it is not a root."""
    x, below = n.args
    doubled = below.op == "*" and len(below.args) == 2 and below.args[0].op == "num"
    if doubled:
        x, root = div(x, below.args[0]), below.args[1]
    else:
        root = below
    return x, root if _argument_of_root(root) is not None else None


def _argument_of_root(n: Node) -> Node | None:
    """Return q for sqrt(q) and q^0.5; None for anything else."""
    is_root = _is_call(n, "sqrt") or n.op == "^" and is_num(n.args[1], 0.5)
    return n.args[0] if is_root else None


def _is_call(n: Node, name: str) -> bool:
    return n.op == "call" and n.name == name
