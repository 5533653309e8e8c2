"""The picture over a plane of all parameters: chosen, linked, refused, and shown through the page."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import Plane
from gdviz.player.scene.wire import read_scene
from gdviz.ui.address import from_query, read_link, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems import planes
from gdviz.ui.problems.fit import picture
from gdviz.ui.problems.fit.picture import FEWEST, resolution
from gdviz.ui.problems.kinds import axis_names, check, problem_of, start_of, view_id, window_of
from gdviz.ui.problems.planes import SIDE, PlaneRefused
from gdviz.ui.race import stage
from gdviz.ui.runs.arguments import key_of_run
from gdviz.ui.runs.pictures import scene_bytes, scene_of
from gdviz.ui.runs.races import race
from gdviz.ui.spec.spec import Spec
from tests.pages.data_page import captions, link, named, opened, refusals, shown

USUAL = cast(Spec, PAGES["regression"].default)
CARS = {"data": "cars", "x": "wt,hp", "degree": "2", "opt": "gd,momentum", "steps": "40"}
KINDS = ["pca", "random"]


def over(at: AppTest, what: str) -> AppTest:
    """The page with its picture over something else: one click."""
    return named(at.sidebar.get("button_group"), "Picture over").set_value(what).run()


def spec_of(**more: str) -> Spec:
    return from_query({**CARS, **more}, USUAL)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_scene_is_that_of_gdviz_plane(kind: str) -> None:
    spec = spec_of(plane=kind, directions="3")
    done = race(spec)
    scene, path = scene_of(done, 1), done.competitors[1].path
    over = gdviz.plane(path, kind, seed=3 if kind == "random" else 0)
    assert isinstance(scene.objective, Plane)
    np.testing.assert_array_equal(scene.objective.directions, over.directions)
    assert scene.grid.window == over.domain and scene.grid.values.shape <= (SIDE, SIDE)
    # another competitor in focus, another plane
    assert not np.array_equal(scene_of(done, 0).objective.origin, over.origin)  # type: ignore[attr-defined]


def test_a_plane_is_no_matter_of_a_run() -> None:
    plain, planes = spec_of(), [spec_of(plane=kind) for kind in KINDS]
    entrant = plain.entrants[0]
    assert {key_of_run(spec, entrant, 40)[0] for spec in planes} == {key_of_run(plain, entrant, 40)[0]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_holds_it(kind: str) -> None:
    query = {**CARS, "plane": kind, "directions": "7"}
    spec, complaints = from_query(query, USUAL)
    assert not complaints and (spec.plane, spec.plane_seed) == (kind, 7)
    assert from_query(to_query(spec, USUAL), USUAL) == (spec, [])
    assert to_query(spec, USUAL)["plane"] == kind


@pytest.mark.parametrize("odd", [{"plane": "tsne"}, {"plane": "random", "directions": "-1"}])
def test_odd_links_are_complained_of(odd: dict[str, str]) -> None:
    spec, complaints = from_query({**CARS, **odd}, USUAL)
    assert len(complaints) == 1 and spec.plane_seed == 0


def test_of_two_parameters_there_is_no_plane() -> None:
    spec, complaints = from_query({"data": "line", "plane": "pca"}, USUAL)
    assert spec.plane == "weights" and len(complaints) == 1 and "more than two parameters" in complaints[0]
    with pytest.raises(ValueError, match="more than two parameters, and there are 2"):
        check(replace(spec, plane="pca"))


def test_names_windows_and_starts() -> None:
    """The window chosen on a plane is its own; the start is still that of the parameters."""
    plain, plane = spec_of(), spec_of(plane="pca", window="-1,1,-2,2")
    assert axis_names(plane) == ("PC1", "PC2") and axis_names(spec_of(plane="random"))[0] == "random 1"
    views = [plain, plane, spec_of(plane="random"), spec_of(plane="random", directions="1")]
    assert len({view_id(spec) for spec in views}) == 4
    assert window_of(plane) == window_of(plain) and start_of(plane) == start_of(plain)
    assert scene_of(race(plane)).grid.window == ((-1.0, 1.0), (-2.0, 2.0))


def test_a_plane_follows_no_play_head() -> None:
    assert problem_of(spec_of()).follows(spec_of(others="path"))
    assert not problem_of(spec_of()).follows(spec_of(others="path", plane="pca"))


REFUSED: dict[str, dict[str, str]] = {
    "at least two steps": {"steps": "1"},
    "taken of a run, and there is none": {"opt": "none"},
}


@pytest.mark.parametrize("why", REFUSED)
def test_where_a_plane_is_refused_the_page_shows_two_parameters_and_says_why(why: str) -> None:
    """A window that is chosen there is one of the two parameters."""
    query = {**CARS, "plane": "pca", **REFUSED[why]}
    with pytest.raises(PlaneRefused, match=why):
        scene_bytes(spec_of(**query), "")
    at = opened("regression", query)
    header, _ = shown(at)
    assert "plane" not in header and header["names"] == ["wt", "hp"] and not at.error
    assert [why in w.value for w in at.warning] == [True] and link(at)["plane"] == "pca"


def test_a_window_of_what_stands_in_for_a_refused_plane(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is chosen and kept for the two parameters, and leaves the plane's own window alone."""
    sent: list[Any] = []
    drawn: list[Any] = []

    def player(data: bytes, *, on_window: Any, **_: Any) -> None:
        drawn.append(read_scene(data)[0])
        if sent:
            on_window(sent.pop())
            st.rerun()

    monkeypatch.setattr(stage, "show_player", player)

    def picture() -> tuple[list[str], list[float]]:
        return drawn[-1]["names"], [*drawn[-1]["surface"]["x"], *drawn[-1]["surface"]["y"]]

    at = opened("regression", {**CARS, "plane": "pca", "steps": "1"})
    sent.append({"x": [-1.0, 1.0], "y": [-2.0, 2.0]})
    at.run()
    assert picture() == (["wt", "hp"], [-1, 1, -2, 2]) and "window" not in link(at)
    steps = next(w for w in [*at.slider, *at.text_input] if w.label.startswith("Steps"))
    at = steps.set_value(40 if steps in at.slider else "40").run()
    assert picture()[0] == ["PC1", "PC2"] and picture()[1] != [-1, 1, -2, 2]
    over(at, "two parameters")
    assert picture() == (["wt", "hp"], [-1, 1, -2, 2])


