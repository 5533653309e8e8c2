"""A bound of a formula is one: no value, and nothing on the way to it, is larger."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.formula import ELEMENTWISE, Language, bound, parse_program

LANGUAGE = Language("surface", ("x", "y"), ELEMENTWISE, "x and y", True)


@pytest.mark.parametrize(
    "text", ["x^2*y - 3x + 1", "(x + y)^7/4 - -x", "sin(x)*cos(y) + tanh(x*y)", "x*0*y", "2^3*x", "x^1"]
)
@pytest.mark.parametrize("size", [0.0, 0.5, 30.0])
def test_no_value_is_larger(text: str, size: float) -> None:
    node = parse_program(text, LANGUAGE).result
    assert node is not None
    points = np.random.default_rng(0).uniform(-size, size, (500, 2))
    surface = gdviz.surface(text, names=("x", "y"))
    largest = bound(node, {"x": size, "y": size})
    assert np.abs(surface.value(points)).max() <= largest * (1 + 1e-12) < np.inf


@pytest.mark.parametrize(
    "text",
    [
        "1/x",
        "x/0",
        "sqrt(x)",
        "log(x)",
        "exp(x)",
        "x^-2",
        "x^0.5",
        "x^y",
        "x*inf",
        "0*(x*1e200)^2",
        "sin(x^64)",
        "z",
    ],
)
def test_where_none_is_known_there_is_none(text: str) -> None:
    language = Language("surface", ("x", "y", "z"), ELEMENTWISE, "x and y", True)
    node = parse_program(text, language).result
    assert node is not None
    assert bound(node, {"x": 1e7, "y": 1.0}) == np.inf


def test_which_surfaces_are_finite_in_a_million_windows() -> None:
    finite = {slug: surface.finite_within(1e7) for slug, surface in gdviz.surfaces.items()}
    assert finite["himmelblau"] and finite["rosenbrock"]
    assert not finite["ackley"]  # it has a root
