"""What holds of any text: it is accepted and means one thing everywhere, or it is refused in words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import gdviz
from gdviz.engine.method.equations import typeset_equations
from gdviz.formula import FormulaError, hints, mathml, write

from .strategies import near_texts, rules, trees

plane = partial(gdviz.surface, names=("x", "y"))  # a text that reads x alone would be a curve

POINTS = np.array([[0.3, -1.7], [2.0, 3.0], [-1.25, 0.5], [0.0, 0.0], [40.0, -2.5]])
MORE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MAKERS = {"surface": gdviz.surface, "optimizer": gdviz.optimizer, "schedule": gdviz.schedule}


@MORE
@given(trees())
def test_written_text_means_the_same(text: str) -> None:
    surface = plane(text)
    again = plane(write(surface.program.result, "text"))
    np.testing.assert_allclose(again.value(POINTS), surface.value(POINTS), rtol=1e-11)


@MORE
@given(trees())
def test_mathml_is_well_formed_and_latex_is_balanced(text: str) -> None:
    surface = plane(text)
    surface.derivatives_latex()
    for node in (surface.program.result, *surface.compiled.partials):
        ET.fromstring(mathml(write(node, "mathml")))
        balanced(write(node, "latex"))


def balanced(latex: str) -> None:
    depth = 0
    for mark in re.findall(r"\\[{}]|[{}]", latex):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        assert depth >= 0, latex
    assert depth == 0 and latex.count(r"\left") - latex.count(r"\leftarrow") == latex.count(r"\right")
    assert latex.count(r"\begin{cases}") == latex.count(r"\end{cases}")


@MORE
@given(trees())
@example("(1e-8)^(x)")
@example("y^(x/2)")
@example("y^(x - 3)")
def test_one_point_is_a_row_of_many_to_the_bit(text: str) -> None:
    surface = plane(text)
    for method in (surface.value, surface.gradient, surface.hessian):
        together = method(POINTS)
        for i, p in enumerate(POINTS):
            np.testing.assert_array_equal(method(p), together[i])


@MORE
@given(trees())
def test_a_sum_is_differentiated_term_by_term(text: str) -> None:
    single, double = plane(text), plane(f"3x + ({text})")
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(double.gradient(POINTS), single.gradient(POINTS) + [3, 0], rtol=1e-9)


@pytest.mark.parametrize("kind", MAKERS)
@settings(max_examples=200, deadline=None)
@given(text=st.one_of(st.text(max_size=80), near_texts()))
def test_any_text_is_accepted_or_refused_in_words(kind: str, text: str) -> None:
    """Nothing but FormulaError comes out of a text; its place lies in the text; what is accepted runs."""
    try:
        entry = MAKERS[kind](text)
    except FormulaError as error:
        assert error.message and len(str(error)) < 400
        lines = text.splitlines() or [""]
        assert 1 <= error.line <= max(1, len(lines))
        assert 0 <= error.column <= len(lines[error.line - 1].expandtabs(1)) + 1
        return
    hints(entry.program)
    run(kind, entry)


def run(kind: str, entry) -> gdviz.Path:
    objective, rule, schedule = "himmelblau", "momentum", None
    if kind == "surface":
        objective = entry
        entry.derivatives_latex()
    elif kind == "optimizer":
        rule = entry
    else:
        schedule = entry
    path = gdviz.descend(objective, rule, steps=5, lr=0.01, schedule=schedule)
    for equation in typeset_equations(path.rule, path.hyper):
        ET.fromstring(equation.mathml)
        ET.fromstring(equation.numbers)
        balanced(equation.latex)
        balanced(equation.latex_numbers)
    path.frame()
    assert path.reason
    return path


@pytest.mark.slow
@MORE
@given(rules())
def test_an_accepted_rule_runs(text: str) -> None:
    """Alone, and as rows of a batch with the same bits."""
    try:
        rule = gdviz.optimizer(text)
    except FormulaError:
        return
    run("optimizer", rule)
    starts = np.array([[0.5, 0.25], [-3.0, 2.0], [1.0, 1.0]])
    out = gdviz.sweep("himmelblau", rule, starts, steps=3, lr=0.01, paths=True)
    for i, start in enumerate(starts):
        path = gdviz.descend("himmelblau", rule, start, steps=3, lr=0.01)
        np.testing.assert_array_equal(out.paths[: path.steps + 1, i], path.theta)
        assert out.status[i] is path.status
