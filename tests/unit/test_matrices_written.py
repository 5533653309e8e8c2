"""Products, transposes and systems as they are written: they can be typed back, and nothing runs together."""

from __future__ import annotations

import pytest

import gdviz
from gdviz.engine.method.equations import typeset_equations
from gdviz.formula import Node, write

HEAD = "state H = eye; state A = eye; state p = g; state q = g\nH = H\nA = A\np = p\nq = q\n"
PRODUCTS = [
    "H @ p",
    "(H @ p) @ (H @ q)",
    "H @ A @ transpose(H) + outer(p, q)",
    "H @ (A @ transpose(A + H))",
    "2*solve(H + 0.1*eye, p - q) @ (2*q)",
    "(H @ p)/norm(A @ p) - H @ q",
    "solve(transpose(H), outer(p, q) @ p)",
    "spectral_abs(A - H) @ diag(H @ A)",
]


def node(expression: str) -> Node:
    rule = gdviz.optimizer(f"{HEAD}a = {expression}\ntheta = theta - lr*g")
    return next(e.node for e in rule.program.equations if e.name == "a")


@pytest.mark.parametrize("expression", PRODUCTS)
def test_plain_text_can_be_typed_back(expression: str) -> None:
    tree = node(expression)
    assert repr(node(write(tree, "text"))) == repr(tree)


@pytest.mark.parametrize(
    ("expression", "latex", "numbers"),
    [
        ("H @ p", r"H\,p", r"4\cdot 4"),
        ("solve(H, p)", r"{H}^{-1}\,p", r"{\left(4\right)}^{-1}\cdot 4"),
        ("solve(H + A, p - q)", r"{\left(H+A\right)}^{-1}\,\left(p-q\right)", None),
        ("outer(p, q)", r"p\,{q}^{\top}", r"4\cdot {4}^{\top}"),
        ("2*outer(p, q)", r"2\,p\,{q}^{\top}", r"2\cdot 4\cdot {4}^{\top}"),
        ("transpose(H + A)", r"{\left(H+A\right)}^{\top}", r"{\left(4+4\right)}^{\top}"),
        ("transpose(H @ A)", r"{\left(H\,A\right)}^{\top}", None),
        ("solve(transpose(H), p)", r"{\left({H}^{\top}\right)}^{-1}\,p", None),
        ("spectral_abs(H - A)", r"\left|H-A\right|", None),
        ("norm(solve(H, p))^2", r"{\left\|{H}^{-1}\,p\right\|}^{2}", None),
    ],
)
def test_notation(expression: str, latex: str, numbers: str | None) -> None:
    """In symbols, and with numbers in their places: of one parameter matrices are numbers."""
    tree = node(expression)
    assert write(tree, "latex") == latex
    if numbers:
        assert write(tree, "latex", lambda _: "4") == numbers


def test_a_dot_separates_the_numbers_of_one_parameter_in_the_panel() -> None:
    texts = {e.name: e.numbers for e in typeset_equations(gdviz.optimizers["bfgs"], {})}
    assert "⟦H@-1⟧<mo>·</mo>⟦g@0⟧" in texts["p"]
    assert "⟦rho@0⟧<mo>·</mo>⟦y@0⟧<mo>·</mo><msup><mrow>⟦s@0⟧</mrow><mo>⊤</mo></msup>" in texts["V"]
