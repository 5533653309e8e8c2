"""What a rule sees and asks: ascent, clipping, noise, evaluations, rates; stepping is running."""

from __future__ import annotations

import math

import numpy as np
import pytest

import gdviz
from gdviz import Status, Stop

BOWL = gdviz.surface("x^2 + 10y^2", ((-3, 3), (-3, 3)), start=(2.0, 1.0))
VALLEY = gdviz.surfaces["rosenbrock"]
NEWTON = gdviz.optimizer("theta = theta - solve(hess(theta), g)")
SEARCH = gdviz.optimizer("step = line_search(-g)\ntheta = theta - step*g")
USUAL = Stop()


def last(stop: Stop | None = USUAL, rule="gd", surface=BOWL, **options) -> gdviz.Path:
    return gdviz.descend(surface, rule, stop=stop, **options)


# ascent, clipping, noise


@pytest.mark.parametrize(
    "rule",
    ["gd", "momentum", "adam", "nesterov_lookahead", "sam", NEWTON, SEARCH],
    ids=lambda r: r if isinstance(r, str) else r.text[:9],
)
@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_ascent_is_descent_on_the_negated_surface(rule, noise: float) -> None:
    up = gdviz.surface("-(x^2 + 10y^2) - sin(x)", start=(2, 1))
    down = gdviz.surface("-(-(x^2 + 10y^2) - sin(x))", start=(2, 1))
    a = gdviz.descend(up, rule, steps=40, lr=0.01, maximize=True, noise=noise, stop=None)
    b = gdviz.descend(down, rule, steps=40, lr=0.01, noise=0.0 if not noise else noise, stop=None)
    if (
        noise
    ):  # the noise is that of the gradient, so it is negated too: the rule sees minus (gradient + noise)
        seen = -(a.gradient[:-1] + noise * np.random.default_rng(0).standard_normal((40, 2)))
        np.testing.assert_allclose(a.quantities["g"], seen, rtol=1e-12)
    else:
        np.testing.assert_array_equal(a.theta, b.theta)
        np.testing.assert_array_equal(a.loss, -b.loss)
    assert a.maximize and not b.maximize


def test_clipping() -> None:
    path = last(None, lr=0.02, steps=40, clip=5)
    plain, seen = path.gradient[:-1], path.quantities["g"]
    norms = np.linalg.norm(plain, axis=1, keepdims=True)
    assert (norms > 5).any() and (norms < 5).any()
    np.testing.assert_allclose(seen, plain * np.minimum(1, 5 / norms), rtol=1e-14)
    np.testing.assert_array_equal(seen[norms[:, 0] < 5], plain[norms[:, 0] < 5])


def test_clipping_keeps_a_vanishing_gradient() -> None:
    path = gdviz.descend(BOWL, "momentum", (0, 0), clip=1.0, stop=None, steps=3)
    assert np.isfinite(path.theta).all()


def test_noise_is_one_stream_for_all() -> None:
    noise = 0.7 * np.random.default_rng(5).standard_normal((60, 2))
    for rule in ("gd", "adam", "momentum"):
        path = last(None, rule=rule, steps=60, lr=0.01, noise=0.7, seed=5)
        np.testing.assert_array_equal(path.quantities["g"], path.gradient[:-1] + noise)
    other = last(None, steps=60, lr=0.01, noise=0.7, seed=6)
    assert not np.array_equal(other.theta, last(None, steps=60, lr=0.01, noise=0.7, seed=5).theta)
    short = last(None, steps=30, lr=0.01, noise=0.7, seed=5)
    np.testing.assert_array_equal(short.theta, last(None, steps=60, lr=0.01, noise=0.7, seed=5).theta[:31])


def test_noise_at_other_points_is_that_of_the_step() -> None:
    rule = gdviz.optimizer("h = grad(theta + 1)\ntheta = theta - lr*g")
    path = last(None, rule=rule, steps=5, lr=0.01, noise=0.7)
    np.testing.assert_allclose(
        path.quantities["h"] - BOWL.gradient(path.theta[:-1] + 1), path.quantities["g"] - path.gradient[:-1]
    )


