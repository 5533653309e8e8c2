"""What a run says where a Hessian is singular, is missing, or shows that the end is not what was sought."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import Status, Stop

BOWL = gdviz.surface("x^2 + 10y^2", ((-3, 3), (-3, 3)), start=(2.0, 1.0))
NEWTON = gdviz.optimizer("theta = theta - solve(hess(theta), g)")


@pytest.mark.parametrize("text", ["x^2", "(x + y)^2", "x^4 + y"])
@pytest.mark.parametrize("rule", ["newton", "p = 2*solve(hess(theta), g); theta = theta - p", NEWTON])
def test_a_singular_hessian_ends_the_run_in_words(text: str, rule: object) -> None:
    rule = gdviz.optimizer(rule) if isinstance(rule, str) and "=" in rule else rule
    path = gdviz.descend(gdviz.surface(text, start=(1, 1)), rule, stop=Stop(gradient=None), steps=5)
    assert path.status is Status.DIVERGED and path.steps == 1
    assert re.fullmatch(
        r"Diverged at step 1: the step is not a finite number. (p|theta) = .*solve\(.*, g\) "
        "has no finite solution: the matrix is singular.",
        path.reason,
    )


def test_the_first_number_that_is_none_is_named() -> None:
    rule = gdviz.optimizer("a = norm(g)\nb = a/0\nc = b - b\ntheta = theta - lr*c*g")
    path = gdviz.descend(BOWL, rule, steps=5)
    assert path.reason.endswith("not a finite number. The first of its numbers that is not finite is b.")


FLAT = [
    gdviz.surface("x + 2y"),
    gdviz.surface("abs(x) + max(y, 2x)"),
    gdviz.data_loss("blobs", "hinge"),
    gdviz.data_loss("line", "absolute", penalty="l1"),
]


@pytest.mark.parametrize(
    "rule", ["newton", "gd_exact", gdviz.optimizer("theta = theta - lr*hess(theta) @ g")]
)
@pytest.mark.parametrize("objective", FLAT, ids=lambda o: o.name)
def test_a_rule_of_curvature_is_refused_where_there_is_none(rule: Any, objective: gdviz.Surface) -> None:
    for run in (gdviz.descend, gdviz.sweep):
        with pytest.raises(
            ValueError,
            match=r"asks for the Hessian cannot run on .*, where that is 0 wherever it exists; take",
        ):
            run(objective, rule, steps=3)
    assert not gdviz.data_loss("blobs", "hinge", penalty="l2").flat
    assert gdviz.descend(objective, "bfgs", steps=3).steps


@pytest.mark.parametrize("rule", ["newton_damped", "newton_saddle_free", "sophia"])
@pytest.mark.parametrize("objective", FLAT, ids=lambda o: o.name)
def test_a_rule_that_steps_without_curvature_runs_there(rule: str, objective: gdviz.Surface) -> None:
    path = gdviz.descend(objective, rule, steps=3, stop=None)
    assert path.steps == 3 and np.isfinite(path.theta).all() and (path.theta[1] != path.theta[0]).any()
    assert gdviz.sweep(objective, rule, [objective.start] * 4, steps=3, lr=[0.1, 0.2, 0.3, 0.4]).steps.min()


def test_damping_of_0_makes_no_step_on_a_plane() -> None:
    rule = gdviz.optimizer("param lam = 1 from 0 to 10; theta = theta - solve(hess(theta) + lam*eye, g)")
    plane = gdviz.surface("x + 2y", domain=((-5, 5), (-5, 5)))
    assert gdviz.descend(plane, rule, start=(0, 0), steps=1).theta[-1].tolist() == [-1, -2]
    with pytest.raises(ValueError, match="asks for the Hessian cannot run on"):
        gdviz.descend(plane, rule, lam=0)


@pytest.mark.parametrize(
    ("text", "start", "maximize", "sentence"),
    [
        ("x^2 - 3y^2", (1, 1), False, "It is a saddle, not a minimum: the curvatures there are -6 and 2."),
        ("x^2 - 3y^2", (1, 1), True, "It is a saddle, not a maximum: the curvatures there are -6 and 2."),
        ("-(x^2) - y^2", (1, 1), False, "It is a maximum, not a minimum: the curvature there is -2."),
        ("x^2 + 4y^2", (1, 1), True, "It is a minimum, not a maximum: the curvatures there are 2 and 8."),
        ("-2x^2 + y^4", (1, 0), False, "It is no minimum: the curvatures there are -4 and 0."),
        ("x^2 + y^2", (1, 1), False, "."),
        ("x^2 + y^4", (1, 1), False, "."),
        ("x^2 - 1e-12 y^2", (1, 0), False, "."),
        ("x^2 - y^2 - x*y", (1, 1), False, "the curvatures there are -2.236 and 2.236."),
    ],
)
def test_an_end_that_was_not_sought_is_told(
    text: str, start: tuple[float, float], maximize: bool, sentence: str
) -> None:
    surface = gdviz.surface(text, start=start)
    path = gdviz.descend(surface, "newton_damped", lam=0.001, maximize=maximize, steps=9000)
    assert path.status is Status.CONVERGED and path.reason.endswith(sentence)
    assert ("It is" in path.reason) == (sentence != ".")


def test_of_many_curvatures_the_least_and_the_largest_are_told() -> None:
    surface = gdviz.surface("x^2 - y^2 + 3z^2", ((-3, 3),) * 3, names=("x", "y", "z"), start=(1, 1, 1))
    path = gdviz.descend(surface, "newton")
    assert path.reason.endswith("It is a saddle, not a minimum: the curvatures there are -2 to 6.")


def test_scipy_s_ends_are_told_too() -> None:
    path = gdviz.descend(gdviz.surface("x^2 - y^2 + y^4"), "scipy_bfgs", start=(1.0, 0.0))
    assert path.reason.endswith("It is a saddle, not a minimum: the curvatures there are -2 and 2.")


@pytest.mark.parametrize("rule", ["bfgs", "gd_armijo", "cg_polak_ribiere"])
def test_a_run_that_is_stuck_in_a_kink_says_so(rule: str) -> None:
    """No step along its direction leads downhill any more, but the gradient does not vanish."""
    path = gdviz.descend(gdviz.surface("abs(x) + 3abs(y)", start=(1.3, 0.7)), rule, steps=400)
    assert path.status is Status.MAX_STEPS and path.reason.endswith(". The last step did not move it.")
    assert np.array_equal(path.theta[-1], path.theta[-2])
    moving = gdviz.descend("rosenbrock", "gd", steps=5)
    assert moving.reason.startswith("Ran all 5 steps") and "not move" not in moving.reason
