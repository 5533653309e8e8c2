"""What people type and what it means: texts and their values at points."""

from __future__ import annotations

import math

import numpy as np
import pytest

import gdviz
from gdviz.formula import FormulaError, hints

POINTS = [(0.3, -1.7), (2.0, 3.0), (-1.25, 0.5), (4.0, -2.0)]


def at(text: str, x: float, y: float, **params: float) -> float:
    surface = gdviz.surface(text, names=("x", "y"))
    return float((surface.with_parameters(**params) if params else surface).value([x, y]))


MEANINGS = {
    # arithmetic and precedence
    "x^2 + 3y^2": lambda x, y: x**2 + 3 * y**2,
    "x**2 + 3*y**2": lambda x, y: x**2 + 3 * y**2,
    "x - y - 1": lambda x, y: (x - y) - 1,
    "x - (y - 1)": lambda x, y: x - (y - 1),
    "8/4/2 + x": lambda x, y: 1 + x,
    "x/2y": lambda x, y: x / 2 * y,
    "x/(2y)": lambda x, y: x / (2 * y),
    "x*y/2*3": lambda x, y: x * y / 2 * 3,
    "-x^2": lambda x, y: -(x**2),
    "(-x)^2": lambda x, y: x**2,
    "2^-2 + x": lambda x, y: 0.25 + x,
    "2^3^2 + x": lambda x, y: 512 + x,
    "2**3**2 + x": lambda x, y: 512 + x,
    "(2^3)^2 + x": lambda x, y: 64 + x,
    "2^-x^2": lambda x, y: 2 ** -(x**2),
    "-x*-y": lambda x, y: x * y,
    "x--y": lambda x, y: x + y,
    "x+-y": lambda x, y: x - y,
    "+x": lambda x, y: x,
    "--x": lambda x, y: x,
    "x/-2": lambda x, y: x / -2,
    "-x^-2": lambda x, y: -(x**-2),
    # implicit multiplication
    "2x(y+1)": lambda x, y: 2 * x * (y + 1),
    "xy": lambda x, y: x * y,
    "x y": lambda x, y: x * y,
    "2x y": lambda x, y: 2 * x * y,
    "xyx": lambda x, y: x * y * x,
    "xy^2": lambda x, y: x * y**2,
    "x^2y": lambda x, y: x**2 * y,
    "(x+1)(y-1)": lambda x, y: (x + 1) * (y - 1),
    "x(y)": lambda x, y: x * y,
    "2(x)": lambda x, y: 2 * x,
    "2pi x": lambda x, y: 2 * math.pi * x,
    "pixy": lambda x, y: math.pi * x * y,
    "2e + x": lambda x, y: 2 * math.e + x,
    "2e1 + x": lambda x, y: 20 + x,
    "2exp(x)": lambda x, y: 2 * math.exp(x),
    "3sin(x)cos(y)": lambda x, y: 3 * math.sin(x) * math.cos(y),
    "1/2x": lambda x, y: 0.5 * x,
    "2^3x": lambda x, y: 8 * x,
    # bars
    "|x|": lambda x, y: abs(x),
    "|x||y|": lambda x, y: abs(x) * abs(y),
    "||x| - 1|": lambda x, y: abs(abs(x) - 1),
    "|x + |y||": lambda x, y: abs(x + abs(y)),
    "2|x|y": lambda x, y: 2 * abs(x) * y,
    "|x|^2": lambda x, y: x**2,
    "|-x|": lambda x, y: abs(x),
    "|(x)(|y|)|": lambda x, y: abs(x * abs(y)),
    "max(|x|, |y|)": lambda x, y: max(abs(x), abs(y)),
    # functions
    "sin(x)^2": lambda x, y: math.sin(x) ** 2,
    "sin^2(x)": lambda x, y: math.sin(x) ** 2,
    "sin^2(x)cos^2(y)": lambda x, y: math.sin(x) ** 2 * math.cos(y) ** 2,
    "ln(|x|)": lambda x, y: math.log(abs(x)),
    "min(x, y, 1)": lambda x, y: min(x, y, 1),
    "max(x)": lambda x, y: x,
    "clip(x, -1, 1)": lambda x, y: min(max(x, -1), 1),
    "where(x > 0, y, -y)": lambda x, y: y if x > 0 else -y,
    "sign(x) + sgn(y)": lambda x, y: math.copysign(1, x) + math.copysign(1, y),
    "floor(x) + ceil(y)": lambda x, y: math.floor(x) + math.ceil(y),
    "arctan(x) + atan(y)": lambda x, y: math.atan(x) + math.atan(y),
    "arcsin(x/9) + acos(y/9)": lambda x, y: math.asin(x / 9) + math.acos(y / 9),
    "sinh(x) cosh(y) tanh(x)": lambda x, y: math.sinh(x) * math.cosh(y) * math.tanh(x),
    "tan(x) + exp(y) + sqrt(|x|)": lambda x, y: math.tan(x) + math.exp(y) + math.sqrt(abs(x)),
    # comparisons are 1 or 0
    "x > 1": lambda x, y: float(x > 1),
    "(x >= 2) + (x <= 2) + (x == 2) + (x != 2)": lambda x, y: (x >= 2) + (x <= 2) + (x == 2) + (x != 2),
    "(x < y)*5": lambda x, y: 5.0 * (x < y),
    # constants and numbers
    "pi + e + x*0": lambda x, y: math.pi + math.e,
    ".5x + 2.y": lambda x, y: 0.5 * x + 2 * y,
    "1e-3x": lambda x, y: 1e-3 * x,
    "where(x < inf, 1, 0)": lambda x, y: 1.0,
    # what is pasted
    "x² + 3·y²": lambda x, y: x**2 + 3 * y**2,
    "x¹⁰": lambda x, y: x**10,
    "x⁻¹": lambda x, y: 1 / x,
    "x − y": lambda x, y: x - y,
    "x × y ÷ 2": lambda x, y: x * y / 2,
    "π x": lambda x, y: math.pi * x,
    "√(|x|)": lambda x, y: math.sqrt(abs(x)),
    "(x ≤ 2) + (y ≥ 2) + (x ≠ y)": lambda x, y: (x <= 2) + (y >= 2) + (x != y),
    "[x + {y}]^2": lambda x, y: (x + y) ** 2,
    "x\N{NO-BREAK SPACE}+\N{THIN SPACE}y": lambda x, y: x + y,
    # programs
    "w = x + y\nw^2": lambda x, y: (x + y) ** 2,
    "w = x + y; w^2": lambda x, y: (x + y) ** 2,
    "w = x\nw = w + 1\nw^2": lambda x, y: (x + 1) ** 2,
    "x +\n y": lambda x, y: x + y,
    "x*(y +\n 1 +\n 2)": lambda x, y: x * (y + 3),
    "x + y # a comment": lambda x, y: x + y,
    "# first\nx  # second\n\n": lambda x, y: x,
    "f(x, y) = x*y": lambda x, y: x * y,
    "loss(x,y)=x": lambda x, y: x,
    "w = x^2": lambda x, y: x**2,
    "  x + y  ": lambda x, y: x + y,
    "\n\nx": lambda x, y: x,
    "w = x;": lambda x, y: x,
    "w =\nx": lambda x, y: x,
}


