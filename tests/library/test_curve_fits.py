"""The data sets of formula models: their notes are true, and SciPy finds the parameters that made them."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz

MADE = {
    "decay": (2.5, 1.1, 0.5),
    "logistic_growth": (5, 1.2, 4),
    "sine": (1.5, 2),
    "michaelis_menten": (2, 0.6),
}


@pytest.mark.parametrize("slug", MADE)
def test_scipy_finds_the_parameters_that_made_the_data(slug: str) -> None:
    text, made = gdviz.datasets[slug].model, MADE[slug]
    fit = gdviz.model(text, slug, parameters={"noise": 0, "n": 200})
    assert fit.library_fit is not None
    np.testing.assert_allclose(fit.library_fit.theta, made, rtol=1e-6)
    noisy = gdviz.model(text, slug)
    assert noisy.library_fit is not None
    np.testing.assert_allclose(noisy.library_fit.theta, made, rtol=0.25)


def test_over_the_frequency_of_a_sine_the_loss_has_many_minima() -> None:
    fit = gdviz.model(gdviz.datasets["sine"].model, "sine")
    w = np.linspace(0.2, 4, 2000)
    loss = fit.value(np.stack([np.full_like(w, 1.5), w], axis=-1))
    minima = w[1:-1][(loss[1:-1] < loss[:-2]) & (loss[1:-1] < loss[2:])]
    assert len(minima) >= 5
    assert abs(w[np.argmin(loss)] - 2) < 0.05


def test_two_exponentials_are_nearly_singular_where_they_are_best() -> None:
    fit = gdviz.model(gdviz.datasets["two_exponentials"].model, "two_exponentials", parameters={"noise": 0})
    values = np.linalg.eigvalsh(fit.hessian(np.array([1.0, 1.0, 1.0, 2.0])))
    assert 0 < values[0] < 1e-4 * values[-1]


def test_of_very_many_rows_scipy_searches_from_fewer_starts() -> None:
    x = np.linspace(0, 5, 100_000)
    y = 2.5 * np.exp(-1.1 * x) + 0.5 + 0.05 * np.sin(1e4 * x)
    found = gdviz.model(gdviz.datasets["decay"].model, (x, y)).library_fit
    assert found is not None and found.starts == found.agreeing == 1 and found.budget < 100
    np.testing.assert_allclose(found.theta, MADE["decay"], rtol=1e-3)
