"""The exported files for PyTorch.

Where torch is installed they are run. Where it is not, the engine is compared with what torch came to: the golden file, which
tests/golden/make_exports.py writes.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.export import code_files
from gdviz.export.check import last_certain
from gdviz.export.torch_file import torch_call
from tests.export.bare import failures
from tests.export.torch_cases import cases, models

GOLDEN = Path(__file__).parents[1] / "golden" / "exports.txt"


def test_every_file_runs(tmp_path: Path) -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed (tests/requirements-torch.txt)")
    written = {name: code_files(path, "torch") for name, path in cases()}
    assert failures(written, tmp_path, "torch") == ""


def test_the_engine_arrives_where_torch_did() -> None:
    lines = GOLDEN.read_text("utf-8").splitlines()
    told = {
        name: (int(step), [float(v) for v in numbers]) for name, step, *numbers in map(str.split, lines[1:])
    }
    known = dict(cases())
    assert len(told) > 250 and {name for name, _ in models()} <= told.keys() <= known.keys()
    for name, (step, numbers) in told.items():
        path = known[name]
        scale = np.abs(path.theta[np.isfinite(path.theta)]).max()
        np.testing.assert_allclose(path.theta[step], numbers, rtol=1e-6, atol=1e-7 * scale, err_msg=name)
    certain = sum(step == known[name].steps for name, (step, _) in told.items())
    assert certain > 0.7 * len(told)


def test_an_optimizer_of_torch_is_called() -> None:
    assert torch_call(gdviz.descend("booth", "adam", steps=2)) == (
        "torch.optim.Adam([theta], lr=lr, betas=(beta1, beta2), eps=eps)"
    )
    assert "maximize=True" in torch_call(gdviz.descend("booth", "gd", steps=2, maximize=True))
    torch_has = {
        "SGD",
        "Adam",
        "AdamW",
        "Adamax",
        "NAdam",
        "RAdam",
        "Adagrad",
        "Adadelta",
        "RMSprop",
        "Rprop",
        "ASGD",
    }
    calls = {rule.torch.partition("(")[0] for rule in gdviz.optimizers.values() if rule.torch}
    assert calls == torch_has


@pytest.mark.parametrize(
    ("slug", "keywords"),
    [
        ("newton", {}),
        ("nesterov", {"momentum": 0.0}),
        ("rprop", {"schedule": "exponential"}),
        ("adam", {"beta2": 0.2}),
        ("gd", {"lr": -0.1}),
    ],
)
def test_what_torch_does_not_do_is_written_out_and_said(slug: str, keywords: dict[str, object]) -> None:
    path = gdviz.descend("booth", slug, steps=5, **keywords)
    code = gdviz.as_code(path, "torch")
    assert torch_call(path) == "" and "torch.optim.functional" not in code
    assert "written out" in code and "optimizer.step()" not in code


def test_parameters_of_torch_are_those_of_the_rule() -> None:
    with pytest.raises(ValueError, match="torch names no parameter of the rule: beta3"):
        gdviz.Rule("theta = theta - lr*g", torch="Adam(betas=({beta3}, 0.9))")


def test_checked_steps_are_late() -> None:
    """A file that only compared the start would say nothing."""
    late = [last_certain(path) >= 0.5 * path.steps for _, path in cases()]
    assert np.mean(late) > 0.85
