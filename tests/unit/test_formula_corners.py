"""Powers where the base is 0, and functions of a root that are smooth where the root is not."""

from __future__ import annotations

import math
import random
from functools import partial

import numpy as np
import pytest
import sympy as sp

import gdviz

plane = partial(gdviz.surface, names=("x", "y"))  # a text that reads x alone would be a curve

INF, NAN = math.inf, math.nan
R = "r = sqrt(x^2 + y^2)\n"


@pytest.mark.parametrize(
    ("text", "point", "gradient"),
    [
        # as torch.pow, and by continuity
        ("x^y", (0, 2), (0, 0)),
        ("x^y", (0, 1), (1, 0)),
        ("x^y", (0, 0.5), (INF, 0)),
        ("x^y", (0, -1), (-INF, -INF)),
        ("x^y", (-2, 2), (-4, NAN)),
        ("x^y", (1, 0), (0, 0)),
        ("x^y", (2, 0), (0, math.log(2))),
        ("x^(2y)", (0, 1), (0, 0)),
        ("0^y + x", (0, 1), (1, 0)),
        ("(x^2)^y", (0, 1), (0, 0)),
        ("(x y)^1.5", (0, 0), (0, 0)),
        ("y^0.3 x", (0, 1), (1, 0)),
        # at (0, 0) the value jumps from 1 to 0 along y, which torch passes over
        ("x^y", (0, 0), (0, -INF)),
        # a base whose own slope vanishes with it
        ("|x|^0.3", (0, 1), (0, 0)),
        ("(x^2 + y^2)^0.75", (0, 0), (0, 0)),
        ("(x^2 + y^2)^0.25", (0, 0), (0, 0)),
        ("|x|^y", (0, 2), (0, 0)),
        ("|x|^y", (0, 1.5), (0, 0)),
        ("|x|^y", (0, 0.5), (0, 0)),
    ],
)
def test_gradient_where_the_base_is_zero(
    text: str, point: tuple[float, float], gradient: tuple[float, float]
) -> None:
    np.testing.assert_array_equal(plane(text).gradient(point), gradient)


@pytest.mark.parametrize("exponent", [1, 1.5, 2, 2.5, 3, 4, 7])
def test_a_power_in_y_has_the_limits_of_its_derivatives(exponent: float) -> None:
    """Gradient of x^y where x goes to 0, against SymPy's limits."""
    x, y = sp.symbols("x y", positive=True)
    at = sp.nsimplify(exponent)
    wanted = [sp.limit(sp.diff(x**y, v).subs(y, at), x, 0, "+") for v in (x, y)]
    np.testing.assert_array_equal(plane("x^y").gradient([0, exponent]), [float(w) for w in wanted])


SMOOTH = {  # text: Hessian at (0, 0)
    R + "r^2": ((2, 0), (0, 2)),
    R + "r^4 + x y": ((0, 1), (1, 0)),
    "(x^2 + y^2)^0.5^2": None,
    R + "cos(3r)": ((-9, 0), (0, -9)),
    R + "sin(r)^2": ((2, 0), (0, 2)),
    R + "r*sin(2r)": ((4, 0), (0, 4)),
    R + "cosh(r) + exp(-r^2)": ((-1, 0), (0, -1)),
    R + "r*tanh(r) + r*atan(r)": ((4, 0), (0, 4)),
    R + "tan(r)^2 + r^3": ((2, 0), (0, 2)),
    R + "cos(r)*cos(r)": ((-2, 0), (0, -2)),
    R + "1/(1 + r^2)": ((-2, 0), (0, -2)),
    "cos(2*(x^2 + 3*y^2)^0.5)": ((-4, 0), (0, -12)),
    "sin(sqrt(x^2 + y^2))*sinh(sqrt(x^2 + y^2))": None,
    "param p = 2 from 1 to 3\nsqrt(x^2 + y^2)^p": ((2, 0), (0, 2)),
    "param p = 2 from 1 to 3\n|x|^p + y^2": ((2, 0), (0, 2)),
    "|x|^2 + |y|^3": ((2, 0), (0, 0)),
    "|x - y|^2": ((2, -2), (-2, 2)),
    "cos(|x|) + cosh(|y|)": ((-1, 0), (0, 1)),
    "|x|^2.5 + |y|^4": ((0, 0), (0, 0)),
    "param k = 3 from 1 to 5\nr = sqrt((x^2 + y^2)/2)\ncos(k*r)": ((-4.5, 0), (0, -4.5)),
}


@pytest.mark.parametrize("text", [t for t, h in SMOOTH.items() if h])
def test_what_is_smooth_at_the_root_has_a_hessian_there(text: str) -> None:
    surface = plane(text)
    np.testing.assert_array_equal(surface.gradient([0, 0]), [0, 0])
    np.testing.assert_allclose(surface.hessian([0, 0]), SMOOTH[text], atol=1e-14)
    rng = random.Random(0)
    for size in (1e-9, 1e-6, 1e-3):  # and nearby no digits are lost to the cancellation in sin(r)/r - cos(r)
        near = [size * rng.uniform(0.3, 1), -size * rng.uniform(0.3, 1)]
        np.testing.assert_allclose(surface.hessian(near), SMOOTH[text], atol=30 * size**0.5)


@pytest.mark.parametrize("text", SMOOTH)
def test_away_from_the_root_nothing_changes(text: str) -> None:
    """Gradient and Hessian against difference quotients of value and gradient."""
    surface, p, h = plane(text), np.array([0.6, -0.35]), 1e-5 * np.eye(2)
    np.testing.assert_allclose(
        surface.gradient(p), (surface.value(p + h) - surface.value(p - h)) / 2e-5, rtol=1e-7, atol=1e-8
    )
    np.testing.assert_allclose(
        surface.hessian(p), (surface.gradient(p + h) - surface.gradient(p - h)) / 2e-5, rtol=1e-6, atol=1e-7
    )


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("x^y", r"\frac{\partial f}{\partial x} = y\,{x}^{y-1}"),
        (R + "r^2", r"\frac{\partial f}{\partial x} = 2\,x"),
        (
            R + "cos(r)",
            r"\frac{\partial f}{\partial x} = -x\,\frac{\sin\left(\sqrt{{x}^{2}+{y}^{2}}\right)}{\sqrt{{x}^{2}+{y}^{2}}}",
        ),
        ("e^(2x)", r"\frac{\partial f}{\partial x} = 2\,{e}^{2\,x}"),
    ],
)
def test_they_are_written_as_in_a_book(text: str, latex: str) -> None:
    assert plane(text).derivatives_latex()[0] == latex
