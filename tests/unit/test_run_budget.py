"""What a run may cost: it ends where its check says so, and records no more than it is asked to keep."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Status
from gdviz.engine.run import column, descent, oracle, stepper
from gdviz.engine.run.stop import Spent
from gdviz.engine.run.thinning import Thinning

NEWTON = "\n".join(
    ["s = 0*g", *(f"s = s + hess(theta + {k}*g)@g" for k in range(20)), "theta = theta - lr*g + 0*s"]
)
EVERY_KIND = """state v = 0*g
state H = 0*eye
v = 0.9*v + g
H = 0.5*H + outer(g, v)
n = norm(v) + f
arrow ahead = theta - lr*v
theta = theta - lr*v + 0*(H@g)*n"""


class After:
    """A check that is over at the nth call."""

    def __init__(self, calls: int, error: BaseException) -> None:
        self.left, self.error = calls, error

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise self.error


def run(
    rule: Any,
    steps: int,
    *,
    objective: Any = "rosenbrock",
    check: Any = None,
    thinning: Thinning | None = None,
    **options: Any,
) -> gdviz.Path:
    d = gdviz.Descent(objective, rule, steps=steps, **options)
    d.run(check=check, thinning=thinning)
    return d.path()


def test_a_run_that_is_spent_keeps_its_steps_and_says_so() -> None:
    path = run("adam", 5000, lr=0.01, check=After(700, Spent("its time was over.")), stop=None)
    assert (path.status, path.steps, path.reason) == (
        Status.SPENT,
        700,
        "Stopped after 700 of 5000 steps: its time was over.",
    )
    np.testing.assert_array_equal(
        path.theta, gdviz.descend("rosenbrock", "adam", steps=5000, lr=0.01, stop=None).theta[:701]
    )


def test_it_ends_within_a_step_that_asks_much() -> None:
    """The check is called at each of twenty questions; the unfinished step is not in the record."""
    path = run(gdviz.optimizer(NEWTON), 50, check=After(3 * 21 + 7, Spent("over.")), lr=1e-3)
    assert path.steps == 3 and path.status is Status.SPENT
    assert len(path.theta) == len(path.loss) == len(path.rate) + 1 == len(path.quantities["g"]) + 1 == 4


def test_one_that_ends_before_its_first_step_is_a_path_too() -> None:
    path = run("gd", 50, check=After(0, Spent("over.")))
    assert path.steps == 0 and path.reason == "Stopped after 0 of 50 steps: over."


def test_a_stop_rule_comes_before_the_end_of_the_time() -> None:
    path = run("gd", 5000, objective="sphere", lr=0.3, check=After(63, Spent("over.")))
    assert path.status is Status.CONVERGED


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("gone")])
def test_what_else_a_check_raises_goes_through(error: BaseException) -> None:
    with pytest.raises(type(error)):
        run("adam", 500, check=After(100, error))


@pytest.mark.quick(8)
@pytest.mark.parametrize(
    "thinning",
    [
        Thinning(0, 7),
        Thinning(5, 1),
        Thinning(50, 13),
        Thinning(1000, 3),
        Thinning(64, 64),
        Thinning(50, 13, 400),
        Thinning(0, 99, 5000),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "options",
    [
        {"rule": "adam"},
        {"rule": EVERY_KIND},
        {"rule": "sam"},
        {"rule": "gd", "objective": "sphere", "stop": gdviz.Stop(1e-6)},
        {"rule": "gd", "lr": 1.0},
        {"rule": "adam", "noise": 0.3, "schedule": "cosine"},
        {"rule": "adam", "steps": 5000},
    ],
    ids=str,
)
def test_a_thinned_record_holds_rows_of_the_whole(
    monkeypatch: pytest.MonkeyPatch, thinning: Thinning, options: dict[str, Any]
) -> None:
    """To the bit; the last step is always there, and what is said of all steps is what the whole run says."""
    monkeypatch.setattr(column, "PACK", 100)
    options = {"steps": 400, "objective": "rosenbrock", "lr": 0.001, **options}
    rule = options.pop("rule")
    rule = gdviz.optimizer(rule) if "\n" in rule else rule
    whole, thin = run(rule, **options), run(rule, thinning=thinning, **options)
    assert (thin.status, thin.reason, thin.steps, thin.evaluations) == (
        whole.status,
        whole.reason,
        whole.steps,
        whole.evaluations,
    )
    wanted = sorted(
        {
            0,
            *range(1, min(thinning.first, whole.steps) + 1),
            *range(thinning.first, whole.steps + 1, thinning.every),
            *{thinning.planned - 1} & set(range(whole.steps)),
            whole.steps,
        }
    )
    assert (
        thin.at.tolist() == wanted
        and len(thin.at) == len(thin.theta) == len(thin.loss) == len(thin.gradient) == len(thin.rate) + 1
    )
    np.testing.assert_array_equal(whole.at, np.arange(whole.steps + 1))
    for name in ("theta", "loss", "gradient", "evaluated"):
        np.testing.assert_array_equal(getattr(thin, name), getattr(whole, name)[thin.at], name)
    np.testing.assert_array_equal(thin.rate, whole.rate[thin.at[1:] - 1])
    gaps = np.diff(thin.at) > 1
    for key, q in whole.quantities.items():
        kept = q[thin.at[1:] - 1]
        if key in whole.rule.arrows:  # drawn from the step before, which a gap has not
            kept[gaps] = np.nan
        np.testing.assert_array_equal(thin.quantities[key], kept, key)
    assert thin.length() == pytest.approx(whole.length(), rel=1e-12)
    assert thin.steps_to(0.5) == whole.steps_to(0.5)
    assert thin.frame()["step"].tolist() == wanted


def test_the_numbers_of_the_last_step_are_told() -> None:
    """They begin with the iterate before it, so both are recorded: that of all steps planned, of all runs alike."""
    thin = run("momentum", 400, thinning=Thinning(50, 13, 400), lr=1e-4, stop=None)
    assert thin.at[-2:].tolist() == [399, 400]
    assert all(np.isfinite(q[-1]).all() for q in thin.quantities.values())


def test_thinned_batches_have_the_loss_of_their_step() -> None:
    options: dict[str, Any] = {
        "objective": gdviz.data_loss("line"),
        "rule": "gd",
        "steps": 200,
        "batch_size": 7,
        "lr": 0.01,
    }
    whole, thin = run(**options), run(thinning=Thinning(10, 9), **options)
    assert whole.batch_loss is not None and thin.batch_loss is not None
    np.testing.assert_array_equal(thin.batch_loss, whole.batch_loss[thin.at[1:] - 1])


@pytest.mark.slow
def test_matrices_that_are_not_kept_are_let_go() -> None:
    rule = gdviz.optimizer(
        "\n".join([*(f"A{k} = outer(g, g)*{k + 1}" for k in range(40)), "theta = theta - lr*g"])
    )
    whole = gdviz.data_loss("three_classes", "softmax", degree=8, scaling="standardise")
    assert descent.row_bytes(rule, whole.dimension) > 40 * 8 * whole.dimension**2
    d = gdviz.Descent(whole, rule, steps=300, lr=1e-3)
    tracemalloc.start()
    d.run(thinning=Thinning(2, 200))
    path, peak = d.path(), tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.at.tolist() == [0, 1, 2, 202, 300]
    assert peak < 100e6


def quadratic(d: int) -> gdviz.Surface:
    names = tuple(f"x{i}" for i in range(1, d + 1))
    text = " + ".join(f"{i}*{n}^2 + sin({n})" for i, n in enumerate(names, 1))
    return gdviz.surface(text, ((-5, 5),) * d, names=names, start=(2.0,) * d)


@pytest.mark.parametrize("rule", ["bfgs", "newton"])
def test_a_record_of_matrices_is_bounded_by_itself(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    """Nobody asked for thinning: the first half is whole, then come gaps; the steps are those of the whole run."""
    objective = quadratic(16)
    whole = gdviz.descend(objective, rule, steps=900, stop=None, lr=0.01)
    bound = 1_000_000
    monkeypatch.setattr(descent, "LARGEST", bound)
    tracemalloc.start()
    thin = gdviz.descend(objective, rule, steps=900, stop=None, lr=0.01)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    rows = bound // descent.row_bytes(thin.rule, 16)
    assert whole.whole is None and whole.quantities["H"].nbytes > bound
    assert rows / 2 < len(thin.rate) <= rows and thin.at[-2:].tolist() == [899, 900]
    assert (np.diff(thin.at)[: rows // 2] == 1).all()
    assert peak < 4 * bound  # the record, what is made of it, and the steps that are yet to be let go
    np.testing.assert_array_equal(thin.quantities["H"], whole.quantities["H"][thin.at[1:] - 1])
    np.testing.assert_array_equal(thin.theta, whole.theta[thin.at])
    assert (thin.reason, thin.evaluations) == (whole.reason, whole.evaluations)


def test_stepping_a_bounded_run_gives_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gdviz.descend("rosenbrock", "bfgs", steps=80, stop=None)
    monkeypatch.setattr(descent, "LARGEST", 5000)
    steps = list(gdviz.Descent("rosenbrock", "bfgs", steps=80, stop=None))
    assert [s.number for s in steps] == list(range(1, 81))
    np.testing.assert_array_equal([s.theta for s in steps], whole.theta[1:])
    np.testing.assert_array_equal([s.quantities["H"] for s in steps], whole.quantities["H"])
    np.testing.assert_array_equal([np.squeeze(s.quantities["a"]) for s in steps], whole.quantities["a"])


def held_by(thing: object) -> int:
    """Count the bytes of all that an object leads to: tracing 100 000 steps would take four times their own time."""
    seen: set[int] = set()
    left, total = [thing], 0
    while left:
        one = left.pop()
        if id(one) in seen or isinstance(one, (type, ModuleType)):
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        if isinstance(one, FunctionType):  # it leads to all globals of its module
            left += one.__closure__ or ()
        else:
            left += gc.get_referents(one)
        if isinstance(one, np.ndarray):
            left.append(one.base)
    return total


@pytest.mark.slow
def test_a_hundred_thousand_steps_of_bfgs() -> None:
    run = gdviz.Descent("rosenbrock", "bfgs", steps=100_000, stop=None)
    run.run()
    held = held_by(run)
    path = run.path()
    assert path.steps == 100_000 and path.whole is None and path.quantities["H"].shape == (100_000, 2, 2)
    assert held > path.quantities["H"].nbytes + path.theta.nbytes  # so the count has seen the record
    assert held < 1.5 * 100_000 * descent.row_bytes(path.rule, 2) < 60e6


def test_noise_is_one_stream_however_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle.Noise, "STRETCH", 8)
    noise, drawn = oracle.Noise(0.5, 3, 2), 0.5 * np.random.default_rng(3).standard_normal((50, 2))
    for k in [*range(50), 49, 3, 20, 0]:
        np.testing.assert_array_equal(noise[k], drawn[k])


@pytest.mark.parametrize("schedule", sorted(gdviz.schedules))
def test_rates_that_are_made_in_stretches_are_the_same(
    monkeypatch: pytest.MonkeyPatch, schedule: str
) -> None:
    options: dict[str, Any] = {"steps": 100, "lr": 1e-3, "schedule": schedule, "stop": None}
    at_once = gdviz.descend("rosenbrock", "adam", **options)
    monkeypatch.setattr(stepper, "STRETCH", 7)
    in_stretches = gdviz.descend("rosenbrock", "adam", **options)
    np.testing.assert_array_equal(in_stretches.theta, at_once.theta)
    np.testing.assert_array_equal(in_stretches.rate, at_once.rate)
