"""Models that are not linear in their parameters, as code: formulas and networks."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.engine import Path as Run
from gdviz.export import code_files
from gdviz.export.text import array
from tests.export.bare import failures

RULES = {"gd": {"lr": 1e-3}, "newton_damped": {}, "adam": {"batch_size": 6}, "ista": {"lr": 1e-3}}
X = np.linspace(0, 3, 25)
PLANE = np.random.default_rng(0).normal(size=(30, 2))
MODELS = {
    "decay": ("a*exp(-b*x) + c", (X, 2 * np.exp(-X) + 0.3 + 0.05 * np.cos(9 * X)), "squared"),
    "sine": ("param w = 2 from 0 to 5; sin(w*x)", (X, np.sin(2.3 * X)), "huber"),
    "classes": ("a*x1*x2 + b", (PLANE, (PLANE[:, 0] * PLANE[:, 1] > 0).astype(int)), "cross_entropy"),
    "taken_names": ("score = max(x, theta0); first*score + slope^2", (X, X**2), "log_cosh"),
}


def runs_of_formulas() -> Iterator[tuple[str, Run]]:
    for name, (text, data, loss) in MODELS.items():
        for penalty in (None, *gdviz.penalties):
            for average in ("mean", "sum"):
                fit = gdviz.model(text, data, loss, penalty=penalty, average=average)
                for rule, keywords in RULES.items():
                    yield f"{name}-{penalty}-{average}-{rule}", gdviz.descend(fit, rule, steps=12, **keywords)


def runs_of_networks() -> Iterator[tuple[str, Run]]:
    """Every activation, on each kind of task, with none to two hidden layers."""
    shapes = (("moons", "cross_entropy", (3,)), ("iris", "softmax", (4, 2)), ("curve", "huber", ()))
    ways = ((None, "mean"), ("l2", "sum"), ("l1", "half mean"))
    taken = (
        {"inputs": gdviz.engine.INPUTS, "scaling": "standardise"},
        {"scaling": "minmax", "hold_out": 0.2},
        {},
    )
    for activation in gdviz.activations:
        for (data, loss, hidden), (penalty, average), more in zip(shapes, ways, taken, strict=True):
            fit = gdviz.network(
                data,
                hidden=hidden,
                activation=activation,
                loss=loss,
                penalty=penalty,
                average=average,
                seed=2,
                **more,
            )
            for rule in ("gd", "newton_damped", "adam", "ista"):
                keywords = {**RULES[rule], "batch_size": 16 if rule == "adam" else None}
                yield f"{activation}-{data}-{rule}", gdviz.descend(fit, rule, steps=10, **keywords)


@pytest.mark.parametrize("runs", [runs_of_formulas, runs_of_networks])
@pytest.mark.parametrize("flavour", ["numpy", "torch"])
def test_models(flavour: str, runs: type[Iterator[tuple[str, Run]]], tmp_path: Path) -> None:
    if flavour == "torch" and importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed (tests/requirements-torch.txt)")
    cases = {name: code_files(path, flavour) for name, path in runs()}
    assert failures(cases, tmp_path, *["torch"] * (flavour == "torch")) == ""


def test_a_network_is_written_out() -> None:
    """Forward and backward pass stand in the file; the Hessian's products only where a rule asks for them."""
    fit = gdviz.network("moons", hidden=(3, 2), loss="cross_entropy")
    plain = gdviz.as_code(gdviz.descend(fit, "adam", steps=2))
    assert "def forward(" in plain and "def backward(" in plain and "def backward_along(" not in plain
    assert "def backward_along(" in gdviz.as_code(gdviz.descend(fit, "newton_damped", steps=2))
    torch = gdviz.as_code(gdviz.descend(fit, "adam", steps=2), "torch")
    assert "torch.optim.Adam" in torch and "def backward(" not in torch


@pytest.mark.parametrize("flavour", ["numpy", "torch"])
def test_the_file_of_a_network_has_the_data_in_their_own_units_and_says_what_is_made_of_them(
    flavour: str,
) -> None:
    x = np.random.default_rng(4).normal(5.0, 3.0, size=(12, 2))
    data = (x, x[:, 0] * x[:, 1])
    options = {"inputs": ("x", "xy", "sin x"), "scaling": "standardise"}
    code = gdviz.as_code(gdviz.descend(gdviz.network(data, hidden=(2,), **options), "gd", steps=2), flavour)
    assert array(x) in code and "A = (A - A.mean(1, keepdims=True))/A.std(1, keepdims=True)" in code
    assert (
        "X[:, 0]*X[:, 1]," in code
        and "np.sin(X[:, 1])," in code
        and "# x1, x2, x1 x2, sin x1, sin x2" in code
    )
    plain = gdviz.as_code(
        gdviz.descend(gdviz.network(data, hidden=(2,), scaling="none"), "gd", steps=2), flavour
    )
    assert array(x) in plain and "A = " not in plain
