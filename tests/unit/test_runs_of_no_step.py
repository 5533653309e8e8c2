"""A run that makes no step is a run: every optimizer, every kind of data, with and without batches, packs a scene."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Slice
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView
from gdviz.player.scene.wire import read_scene

STOP = gdviz.Stop(gradient=1e12)  # reached at the start
BATCHES: list[dict[str, Any]] = [{}, {"batch_size": 4}, {"batch_size": 4, "replacement": True}]
KINDS = [
    ("line", "squared", {}),
    ("cars", "huber", {"features": ("wt", "hp")}),
    ("overlapping", "cross_entropy", {}),
    ("three_classes", "softmax", {"degree": 2, "scaling": "standardise"}),
    ("line", "squared", {"penalty": "l1"}),
]


def still(objective: Any, slug: str, **options: Any) -> Competitor:
    path = gdviz.descend(objective, slug, stop=STOP, **options)
    assert path.steps == 0 and path.length() == 0 and len(path.frame()) == 1
    return Competitor.at(0, slug, slug, path)


def packed(
    objective: Any, runs: list[Competitor], **view: Any
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    shown = objective if objective.dimension == 2 else Slice(objective, (0, 1))
    data = DataView.of(shown, **view) if view else None
    return read_scene(Scene.of(shown, runs, resolution=8, data=data).to_bytes("all"))


@pytest.mark.parametrize("slug", sorted(gdviz.optimizers))
def test_every_optimizer(slug: str) -> None:
    header, arrays = packed(
        gdviz.surfaces["rosenbrock"], [still("rosenbrock", slug, schedule="cosine", noise=0.1)]
    )
    assert header["competitors"][0]["steps"] == 0 and len(arrays["theta:0"]) == 1


@pytest.mark.parametrize(("kind", "batch", "noise"), list(product(KINDS, BATCHES, (0.0, 0.1))), ids=str)
def test_every_kind_of_data(
    kind: tuple[str, str, dict[str, Any]], batch: dict[str, Any], noise: float
) -> None:
    data, loss, options = kind
    whole = gdviz.data_loss(data, loss, **options)
    runs = [still(whole, "adam", noise=noise, **batch)]
    header, arrays = packed(whole, runs, noisy=noise > 0, penalty="penalty" in options)
    assert "rows:0" not in arrays and "batch" not in header["data"]
    for slug, stop in (("gd", STOP), ("adam", None)):  # beside one that makes steps
        path = gdviz.descend(whole, slug, steps=6, stop=stop, noise=noise, **batch)
        runs = [runs[0], Competitor.at(1, "other", "Other", path)]
        header, _ = packed(whole, runs, noisy=noise > 0, penalty="penalty" in options)
        assert [c["steps"] for c in header["competitors"]] == [0, path.steps]
