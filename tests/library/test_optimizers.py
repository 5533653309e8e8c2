"""Every registered update rule that torch or optax has against the golden paths of its oracle (others: test_optimizer_proofs.py)."""

from __future__ import annotations

import pytest

import gdviz
from tests.library.dependence import reaching
from tests.library.golden_runs import FILES, TOLERANCE, deviation, golden

RUNS = {f"{slug}-{i}": (slug, run) for slug in FILES for i, run in enumerate(golden(slug))}


@pytest.mark.parametrize("case", RUNS)
def test_golden(case: str) -> None:
    slug, run = RUNS[case]
    assert len(run.rows) > 100
    assert deviation(slug, run) < TOLERANCE


@pytest.mark.parametrize("slug", FILES)
def test_golden_files_have_two_surfaces_and_other_parameters(slug: str) -> None:
    runs = golden(slug)
    assert len({r.surface for r in runs}) == 2
    defaults = gdviz.optimizers[slug].program.defaults
    assert any(set(r.hyper) == {"lr"} for r in runs)
    tried = {k for r in runs for k, v in r.hyper.items() if v != defaults.get(k)}
    assert set(defaults) <= tried, "a parameter that is never tried at another value"


@pytest.mark.quick(8)
@pytest.mark.parametrize("slug", FILES)
def test_golden_feels_every_parameter(slug: str) -> None:
    """A parameter that is a thousandth wrong is noticed: the oracle reaches every part of the equations."""
    program = gdviz.optimizers[slug].program
    felt = reaching(program, "theta", cut="sign")
    for name in ("lr", *program.defaults):
        factor = 1.001 if name in felt else 0.8  # a sign feels large changes only
        tried = [r for r in golden(slug) if name in r.hyper]
        assert max(deviation(slug, r, **{name: r.hyper[name] * factor}) for r in tried) > TOLERANCE, name


WRONG = {
    "no bias correction": [
        ("m_hat = m/(1 - beta1^t)", "m_hat = m"),
        ("v_hat = v/(1 - beta2^t)", "v_hat = v"),
    ],
    "v is not corrected": [("v_hat = v/(1 - beta2^t)", "v_hat = v")],
    "m is not corrected": [("m_hat = m/(1 - beta1^t)", "m_hat = m")],
    "t is one too large": [("^t)", "^(t + 1))")],
    "eps in the root": [("sqrt(v_hat) + eps", "sqrt(v_hat + eps)")],
    "eps at the uncorrected root": [("(sqrt(v_hat) + eps)", "(sqrt(v) + eps)*sqrt(1 - beta2^t)")],
    "no eps": [("sqrt(v_hat) + eps", "sqrt(v_hat)")],
    "sum instead of mean": [("m = beta1*m + (1 - beta1)*g", "m = beta1*m + g")],
    "v sums": [("(1 - beta2)*g^2", "g^2")],
    "no root": [("(sqrt(v_hat) + eps)", "(v_hat + eps)")],
    "betas exchanged": [("m = beta1*m + (1 - beta1)*g", "m = beta2*m + (1 - beta2)*g")],
    "norm instead of coordinates": [("(1 - beta2)*g^2", "(1 - beta2)*dot(g, g)")],
    "variance instead of square": [("(1 - beta2)*g^2", "(1 - beta2)*(g - m)^2")],
    "v before this gradient": [
        ("v = beta2*v + (1 - beta2)*g^2\n", ""),
        ("theta = theta", "v = beta2*v + (1 - beta2)*g^2\ntheta = theta"),
    ],
    "uphill": [("theta = theta - lr", "theta = theta + lr")],
}


@pytest.mark.quick(5)
@pytest.mark.parametrize("error", WRONG)
def test_wrong_adams_are_found(error: str) -> None:
    text = gdviz.optimizers["adam"].text
    assert max(deviation(gdviz.optimizer(text), r) for r in golden("adam")) < TOLERANCE
    for right, wrong in WRONG[error]:
        assert right in text
        text = text.replace(right, wrong)
    assert max(deviation(gdviz.optimizer(text), r) for r in golden("adam")) > 1e3 * TOLERANCE
