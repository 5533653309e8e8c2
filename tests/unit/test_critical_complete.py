"""When a list of critical points is called complete: never while points are missing, and why not is said."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine.maps.critical.box import Box
from gdviz.engine.maps.critical.turning import Turning, turns_around


def count_along(text: str, low: float, high: float) -> int:
    """Count the critical points of a function of one variable by the changes of sign of its slope."""
    x = np.linspace(low - 1e-9, high + 1e-9, 2_000_003)
    sign = np.sign(gdviz.surface(text, ((low, high),)).gradient(x[:, None])[:, 0])
    return int((np.diff(sign[sign != 0]) != 0).sum())


@pytest.mark.parametrize(
    "half", [0.3, 1.3, 2.1, 5.12, 7.7, pytest.param(40.0, marks=pytest.mark.slow), 1e3, 1e6]
)
def test_rastrigin_in_any_window(half: float) -> None:
    """It is a sum of two functions of one variable, so that all its points are pairs of theirs."""
    points = gdviz.critical_points("rastrigin", ((-half, half),) * 2)
    along = count_along("x^2 - 10*cos(2*pi*x)", -half, half) if half < 100 else np.inf
    assert points.complete == (len(points) == along**2)
    assert points.complete == (half < 7.8)
    assert points.complete == (points.note == "")


@pytest.mark.parametrize(
    ("text", "half", "reason"),
    [
        ("sin(x^2 - y^2)^2 + 0.001*(x^2 + y^2)", 60, "cells of a grid"),
        ("cos(200x) + cos(200y)", 6, "cells of a grid|More than 1000"),
        ("cos(3x^2) + y^2", 200, "cells of a grid|More than 1000"),
        ("cos(5*sqrt(x^2 + y^2 + 0.01))", 5, "fill a curve"),
        ("exp(-(x^2 + y^2))", 50, "cells of a grid|fill a curve"),  # rounding leaves no slope far out
        ("max(x, -2x) - max(y, -2y)", 1, "only minima are listed"),  # a saddle at a kink
    ],
)
def test_what_is_missing_is_told(text: str, half: float, reason: str) -> None:
    points = gdviz.critical_points(gdviz.surface(text, ((-half, half),) * 2))
    assert not points.complete
    assert any(words in points.note for words in reason.split("|")), points.note


@pytest.mark.parametrize("slug", ["drop_wave", "schaffer_1", "schaffer_2", "schaffer_4", "shubert"])
def test_fast_waves_are_not_called_complete(slug: str) -> None:
    points = gdviz.critical_points(slug)
    assert not points.complete and points.note


def test_many_parameters() -> None:
    """Nothing is proven but where the objective is a quadratic, whose Hessian is the same everywhere."""
    bowl = gdviz.data_loss("cars")
    assert bowl.dimension == 3 and gdviz.critical_points(bowl).complete
    names = ("x", "y", "z")
    other = gdviz.surface("x^4 + y^2 + z^2 - x^2", ((-2, 2),) * 3, names=names)
    points = gdviz.critical_points(other)
    assert points.counts() == {"minimum": 2, "saddle": 1} and not points.complete
    assert "more than two parameters" in points.note


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("x^2 + y^2", 1),
        ("-x^2 - 3y^2", 1),
        ("x*y", -1),
        ("x^3 - 3x*y^2", -2),
        ("x^4 + y^4", 1),
        ("x^3 + y^2", 0),
    ],
)
def test_how_often_the_gradient_turns_around_a_point(text: str, turns: int) -> None:
    surface = gdviz.surface(text, ((-1, 2), (-3, 1)))
    box = Box.of(surface.domain)
    assert turns_around(surface, np.zeros((1, 2)), box).tolist() == [turns]
    around = Turning.of(surface, box).turns
    assert around.sum() == turns and (np.abs(around) > 0).sum() <= 1


def test_turns_of_all_cells_are_those_of_the_points() -> None:
    """The theorem itself, in windows at random: minima and maxima less saddles are the turns of all cells."""
    rng = np.random.default_rng(3)
    surface = gdviz.surfaces["himmelblau"]
    every = gdviz.critical_points(surface)
    for _ in range(5):
        low = rng.uniform(-5, 2, 2)
        window = np.stack([low, low + rng.uniform(1, 6, 2)], axis=1)
        inside = ((every.theta >= window[:, 0]) & (every.theta <= window[:, 1])).all(1)
        kinds = np.array(every.kind)[inside]
        expected = np.where(kinds == "saddle", -1, 1).sum()
        assert Turning.of(surface, Box.of(window)).turns.sum() == expected
        assert gdviz.critical_points(surface, window).complete
