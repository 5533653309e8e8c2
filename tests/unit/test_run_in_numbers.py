"""A single run is made in plain numbers where its rule allows it: with the bits of the run in arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Path, Rule
from gdviz.engine.method.compiled_rule import compile_in_numbers
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.stop import Spent, Status

ALL_FUNCTIONS = """
state s = 1
state m = 0*g
m = where(g > 0, min(m, g, 3), max(-m, -g)) + clip(theta, -2, 2)*sign(g) + (g <= 0)
a = norm(m) + dot(m, g)/mean(theta) + sum(abs(g))^0.5
s = s + exp(-t)*log1p(abs(a)) + floor(a) - ceil(sin(a)*cos(a)) + tanh(a) + atan(s)
q = m^3 + abs(g)^1.7 + 1/theta + abs(theta)^-2
theta = theta - lr*(g + 0.001*q/s)
"""
DIVIDES_BY_0 = (
    "n = g/norm(theta - theta); r = sqrt(-abs(g)); c = lr/(t - 3); theta = theta - where(t > 2, lr*g, c)"
)
A_NUMBER = "theta = t*norm(g)"


def bits(values: Any) -> bytes:
    """Every bit of an array, but one nan is as another."""
    array = np.array(values, dtype=float)
    array[np.isnan(array)] = np.nan
    return array.tobytes()


def same(a: Path, b: Path) -> None:
    assert (a.status, a.reason, a.steps, a.evaluations) == (b.status, b.reason, b.steps, b.evaluations)
    for name in ("theta", "loss", "gradient", "rate"):
        one, other = getattr(a, name), getattr(b, name)
        assert one.shape == other.shape, name
        assert bits(one) == bits(other), name
    assert list(a.quantities) == list(b.quantities)
    for name, value in a.quantities.items():
        assert value.shape == b.quantities[name].shape, name
        assert bits(value) == bits(b.quantities[name]), name


def check(monkeypatch: pytest.MonkeyPatch, objective: Any, rule: Rule, **keywords: Any) -> Path:
    """Compare a run in numbers with the run in arrays; returns it."""
    path = gdviz.descend(objective, rule, **keywords)
    with monkeypatch.context() as patch:
        patch.setattr(Stepper, "numbers", lambda self: None)
        in_arrays = gdviz.descend(objective, rule, **keywords)
    same(path, in_arrays)
    return path


@pytest.mark.parametrize("slug", list(gdviz.optimizers))
def test_every_optimizer(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = gdviz.optimizers[slug]
    for objective in (
        *map(gdviz.surfaces.get, ("rosenbrock", "ackley", "himmelblau")),
        gdviz.data_loss("line"),
    ):
        for lr in (None, 1e5):
            for stop in (gdviz.Stop(), None):
                check(monkeypatch, objective, rule, lr=lr, steps=150, stop=stop)


@pytest.mark.parametrize("text", [ALL_FUNCTIONS, DIVIDES_BY_0, A_NUMBER], ids=["all", "by 0", "number"])
@pytest.mark.parametrize("count", [1, 2, 3, 8, 9])
def test_whatever_a_text_says(text: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    names = tuple("abcdhijkl"[:count])
    objective = gdviz.surface(
        " + ".join(f"{i + 1}({name} - 0.3)^4 + 1/{name}" for i, name in enumerate(names)),
        names=names,
        domain=((-3.0, 3.0),) * count,
    )
    rule = gdviz.optimizer(text)
    assert (compile_in_numbers(rule.program, count) is None) == (count == 9)
    for start in (1.0, -0.5, 0.0):
        check(monkeypatch, objective, rule, start=[start] * count, lr=0.01, steps=100, stop=None)


@pytest.mark.parametrize(
    "keywords",
    [
        {"schedule": "cosine"},
        {"schedule": "lr/(t - 5)"},
        {"noise": 0.1},
        {"clip": 1.0},
        {"maximize": True},
        {"stop": gdviz.Stop(loss=1.0)},
        {"stop": gdviz.Stop(patience=3)},
        {"start": (0.0, 0.0), "eps": 0.0, "lr": 0.1},
    ],
    ids=str,
)
def test_whatever_is_asked(keywords: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    if "schedule" in keywords:
        text = keywords["schedule"]
        keywords = keywords | {"schedule": gdviz.schedules.get(text) or gdviz.schedule(text)}
    for surface in (gdviz.surfaces["rosenbrock"], gdviz.surface("x^2 + y^2"), gdviz.surface("sqrt(x) + 1/y")):
        check(monkeypatch, surface, gdviz.optimizers["adam"], **{"lr": 0.01, "steps": 200, **keywords})


def test_step_by_step_and_cut_off_is_the_same_run() -> None:
    whole = gdviz.descend("rosenbrock", "adam", lr=0.01, steps=100)
    descent, steps = gdviz.Descent("rosenbrock", "adam", lr=0.01, steps=100), []
    steps = [step.theta for step in descent]
    assert bits(steps) == bits(whole.theta[1:])
    same(descent.path(), whole)

    calls = iter(range(1000))

    def spent() -> None:
        if next(calls) == 70:
            raise Spent("over")

    cut = gdviz.Descent("rosenbrock", "adam", lr=0.01, steps=100)
    cut.run(check=spent)
    assert cut.status is Status.SPENT
    assert bits(cut.path().theta) == bits(whole.theta[:71])
    assert cut.stepper.k == 70
    assert bits(cut.stepper.runs.theta[0]) == bits(whole.theta[70])
