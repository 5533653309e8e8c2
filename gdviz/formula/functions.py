"""The functions of the language: one row says all that is known of a function.

`kind` of a value: "s" a number per point, "v" a vector (last axis D), "m" a matrix (last two axes D). Arrays of
numbers per point keep a last axis of length 1 beside vectors, so that everything broadcasts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


def total(v: Any) -> Any:
    """Sum over the last axis, kept: the same bits for one run and for many, however they lie in memory.

    Short axes are added in order. Long ones are laid out run by run first: NumPy adds the numbers of a row in pairs, but
    those of a column one after the other.
    """
    d = v.shape[-1]
    if d > 8:
        return np.add.reduce(np.ascontiguousarray(v), axis=-1, keepdims=True)
    out = v[..., :1]
    for i in range(1, d):
        out = out + v[..., i : i + 1]
    return out


def _norm(v: Any) -> Any:
    return np.sqrt(total(v * v))


def _matvec(a: Any, v: Any) -> Any:
    return total(a * v[..., None, :])[..., 0]


def matmul(a: Any, b: Any) -> Any:
    """Matrix product, run by run: the same call for one run and for many, however they lie in memory."""
    return np.matmul(np.ascontiguousarray(a), np.ascontiguousarray(b))


def _solve(a: Any, v: Any) -> Any:
    a, v = np.broadcast_arrays(a, v[..., None, :] * np.ones_like(a))[0], v
    try:
        return np.linalg.solve(a, v[..., None])[..., 0]
    except np.linalg.LinAlgError:  # a singular matrix has no solution: not a number, for that run only
        regular = np.linalg.slogdet(a)[0] != 0  # by the same elimination that solve does
        safe = np.where(regular[..., None, None], a, np.eye(a.shape[-1]))
        return np.where(regular[..., None], np.linalg.solve(safe, v[..., None])[..., 0], np.nan)


def _minimum(*a: Any) -> Any:
    out = a[0]
    for b in a[1:]:
        out = np.minimum(out, b)
    return out


def _maximum(*a: Any) -> Any:
    out = a[0]
    for b in a[1:]:
        out = np.maximum(out, b)
    return out


def quotient0(a: Any, b: Any) -> Any:
    """a/b with 0/0 = 0: the subgradient of a root where its argument has a minimum 0."""
    return np.where(a == 0, 0.0, a / np.where(a == 0, 1.0, b))


def quotient1(a: Any, b: Any, limit: Any) -> Any:
    """a/b, and its limit where b is 0: sin(z)/z, which is 1 there."""
    zero = b == 0
    return np.where(zero, limit, a / np.where(zero, 1.0, b))


def product0(a: Any, b: Any) -> Any:
    """a*b, and 0 where a is 0 even if b is infinite: x^y log(x) at x = 0."""
    return np.where(a == 0, 0.0, a * b)


def where(condition: Any, a: Any, b: Any) -> Any:
    """a where the condition holds (is not 0), else b."""
    return np.where(np.asarray(condition) != 0, a, b)


@dataclass(frozen=True)
class Function:
    """A function: number of arguments (at least, at most), NumPy code, argument kinds and kind of the result.

    `takes` "e" stands for elementwise (any kinds, the result is the widest).
    """

    name: str
    least: int
    most: int
    run: Callable[..., Any] | None
    takes: str = "e"
    gives: str = "e"
    hidden: bool = False  # made by derivatives, cannot be typed


def _table() -> dict[str, Function]:
    rows = [
        Function(n, 1, 1, f)
        for n, f in dict(
            sqrt=np.sqrt,
            exp=np.exp,
            log=np.log,
            log1p=np.log1p,
            abs=np.abs,
            sign=np.sign,
            sin=np.sin,
            cos=np.cos,
            tan=np.tan,
            asin=np.arcsin,
            acos=np.arccos,
            atan=np.arctan,
            sinh=np.sinh,
            cosh=np.cosh,
            tanh=np.tanh,
            floor=np.floor,
            ceil=np.ceil,
        ).items()
    ]
    rows += [
        Function("min", 1, 50, _minimum),
        Function("max", 1, 50, _maximum),
        Function("where", 3, 3, where),
        Function("clip", 3, 3, lambda x, lo, hi: np.minimum(np.maximum(x, lo), hi)),
        Function("quotient0", 2, 2, quotient0, hidden=True),
        Function("quotient1", 3, 3, quotient1, hidden=True),
        Function("product0", 2, 2, product0, hidden=True),
        Function("dot", 2, 2, lambda a, b: total(a * b), "vv", "s"),
        Function("norm", 1, 1, _norm, "v", "s"),
        Function("sum", 1, 1, total, "v", "s"),
        Function("mean", 1, 1, lambda v: total(v) / v.shape[-1], "v", "s"),
        Function("outer", 2, 2, lambda a, b: a[..., :, None] * b[..., None, :], "vv", "m"),
        Function("matvec", 2, 2, _matvec, "mv", "v"),
        Function("solve", 2, 2, _solve, "mv", "v"),
        Function("transpose", 1, 1, lambda a: np.swapaxes(a, -1, -2), "m", "m"),
        Function("grad", 1, 1, None, "v", "v"),
        Function("hess", 1, 1, None, "v", "m"),
        Function("value", 1, 1, None, "v", "s"),
        Function("line_search", 1, 1, None, "v", "s"),
        # of an objective with a penalty: the gradient without it, and its proximal step
        Function("smooth", 1, 1, None, "v", "v"),
        Function("prox", 2, 2, None, "vs", "v"),
    ]
    return {r.name: r for r in rows}


FUNCTIONS = _table()
ELEMENTWISE = frozenset(n for n, f in FUNCTIONS.items() if f.takes == "e" and not f.hidden)
ORACLE = frozenset(n for n, f in FUNCTIONS.items() if f.run is None)
RULE_FUNCTIONS = frozenset(n for n, f in FUNCTIONS.items() if not f.hidden)
CONSTANTS = {"pi": float(np.pi), "e": float(np.e), "inf": float("inf")}
ALIASES = {"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "sgn": "sign"}
