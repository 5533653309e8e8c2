"""What a scene tells of evaluations and of time: counts are content, a measured time is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Path, Thinning, begin
from gdviz.player import Competitor, Scene
from gdviz.player.scene.wire import read_scene


def scene(*paths: Path, **more: Any) -> Scene:
    runs = [Competitor.at(i, f"{i}", f"Run {i}", path) for i, path in enumerate(paths)]
    return Scene.of(paths[0].objective, runs, **more)


@pytest.mark.parametrize("rule", ["gd", "nesterov", "theta = theta - lr*hess(theta)@g + 0*f"])
def test_counts_that_are_alike_in_all_steps_are_sent_once(rule: str) -> None:
    method = gdviz.optimizers[rule] if rule in gdviz.optimizers else gdviz.optimizer(rule)
    path = gdviz.descend("booth", method, steps=7, lr=1e-3, stop=None)
    header, arrays = read_scene(scene(path).to_bytes())
    evals = header["competitors"][0]["evals"]
    assert "evals:0" not in arrays
    assert (np.outer(path.at, evals) == path.evaluated).all() and evals == path.evaluated[1].tolist()


def test_counts_that_differ_are_sent_for_each_iterate() -> None:
    run = begin(gdviz.surfaces["rosenbrock"], gdviz.minimizers["scipy_newton_cg"], steps=40, stop=None)
    run.run(thinning=Thinning(5, 7, 40))
    path = run.path()
    header, arrays = read_scene(scene(path).to_bytes())
    assert header["competitors"][0]["evals"] is None
    np.testing.assert_array_equal(arrays["evals:0"], path.evaluated)


def test_a_run_of_no_step_has_no_counts() -> None:
    path = gdviz.descend("sphere", "gd", start=(0, 0))
    header, _ = read_scene(scene(path).to_bytes())
    assert header["competitors"][0]["evals"] == [0, 0, 0] and header["seconds"] == [None]


def test_a_measured_time_changes_neither_a_part_nor_the_name_of_what_is_shown() -> None:
    path = gdviz.descend("booth", "adam", steps=20)
    headers = []
    for seconds in (0.004, 0.006, float("nan")):
        header, _ = read_scene(scene(replace(path, seconds=seconds, notes={})).to_bytes())
        headers.append(header)
    assert [h.pop("seconds") for h in headers] == [[pytest.approx(2e-4)], [pytest.approx(3e-4)], [None]]
    assert headers[0] == headers[1] == headers[2]


def test_what_the_curves_are_drawn_over_is_content() -> None:
    path = gdviz.descend("booth", "adam", steps=20)
    by_steps, by_time = (read_scene(scene(path, over=over).to_bytes())[0] for over in ("steps", "time"))
    assert (by_steps["over"], by_time["over"]) == ("steps", "time") and by_steps["run"] != by_time["run"]
    assert by_steps["parts"] == by_time["parts"]
    with pytest.raises(ValueError, match="over must be one of steps, epochs, evaluations, time, got 'rate'"):
        scene(path, over="rate")
