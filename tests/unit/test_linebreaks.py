"""Formulas cut before their outermost operators."""

from __future__ import annotations

import re

import pytest

import gdviz
from gdviz.engine.method.equations import typeset_equations
from gdviz.player.scene.linebreaks import with_line_breaks


@pytest.mark.parametrize("slug", list(gdviz.optimizers))
def test_the_pieces_are_the_formula(slug: str) -> None:
    rule = gdviz.optimizers[slug]
    for equation in typeset_equations(rule, rule.program.defaults):
        for formula in (equation.mathml, equation.numbers):
            pieces = with_line_breaks(formula).split("<wbr/>")
            assert all(re.fullmatch("<math[^>]*>.*</math>", piece) for piece in pieces) and len(pieces) > 1
            joined = "".join(re.fullmatch("<math[^>]*>(.*)</math>", piece)[1] for piece in pieces)
            assert joined.replace(' form="infix"', "") == re.fullmatch("<math[^>]*>(.*)</math>", formula)[1]


def test_only_outermost_operators_cut() -> None:
    formula = "<math><mi>a</mi><mo>=</mo><mrow><mo>(</mo><mi>b</mi><mo>+</mo><mn>1</mn><mo>)</mo></mrow><mo>−</mo><mi>c</mi></math>"
    assert [re.sub("<[^>]*>", "", piece) for piece in with_line_breaks(formula).split("<wbr/>")] == [
        "a",
        "=(b+1)",
        "−c",
    ]
    sign = '<math><mo form="prefix">−</mo><mi>a</mi></math>'
    assert with_line_breaks(sign).count("<math") == 1
