"""Update rules against their own closed forms and against each other; each has an oracle, here or in a golden file."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from tests.library import test_second_order, test_step_lengths
from tests.library.golden_runs import FILES, distance
from tests.library.proofs import proofs

ROSENBROCK = gdviz.surface("(1 - x)^2 + 100(y - x^2)^2", ((-2, 2), (-1, 3)), start=(-1.5, 2.0))
BOWL = gdviz.surface("1.5x^2 + 10y^2 + 2x*y", start=(3.0, -2.0))
HESSIAN = np.array([[3.0, 2.0], [2.0, 20.0]])  # of the bowl
STEEPEST = float(np.linalg.eigvalsh(HESSIAN)[-1])
PROOFS: dict[str, list[str]] = {}  # rules without a golden file -> the tests that prove them
proves = proofs(PROOFS)


def test_every_rule_has_an_oracle() -> None:
    assert set(FILES) <= set(gdviz.optimizers), "a golden file without a rule"
    of_curvature = test_second_order, test_step_lengths
    proven = {*PROOFS, *(slug for tests in of_curvature for slug in tests.PROOFS)}
    assert set(gdviz.optimizers) - set(FILES) == proven, (
        "a rule without golden file and without a proof of its own"
    )
    assert all(name in globals() for names in PROOFS.values() for name in names)
    for tests in of_curvature:
        assert all(hasattr(tests, name) for names in tests.PROOFS.values() for name in names)


def run(
    rule: object, lr: float, steps: int = 120, objective: object = ROSENBROCK, **hyper: float
) -> np.ndarray:
    """The iterates of a run that nothing stops."""
    return gdviz.descend(objective, rule, steps=steps, lr=lr, stop=None, **hyper).theta


def linear(update: np.ndarray, steps: int) -> np.ndarray:
    """The iterates x_t of (x, m) -> update @ (x, m) from the bowl's start and m = 0."""
    z = np.concatenate([BOWL.start, np.zeros(len(update) - 2)])
    return np.array([(np.linalg.matrix_power(update, k) @ z)[:2] for k in range(steps + 1)])


@pytest.mark.parametrize("factor", [0.1, 0.5, 1.0, 1.9, 2.1])
def test_gd_on_a_quadratic_is_the_closed_form(factor: float) -> None:
    lr = factor / STEEPEST
    expected = linear(np.eye(2) - lr * HESSIAN, 80)
    np.testing.assert_allclose(run("gd", lr, 80, BOWL), expected, rtol=1e-11, atol=1e-12)


def test_gd_limit_is_two_over_the_largest_curvature() -> None:
    below = gdviz.descend(BOWL, "gd", steps=5000, lr=0.99 * 2 / STEEPEST)
    assert below.status is gdviz.Status.CONVERGED
    above = gdviz.descend(BOWL, "gd", steps=5000, lr=1.01 * 2 / STEEPEST)
    assert above.status is gdviz.Status.DIVERGED
    assert "iverged at step" in above.reason and str(above.steps) in above.reason
    norms = np.linalg.norm(above.theta[-100:], axis=1)
    np.testing.assert_allclose(norms[1:] / norms[:-1], 1.02, rtol=1e-9)  # |1 - lr*lambda|


def test_heavy_ball_on_a_quadratic_is_a_linear_map() -> None:
    lr, mu, h, one = 0.05, 0.8, HESSIAN, np.eye(2)
    np.testing.assert_allclose(
        run("momentum", lr, 80, BOWL, momentum=mu),
        linear(np.block([[one - lr * h, -lr * mu * one], [h, mu * one]]), 80),
        rtol=1e-11,
        atol=1e-12,
    )


@proves("qhm")
def test_qhm_on_a_quadratic_is_a_linear_map() -> None:
    lr, mu, nu, h, one = 0.09, 0.95, 0.7, HESSIAN, np.eye(2)
    update = np.block([[one - lr * (1 - nu * mu) * h, -lr * nu * mu * one], [(1 - mu) * h, mu * one]])
    np.testing.assert_allclose(
        run("qhm", lr, 80, BOWL, momentum=mu, nu=nu), linear(update, 80), rtol=1e-11, atol=1e-12
    )


@proves("qhm")
def test_qhm_is_gd_momentum_and_nesterov() -> None:
    assert distance(run("qhm", 1e-3, nu=0), run("gd", 1e-3)) == 0
    assert distance(run("qhm", 1e-3, nu=1, momentum=0.9), run("momentum", 1e-4, momentum=0.9)) < 1e-12
    assert distance(run("qhm", 1e-3, nu=0.9, momentum=0.9), run("nesterov", 1e-4, momentum=0.9)) < 1e-12


@proves("qhadam")
def test_qhadam_is_adam_and_the_sign() -> None:
    assert distance(run("qhadam", 0.02, nu1=1, nu2=1), run("adam", 0.02)) < 1e-14
    assert (
        distance(run("qhadam", 0.02, nu1=1, nu2=1, beta1=0, eps=1e-4), run("adam", 0.02, beta1=0, eps=1e-4))
        < 1e-14
    )
    assert distance(run("qhadam", 0.02, nu1=0, nu2=0, eps=0), run("sign_sgd", 0.02)) < 1e-12


