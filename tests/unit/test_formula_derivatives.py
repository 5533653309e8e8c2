"""Gradients and Hessians against SymPy for every function of the language, and the stated subgradients."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest
import sympy as sp

import gdviz
from gdviz.formula import ELEMENTWISE

plane = partial(gdviz.surface, names=("x", "y"))  # a text that reads x alone would be a curve

X, Y = sp.symbols("x y", real=True)
U = X * Y / 3 + X / 5  # inside of every function, so that the chain rule is needed
TEXT = "(x y/3 + x/5)"
SMOOTH = {
    "sqrt": sp.sqrt,
    "exp": sp.exp,
    "log": sp.log,
    "abs": sp.Abs,
    "sin": sp.sin,
    "cos": sp.cos,
    "tan": sp.tan,
    "asin": sp.asin,
    "acos": sp.acos,
    "atan": sp.atan,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "tanh": sp.tanh,
    "log1p": lambda u: sp.log(1 + u),
}
STEPS = {"sign": sp.sign, "floor": sp.floor, "ceil": sp.ceiling}
SEVERAL = {
    "min": ("min(x y, x^2, y)", sp.Min(X * Y, X**2, Y)),
    "max": ("max(x y, x^2, y)", sp.Max(X * Y, X**2, Y)),
    "where": ("where(x > y, x^2 y, sin(x y))", sp.Piecewise((X**2 * Y, X > Y), (sp.sin(X * Y), True))),
    "clip": ("clip(x^2 y, 0.2, 0.9)", sp.Min(sp.Max(X**2 * Y, sp.Float(0.2)), sp.Float(0.9))),
}
OPERATORS = {
    "x^3 y^2": X**3 * Y**2,
    "x^y": X**Y,
    "2^(x y)": 2 ** (X * Y),
    "(x y)^1.5": (X * Y) ** sp.Rational(3, 2),
    "(x + y)^-2": (X + Y) ** -2,
    "x/y": X / Y,
    "1/(x + y^2)": 1 / (X + Y**2),
    "(x^2 + 1)/(y + 2)": (X**2 + 1) / (Y + 2),
    "x^2/2 - (x y)^3/3": X**2 / 2 - (X * Y) ** 3 / 3,
    "-x y": -X * Y,
    "x - y - x y": X - Y - X * Y,
    "x^y^x": X ** (Y**X),
    "x^70": X**70,
    "(x+y)^0.5": sp.sqrt(X + Y),
    "x*y*x*y*(x+1)*(y+1)*(x+2)": X * Y * X * Y * (X + 1) * (Y + 1) * (X + 2),
    "e^(-x^2 - y^2)": sp.exp(-(X**2) - Y**2),
    "x^2 y/(x y + sqrt(x))": X**2 * Y / (X * Y + sp.sqrt(X)),
    "log(x + sqrt(x^2 + y^2))": sp.log(X + sp.sqrt(X**2 + Y**2)),
    "x^0 + y^1": 1 + Y,
    "w = x y\nv = w^2 + w\nv w": ((X * Y) ** 2 + X * Y) * X * Y,
}
POINTS = [(0.31, 0.42), (0.93, 0.15), (1.21, 1.37), (0.77, 2.05)]


def agree(text: str, expression: sp.Expr) -> None:
    surface = plane(text)
    gradient = [sp.diff(expression, s) for s in (X, Y)]
    hessian = [[sp.diff(expression, s, r) for s in (X, Y)] for r in (X, Y)]
    for x, y in POINTS:

        def exact(e: sp.Expr, x: float = x, y: float = y) -> float:
            return float(sp.re(e.subs({X: sp.Float(x, 40), Y: sp.Float(y, 40)}).doit().evalf(30)))

        size = 1 + abs(exact(expression))
        assert float(surface.value([x, y])) == pytest.approx(exact(expression), rel=1e-12)
        np.testing.assert_allclose(
            surface.gradient([x, y]), [exact(e) for e in gradient], rtol=1e-11, atol=1e-12 * size
        )
        np.testing.assert_allclose(
            surface.hessian([x, y]),
            [[exact(e) for e in row] for row in hessian],
            rtol=1e-10,
            atol=1e-11 * size,
        )


@pytest.mark.parametrize("function", SMOOTH)
def test_smooth(function: str) -> None:
    agree(f"{function}{TEXT}", SMOOTH[function](U))
    agree(f"y {function}{TEXT}^2", Y * SMOOTH[function](U) ** 2)


@pytest.mark.parametrize("function", STEPS)
def test_steps_are_flat(function: str) -> None:
    """Their derivative is 0 everywhere (the Dirac terms are left out); as factors they stay."""
    surface = plane(f"{function}{TEXT} x^2")
    for x, y in POINTS:
        level = float(STEPS[function](U.subs({X: x, Y: y})))
        np.testing.assert_allclose(surface.gradient([x, y]), [2 * x * level, 0])
        np.testing.assert_allclose(surface.hessian([x, y]), [[2 * level, 0], [0, 0]])


@pytest.mark.parametrize("function", SEVERAL)
def test_several_arguments(function: str) -> None:
    text, expression = SEVERAL[function]
    surface = plane(text)
    for x, y in [*POINTS, (-0.6, 0.4), (1.5, -0.5)]:  # each point strictly inside one branch
        point = {X: sp.Float(x, 40), Y: sp.Float(y, 40)}
        inner = [a for a in sp.Matrix([expression]).atoms(sp.Symbol)]
        assert inner
        step = sp.Float("1e-12", 40)
        for i, s in enumerate((X, Y)):
            up, down = ({**point, s: point[s] + step}, {**point, s: point[s] - step})
            slope = float((expression.subs(up) - expression.subs(down)).evalf(40) / (2 * step))
            assert surface.gradient([x, y])[i] == pytest.approx(slope, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("text", OPERATORS)
def test_operators(text: str) -> None:
    agree(text, OPERATORS[text])


def test_every_function_of_the_language_is_here() -> None:
    assert {*SMOOTH, *STEPS, *SEVERAL} == ELEMENTWISE


@pytest.mark.parametrize(
    ("text", "point", "gradient"),
    [
        ("|x|", (0, 1), (0, 0)),
        ("x|x|", (0, 1), (0, 0)),
        ("|x| + |y|", (0, 0), (0, 0)),
        ("max(x, y)", (1, 1), (1, 0)),
        ("max(y, x)", (1, 1), (0, 1)),
        ("min(x, y)", (1, 1), (1, 0)),
        ("min(y, x)", (1, 1), (0, 1)),
        ("max(x, 0)", (0, 0), (1, 0)),
        ("max(0, x)", (0, 0), (0, 0)),
        ("max(x, y, x + y)", (0, 0), (1, 0)),
        ("clip(x, 0, 1)", (0.5, 0), (1, 0)),
        ("clip(x, 0, 1)", (2, 0), (0, 0)),
        ("clip(x, 0, 1)", (-2, 0), (0, 0)),
        ("sign(x) y", (0, 3), (0, 0)),
        ("floor(x)", (2, 0), (0, 0)),
        ("(x > 0) y", (0, 2), (0, 0)),
        ("sqrt(x^2 + y^2)", (0, 0), (0, 0)),
        ("(x^2 + y^2)^0.5", (0, 0), (0, 0)),
        ("sqrt(x^2)", (0, 0), (0, 0)),
        ("where(x > 0, x^2, -x)", (0, 0), (-1, 0)),
        ("where(x >= 0, x^2, -x)", (0, 0), (0, 0)),
        ("x^2", (0, 0), (0, 0)),
        ("x^1", (0, 0), (1, 0)),
        ("x^0", (0, 0), (0, 0)),
        ("y x^3", (0, 2), (0, 0)),
    ],
)
def test_stated_subgradients(text: str, point: tuple[float, float], gradient: tuple[float, float]) -> None:
    np.testing.assert_array_equal(plane(text).gradient(point), gradient)


def test_where_a_derivative_is_infinite_it_says_so() -> None:
    assert plane("sqrt(x)").gradient([0, 0])[0] == math.inf
    assert plane("x^0.5").gradient([0, 0])[0] == math.inf
    assert plane("log(x)").gradient([0, 0])[0] == math.inf


def test_the_unchosen_branch_does_not_leak() -> None:
    """A branch that is undefined at a point has no say there."""
    surface = plane("where(x > 0, log(x), x)")
    np.testing.assert_array_equal(surface.gradient([[-1.0, 0], [2, 0]]), [[1, 0], [0.5, 0]])


def test_second_derivatives_of_kinks_are_zero() -> None:
    np.testing.assert_array_equal(plane("|x| + max(x, y) + sign(x)").hessian([0.5, 0.2]), np.zeros((2, 2)))


def test_one_dimension_and_three() -> None:
    line = gdviz.surface("x^3", ((-1, 1),), names=("x",))
    assert line.gradient([[2.0]]).tolist() == [[12.0]] and line.hessian([2.0]).tolist() == [[12.0]]
    room = gdviz.surface("x y^2 z^3", ((-1, 1),) * 3, names=("x", "y", "z"))
    x, y, z = 2.0, 3.0, 5.0
    np.testing.assert_allclose(room.gradient([x, y, z]), [y**2 * z**3, 2 * x * y * z**3, 3 * x * y**2 * z**2])
    np.testing.assert_allclose(
        room.hessian([x, y, z]),
        [
            [0, 2 * y * z**3, 3 * y**2 * z**2],
            [2 * y * z**3, 2 * x * z**3, 6 * x * y * z**2],
            [3 * y**2 * z**2, 6 * x * y * z**2, 6 * x * y**2 * z],
        ],
    )


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("(x^2 + y)^2", r"4\,\left({x}^{2}+y\right)\,x", r"8\,{x}^{2}+4\,\left({x}^{2}+y\right)"),
        ("x x^2 y x", r"4\,y\,{x}^{3}", r"12\,y\,{x}^{2}"),
    ],
)
def test_equal_factors_are_a_power(text: str, first: str, second: str) -> None:
    lines = plane(text).derivatives_latex()
    assert str(lines[0]).endswith(f"= {first}") and str(lines[2]).endswith(f"= {second}"), lines


@pytest.mark.parametrize("slug", gdviz.surfaces)
def test_no_derivative_of_the_library_repeats_a_factor(slug: str) -> None:
    """8 x x is written 8 x^2, in what is shown and in what runs."""
    compiled = gdviz.surfaces[slug].compiled
    for top in (*compiled.partials, *compiled.second):
        for node in top.walk():
            if node.op == "*":
                bases = [
                    a.args[0] if a.op == "^" and a.args[1].op == "num" and a.args[1].value.is_integer() else a
                    for a in node.args
                ]
                names = [b.name for b in bases if b.op == "name"]
                assert len(names) == len({*names}), node
