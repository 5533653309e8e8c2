"""The point that is looked at in the player of the Curvature page: what the browser sends, what it is told."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.ui import state
from gdviz.ui.pages import PAGES
from gdviz.ui.problems import local
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.race import hand, places
from gdviz.ui.runs import races
from gdviz.ui.spec.option import beside_key
from gdviz.ui.spec.spec import Choice, Spec

SPEC = PAGES["curvature"].first_shown
CURVE = replace(SPEC, problem=SurfaceChoice(Choice("double_well")))


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for module in (local, hand, places, state):
        monkeypatch.setattr(module, "memory", lambda: held)
    return held


def sent(place: Any, spec: Spec = SPEC) -> None:
    hand.moved([], {"changes": {"look": place}, "settled": False}, places.movers(spec))


def test_the_point_is_told_its_model_and_steps(memory: dict[str, Any]) -> None:
    path = races.race(SPEC).competitors[-1].path
    sent({"x": -0.8, "y": -0.5})
    told = local.looked(SPEC, path, None)["looked"]
    surface, point = gdviz.surfaces["himmelblau"], np.array([-0.8, -0.5])
    g, h = surface.gradient(point), surface.hessian(point)
    ends = np.reshape(told["tables"]["local:ends"], (3, 2))
    assert told["at"] == [-0.8, -0.5]
    assert np.allclose(ends[1], point - np.linalg.solve(h, g), atol=1e-5)
    assert np.dot(ends[1] - point, g) > 0  # both curvatures are negative: Newton climbs
    assert np.allclose(told["tables"]["local:eigenvalues"], np.linalg.eigvalsh(h), rtol=1e-6)
    sent(None)
    assert local.looked(SPEC, path, None) == {} and not memory["hand refused"]


@pytest.mark.parametrize("place", [{"x": 1}, {"x": "a", "y": 1}, [1, 2], 7, {"x": None, "y": 1}, {"y": True}])
def test_what_is_no_point_is_refused_in_words(memory: dict[str, Any], place: Any) -> None:
    sent(place)
    assert memory["hand refused"]["look"] and local.looked(SPEC, None, None) == {}


def test_far_away_nothing_is_a_number_and_json_carries_it(memory: dict[str, Any]) -> None:
    sent({"x": 1e200, "y": -1e200})
    told = local.looked(SPEC, None, None)["looked"]
    assert told["tables"]["local:eigenvalues"] == [None, None]
    json.dumps(told, allow_nan=False)


def test_other_pages_and_pictures_are_told_nothing(memory: dict[str, Any]) -> None:
    sent({"x": 1.0, "y": 1.0})
    assert local.looked(PAGES["surface"].first_shown, None, None) == {}
    assert local.looked(CURVE, None, None) == {}


def test_on_a_curve_a_point_has_one_coordinate(memory: dict[str, Any]) -> None:
    path = races.race(CURVE).competitors[0].path
    sent({"x": 0.25}, CURVE)
    told = local.looked(CURVE, path, None)["looked"]
    well, point = gdviz.surfaces["double_well"], np.array([0.25])
    (g,), ((h,),) = well.gradient(point), well.hessian(point)
    assert told["at"] == [0.25] and h < 0
    assert np.allclose(told["tables"]["local:gradient"], g) and np.allclose(
        told["tables"]["local:eigenvalues"], h
    )
    assert np.isclose(told["tables"]["local:ends"][1], 0.25 - g / h, atol=1e-5)
    assert local.looked(SPEC, path, None) == {}
    sent({"y": 1.0}, CURVE)
    assert memory["hand refused"]["look"]


def test_the_point_that_is_tried_becomes_that_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    choices: dict[str, Any] = {}
    monkeypatch.setattr(places, "page_choices", lambda: choices)
    movers = places.movers(SPEC)
    movers["at"]({"x": 1.23456789, "y": np.pi})
    assert choices == {beside_key("at"): (1.235, 3.142)}
    movers["at"](None)
    assert choices == {beside_key("at"): None}
    with pytest.raises(ValueError, match="x"):
        movers["at"]({"x": "far", "y": 1})


def test_where_the_play_head_rests_is_the_step_that_the_page_looks_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choices: dict[str, Any] = {}
    monkeypatch.setattr(places, "page_choices", lambda: choices)
    path = races.race(SPEC).competitors[0].path
    places.rest_at(SPEC, path, {"step": 7, "slug": "gd"})
    assert choices[beside_key("step")] == 7
    places.rest_at(SPEC, path, {"step": 10**9})
    assert choices[beside_key("step")] == path.at[-1]
    gaps: Any = SimpleNamespace(at=3 * path.at)
    places.rest_at(SPEC, gaps, {"step": 30})
    assert choices[beside_key("step")] == 90
    choices.clear()
    places.rest_at(PAGES["surface"].first_shown, path, {"step": 3})
    assert beside_key("step") not in choices
    for odd in (None, 7, {"step": "far"}, {"step": None}, {}, {"step": -1}, {"step": -(10**6)}):
        with pytest.raises(ValueError, match="step"):
            places.rest_at(SPEC, path, odd)
    assert choices == {"play step": 3}


def test_the_player_is_told_where_the_page_looks() -> None:
    path = races.race(SPEC).competitors[-1].path

    def told(**chosen: Any) -> dict[str, Any]:
        return local.told_place(replace(SPEC, beside=replace(SPEC.beside, **chosen)), path)

    assert told(at=(1.5, -2.0), step=4) == {"at": [1.5, -2.0]}
    assert told(at=(1.5,), step=4) == {"at": None, "head": 4}  # such a point is left out
    assert told(step=4) == {"at": None, "head": 4} and told(step=0) == {"at": None}
    assert local.told_place(PAGES["surface"].first_shown, path) == {}
