"""A state that begins as a number and becomes a vector or a matrix may be read as one before."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz import FormulaError

BOWL = gdviz.surface("x^2 + 2y^2 + x y/2", ((-2, 2), (-2, 2)), start=(1.0, -1.5))
END = "\ntheta = theta - lr*g"
BECOMES = {
    "dot before": ("state s = 0\nr = dot(g, s)\ns = s + g", "v"),
    "implicit": ("r = dot(g, s)\ns = 0.9*s + g", "v"),
    "norm": ("state s = 0\nr = norm(s)/(1 + norm(s))\ns = g", "v"),
    "at": ("state s = 0\nr = s @ g\ns = g", "v"),
    "through another": ("state s = 0\nu = 2*s\nr = dot(g, u)\ns = g", "v"),
    "matrix": ("state s = 0\np = matvec(s, g)\ns = s + outer(g, g)", "m"),
    "solve": ("p = solve(s + eye, g)\ns = outer(g, g)", "m"),
    "matrix at": ("state s = 0\np = s @ g\nq = s @ s\ns = outer(g, g)", "m"),
    "two": ("state s = 0; state u = 0\nr = dot(s, u)\nu = s\ns = g", "v"),
}


@pytest.mark.parametrize("name", BECOMES)
def test_the_shape_is_that_of_what_is_assigned(name: str) -> None:
    text, kind = BECOMES[name]
    rule = gdviz.optimizer(text + END)
    zero = "0*g" if kind == "v" else "0*eye"
    told = gdviz.optimizer(
        "\n".join(f"state {n} = {zero}" for n, _ in rule.compiled.states)
        + "\n"
        + "\n".join(line for line in text.splitlines() if not line.startswith("state"))
        + END
    )
    assert dict(rule.compiled.states)["s"] == kind
    ours, theirs = (gdviz.descend(BOWL, r, steps=5, lr=0.1, stop=None) for r in (rule, told))
    for key, q in theirs.quantities.items():
        np.testing.assert_array_equal(ours.quantities[key], q, err_msg=key)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "state s = 0\nr = norm(s)\ns = 1",
            "norm() takes a vector such as g here, not a number; begin it as one, with  state s = 0*g "
            "(line 2, column 5)",
        ),
        ("state H = 0\np = solve(H, g)\nH = 1", "begin it as one, with  state H = 0*eye"),
        ("a = t\nr = norm(a)", "norm() takes a vector such as g here, not a number (line 2, column 5)"),
    ],
)
def test_where_it_stays_a_number_the_sentence_says_the_cure(text: str, sentence: str) -> None:
    with pytest.raises(FormulaError) as caught:
        gdviz.optimizer(text + END)
    assert sentence in str(caught.value)


def test_the_cure_works() -> None:
    gdviz.optimizer("state s = 0*g\nr = norm(s)\ns = 1" + END)
    gdviz.optimizer("state H = 0*eye\np = solve(H + eye, g)\nH = 1" + END)
