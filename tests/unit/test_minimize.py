"""Runs of SciPy's minimisers: what they refuse, how they end, what stops them."""

from __future__ import annotations

import itertools
import warnings
from threading import Barrier, Event, Thread
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Minimizer, Status, Stop, Thinning, begin
from gdviz.engine.minimize.quiet import quiet
from gdviz.engine.run.stop import Spent
from gdviz.formula import FormulaError

SLUGS = list(gdviz.minimizers)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"lr": 0.1}, "lr must be left out, since SciPy's methods have no learning rate"),
        ({"schedule": "cosine"}, "schedule must be left out"),
        ({"schedule_hyper": {"lr_min": 0.1}}, "schedule_hyper must be left out"),
        ({"noise": 0.1}, "noise must be 0, since SciPy's methods ask for exact values"),
        ({"clip": 1.0}, "clip must be None"),
        ({"batch_size": 5}, "batch_size must be None"),
        ({"gtol": -1}, "gtol must be a number from 1e-14 to 1, not -1"),
        ({"gtol": [0.1, 0.2]}, "gtol must be a number"),
        ({"momentum": 0.9}, "has no parameter 'momentum'; it has gtol, c1, c2"),
        ({"start": (1, 2, 3)}, "start must be 2 finite numbers"),
        ({"steps": 0}, "steps must be a whole number"),
    ],
)
def test_what_scipy_cannot_take_is_refused_by_name(keywords: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gdviz.descend("sphere", "scipy_bfgs", **keywords)


@pytest.mark.parametrize("run", [gdviz.Descent, gdviz.sweep, gdviz.basins])
def test_it_runs_as_a_whole_only(run: Any) -> None:
    with pytest.raises(ValueError, match="BFGS .SciPy. is no rule of equations: "):
        run("sphere", "scipy_bfgs")


def test_a_minimiser_declares_its_options_and_nothing_else() -> None:
    with pytest.raises(FormulaError, match="no equations"):
        Minimizer("param gtol = 1e-5; theta = 3", method="BFGS")
    with pytest.raises(FormulaError, match="cannot ask for hess"):
        Minimizer("param gtol = 1e-5", method="BFGS", asks=("hess",))


def test_a_whole_option_is_a_whole_number() -> None:
    with pytest.raises(ValueError, match="maxcor must be a whole number from 1 to 50, not 2.5"):
        gdviz.descend("sphere", "scipy_lbfgsb", maxcor=2.5)


@pytest.mark.parametrize("slug", SLUGS)
def test_steps_end_it(slug: str) -> None:
    path = gdviz.descend("rosenbrock", slug, steps=2)
    assert (path.steps, path.planned, path.status) == (2, 2, Status.MAX_STEPS)
    assert path.reason.startswith("Ran all 2 steps; the loss is")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_start_at_a_stationary_point_is_one_clear_end(slug: str) -> None:
    path = gdviz.descend("sphere", slug, start=(0, 0))
    assert (path.steps, path.status, tuple(path.evaluations)) == (0, Status.CONVERGED, (0, 0, 0))
    assert path.reason == "Converged at step 0: the gradient's norm is 0 at x = 0, y = 0."
    assert path.evaluated.tolist() == [[0, 0, 0]] and path.quantities["g"].shape == (0, 2)


@pytest.mark.parametrize("slug", SLUGS)
def test_stop_rules_are_those_of_the_loop(slug: str) -> None:
    reached = gdviz.descend("rosenbrock", slug, stop=Stop(loss=0.5))
    assert reached.status is Status.REACHED and reached.loss[-1] <= 0.5 < reached.loss[:-1].min()
    assert reached.reason.startswith(f"Reached the loss asked for at step {reached.steps}: ")
    stalled = gdviz.descend("rosenbrock", slug, stop=Stop(patience=1, progress=1e6))
    assert (stalled.status, stalled.steps) == (Status.STALLED, 1)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_run_away_diverges(slug: str) -> None:
    path = gdviz.descend(gdviz.surface("-exp(x^2 + y^2)"), slug, start=(0.5, 0.4), steps=300)
    assert path.status in (Status.DIVERGED, Status.STALLED) and path.reason.count(".") >= 1
    assert len(path.theta) == path.steps + 1


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("log(x) + y^2", (0.1, 1.0)),
        ("sqrt(x) + y^2", (0.5, 1.0)),
        ("x*log(x) + y^2", (3.0, 1.0)),
        ("log(x)", (-1.0, 0.0)),
        ("1/x + y", (0.1, 0.0)),
        ("-x^3 - y^3", (1.0, 1.0)),
        ("abs(x) + abs(y)", (1.0, 0.3)),
        ("sign(x)", (1.0, 0.3)),
    ],
)
@pytest.mark.parametrize("stop", [Stop(), None])
def test_nothing_that_is_typed_breaks_it(slug: str, text: str, start: Any, stop: Stop | None) -> None:
    """NaN regions, poles, kinks, no minimum: a status and one sentence; no warning (they are errors here)."""
    objective = gdviz.surface(text, domain=((-5, 5), (-5, 5)))
    path = gdviz.descend(objective, slug, start=start, steps=60, stop=stop)
    assert path.status is not Status.RUNNING and path.reason.endswith(".")
    assert len(path.theta) == len(path.loss) == path.steps + 1


