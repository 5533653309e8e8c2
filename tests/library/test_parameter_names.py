"""Names of hyper-parameters: whatever a rule calls them, maps take them as they are, or the rule is refused."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import HyperRefinement
from gdviz.engine.maps.rates.range_test import range_test
from gdviz.engine.maps.rates.rate_sweep import rate_sweep
from gdviz.engine.maps.refinement import ManyRuns, Refinement
from gdviz.engine.options import RESERVED

TAKES_HYPER: list[Callable[..., Any]] = [
    gdviz.descend, gdviz.Descent, gdviz.sweep, gdviz.basins, gdviz.hyper_map, gdviz.rate_sweep,
    Refinement, HyperRefinement, rate_sweep,
]  # fmt: skip
WITHIN = {name for f in (range_test, ManyRuns, gdviz.compare) for name in inspect.signature(f).parameters}
NAMES = sorted(
    RESERVED | WITHIN | {"trials", "evaluations", "tolerance", "low", "cells", "momentum", "names"}
)


def test_what_a_call_takes_besides_is_reserved() -> None:
    for function in TAKES_HYPER:
        parameters = inspect.signature(function).parameters.values()
        assert {p.name for p in parameters if p.kind is not p.VAR_KEYWORD} <= RESERVED, function


@pytest.mark.parametrize("name", NAMES)
def test_a_name_works_everywhere_or_is_refused_in_a_sentence(name: str) -> None:
    text = f"param {name} = 0.5 from 0 to 1\ntheta = theta - lr*{name}*g"
    if name in RESERVED:
        with pytest.raises(gdviz.FormulaError, match=f"'{name}' has a fixed meaning.*choose another name"):
            gdviz.optimizer(text)
        return
    rule, usual = gdviz.optimizer(text), gdviz.optimizer(text.replace(name, "share"))
    options: dict[str, Any] = {"steps": 9, "lr": 0.1}
    given, expected = {name: 0.3}, {"share": 0.3}
    path = gdviz.descend("booth", rule, **options, **given)
    assert np.array_equal(path.theta, gdviz.descend("booth", usual, **options, **expected).theta)
    assert np.array_equal(gdviz.sweep("booth", rule, **options, **given).theta, path.theta[-1])
    map, other = (
        gdviz.basins("booth", r, shape=(3, 4), **options, **h) for r, h in ((rule, given), (usual, expected))
    )
    assert np.array_equal(map.ends, other.ends) and np.array_equal(map.steps, other.steps)
    map = gdviz.hyper_map("booth", rule, ("lr", [0.05, 0.1]), (name, [0.3, 0.6]), steps=9)
    assert map.loss[0, 1] == path.loss[-1]
    del options["lr"]
    swept, other = (
        gdviz.rate_sweep("booth", r, [0.01, 0.1], **options, **h)
        for r, h in ((rule, given), (usual, expected))
    )
    assert np.array_equal(swept.loss, other.loss) and np.array_equal(swept.test.loss, other.test.loss)
    raced = gdviz.compare("booth", [(rule, given)], trials=2, starts=2, evaluations=20)
    assert raced.standings[0].hyper[name] == 0.3


@pytest.mark.parametrize("slug", gdviz.optimizers)
def test_parameters_of_every_optimizer_are_taken_by_maps(slug: str) -> None:
    rule = gdviz.optimizers[slug]
    for param in rule.params:
        value = param.default if param.integer else 0.5 * (param.low + param.default)
        path = gdviz.descend("booth", rule, steps=4, lr=0.01, **{param.name: value})
        map = gdviz.hyper_map("booth", rule, ("lr", [0.01, 0.02]), (param.name, [value]), steps=4)
        np.testing.assert_array_equal(map.loss[0, 0], path.loss[-1])
        swept = gdviz.rate_sweep("booth", rule, [0.01, 0.02], steps=4, **{param.name: value})
        np.testing.assert_array_equal(swept.loss[0], path.loss[-1])
        gdviz.basins("booth", rule, shape=(2, 2), steps=2, **{param.name: value})


@pytest.mark.parametrize("slug", gdviz.schedules)
def test_parameters_of_every_schedule_are_taken_by_maps(slug: str) -> None:
    for param in gdviz.schedules[slug].params:
        options = {"schedule": slug, param.name: param.default, "steps": 4}
        path = gdviz.descend("booth", "gd", lr=0.01, **options)
        swept = gdviz.rate_sweep("booth", "gd", [0.01, 0.02], **options)
        np.testing.assert_array_equal(swept.loss[0], path.loss[-1])
        gdviz.basins("booth", "gd", shape=(2, 2), **options)
        gdviz.hyper_map("booth", "gd", ("lr", [0.01, 0.02]), ("start.x", [1.0]), **options)