@pytest.mark.quick(10)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"noise": 0.2},
        {"schedule": "cosine"},
        {"schedule": "reduce_on_plateau"},
        {"clip": 0.5},
        {"maximize": True},
        {"stop": Stop(patience=5)},
        {"stop": Stop(loss=1.0)},
        {"stop": None},
        {"stop": Stop(gradient=0.5)},
    ],
)
@pytest.mark.parametrize(
    "rule",
    ["gd", "adam", "sam", "radam", SEARCH, NEWTON],
    ids=lambda r: r if isinstance(r, str) else r.text[:9],
)
def test_stepping_is_running(rule, options) -> None:
    """One step at a time, in pieces, or as a whole: the same path and the same end."""
    lr = 0.05 if not options.get("maximize") else 0.001
    whole = gdviz.descend(VALLEY if options.get("clip") else BOWL, rule, steps=150, lr=lr, **options)
    pieces = gdviz.Descent(VALLEY if options.get("clip") else BOWL, rule, steps=150, lr=lr, **options)
    for n in (1, 1, 3, 70, 64, 1, 500):
        pieces.run(n)
    single = gdviz.Descent(VALLEY if options.get("clip") else BOWL, rule, steps=150, lr=lr, **options)
    steps = list(single)
    for path in (pieces.path(), single.path()):
        np.testing.assert_array_equal(path.theta, whole.theta)
        np.testing.assert_array_equal(path.rate, whole.rate)
        assert (path.status, path.reason, path.steps) == (whole.status, whole.reason, whole.steps)
        for key, values in whole.quantities.items():
            np.testing.assert_array_equal(path.quantities[key], values)
    assert [s.number for s in steps] == list(range(1, whole.steps + 1))
    assert [s.loss for s in steps] == whole.loss[1:].tolist()


# counting


@pytest.mark.parametrize(
    ("rule", "per_step"),
    [
        ("gd", (0, 1, 0)),
        ("momentum", (0, 1, 0)),
        ("adam", (0, 1, 0)),
        ("sam", (0, 2, 0)),
        (NEWTON, (0, 1, 1)),
        (gdviz.optimizer("theta = theta - lr*grad(theta)"), (0, 1, 0)),
        (gdviz.optimizer("theta = theta - lr*g*f"), (1, 1, 0)),
        (gdviz.optimizer("a = value(theta) + value(theta - g)\ntheta = theta - lr*g*(a > 0)"), (2, 1, 0)),
        (gdviz.optimizer("a = grad(theta - g) + grad(theta - g)\ntheta = theta - lr*a"), (0, 2, 0)),
        (gdviz.optimizer("theta = theta - lr*sign(theta)"), (0, 0, 0)),
    ],
    ids=lambda r: r if isinstance(r, str) else getattr(r, "text", "")[:30],
)
def test_evaluations(rule, per_step: tuple[int, int, int]) -> None:
    path = last(None, rule=rule, steps=10, lr=0.001)
    assert tuple(path.evaluations) == tuple(10 * n for n in per_step)
    assert path.evaluated[:, 1].tolist() == [per_step[1] * k for k in range(11)]


def test_evaluations_of_a_lookahead() -> None:
    path = last(None, rule="nesterov_lookahead", steps=10, lr=0.001)
    assert path.evaluations.gradient in (10, 20) and path.evaluations.hessian == 0
    assert ("grad" in path.rule.program.calls) and path.evaluated[-1, 1] == path.evaluations.gradient


def test_evaluations_of_a_line_search() -> None:
    """Each trial of a step length costs a value, the start one more; the end of a search is not paid for again."""
    path = last(None, rule=SEARCH, steps=10)
    halvings = -np.log2(path.quantities["step"])
    assert path.evaluations.value == 1 + (halvings + 1).sum()
    assert path.evaluations.gradient == 10
    for k in range(10):  # Armijo's condition holds, and did not for twice the length
        g, a = path.gradient[k], path.quantities["step"][k]
        assert BOWL.value(path.theta[k] - a * g) <= path.loss[k] - 1e-4 * a * g @ g
        assert a == 1 or BOWL.value(path.theta[k] - 2 * a * g) > path.loss[k] - 1e-4 * 2 * a * g @ g