def test_the_grid_is_bounded_in_rows_times_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many rows and parameters it is coarser, on a slice as on a plane."""
    spec = spec_of()
    whole: Any = problem_of(spec).objective(spec.problem)
    each = whole.rows * whole.dimension
    assert resolution(spec.problem) == 128
    for work in (50 * 50 * each, 30 * 30 * each):
        monkeypatch.setattr(picture, "WORK", work)
        assert resolution(spec.problem) ** 2 * each <= work
    monkeypatch.setattr(picture, "WORK", each)
    assert resolution(spec.problem) == FEWEST


def test_a_plane_whose_losses_take_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planes, "WORK", 1e3)
    with pytest.raises(PlaneRefused, match="make fewer steps"):
        scene_bytes(spec_of(plane="pca"), "")


def test_the_page() -> None:
    at = opened("regression", CARS)
    assert {"Across", "Upwards"} <= {s.label for s in at.selectbox} and "plane" not in shown(at)[0]
    at = over(at, "path (PCA)")
    header, arrays = shown(at)
    assert header["names"] == ["PC1", "PC2"] and "Momentum" in header["plane"]["told"]
    assert {"on_plane:0", "on_plane:1", "full:0", "norm:0"} <= arrays.keys()
    assert link(at)["plane"] == "pca" and not refusals(at) and captions(at)
    assert not {"Across", "Upwards"} & {s.label for s in at.selectbox}
    at = over(at, "random")
    first = shown(at)[1]["plane:directions"]
    at = named(at.text_input, "Seed of the directions").set_value("5").run()
    assert link(at)["directions"] == "5" and (shown(at)[1]["plane:directions"] != first).any()
    at = over(at, "two parameters")
    assert "plane" not in shown(at)[0] and "plane" not in link(at)


def test_fewer_parameters_bring_the_two_back() -> None:
    at = opened("regression", {**CARS, "plane": "pca"})
    assert "plane" in shown(at)[0]
    at = opened("regression", {"data": "line"})
    assert "plane" not in shown(at)[0] and "Picture over" not in {b.label for b in at.get("button_group")}


@pytest.mark.parametrize("kind", KINDS)
def test_a_formula_model_is_shown_on_a_plane(kind: str) -> None:
    at = opened("regression", {"problem": "formula", "data": "two_exponentials", "plane": kind})
    header, arrays = shown(at)
    assert header["plane"]["kind"] == kind and link(at)["plane"] == kind and not at.warning
    assert "models:0" in arrays and arrays["full:0"].shape[1] == 4
    at = over(at, "two parameters")
    assert shown(at)[0]["names"] == ["a", "b"]


def network(**more: str) -> Spec:
    spec, complaints = read_link({"opt": "gd,adam", "plane": "pca", **more}, PAGES["network"])
    assert not complaints
    return spec


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_of_a_network_over_a_plane_of_all_weights(kind: str) -> None:
    """The run in focus and the others where they lie on it, the loss there, and the network's own panels."""
    done = race(network(plane=kind, directions="2"))
    path = done.competitors[1].path
    flat = gdviz.plane(path, kind, seed=2 if kind == "random" else 0)
    header, arrays = read_scene(scene_bytes(done.spec, "adam")[0])
    assert header["names"] == list(flat.names) and header["plane"]["kind"] == kind
    for i, run in enumerate(done.competitors):
        places = flat.project(run.path.theta)
        np.testing.assert_allclose(arrays[f"theta:{i}"], places, rtol=1e-4, atol=1e-5 * np.ptp(places))
        np.testing.assert_allclose(arrays[f"on_plane:{i}"][:, 0], flat.value(places), rtol=1e-5)
    assert header["data"]["network"]["sizes"] == [2, 8, 1] and "weights:1" in arrays
    # the arithmetic is that of two weights, not of the plane's coordinates: which two is said
    told = header["data"]["told"]
    np.testing.assert_allclose(arrays["full:1"], path.theta[:, told], rtol=1e-6)
    np.testing.assert_allclose(arrays["q:1:m"], path.quantities["m"][:, told], rtol=1e-6)


@pytest.mark.parametrize("hidden", ["8,8", "16,16,16"])
def test_a_dragged_rate_sends_little_however_many_weights_there_are(hidden: str) -> None:
    spec = network(hidden=hidden, opt="gd,momentum,adam")
    whole = scene_bytes(spec, "adam")[0]
    held = frozenset(id for _, id, *_ in read_scene(whole)[0]["parts"])
    entrants = (*spec.entrants[:2], replace(spec.entrants[2], lr=0.0123))
    sent = scene_bytes(replace(spec, entrants=entrants), "adam", None, held)[0]
    assert len(sent) < 150_000
    top = json.loads(sent[4 : 4 + int.from_bytes(sent[:4], "little")])
    kept = {name for name, _, size, _ in top["parts"] if not size}
    assert {"run:0", "run:1", "method:2"} <= kept  # of the others only where they lie
