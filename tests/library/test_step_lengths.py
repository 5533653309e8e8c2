"""Methods that search for the length of their steps, or read it off the curvature."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.optimize

import gdviz
from gdviz import Status
from tests.library.proofs import proofs
from tests.library.quadratic import Quadratic, run

PROOFS: dict[str, list[str]] = {}
proves = proofs(PROOFS)
WOLFE = ("bfgs", "lbfgs", "cg_fletcher_reeves", "cg_polak_ribiere")
SMOOTH = ("rosenbrock", "himmelblau", "beale", "six_hump_camel", "styblinski_tang", "zakharov", "branin")


@pytest.mark.parametrize("slug", WOLFE)
@pytest.mark.parametrize("name", SMOOTH)
def test_every_step_fulfils_the_strong_wolfe_conditions(slug: str, name: str) -> None:
    surface = gdviz.surfaces[name]
    path = gdviz.descend(surface, slug, steps=30)
    c1, c2 = path.hyper["c1"], path.hyper["c2"]
    checked = 0
    for k in range(path.steps):
        p = -path.quantities["r1"][k] if slug == "lbfgs" else path.quantities["p"][k]
        a, slope = path.quantities["a"][k], p @ path.gradient[k]
        if np.abs(a * slope) < 1e-12 * abs(path.loss[k]):
            continue  # less than rounding
        assert a > 0 and slope < 0
        assert path.loss[k + 1] <= path.loss[k] + c1 * a * slope + 1e-15 * abs(path.loss[k])
        assert abs(p @ path.gradient[k + 1]) <= -c2 * slope * (1 + 1e-12)
        checked += 1
    assert checked >= min(5, path.steps - 2)


@pytest.mark.parametrize(
    ("slug", "method"), [("bfgs", "BFGS"), ("lbfgs", "L-BFGS-B"), ("cg_polak_ribiere", "CG")]
)
@pytest.mark.parametrize("start", [(-1.5, 2.0), (2.0, -1.0), (0.5, 2.5)])
def test_rosenbrock_ends_where_scipy_s_does(slug: str, method: str, start: tuple[float, float]) -> None:
    """With as many gradients, within a factor of two."""
    path = gdviz.descend("rosenbrock", slug, start, steps=500)
    theirs = scipy.optimize.minimize(
        scipy.optimize.rosen, start, jac=scipy.optimize.rosen_der, method=method, tol=1e-9
    )
    assert path.status is Status.CONVERGED
    np.testing.assert_allclose(path.theta[-1], [1, 1], atol=1e-8)
    np.testing.assert_allclose(path.theta[-1], theirs.x, atol=1e-5)
    assert 0.5 < path.evaluations.gradient / theirs.njev < 2


@proves("gd_armijo")
def test_armijo_s_gradient_descent_by_hand() -> None:
    for name, steps in (("rosenbrock", 50), ("himmelblau", 12)):
        surface = gdviz.surfaces[name]
        theta, expected, trials = np.array(surface.start), [], 0
        for _ in range(steps):
            f, g, a = surface.value(theta), surface.gradient(theta), 1.0
            while surface.value(theta - a * g) > f - 1e-4 * a * (g @ g):
                a, trials = a / 2, trials + 1
            theta = theta - a * g
            expected.append(theta)
            trials += 1
        path = run("gd_armijo", surface, steps)
        np.testing.assert_allclose(path.theta[1:], expected, rtol=1e-9)
        assert tuple(path.evaluations) == (trials + 1, steps, 0)


@proves("gd_exact")
@pytest.mark.parametrize("d", range(2, 7))
def test_steepest_descent_is_least_along_the_gradient(d: int) -> None:
    """Each gradient is at right angles to the next, and the loss falls at least as Kantorovich says."""
    for seed in range(3):
        q = Quadratic(d, seed)
        path = run("gd_exact", q.surface, 20)
        g = path.gradient
        assert np.abs((g[:-1] * g[1:]).sum(-1)).max() < 1e-9 * (g[0] @ g[0])
        for k in range(20):
            step = (g[k] @ g[k]) / (g[k] @ q.a @ g[k]) * g[k]
            np.testing.assert_allclose(path.theta[k + 1], path.theta[k] - step, rtol=1e-9, atol=1e-12)
        low, high = np.linalg.eigvalsh(q.a)[[0, -1]]
        above = path.loss - q.surface.value(q.point)
        assert (above[1:] <= ((high - low) / (high + low)) ** 2 * above[:-1] + 1e-12 * above[0]).all()


@proves("barzilai_borwein")
def test_barzilai_borwein_by_hand() -> None:
    for name, lr in (("rosenbrock", 1e-3), ("himmelblau", 0.01), ("beale", 1e-3)):
        surface = gdviz.surfaces[name]
        theta, before, fallbacks, expected = np.array(surface.start), None, 0, []
        for _ in range(60):
            g, a = surface.gradient(theta), lr
            if before is not None:
                s, y = theta - before[0], g - before[1]
                a = (s @ s) / (s @ y) if s @ y > 0 else lr
                fallbacks += bool(s @ y <= 0)
            before, theta = (theta, g), theta - a * g
            expected.append(theta)
        np.testing.assert_allclose(
            run("barzilai_borwein", surface, 60, lr=lr).theta[1:21], expected[:20], rtol=1e-6
        )


@proves("barzilai_borwein")
@pytest.mark.parametrize("d", range(3, 7))
def test_barzilai_borwein_is_much_faster_than_the_exact_step_it_looks_back_at(d: int) -> None:
    """On a quadratic its rate is that of the exact step before: a later exact step, but not a zigzag."""
    q = Quadratic(d, 1)
    path = run("barzilai_borwein", q.surface, 60, lr=0.01)
    g = path.gradient
    far = [k for k in range(1, 15) if np.linalg.norm(g[k]) > 1e-6 * np.linalg.norm(g[0])]
    for k in far:
        before = (g[k - 1] @ g[k - 1]) / (g[k - 1] @ q.a @ g[k - 1])
        np.testing.assert_allclose(path.quantities["a"][k], before, rtol=1e-6)
    assert len(far) >= 4
    exact_steps = run("gd_exact", q.surface, 60)
    assert np.linalg.norm(g[-1]) < 1e-3 * np.linalg.norm(exact_steps.gradient[-1])
