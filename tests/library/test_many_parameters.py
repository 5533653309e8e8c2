"""Rows of a block have the bits of the run alone with any number of parameters, also after others of the block have ended."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import gdviz
from gdviz import Status, Stop
from gdviz.formula import RULE_FUNCTIONS

MANY = gdviz.optimizer("""
    state H = eye
    H = 0.9*H + 0.01*outer(g, g) + 0.1*eye
    B = H @ transpose(H) + eye
    A = spectral_abs(B - 2*eye) + eye
    d = solve(B, g) + matvec(H, g)/(1 + norm(matvec(H, g))) + solve(A, g)/9 + 0.1*g/diag(A)
    s = sum(d) + mean(g) + dot(d, g) + d @ g
    m = 0.5*m + d/(1 + s^2)
    theta = theta - lr*m
""")
RULES = {**gdviz.optimizers, "own with matrices": MANY}


@cache
def bowl(d: int) -> gdviz.Surface:
    """Curvatures from 1 to 3, coupled neighbours, and a part that is not quadratic."""
    names = tuple(f"x{i}" for i in range(1, d + 1))
    squares = " + ".join(f"{1 + 2 * i / d:.3f}*{n}^2/2" for i, n in enumerate(names))
    coupled = " + ".join(f"sin({a}*{b})/8" for a, b in zip(names[::3], names[1::3], strict=False))
    return gdviz.surface(f"{squares} + {coupled}", ((-3, 3),) * d, names=names, start=(1.0,) * d)


def starts_of(d: int) -> np.ndarray:
    """Rows that end at once, early (near the minimum), by divergence, and never."""
    starts = np.random.default_rng(d).uniform(-1.5, 1.5, (9, d))
    starts[2] = 0.0
    starts[4] *= 1e-3
    starts[6] = 1e200
    return starts


@pytest.mark.quick(20)
@pytest.mark.parametrize("d", [2, 8, 9, 17, 40])
@pytest.mark.parametrize("slug", RULES)
def test_a_row_is_the_run_alone(slug: str, d: int) -> None:
    objective, starts, stop = bowl(d), starts_of(d), Stop(gradient=0.02)
    lr = np.linspace(0.01, 0.4, 9)
    out = gdviz.sweep(objective, RULES[slug], starts, steps=30, lr=lr, stop=stop, paths=True, clip=50.0)
    assert Status.DIVERGED in out.status and (out.steps < 30).sum() >= 3
    for i, start in enumerate(starts):
        one = gdviz.descend(objective, RULES[slug], start, steps=30, lr=lr[i], stop=stop, clip=50.0)
        assert (out.steps[i], out.status[i]) == (one.steps, one.status)
        np.testing.assert_array_equal(out.paths[: one.steps + 1, i], one.theta)
        np.testing.assert_array_equal(out.loss[i], one.loss[-1])


@pytest.mark.parametrize("slug", ["adam", "momentum", "ista", "lamb"])
def test_rows_of_a_data_loss(slug: str) -> None:
    """15 weights: the gradient comes row by row, and column by column once a run has ended."""
    objective = gdviz.data_loss("iris", "softmax", degree=1, scaling="standardise")
    starts = np.random.default_rng(0).uniform(-1, 1, (6, objective.dimension))
    lr = np.array([0.5, 0.1, 1e-9, 0.2, 0.05, 0.3])
    stop = Stop(gradient=0.1, patience=5, progress=1e-6)
    out = gdviz.sweep(objective, slug, starts, steps=40, lr=lr, stop=stop)
    assert len({*out.steps.tolist()}) > 1
    for i, start in enumerate(starts):
        one = gdviz.descend(objective, slug, start, steps=40, lr=lr[i], stop=stop)
        np.testing.assert_array_equal(out.theta[i], one.theta[-1])


def test_every_function_per_point_is_used() -> None:
    """What reduces a point to a number, or works on matrices, is in the rule above."""
    from gdviz.formula import FUNCTIONS

    reducing = {n for n in RULE_FUNCTIONS if not FUNCTIONS[n].elementwise and FUNCTIONS[n].run}
    assert reducing <= MANY.program.calls
