"""The data sets of formula models: their notes are true, and SciPy finds the parameters that made them."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz

MADE = {
    "decay": (
        "param a=1 from 0 to 5; param b=0.5 from 0 to 3; param c=0 from -1 to 2; a*exp(-b*x) + c",
        (2.5, 1.1, 0.5),
    ),
    "logistic_growth": (
        "param K=3 from 1 to 8; param r=1 from 0.1 to 3; param m=3 from 0 to 8; K/(1 + exp(-r*(x - m)))",
        (5, 1.2, 4),
    ),
    "sine": ("param a=1 from 0.5 to 3; param w=1.8 from 0.2 to 4; a*sin(w*x)", (1.5, 2)),
    "michaelis_menten": ("param V=1 from 0.5 to 4; param K=1 from 0.1 to 3; V*x/(K + x)", (2, 0.6)),
}
TWO = (
    "param a=1.5 from 0 to 3; param b=0.8 from 0.1 to 3; param c=0.5 from 0 to 3; param d=3 from 1 to 5;"
    "a*exp(-b*x) + c*exp(-d*x)"
)


@pytest.mark.parametrize("slug", MADE)
def test_scipy_finds_the_parameters_that_made_the_data(slug: str) -> None:
    text, made = MADE[slug]
    fit = gdviz.model(text, slug, parameters={"noise": 0, "n": 200})
    assert fit.library_fit is not None
    np.testing.assert_allclose(fit.library_fit.theta, made, rtol=1e-6)
    noisy = gdviz.model(text, slug)
    assert noisy.library_fit is not None
    np.testing.assert_allclose(noisy.library_fit.theta, made, rtol=0.25)


def test_over_the_frequency_of_a_sine_the_loss_has_many_minima() -> None:
    fit = gdviz.model(MADE["sine"][0], "sine")
    w = np.linspace(0.2, 4, 2000)
    loss = fit.value(np.stack([np.full_like(w, 1.5), w], axis=-1))
    minima = w[1:-1][(loss[1:-1] < loss[:-2]) & (loss[1:-1] < loss[2:])]
    assert len(minima) >= 5
    assert abs(w[np.argmin(loss)] - 2) < 0.05


def test_two_exponentials_are_nearly_singular_where_they_are_best() -> None:
    fit = gdviz.model(TWO, "two_exponentials", parameters={"noise": 0})
    values = np.linalg.eigvalsh(fit.hessian(np.array([1.0, 1.0, 1.0, 2.0])))
    assert 0 < values[0] < 1e-4 * values[-1]