@pytest.mark.parametrize("text", MEANINGS)
def test_meaning(text: str) -> None:
    for x, y in POINTS:
        assert at(text, x, y) == pytest.approx(MEANINGS[text](x, y), rel=1e-14, abs=1e-300), (x, y)


def test_numbers_never_become_big_integers() -> None:
    assert at("9^9^9^9", 0, 0) == math.inf
    assert at("10^400 * 0 + 10^-400", 0, 0) != at("1", 0, 0)


def test_divisions_by_zero_are_values() -> None:
    """Arithmetic of constants alone gives inf or nan too, as arrays do."""
    for text, expected in {
        "1/0": math.inf,
        "-1/0": -math.inf,
        "2/(1-1)": math.inf,
        "0^-1": math.inf,
        "(2*3)/(1-1)": math.inf,
        "log(0)": -math.inf,
        "e^1000": math.inf,
    }.items():
        assert at(text, 0, 0) == expected, text
    assert math.isnan(at("0/0", 0, 0)) and math.isnan(at("sqrt(-1)", 0, 0))


def test_parameters() -> None:
    text = "param a = 2 from 0 to 5   # how steep\nparam n = 3 from 1 to 9 integer\nparam k = 0.1 from 0.01 to 1 log\na x^2 + n*k"
    a, n, k = gdviz.surface(text).params
    assert (a.name, a.default, a.low, a.high, a.help, a.log, a.integer) == (
        "a",
        2,
        0,
        5,
        "how steep",
        False,
        False,
    )
    assert n.integer and not n.log and k.log
    assert at(text, 3, 0) == pytest.approx(18.3)
    assert at(text, 3, 0, a=1) == pytest.approx(9.3)
    assert at("param self = 1 from 0 to 3\nself*x", 2, 0, self=3) == 6


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("param a = 0.5\na", 0, 1),
        ("param a = 4\na", 0, 16),
        ("param a = -2\na", -8, 2),
        ("param a = 0\na", 0, 1),
    ],
)
def test_a_range_that_is_not_given(text: str, low: float, high: float) -> None:
    (param,) = gdviz.surface(text).params
    assert param.low <= param.default <= param.high and param.low < param.high


def test_hints() -> None:
    def kinds(text: str) -> set[str]:
        return {h.kind for h in hints(gdviz.surface(text).program)}

    assert kinds("x^2 + y^3") == kinds("x^-2*0 + 1/2 + e^x") - {"undefined"} == set()
    assert kinds("|x|") == kinds("max(x, y)") == {"kink"}
    assert kinds("1/x") == kinds("log(x)") == kinds("x^-1") == {"undefined"}
    assert kinds("sqrt(x)") == kinds("x^1.5") == kinds("x^y") == {"kink", "undefined"}
    assert kinds("x^inf") == {"kink", "undefined"}
    (hint,) = hints(gdviz.surface("y +\n 1/x").program)
    assert (hint.line, hint.column) == (2, 3) and "division by 0" in hint.message


def test_rules_read_what_they_may() -> None:
    rule = gdviz.optimizer("a = t + T + lr + D + f + norm(g) + norm(theta)\ntheta = theta - 0*a*g")
    path = gdviz.descend("rosenbrock", rule, start=(3.0, 4.0), steps=2, lr=0.5)
    f, g = path.loss[0], np.linalg.norm(path.gradient[0])
    assert path.quantities["a"][0] == pytest.approx(1 + 2 + 0.5 + 2 + f + g + 5)


def test_a_name_read_before_its_assignment_is_the_last_steps_value() -> None:
    path = gdviz.descend(
        "rosenbrock", gdviz.optimizer("a = b + 1\nb = a*2\ntheta = theta - 0*g"), steps=4, stop=None
    )
    assert path.quantities["a"].tolist() == [1, 3, 7, 15] and path.quantities["b"].tolist() == [2, 6, 14, 30]


def test_errors_are_value_errors() -> None:
    with pytest.raises(ValueError, match="column 5"):
        gdviz.surface("x + z")
    for wrong in (None, 3, ["x"], b"x"):
        with pytest.raises(FormulaError, match="must be text"):
            gdviz.surface(wrong)  # type: ignore[arg-type]
