"""The stability thresholds on rate times curvature, against the characteristic roots; and sharpness along runs."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine.method.stability import threshold

# by slug: the characteristic polynomial of the iterates on a curvature lam, with a = lr*lam and the memory b
POLYNOMIALS = {
    "gd": lambda a, b: [1, a - 1],
    "rmsprop": lambda a, b: [1, a - 1],
    "adagrad": lambda a, b: [1, a - 1],
    "momentum": lambda a, b: [1, a - 1 - b, b],
    "nesterov": lambda a, b: [1, -(1 + b) * (1 - a), b * (1 - a)],
    "nesterov_lookahead": lambda a, b: [1, -(1 + b) * (1 - a), b * (1 - a)],
    "adam": lambda a, b: [1, a * (1 - b) - 1 - b, b],
}
MEMORY = {"momentum": "momentum", "nesterov": "momentum", "nesterov_lookahead": "momentum", "adam": "beta1"}
DECLARING = [slug for slug, rule in gdviz.optimizers.items() if rule.stable]


def radius(polynomial: list[float]) -> float:
    """The spectral radius of the companion matrix."""
    companion = np.eye(len(polynomial) - 1, k=-1)
    companion[0] = -np.array(polynomial[1:])
    return float(np.abs(np.linalg.eigvals(companion)).max())


@pytest.mark.parametrize("slug", DECLARING)
@pytest.mark.parametrize("memory", [0.0, 0.3, 0.9, 0.99])
def test_roots_leave_the_unit_circle_at_the_threshold(slug: str, memory: float) -> None:
    rule = gdviz.optimizers[slug]
    hyper = {p.name: p.default for p in rule.params}
    if slug in MEMORY:
        hyper[MEMORY[slug]] = memory
    limit = threshold(rule, hyper)
    assert limit is not None
    polynomial = POLYNOMIALS[slug]
    assert radius(polynomial(limit, memory)) == pytest.approx(1, abs=1e-9)
    assert radius(polynomial(0.999 * limit, memory)) < 1 < radius(polynomial(1.001 * limit, memory))
    assert all(radius(polynomial(share * limit, memory)) < 1 for share in np.linspace(0.01, 0.99, 50))


@pytest.mark.parametrize("slug", DECLARING)
def test_the_polynomial_is_that_of_the_rule(slug: str) -> None:
    """Iterates of the rule on a curvature obey the recurrence; a preconditioner is held, as theory does."""
    rule, lam, lr = gdviz.optimizers[slug], 3.0, 0.05
    text = rule.text
    if rule.preconditioner:  # with P = 1
        text = text.replace(f"/({rule.preconditioner})", "").replace("m_hat = m/(1 - beta1^t)", "m_hat = m")
        text = "\n".join(line for line in text.splitlines() if not line.strip().startswith("arrow"))
    memory = {MEMORY[slug]: 0.6} if slug in MEMORY else {}
    held = gdviz.optimizer(text)
    path = gdviz.descend(
        gdviz.surface("1.5*x^2", ((-5, 5),)), held, start=[1.0], steps=12, lr=lr, stop=None, **memory
    )
    polynomial = POLYNOMIALS[slug](lr * lam, memory.get(MEMORY.get(slug, ""), 0.0))
    x = path.theta[:, 0]
    if slug == "nesterov_lookahead":  # its polynomial is that of the points ahead, whose roots are the same
        x = x[1:]
    order = len(polynomial) - 1
    for k in range(order, len(x)):
        assert sum(c * x[k - i] for i, c in enumerate(polynomial)) == pytest.approx(0, abs=1e-12)


def test_numbers_of_the_literature() -> None:
    rules = gdviz.optimizers
    assert threshold(rules["gd"], {}) == 2
    assert threshold(rules["momentum"], {"momentum": 0.9}) == pytest.approx(3.8)
    assert threshold(rules["nesterov"], {"momentum": 0.9}) == pytest.approx(3.8 / 2.8)
    assert threshold(rules["adam"], {"beta1": 0.9, "beta2": 0.99, "eps": 1e-8}) == pytest.approx(38)
    assert threshold(rules["lion"], {}) is None


def test_sharpness_is_the_largest_eigenvalue() -> None:
    path = gdviz.descend("rosenbrock", "gd", steps=40, lr=0.001, schedule="cosine")
    out = gdviz.sharpness(path)
    assert out.steps.tolist() == list(range(40))
    assert np.allclose(out.value, np.linalg.eigvalsh(path.objective.hessian(path.theta[:-1]))[:, -1])
    assert np.allclose(out.limit * path.rate, 2)


def test_sharpness_of_adam_is_that_of_the_preconditioned_hessian() -> None:
    path = gdviz.descend("booth", "adam", steps=20, lr=0.1, beta1=0.5)
    out = gdviz.sharpness(path)
    for k in (0, 7, 19):
        p = np.sqrt(path.quantities["v_hat"][k]) + 1e-8
        scaled = np.diag(p**-0.5) @ path.objective.hessian(path.theta[k]) @ np.diag(p**-0.5)
        assert out.value[k] == pytest.approx(np.linalg.eigvalsh(scaled)[-1])
    assert np.allclose(out.limit, 2 * 1.5 / 0.5 / 0.1)


def test_adam_settles_where_the_sharpness_meets_its_limit() -> None:
    """On a quadratic v_hat falls until the preconditioned sharpness is at the threshold (Cohen et al. 2022)."""
    path = gdviz.descend("sphere", "rmsprop", start=(1.0, 0.7), steps=3000, lr=0.01, alpha=0.99, stop=None)
    out = gdviz.sharpness(path)
    assert out.value[:20].max() < 0.9 * out.limit[0]
    assert np.median(out.value[-100:] / out.limit[-100:]) == pytest.approx(1, abs=0.15)


def test_sharpness_without_a_threshold_and_of_long_runs() -> None:
    out = gdviz.sharpness(gdviz.descend("booth", "lion", steps=2000, stop=None))
    assert out.threshold is None and np.isnan(out.limit).all() and len(out.steps) <= 500
    climbed = gdviz.sharpness(gdviz.descend("booth", "gd", steps=3, maximize=True, stop=None))
    assert (climbed.value < 0).all()
    assert len(gdviz.sharpness(gdviz.descend("sphere", "gd", start=(0, 0), steps=1)).steps) == 0


@pytest.mark.parametrize("slug", ["gd", "lion", "adam"])
def test_the_figure_draws_curve_and_limit(slug: str) -> None:
    out = gdviz.sharpness(gdviz.descend("booth", slug, steps=10, stop=None))
    drawn = out.figure(dark=True).data
    assert np.array_equal(drawn[0].y, out.value) and len(drawn) == (1 if out.threshold is None else 2)