@proves("qhadam")
def test_qhadam_from_its_gradients() -> None:
    """Every step from all gradients so far: the means written out as weighted sums."""
    b1, b2, nu1, nu2, eps, lr = 0.8, 0.95, 0.7, 0.6, 1e-3, 0.02
    path = gdviz.descend(
        ROSENBROCK, "qhadam", steps=100, lr=lr, stop=None, beta1=b1, beta2=b2, nu1=nu1, nu2=nu2, eps=eps
    )
    g = path.gradient
    for t in range(1, 101):
        w1, w2 = b1 ** np.arange(t)[::-1], b2 ** np.arange(t)[::-1]
        m, v = w1 @ g[:t] / w1.sum(), w2 @ g[:t] ** 2 / w2.sum()
        u = ((1 - nu1) * g[t - 1] + nu1 * m) / (np.sqrt((1 - nu2) * g[t - 1] ** 2 + nu2 * v) + eps)
        np.testing.assert_allclose(path.theta[t], path.theta[t - 1] - lr * u, rtol=1e-12)


@proves("nesterov_lookahead")
def test_lookahead_is_nesterov_in_another_variable() -> None:
    for mu, lr in ((0.9, 1e-4), (0.5, 3e-4)):
        path = gdviz.descend(ROSENBROCK, "nesterov_lookahead", steps=120, lr=lr, stop=None, momentum=mu)
        velocity = np.concatenate([[[0, 0]], path.quantities["v"]])
        assert distance(path.theta - lr * mu * velocity, run("nesterov", lr, momentum=mu)) < 1e-12


@proves("nesterov_lookahead")
def test_lookahead_on_a_quadratic_is_a_linear_map() -> None:
    lr, mu, h, one = 0.03, 0.8, HESSIAN, np.eye(2)
    a = one - lr * h
    update = np.block([[a, -lr * mu * a], [h, mu * a]])
    expected = linear(update, 80)
    np.testing.assert_allclose(
        run("nesterov_lookahead", lr, 80, BOWL, momentum=mu), expected, rtol=1e-11, atol=1e-12
    )


@proves("ista")
def test_ista_without_a_penalty_is_gd() -> None:  # with one: test_data_optima.py
    assert distance(run("ista", 1e-3), run("gd", 1e-3)) == 0


@proves("fista")
def test_fista_without_a_penalty_is_nesterov_s_sequence() -> None:
    x, y, q, expected = np.array([3.0, -2.0]), np.array([3.0, -2.0]), 1.0, [[3.0, -2.0]]
    for _ in range(80):
        ahead, following = y - 0.03 * HESSIAN @ y, (1 + np.sqrt(1 + 4 * q * q)) / 2
        y = ahead + (q - 1) / following * (ahead - x)
        x, q = ahead, following
        expected.append(x)
    np.testing.assert_allclose(run("fista", 0.03, 80, BOWL), expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(
    ("rule", "hyper", "other", "lr"),
    [
        ("momentum", {"momentum": 0}, "gd", 1e-3),
        ("nesterov", {"momentum": 0}, "gd", 1e-3),
        ("nesterov_lookahead", {"momentum": 0}, "gd", 1e-3),
        ("sam", {"rho": 0}, "gd", 1e-3),
        ("asgd", {"lambd": 0}, "gd", 1e-3),
        ("adamw", {"weight_decay": 0}, "adam", 0.02),
        ("ademamix", {"alpha": 0}, "adam", 0.02),
        ("lion", {"beta1": 0, "weight_decay": 0}, "sign_sgd", 0.02),
        ("signum", {"beta1": 0}, "sign_sgd", 0.02),
    ],
)
def test_equivalences(rule: str, hyper: dict[str, float], other: str, lr: float) -> None:
    assert distance(run(rule, lr, **hyper), run(other, lr)) < 1e-13


def test_schedule_free_without_interpolation_is_the_mean_of_gd() -> None:
    path = gdviz.descend(ROSENBROCK, "schedule_free", steps=120, lr=1e-3, stop=None, beta1=0)
    z = run("gd", 1e-3)[1:]
    assert distance(path.quantities["z"], z) < 1e-12
    assert distance(path.theta[1:], np.cumsum(z, 0) / np.arange(1, 121)[:, None]) < 1e-12


def test_rmsprop_is_adam_without_momentum_and_corrections() -> None:
    plain = gdviz.optimizers["adam"].text.replace("m/(1 - beta1^t)", "m").replace("v/(1 - beta2^t)", "v")
    assert distance(run(gdviz.optimizer(plain), 5e-3, beta1=0, beta2=0.99), run("rmsprop", 5e-3)) < 1e-12


def test_amsgrad_first_step_is_adams() -> None:
    assert distance(run("amsgrad", 0.02, 1), run("adam", 0.02, 1)) == 0


def test_asgd_averages_from_t0() -> None:
    path = gdviz.descend(ROSENBROCK, "asgd", steps=120, lr=1e-3, stop=None, lambd=0, t0=20)
    mean = (
        np.cumsum(path.theta[22:], 0) / np.arange(1, 100)[:, None]
    )  # mu is set for the step after: from theta_22 on
    np.testing.assert_allclose(path.quantities["theta_mean"][21:], mean, rtol=1e-12)


def test_polyak_takes_the_known_minimum() -> None:
    shifted = gdviz.surface("x^2 + y^2 + 5", start=(2.0, 1.0))
    told = run("polyak", 1.0, 20, shifted, f_min=5)
    np.testing.assert_allclose(told[:4], [[2, 1], [1, 0.5], [0.5, 0.25], [0.25, 0.125]], rtol=1e-12)  # halves
    known = next(s for s in gdviz.surfaces.values() if s.minimum and s.minimum != 0)
    path = gdviz.descend(known, "polyak", steps=1)
    assert path.hyper["f_min"] == known.minimum
