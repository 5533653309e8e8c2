"""A single run is made in plain numbers where its rule allows it: with the bits of the run in arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Path, Rule
from gdviz.engine.method.in_numbers import step_in_numbers
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.stop import Spent, Status, Watch

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
OLD_VALUES = """
state a = 0*g
state b = theta
state n = 2
last = a
a = b
b = last
n = f
theta = theta - lr*(g + 0.01*a)*(n > 0)
theta = where(t > 90, b, theta)
"""


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


@pytest.mark.parametrize(
    "text", ["max(x, y)", "min(x, y)", "clip(x, y, 1)", "clip(x, -1, y)", "clip(0, x, y)", "sign(x) + 0*y"]
)
def test_a_comparison_of_numbers_has_the_bits_of_numpy(text: str) -> None:
    """Also where they are equal, zeros of either sign, infinite, or nan."""
    surface = gdviz.surface(text)
    some = [0.0, -0.0, 1.0, -1.0, 2.5, 5e-324, np.inf, -np.inf, np.nan]
    points = np.array([(x, y) for x in some for y in some])
    with np.errstate(all="ignore"):
        loss, gradient = surface.evaluate(points)
        for k, point in enumerate(points):
            alone, slopes = surface.evaluate_one(point.tolist())
            assert type(alone) is float and all(type(slope) is float for slope in slopes)
            assert bits(alone) == bits(loss[k]) and bits(slopes) == bits(gradient[k]), point


@pytest.mark.parametrize(
    "text", [ALL_FUNCTIONS, DIVIDES_BY_0, A_NUMBER, OLD_VALUES], ids=["all", "by 0", "number", "old"]
)
@pytest.mark.parametrize("count", [1, 2, 3, 8, 9])
def test_whatever_a_text_says(text: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    names = tuple("abcdhijkl"[:count])
    objective = gdviz.surface(
        " + ".join(f"{i + 1}({name} - 0.3)^4 + 1/{name}" for i, name in enumerate(names)),
        names=names,
        domain=((-3.0, 3.0),) * count,
    )
    rule = gdviz.optimizer(text)
    assert (step_in_numbers(rule.program, count) is None) == (count == 9)
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
        {"stop": gdviz.Stop(gradient=None, patience=3)},
        {"stop": gdviz.Stop(gradient=0.0)},
        {"stop": None},
        {"batch": True},
        {"start": (0.0, 0.0), "eps": 0.0, "lr": 0.1},
    ],
    ids=str,
)
def test_whatever_is_asked(keywords: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    if "schedule" in keywords:
        text = keywords["schedule"]
        keywords = keywords | {"schedule": gdviz.schedules.get(text) or gdviz.schedule(text)}
    if keywords.pop("batch", False):
        data = gdviz.data_loss("line")
        check(monkeypatch, data, gdviz.optimizers["adam"], lr=0.01, steps=200, batch_size=7)
        return
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


@pytest.mark.parametrize(
    ("text", "rule", "keywords", "status"),
    [
        ("x^2 + 10y^2", "gd", {"lr": 0.05}, Status.CONVERGED),
        ("x^2 + 10y^2", "momentum", {"lr": 0.5}, Status.DIVERGED),
        ("x^2 + 10y^2", "gd", {"lr": 0.01, "stop": gdviz.Stop(loss=0.5)}, Status.REACHED),
        ("x + y", "gd", {"lr": 1e6}, Status.DIVERGED),
        ("sqrt(x) + y^2", "gd", {"lr": 0.005, "start": (0.3, 1.0)}, Status.DIVERGED),
        ("-log(x - 0.2y)", "momentum", {"lr": 0.01, "start": (0.3, 1.0), "steps": 2000}, Status.MAX_STEPS),
        ("1/x", "gd", {"lr": 1.0, "start": (1.0, 1.0), "steps": 700}, Status.MAX_STEPS),
        ("-exp(x)", "gd", {"lr": 1.0}, Status.DIVERGED),
        ("0*x", "gd", {"lr": 1.0}, Status.CONVERGED),
        ("x y", "gd", {"lr": 0.1, "steps": 400, "start": (1.0, -0.5)}, Status.DIVERGED),
    ],
    ids=str,
)
def test_a_run_that_ends_is_left_where_it_ends(
    text: str, rule: str, keywords: dict[str, Any], status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many steps are judged at once; a glance at each tells where it is time."""
    objective = gdviz.surface(text, names=("x", "y"))
    keywords = {"steps": 300, **keywords}
    path = check(monkeypatch, objective, gdviz.optimizers[rule], **keywords)
    assert path.status is status
    descent = gdviz.Descent(objective, rule, **keywords)
    descent.run()
    # far outside, the glance asks for the whole point what the rule asks for each coordinate
    assert descent.stepper.k == path.steps or path.status is Status.DIVERGED
    assert descent.stepper.k <= path.steps + 4


def counted_judges(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of what is judged from here on."""
    judge, lengths = Watch.judge, list[int]()

    def counted(self: Watch, theta: Any, loss: Any, gradient: Any) -> Any:
        lengths.append(len(loss))
        return judge(self, theta, loss, gradient)

    monkeypatch.setattr(Watch, "judge", counted)
    return lengths


def test_a_run_is_judged_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = counted_judges(monkeypatch)
    gdviz.descend("rosenbrock", "adam", lr=0.01, steps=300)
    assert lengths == [1, 300]
    lengths.clear()
    gdviz.descend("rosenbrock", "adam", lr=0.01, steps=300, stop=gdviz.Stop(patience=50))
    assert lengths == [1, 64, 64, 64, 64, 44]


@pytest.mark.parametrize("text", ["1e160*(x + y)", "x^2 + 1e200*sin(y)"])
def test_where_the_glance_errs_the_run_goes_on(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The square of a slope is infinite, the slope is not."""
    surface, rule = gdviz.surface(text, names=("x", "y")), gdviz.optimizers["gd"]
    path = check(monkeypatch, surface, rule, lr=1e-202, steps=300)
    assert path.steps == 300
    lengths = counted_judges(monkeypatch)
    gdviz.descend(surface, rule, lr=1e-202, steps=300)
    assert sum(lengths) == 301 and len(lengths) < 12


def test_a_check_comes_before_each_step_and_takes_nothing_when_it_raises() -> None:
    keywords: dict[str, Any] = {"lr": 0.01, "steps": 300, "schedule": gdviz.schedules["cosine"], "stop": None}
    whole, calls = gdviz.descend("rosenbrock", "adam", **keywords), list[int]()
    descent = gdviz.Descent("rosenbrock", "adam", **keywords)

    def look() -> None:
        calls.append(descent.stepper.k)
        if len(calls) == 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        descent.run(check=look)
    assert descent.stepper.k == 99 and len(calls) == 100
    descent.run(30, check=look)
    descent.run(check=look)
    assert len(calls) == 301
    same(descent.path(), whole)
