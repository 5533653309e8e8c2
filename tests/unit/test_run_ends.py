"""How runs end: the status and the sentence of each way."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz import Status, Stop

BOWL = gdviz.surface("x^2 + 10y^2", ((-3, 3), (-3, 3)), start=(2.0, 1.0))
USUAL = Stop()


def last(stop: Stop | None = USUAL, rule="gd", surface=BOWL, **options) -> gdviz.Path:
    return gdviz.descend(surface, rule, stop=stop, **options)


def test_max_steps() -> None:
    path = last(steps=5, lr=0.001)
    assert path.status is Status.MAX_STEPS and path.reason.startswith("Ran all 5 steps; the loss is")
    assert last(steps=1, lr=0.001).reason.startswith("Ran its one step; the loss is")


def test_a_coordinate_that_is_0_has_no_sign() -> None:
    reason = gdviz.descend(gdviz.surface("x^2 + y^2"), "gd", start=(-0.0, 1.0), steps=1, lr=0.01).reason
    assert reason.endswith("at x = 0, y = 0.98.")


def test_converged() -> None:
    path = last(Stop(gradient=1e-4), steps=5000, lr=0.05)
    norms = np.linalg.norm(path.gradient, axis=1)
    assert path.status is Status.CONVERGED and norms[-1] <= 1e-4 < norms[-2]
    assert path.reason.startswith(f"Converged at step {path.steps}: the gradient's norm is")
    assert last(Stop(gradient=None), steps=1000, lr=0.05).steps == 1000


def test_reached() -> None:
    path = last(Stop(loss=0.5), lr=0.01)
    assert path.status is Status.REACHED and path.loss[-1] <= 0.5 < path.loss[-2]
    assert f"at step {path.steps}" in path.reason
    up = gdviz.descend(
        gdviz.surface("-x^2 - y^2", start=(2, 1)), "gd", lr=0.1, maximize=True, stop=Stop(loss=-0.5)
    )
    assert up.status is Status.REACHED and up.loss[-1] >= -0.5 > up.loss[-2]


def test_stalled() -> None:
    path = last(Stop(patience=4, progress=0.1), lr=0.01, steps=1000)
    assert path.status is Status.STALLED and f"step {path.steps}" in path.reason
    best, since = math.inf, 0
    for k, loss in enumerate(path.loss):
        best, since = (loss, 0) if loss < best - 0.1 else (best, since + 1)
        assert (since >= 4) == (k == path.steps)
    zigzag = last(Stop(patience=3), lr=0.1, steps=100)  # exactly 2/lambda_max: y jumps from side to side
    assert zigzag.status in (Status.STALLED, Status.CONVERGED, Status.MAX_STEPS)


@pytest.mark.parametrize(
    ("surface", "lr", "cause"),
    [
        (BOWL, 1e300, "window widths|not a finite number"),
        (BOWL, 1.0, "million window widths"),
        (gdviz.surface("log(x)", start=(0.5, 0)), 1.0, "the loss is not a finite number (nan)"),
        (gdviz.surface("sqrt(x)", start=(0.25, 0)), 0.25, "the gradient is not a finite number"),
        (
            gdviz.surface("-1/x", start=(1, 0)),
            1.0,
            "the loss is not a finite number",
        ),  # exactly onto the pole
    ],
)
def test_diverged(surface, lr: float, cause: str) -> None:
    """The run ends at the first step that is no good, and says which and why."""
    path = last(surface=surface, lr=lr)
    assert path.status is Status.DIVERGED
    assert path.reason.startswith(f"Diverged at step {path.steps}: ")
    assert any(c in path.reason for c in cause.split("|")), path.reason
    box = np.array(surface.domain)
    far = np.abs(path.theta - box.mean(1)) > 1e6 * (box[:, 1] - box[:, 0])
    bad = (
        ~np.isfinite(path.loss)
        | ~np.isfinite(path.gradient).all(1)
        | far.any(1)
        | ~np.isfinite(path.theta).all(1)
    )
    assert bad.tolist() == [False] * path.steps + [True]


def test_a_rule_that_makes_no_number_diverges() -> None:
    for text in ("theta = theta/0", "theta = 1/0", "theta = inf", "theta = theta + sqrt(-1)"):
        path = last(rule=gdviz.optimizer(text))
        assert (
            path.status is Status.DIVERGED
            and path.steps == 1
            and "the step is not a finite number" in path.reason
        )


def test_a_start_that_is_undefined() -> None:
    for text in ("log(x)", "1/(x+3)", "sqrt(x)", "0/0", "x/0"):
        path = gdviz.descend(gdviz.surface(text, names=("x", "y")), "gd", (-3, 0))
        assert (
            path.status is Status.DIVERGED and path.steps == 0 and path.reason.startswith("Cannot start: ")
        ), text
        assert len(path.frame()) == 1


def test_a_start_far_outside_diverges_at_once() -> None:
    assert last(start=(1e9, 0)).status is Status.DIVERGED


def test_stopping_can_be_switched_off() -> None:
    path = last(None, lr=1.0, steps=2000)
    assert path.steps == 2000 and path.status is Status.MAX_STEPS and not np.isfinite(path.loss[-1])
    assert last(None, start=(0, 0), steps=9).steps == 9


def test_running() -> None:
    descent = gdviz.Descent(BOWL, "gd", steps=100, lr=0.01)
    descent.run(10)
    assert descent.status is Status.RUNNING and descent.path().steps == 10
    assert descent.path().reason.startswith("At step 10 the loss is")


def test_every_status_has_been_seen() -> None:
    """One test above for each; one that is spent is in test_run_budget.py."""
    source = Path(__file__).read_text("utf-8")
    assert {s.name for s in Status} - {"SPENT"} == set(re.findall(r"Status\.([A-Z_]+)\b", source))


def test_stopping_does_not_change_what_was_run() -> None:
    free, stopped = (
        last(None, rule="adam", steps=400, lr=0.1),
        last(Stop(gradient=1e-3), rule="adam", steps=400, lr=0.1),
    )
    assert 0 < stopped.steps < 400
    np.testing.assert_array_equal(free.theta[: stopped.steps + 1], stopped.theta)
    for key, values in stopped.quantities.items():
        np.testing.assert_array_equal(free.quantities[key][: stopped.steps], values)


@pytest.mark.parametrize("slug", ["bfgs", "lbfgs"])
def test_no_step_with_a_search_is_made_beyond_the_end(slug: str) -> None:
    """Where nothing more is to be gained a search along a line takes longest; nobody would see such a step."""
    descent = gdviz.Descent("himmelblau", slug, steps=300)
    descent.run()
    path = descent.path()
    assert path.status is Status.CONVERGED and descent.stepper.k == path.steps < 300
