"""Two independent readings of a program's tree: in extended precision (mpmath) and as a SymPy expression.

Numbers are taken as the float64 they are in the program, so that a difference is the engine's
and not a rounded 0.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mpmath as mp
import sympy as sp

from gdviz.formula import Node, Program

_SAME = ("sqrt", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "floor")
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_MP_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{n: getattr(mp, n) for n in (*_SAME, "sign", "ceil")},
    "abs": abs,
    "min": min,
    "max": max,
    "where": lambda c, a, b: a if c else b,
    "log1p": mp.log1p,
    "clip": lambda x, lo, hi: min(max(x, lo), hi),
}


def evaluate(program: Program, names: Mapping[str, Any]) -> Any:
    """The value of a program for numbers (float or mpf) of its names, at mpmath's current precision."""
    known = {k: mp.mpf(v) for k, v in names.items()}
    for equation in program.equations:
        known[equation.name] = _number(equation.node, known)
    assert program.result is not None
    return _number(program.result, known)


def _number(n: Node, known: Mapping[str, Any]) -> Any:
    if n.op == "num":
        return mp.mpf(n.value)
    if n.op == "name":
        return known[n.name]
    args = [_number(a, known) for a in n.args]
    if n.op == "+":
        return sum(args[1:], args[0])
    if n.op == "*":
        return mp.fprod(args)
    if n.op == "neg":
        return -args[0]
    if n.op == "/":
        return args[0] / args[1]
    if n.op == "^":
        return args[0] ** (int(args[1]) if mp.isint(args[1]) else args[1])
    if n.op in _COMPARE:
        return mp.mpf(bool(_COMPARE[n.op](*args)))
    return _MP_FUNCTIONS[n.name](*args)


def differences(
    program: Program,
    parameters: Mapping[str, float],
    names: tuple[str, ...],
    point: tuple[float, ...],
    digits: int = 50,
) -> tuple[list[Any], list[list[Any]]]:
    """Gradient and Hessian by central differences in `digits` digits; the error is far below float64's."""
    with mp.workdps(digits):
        h = mp.mpf(10) ** (-digits // 4)
        d = len(names)

        def f(*shift: int) -> Any:
            at = {n: mp.mpf(c) + s * h for n, c, s in zip(names, point, shift, strict=True)}
            return evaluate(program, {**parameters, **at})

        def unit(*steps: tuple[int, int]) -> list[int]:
            out = [0] * d
            for i, s in steps:
                out[i] += s
            return out

        centre = f(*unit())
        ahead, behind = [f(*unit((i, 1))) for i in range(d)], [f(*unit((i, -1))) for i in range(d)]
        gradient = [(a - b) / (2 * h) for a, b in zip(ahead, behind, strict=True)]
        hessian = [[mp.mpf(0)] * d for _ in range(d)]
        for i in range(d):
            hessian[i][i] = (ahead[i] - 2 * centre + behind[i]) / h**2
            for j in range(i):
                corners = (f(*unit((i, a), (j, b))) * a * b for a in (1, -1) for b in (1, -1))
                hessian[i][j] = hessian[j][i] = sum(corners, mp.mpf(0)) / (4 * h**2)
        return gradient, hessian


def to_sympy(program: Program) -> sp.Expr:
    """The value of a program as a SymPy expression of real symbols, its assignments put in."""
    known: dict[str, sp.Expr] = {}
    for equation in program.equations:
        known[equation.name] = _expression(equation.node, known)
    assert program.result is not None
    return _expression(program.result, known)


def _magnitude(u: sp.Expr) -> sp.Expr:
    # Abs(u) where SymPy knows u to be real; else still a derivative without real and imaginary parts
    return sp.sqrt(u**2)


def _choice(condition: sp.Expr, a: sp.Expr, b: sp.Expr) -> sp.Expr:
    return sp.Piecewise((a, condition), (b, True))


def _extremum(pick: Callable[[Any, Any], Any]) -> Callable[..., sp.Expr]:
    def of(*args: sp.Expr) -> sp.Expr:
        out = args[0]
        for b in args[1:]:
            out = _choice(pick(out, b), out, b)
        return out

    return of


_least, _greatest = _extremum(sp.Le), _extremum(sp.Ge)
_SP_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{n: getattr(sp, n) for n in _SAME},
    "abs": _magnitude,
    "sign": lambda u: u / _magnitude(u),
    "min": _least,
    "max": _greatest,
    "where": lambda c, a, b: _choice(sp.Ne(c, 0), a, b),
    "clip": lambda x, lo, hi: _least(_greatest(x, lo), hi),
    "ceil": sp.ceiling,
    "log1p": lambda u: sp.log(1 + u),
}
_SP_COMPARE = {"<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge, "==": sp.Eq, "!=": sp.Ne}


def _expression(n: Node, known: Mapping[str, sp.Expr]) -> Any:
    if n.op == "num":
        return sp.Integer(int(n.value)) if n.value == int(n.value) else sp.Float(n.value, 60)
    if n.op == "name":
        return known.get(n.name, sp.Symbol(n.name, real=True))
    args = [_expression(a, known) for a in n.args]
    if n.op == "+":
        return sp.Add(*args)
    if n.op == "*":
        return sp.Mul(*args)
    if n.op == "neg":
        return -args[0]
    if n.op == "/":
        return args[0] / args[1]
    if n.op == "^":
        return args[0] ** args[1]
    if n.op in _SP_COMPARE:
        return _choice(_SP_COMPARE[n.op](*args), sp.Integer(1), sp.Integer(0))
    return _SP_FUNCTIONS[n.name](*args)


def exact_derivatives(program: Program, names: tuple[str, ...]) -> Callable[..., list[Any]]:
    """SymPy's derivatives as one mpmath function of (names..., parameters...).

    It returns a list: the gradient, then the Hessian row by row.
    """
    expression = to_sympy(program)
    symbols = [sp.Symbol(n, real=True) for n in names]
    first = [sp.diff(expression, s) for s in symbols]
    second = [sp.diff(g, s) for g in first for s in symbols]
    outputs = [_without_dirac(e) for e in (*first, *second)]
    arguments = [*symbols, *(sp.Symbol(p.name, real=True) for p in program.params)]
    made: Callable[..., list[Any]] = sp.lambdify(arguments, outputs, modules="mpmath", cse=True)
    return made


def _without_dirac(e: sp.Expr) -> sp.Expr:
    """Steps have slope 0 off their edges, where SymPy gives Dirac terms (sign) or no derivative (floor)."""
    step = sp.DiracDelta | sp.Derivative | sp.Subs
    return e.replace(lambda part: isinstance(part, step), lambda part: sp.Integer(0))
