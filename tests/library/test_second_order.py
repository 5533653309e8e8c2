"""Rules that use curvature or search along a line, against closed forms, NumPy's linear algebra and SciPy."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz import Status
from tests.library.golden_runs import GOLDEN, TOLERANCE, deviation, golden
from tests.library.proofs import proofs
from tests.library.quadratic import Quadratic, exact, run

PROOFS: dict[str, list[str]] = {}
proves = proofs(PROOFS)
SMOOTH = ("rosenbrock", "himmelblau", "beale", "six_hump_camel", "styblinski_tang", "zakharov", "branin")


@proves("newton")
@pytest.mark.parametrize("definite", [True, False])
@pytest.mark.parametrize("d", range(1, 7))
def test_newton_reaches_the_stationary_point_of_any_quadratic_in_one_step(d: int, definite: bool) -> None:
    for seed in range(5):
        q = Quadratic(d, seed, definite)
        np.testing.assert_allclose(run("newton", q.surface, 1).theta[1], q.point, rtol=1e-9, atol=1e-11)


@proves("newton")
@pytest.mark.parametrize("name", SMOOTH)
def test_newton_s_steps_are_numpy_s(name: str) -> None:
    surface = gdviz.surfaces[name]
    theta = run("newton", surface, 6, lr=0.7).theta
    for here, following in zip(theta[:-1], theta[1:], strict=True):
        step = np.linalg.solve(surface.hessian(here), surface.gradient(here))
        np.testing.assert_allclose(following, here - 0.7 * step, rtol=1e-9, atol=1e-12)


@proves("newton")
@pytest.mark.parametrize(
    ("text", "kind"), [("x^2 - y^2 + x^4", "saddle"), ("-(x^2) - 2y^2 - x^4", "maximum")]
)
def test_newton_climbs_to_saddles_and_maxima(text: str, kind: str) -> None:
    surface = gdviz.surface(text, start=(0.4, 0.3))
    path = gdviz.descend(surface, "newton")
    assert path.status is Status.CONVERGED and np.abs(path.theta[-1]).max() < 1e-9
    assert kind == "saddle" or path.loss[-1] > path.loss[0]


@proves("newton_damped")
@proves("newton_saddle_free")
@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("lam", [0.01, 5.0])
def test_damped_and_saddle_free_steps_are_numpy_s(name: str, lam: float) -> None:
    surface = gdviz.surfaces[name]
    for slug in ("newton_damped", "newton_saddle_free"):
        theta = run(slug, surface, 8, lam=lam).theta
        for here, following in zip(theta[:-1], theta[1:], strict=True):
            hessian = surface.hessian(here)
            if slug == "newton_saddle_free":
                values, vectors = np.linalg.eigh(hessian)
                hessian = (vectors * np.abs(values)) @ vectors.T
            step = np.linalg.solve(hessian + lam * np.eye(2), surface.gradient(here))
            np.testing.assert_allclose(following, here - step, rtol=1e-9, atol=1e-12)


@proves("newton_saddle_free")
def test_saddle_free_newton_leaves_the_saddle_that_newton_ends_in() -> None:
    surface = gdviz.surface("x^2 - y^2 + y^4", start=(1.0, 0.05))
    assert np.abs(gdviz.descend(surface, "newton").theta[-1]).max() < 1e-9
    np.testing.assert_allclose(
        gdviz.descend(surface, "newton_saddle_free").theta[-1], [0, np.sqrt(0.5)], atol=1e-9
    )


@proves("newton_damped")
def test_much_damping_is_gradient_descent() -> None:
    damped, plain = run("newton_damped", "booth", 20, lam=1e9, lr=1e7), run("gd", "booth", 20, lr=1e-2)
    np.testing.assert_allclose(damped.theta, plain.theta, rtol=1e-5)


@proves("sophia")
@pytest.mark.parametrize(
    "hyper",
    [
        {},
        {"beta1": 0.8, "beta2": 0.9, "gamma": 0.3, "eps": 0.05, "weight_decay": 0.1},
        {"gamma": 1.0, "eps": 1e-15},
    ],
    ids=str,
)
def test_sophia_by_hand(hyper: dict[str, float]) -> None:
    known = gdviz.optimizers["sophia"].program.defaults | hyper
    b1, b2, gamma, eps, decay = (known[k] for k in ("beta1", "beta2", "gamma", "eps", "weight_decay"))
    clipped = 0
    for name in ("rosenbrock", "himmelblau"):
        surface = gdviz.surfaces[name]
        theta, m, h, lr, expected = np.array(surface.start), np.zeros(2), np.zeros(2), 0.02, []
        for _ in range(100):
            m = b1 * m + (1 - b1) * surface.gradient(theta)
            h = b2 * h + (1 - b2) * np.diag(surface.hessian(theta))
            ratio = m / np.maximum(gamma * h, eps)
            clipped += int((np.abs(ratio) > 1).sum())
            theta = theta - lr * decay * theta - lr * np.sign(ratio) * np.minimum(np.abs(ratio), 1)
            expected.append(theta)
        np.testing.assert_allclose(run("sophia", surface, 100, lr=lr, **hyper).theta[1:], expected, rtol=1e-9)
    assert 0 < clipped < 400


@proves("bfgs")
@pytest.mark.parametrize("d", range(2, 7))
def test_bfgs_with_exact_steps_ends_in_as_many_as_there_are_parameters(d: int) -> None:
    """Its directions are conjugate, and in the end it knows the inverse Hessian."""
    for seed in range(4):
        q = Quadratic(d, seed)
        path = run(exact("bfgs"), q.surface, d)
        np.testing.assert_allclose(path.theta[-1], q.point, atol=1e-8)
        products = path.quantities["s"] @ q.a @ path.quantities["s"].T
        assert np.abs(products - np.diag(np.diag(products))).max() < 1e-8 * np.diag(products).max()
        np.testing.assert_allclose(path.quantities["H"][-1], np.linalg.inv(q.a), atol=1e-7)


@proves("cg_fletcher_reeves")
@proves("cg_polak_ribiere")
@pytest.mark.parametrize("slug", ["cg_fletcher_reeves", "cg_polak_ribiere"])
@pytest.mark.parametrize("d", range(2, 7))
def test_conjugate_gradients_with_exact_steps_are_the_linear_method(d: int, slug: str) -> None:
    for seed in range(4):
        q = Quadratic(d, seed)
        x = np.array(q.surface.start)
        r = q.a @ x + q.b
        p, expected = -r, [x]
        for _ in range(d):
            alpha = (r @ r) / (p @ q.a @ p)
            x, following = x + alpha * p, r + alpha * q.a @ p
            p, r = -following + (following @ following) / (r @ r) * p, following
            expected.append(x)
        theta = run(exact(slug), q.surface, d).theta
        np.testing.assert_allclose(theta, expected, atol=1e-8)
        np.testing.assert_allclose(theta[-1], q.point, atol=1e-8)


@proves("bfgs")
@proves("lbfgs")
@pytest.mark.parametrize("d", range(2, 5))
def test_exact_steps_make_bfgs_and_lbfgs_conjugate_gradients(d: int) -> None:
    """As long as the memory holds all pairs, whatever the scaling of the first matrix."""
    for seed in range(4):
        q = Quadratic(d, seed)
        theta = run(exact("cg_fletcher_reeves"), q.surface, d).theta
        for slug in ("bfgs", "lbfgs"):
            np.testing.assert_allclose(run(exact(slug), q.surface, d).theta, theta, atol=1e-8)


@proves("lbfgs")
@pytest.mark.parametrize("name", SMOOTH)
def test_the_two_loops_apply_the_matrix_that_the_last_three_pairs_make(name: str) -> None:
    """The direction of each step, from the dense recursion (Nocedal & Wright 2006, eq. 7.16)."""
    path = run("lbfgs", gdviz.surfaces[name], 12)
    s, y = np.diff(path.theta, axis=0), np.diff(path.gradient, axis=0)
    for k in range(1, 12):
        if not (np.abs(s[:k]).max(-1) > 1e-7).all():
            break
        matrix = np.eye(2) * (s[k - 1] @ y[k - 1]) / (y[k - 1] @ y[k - 1])
        for a, b in list(zip(s[:k], y[:k], strict=True))[-3:]:
            v = np.eye(2) - np.outer(b, a) / (a @ b)
            matrix = v.T @ matrix @ v + np.outer(a, a) / (a @ b)
        wanted = matrix @ path.gradient[k]
        np.testing.assert_allclose(
            path.quantities["r1"][k], wanted, rtol=1e-5, atol=1e-6 * np.linalg.norm(wanted)
        )


@proves("lbfgs")
@pytest.mark.parametrize("run", range(3))
def test_the_two_loops_are_optax_s(run: int) -> None:
    """With fixed steps in place of the search, which optax makes in its own way."""
    text = gdviz.optimizers["lbfgs"].text
    assert "wolfe(-r1, 1, c1, c2)" in text
    fixed = gdviz.optimizer(text.replace("wolfe(-r1, 1, c1, c2)", "1"))
    assert deviation(fixed, golden("lbfgs", GOLDEN.parent / "lbfgs")[run]) < TOLERANCE


@proves("bfgs")
@pytest.mark.parametrize("name", SMOOTH)
def test_the_matrix_of_bfgs_fulfils_the_secant_equation(name: str) -> None:
    path = run("bfgs", gdviz.surfaces[name], 10)
    for h, s, y in zip(*(path.quantities[k] for k in ("H", "s", "y")), strict=True):
        if s @ y > 1e-10:
            np.testing.assert_allclose(h @ y, s, rtol=1e-6, atol=1e-9)
            np.testing.assert_allclose(h, h.T, rtol=1e-9, atol=1e-12)
            assert np.linalg.eigvalsh(h)[0] > 0