@pytest.mark.parametrize(
    ("state", "asked"), [("grad(theta)", (0, 1, 0)), ("value(theta)", (1, 0, 0)), ("hess(theta)", (0, 0, 1))]
)
def test_what_only_a_state_asks_for_is_counted_once(state: str, asked: tuple[int, int, int]) -> None:
    path = last(None, rule=gdviz.optimizer(f"state a = {state}\ntheta = theta - lr*g"), steps=10, lr=0.001)
    assert tuple(path.evaluations) == tuple(n + m for n, m in zip((0, 10, 0), asked, strict=True))


def test_a_line_search_that_never_decreases_is_zero() -> None:
    path = gdviz.descend(
        BOWL, gdviz.optimizer("step = line_search(g)\ntheta = theta + step*g"), steps=2, stop=None
    )
    assert path.quantities["step"].tolist() == [0, 0] and np.array_equal(path.theta[0], path.theta[2])


def test_newton_solves_a_bowl_in_one_step() -> None:
    path = gdviz.descend(BOWL, NEWTON)
    assert path.status is Status.CONVERGED and path.steps == 1


def test_a_singular_neighbour_changes_no_other_run() -> None:
    """In a batch, only the singular runs have no solution; the others, however close to singular, keep their bits."""
    surface = gdviz.surface("x^4 + y^4", ((-3, 3), (-3, 3)))
    starts = np.array(
        [[1.0, 1.0], [0.0, 1.0], [1e-9, 1.0], [1e-60, 2.0], [0.5, 1e-150], [2.0, 3.0], [0.0, 0.0]]
    )
    out = gdviz.sweep(surface, NEWTON, starts, steps=1, stop=None)
    for i, start in enumerate(starts):
        np.testing.assert_array_equal(
            out.theta[i], gdviz.descend(surface, NEWTON, start, steps=1, stop=None).theta[1]
        )
    assert np.isfinite(out.theta[[0, 2, 3, 5]]).all() and np.isnan(out.theta[[1, 6]]).all()


# rates


def test_schedules_set_the_rate_of_each_step() -> None:
    schedule = gdviz.schedule("param k = 2\nlr/(1 + k*(t - 1)/T)")
    path = last(None, steps=8, lr=0.02, schedule=schedule)
    np.testing.assert_allclose(path.rate, 0.02 / (1 + 2 * np.arange(8) / 8), rtol=1e-15)
    np.testing.assert_allclose(
        path.theta[1:], path.theta[:-1] - path.rate[:, None] * path.gradient[:-1], rtol=1e-15
    )
    assert last(None, steps=8, lr=0.02, schedule=schedule, k=0).rate.tolist() == [0.02] * 8
    reading = gdviz.schedule("state best = inf\nbest = min(best, f)\nlr/(1 + best + norm(g))")
    path = last(None, steps=8, lr=0.02, schedule=reading)
    np.testing.assert_allclose(
        path.rate,
        0.02 / (1 + np.minimum.accumulate(path.loss[:-1]) + np.linalg.norm(path.gradient[:-1], axis=1)),
    )


@pytest.mark.parametrize(
    "text", ["1/0", "lr/(t - 3)", "sqrt(lr - t)", "-lr", "0", "lr*10^t", "where(t > 2, lr, inf)"]
)
def test_any_schedule_runs(text: str) -> None:
    path = last(steps=6, lr=0.02, schedule=gdviz.schedule(text))
    assert path.reason and len(path.frame()) == path.steps + 1


@pytest.mark.parametrize("optimizer", gdviz.optimizers)
def test_default_rates(optimizer: str) -> None:
    for slug, surface in gdviz.surfaces.items():
        rate = gdviz.default_rate(surface, gdviz.optimizers[optimizer])
        assert 0 < rate < 1e6 and rate == float(f"{rate:.1e}"), slug


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "x",
        "1e300 x^2",
        "1e-300 x^2",
        "1e200 x + 1e200 y^2",
        "log(x)",
        "1/x",
        "0/0",
        "1e308 x^4",
        "|x|",
        "exp(exp(x^2))",
    ],
)
def test_a_default_rate_for_anything(text: str) -> None:
    for rule in ("gd", "adam", "sign_sgd"):
        rate = gdviz.default_rate(gdviz.surface(text), gdviz.optimizers[rule])
        assert 0 < rate < math.inf
        assert gdviz.descend(gdviz.surface(text), rule, steps=3).reason
