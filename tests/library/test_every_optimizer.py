"""What holds of every registered update rule: on every surface, in a batch, step by step, and what its arrow means."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz

ROSENBROCK = gdviz.surface("(1 - x)^2 + 100(y - x^2)^2", ((-2, 2), (-1, 3)), start=(-1.5, 2.0))


@pytest.mark.parametrize(
    "slug", [slug for slug, rule in gdviz.optimizers.items() if "momentum_term" in rule.arrows]
)
def test_momentum_term_is_the_memory(slug: str) -> None:
    """The arrow is what the past adds: it vanishes in the first step (from zero states) and without memory."""
    rule = gdviz.optimizers[slug]
    path = gdviz.descend(ROSENBROCK, rule, steps=200)
    arrow = path.quantities["momentum_term"]
    if all(born is None or born.value == 0 for _, born in rule.program.states):
        np.testing.assert_allclose(arrow[0], 0, atol=1e-15)
    assert np.abs(arrow[1:]).max() > 0
    still = gdviz.descend(ROSENBROCK, rule, steps=200, **dict.fromkeys(rule.memory, 0)).quantities[
        "momentum_term"
    ]
    np.testing.assert_allclose(still, 0, atol=1e-12)


@pytest.mark.quick(5)
@pytest.mark.parametrize("slug", gdviz.optimizers)
def test_runs_on_every_surface(slug: str) -> None:
    for name, surface in gdviz.surfaces.items():
        if slug in ("newton", "gd_exact") and surface.flat:
            with pytest.raises(ValueError, match="asks for the Hessian cannot run on .*, where that is 0"):
                gdviz.descend(surface, slug, steps=60)
            continue
        path = gdviz.descend(surface, slug, steps=60)
        if path.status is not gdviz.Status.DIVERGED:
            for key, q in path.quantities.items():
                assert np.isfinite(q).all(), (name, key)
            assert np.isfinite(path.theta).all() and np.isfinite(path.loss).all(), name


@pytest.mark.parametrize("slug", gdviz.optimizers)
def test_a_row_of_a_sweep_is_the_single_run(slug: str) -> None:
    starts = np.random.default_rng(1).uniform(-2, 2, (9, 2))
    rate = gdviz.default_rate(ROSENBROCK, gdviz.optimizers[slug])
    lr = rate * np.linspace(0.2, 1.1, 9)
    out = gdviz.sweep(ROSENBROCK, slug, starts, steps=60, lr=lr, paths=True, stop=None)
    for i in range(9):
        path = gdviz.descend(ROSENBROCK, slug, starts[i], steps=60, lr=lr[i], stop=None)
        np.testing.assert_array_equal(out.paths[:, i], path.theta)
        np.testing.assert_array_equal(out.loss[i], path.loss[-1])


@pytest.mark.parametrize("slug", gdviz.optimizers)
def test_stepping_is_running(slug: str) -> None:
    path = gdviz.descend(ROSENBROCK, slug, steps=40, schedule="cosine", noise=0.1)
    steps = list(gdviz.Descent(ROSENBROCK, slug, steps=40, schedule="cosine", noise=0.1))
    assert [s.number for s in steps] == list(range(1, path.steps + 1))
    for s in steps:
        np.testing.assert_array_equal(s.theta, path.theta[s.number])
        assert s.loss == path.loss[s.number] and s.rate == path.rate[s.number - 1]
        for key, value in s.quantities.items():
            np.testing.assert_array_equal(np.squeeze(value), path.quantities[key][s.number - 1])


@pytest.mark.parametrize("slug", gdviz.optimizers)
def test_says_what_it_is(slug: str) -> None:
    rule = gdviz.optimizers[slug]
    assert rule.authors and rule.year and rule.reference and len(rule.note) > 40
    assert str(rule.year) in rule.reference or "this form" in rule.reference
    assert all(p.help for p in rule.params)
