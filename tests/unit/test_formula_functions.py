"""One row of the table of functions is all that a function of the language needs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gdviz.formula import (
    ELEMENTWISE,
    FUNCTIONS,
    ONE,
    RULE_FUNCTIONS,
    Emitter,
    FormulaError,
    Language,
    Node,
    Program,
    compile_function,
    derivative,
    hints,
    may_have_kinks,
    numeric,
    parse_program,
    write,
)
from gdviz.formula.functions import Function

ROWS = {
    "relu": Function(
        run=lambda u: np.maximum(u, 0),
        derivative="where(u > 0, du, 0)",
        kink="relu",
        latex=r"\rho",
        mathml="ρ",
    ),
    "artanh": Function(
        run=np.arctanh, derivative="1/(1 - u^2)*du", symmetry="odd", undefined="artanh outside of -1 to 1"
    ),
    "hypot": Function(
        run=np.hypot,
        arity=(2, 2),
        derivative="quotient0(u*du + v*dv, f)",
        template={"latex": r"\|#1, #2\|", "mathml": "<mi>#1,#2</mi>"},
    ),
}


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, row in ROWS.items():
        monkeypatch.setitem(FUNCTIONS, name, row)


def parsed(text: str) -> Program:
    return parse_program(text, Language("curve", ("x",), frozenset({*ELEMENTWISE, *ROWS}), "x", True))


def tree(text: str) -> Node:
    result = parsed(text).result
    assert result is not None
    return result


def compiled(node: Node) -> Callable[[float], float]:
    e = Emitter()
    e.input("x", "_x", "s")
    value, _ = e.value(node)
    function = compile_function("f", e.lines, ["_x"], [value], "")
    return lambda x: float(function(np.float64(x))[0])


@pytest.mark.parametrize(
    ("text", "value", "slope", "curvature"),
    [
        ("relu(x^3)", lambda x: x**3 * (x > 0), lambda x: 3 * x**2 * (x > 0), lambda x: 6 * x * (x > 0)),
        (
            "artanh(x/2)",
            lambda x: np.arctanh(x / 2),
            lambda x: 2 / (4 - x**2),
            lambda x: 4 * x / (4 - x**2) ** 2,
        ),
        (
            "hypot(x, 1)",
            lambda x: np.sqrt(x**2 + 1),
            lambda x: x / np.sqrt(x**2 + 1),
            lambda x: (x**2 + 1) ** -1.5,
        ),
    ],
)
def test_a_row_is_run_and_differentiated(
    text: str,
    value: Callable[[float], float],
    slope: Callable[[float], float],
    curvature: Callable[[float], float],
) -> None:
    node = tree(text)
    first = derivative(node, {"x": ONE})
    for x in (-0.8, 0.3, 1.1):
        wanted = [f(x) for f in (value, slope, curvature)]
        found = [compiled(n)(x) for n in (node, first, derivative(first, {"x": ONE}))]
        np.testing.assert_allclose(found, wanted, rtol=1e-14)


def test_an_odd_row_is_smooth_at_a_root() -> None:
    """r artanh(r) has no kink where the root r has one."""
    r = tree("sqrt(x^2)")
    slope = derivative(Node("*", (r, Node("call", (r,), name="artanh"))), {"x": ONE})
    assert "artanh(sqrt(x^2))/sqrt(x^2)" in write(slope, "text")
    assert compiled(slope)(0.0) == 0 and compiled(derivative(slope, {"x": ONE}))(0.0) == 2


@pytest.mark.parametrize(
    ("text", "latex", "mathml", "plain"),
    [
        (
            "2relu(x)",
            r"2\,\rho\left(x\right)",
            '<mn>2</mn><mo>&#x2062;</mo><mspace width="0.17em"/><mrow><mi>ρ</mi><mo>(</mo><mi>x</mi><mo>)</mo></mrow>',
            "2*relu(x)",
        ),
        (
            "artanh(x)",
            r"\operatorname{artanh}\left(x\right)",
            "<mrow><mi>artanh</mi><mo>(</mo><mi>x</mi><mo>)</mo></mrow>",
            "artanh(x)",
        ),
        ("hypot(x, 1)", r"\|x, 1\|", "<mi><mi>x</mi>,<mn>1</mn></mi>", "hypot(x, 1)"),
    ],
)
def test_a_row_is_typeset(text: str, latex: str, mathml: str, plain: str) -> None:
    node = tree(text)
    assert [write(node, fmt) for fmt in ("latex", "mathml", "text")] == [latex, mathml, plain]


def test_a_row_gives_its_hints() -> None:
    assert [h.message for h in hints(parsed("relu(x)"))] == ["may not be differentiable where relu switches"]
    assert [h.message for h in hints(parsed("artanh(x)"))] == [
        "may be undefined here: artanh outside of -1 to 1"
    ]
    assert hints(parsed("artanh(0.5)")) == [] == hints(parsed("hypot(x, 1)"))
    assert may_have_kinks(parsed("relu(x)")) and not may_have_kinks(parsed("artanh(x)"))


def test_a_row_is_in_the_messages() -> None:
    with pytest.raises(FormulaError, match=r"known are abs, .*artanh, .*relu"):
        parsed("unheardof(x)")
    with pytest.raises(FormulaError, match=r"did you mean relu\(\)\?"):
        parsed("rellu(x)")
    with pytest.raises(FormulaError, match=r"hypot\(\) takes 2 arguments, not 1"):
        parsed("hypot(x)")
    with pytest.raises(FormulaError, match="write relu"):
        parsed("relux")


def test_a_language_without_a_function_refuses_it() -> None:
    with pytest.raises(FormulaError, match=r"relu\(\) cannot be used in a curve"):
        parse_program("relu(x)", Language("curve", ("x",), ELEMENTWISE, "x", True))


def test_the_lists_of_functions_are_made_of_the_table() -> None:
    """What may be used where follows from the rows alone; every elementwise row says its derivative."""
    table = {n: f for n, f in FUNCTIONS.items() if n not in ROWS}
    assert {n for n, f in table.items() if f.elementwise and not f.hidden} == ELEMENTWISE
    assert {n for n, f in table.items() if not f.hidden} == RULE_FUNCTIONS
    assert all(f.derivative for f in FUNCTIONS.values() if f.elementwise)


@pytest.mark.parametrize("shapes", ["mmm", "m1m", "mm1", "m11", "1mm", "m00", "mnm", "mtm"])
def test_where_gives_the_bits_of_numpy(shapes: str) -> None:
    """Whether many are chosen among or few; nan, infinities and -0 are kept, numbers and arrays broadcast."""
    rng = np.random.default_rng(0)
    for many in (7, numeric.MANY + 7):
        made: dict[str, Callable[[], object]] = {
            "m": lambda many=many: rng.choice([-0.0, 0.0, 1.5, np.nan, np.inf, -np.inf], many),
            "n": lambda many=many: rng.normal(size=(3, many)),
            "t": lambda many=many: rng.normal(size=(many, 3)).T,
            "1": lambda: np.float64(-0.0),
            "0": lambda: 2.0,
        }
        condition, a, b = (made[kind]() for kind in shapes)
        for holds in (np.asarray(condition), np.asarray(condition) > 0):
            found, wanted = numeric.where(holds, a, b), np.where(holds != 0, a, b)
            assert found.dtype == wanted.dtype
            assert found.shape == wanted.shape
            assert found.tobytes() == wanted.tobytes()