def test_a_bad_start_is_said() -> None:
    path = gdviz.descend(gdviz.surface("log(x) + y^2"), "scipy_bfgs", start=(-1, 0))
    assert path.status is Status.DIVERGED and path.reason.startswith(
        "Cannot start: the loss is not a finite number"
    )
    assert path.evaluations == (0, 0, 0)


@pytest.mark.parametrize("slug", SLUGS)
def test_time_ends_it_with_the_steps_made(slug: str) -> None:
    asked = itertools.count()

    def check() -> None:
        if next(asked) == 30:
            raise Spent("its 1 seconds are over.")

    run = begin(gdviz.surfaces["rosenbrock"], gdviz.minimizers[slug])
    run.run(check=check)
    path = run.path()
    assert path.status is Status.SPENT and sum(path.evaluations) == 30
    assert path.reason == f"Stopped after {path.steps} of 300 steps: its 1 seconds are over."


def test_what_else_the_check_raises_goes_through() -> None:
    class Gone(BaseException):
        pass

    def check() -> None:
        raise Gone

    with pytest.raises(Gone):
        begin(gdviz.surfaces["rosenbrock"], gdviz.minimizers["scipy_cg"]).run(check=check)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    "kind", [ValueError, RuntimeError, ZeroDivisionError, np.linalg.LinAlgError, KeyError]
)
@pytest.mark.parametrize("asked", [1, 4, 7])
def test_errors_are_not_taken_for_scipy_s(slug: str, kind: type[Exception], asked: int) -> None:
    """Neither those of the check nor those of the objective, wherever SciPy is then."""
    left, mine = itertools.count(1), kind("mine")

    def check() -> None:
        if next(left) == asked:
            raise mine

    with pytest.raises(kind) as caught:
        begin(gdviz.surfaces["rosenbrock"], gdviz.minimizers[slug]).run(check=check)
    assert caught.value is mine
    broken = Broken(gdviz.surfaces["rosenbrock"], mine, asked)
    with pytest.raises(kind) as caught:
        begin(broken, gdviz.minimizers[slug]).run()
    assert caught.value is mine


class Broken:
    """A surface that raises at the so-manieth question."""

    def __init__(self, surface: gdviz.Surface, error: Exception, asked: int) -> None:
        self.surface, self.error, self.left = surface, error, asked

    def __getattr__(self, name: str) -> Any:
        if name in ("value", "gradient", "hessian", "evaluate"):
            self.left -= 1
            if self.left < 0:
                raise self.error
        return getattr(self.surface, name)


def test_threads_that_overlap_leave_the_filters_of_warnings_as_they_were() -> None:
    before, inside, leave = list(warnings.filters), Barrier(2), Event()

    def first() -> None:
        with quiet:
            inside.wait(10)
            leave.wait(10)

    thread = Thread(target=first)
    thread.start()
    inside.wait(10)  # the first came first, and leaves first
    with quiet:
        leave.set()
        thread.join(10)
        assert list(warnings.filters) != before
        warnings.warn_explicit("said", RuntimeWarning, "x.py", 1, module="scipy.optimize")
    assert list(warnings.filters) == before
    with pytest.raises(RuntimeWarning):
        warnings.warn_explicit("said", RuntimeWarning, "x.py", 1, module="scipy.optimize")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_long_run_is_thinned_as_any_other(slug: str) -> None:
    whole = gdviz.descend("rosenbrock", slug, steps=40, stop=None)
    run = begin(gdviz.surfaces["rosenbrock"], gdviz.minimizers[slug], steps=40, stop=None)
    run.run(thinning=Thinning(5, 7, 40))
    thin = run.path()
    held = [k for k in range(whole.steps + 1) if k == whole.steps or Thinning(5, 7, 40).records(k)]
    assert thin.at.tolist() == held and thin.steps == whole.steps and thin.reason == whole.reason
    for name in ("theta", "loss", "gradient"):
        assert np.array_equal(getattr(thin, name), getattr(whole, name)[held])
    assert np.array_equal(thin.evaluated, whole.evaluated[held]) and thin.evaluations == whole.evaluations
    before = np.array(held[1:]) - 1
    assert np.array_equal(thin.quantities["g"], whole.quantities["g"][before])
    assert thin.whole is not None and np.array_equal(thin.whole.losses, whole.loss)
    assert thin.length() == pytest.approx(whole.length(), rel=1e-12)


def test_its_time_is_measured() -> None:
    path = gdviz.descend("rosenbrock", "scipy_bfgs")
    assert 0 < path.seconds < 5
    assert 0 < gdviz.descend("rosenbrock", "adam").seconds < 5
