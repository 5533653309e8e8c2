"""Networks against torch: losses, gradients and Hessian-vector products of its autograd, to 1e-9."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz

CASES = json.loads((Path(__file__).parents[1] / "golden" / "networks.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['loss']}-{c['activation']}-{c['sizes']}")
def test_it_comes_to_what_torch_comes_to(case: dict[str, Any]) -> None:
    net = gdviz.network(
        (np.array(case["x"]), np.array(case["y"])),
        hidden=case["sizes"][1:-1],
        activation=case["activation"],
        loss=case["loss"],
        average="mean",
    )
    assert net.layers.sizes == tuple(case["sizes"])
    theta, said = np.array(case["theta"]), case["torch"]
    assert np.isclose(net.value(theta), said["loss"], rtol=1e-9, atol=1e-12)
    assert np.allclose(net.gradient(theta), said["gradient"], rtol=1e-9, atol=1e-12)
    assert np.allclose(net.hvp(theta, case["v"]), said["hvp"], rtol=1e-9, atol=1e-11)
