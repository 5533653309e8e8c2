"""Scenes of an objective of many parameters on a plane."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Path, Plane
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView
from gdviz.player.scene.part import Part
from gdviz.player.scene.wire import read_scene


@pytest.fixture(scope="module")
def runs() -> list[Competitor]:
    whole = gdviz.data_loss("cars", degree=2)
    made = [(slug, gdviz.descend(whole, slug, steps=40)) for slug in ("gd", "momentum")]
    return [Competitor.at(k, slug, slug, path) for k, (slug, path) in enumerate(made)]


KINDS: list[Any] = ["pca", "random", (0, 2)]


def plane_of(runs: list[Competitor], kind: Any = "pca") -> Plane:
    return gdviz.plane(runs[-1].path, kind, seed=4)


def scene_of(runs: list[Competitor], kind: Any = "pca", **more: Any) -> Scene:
    over = plane_of(runs, kind)
    return Scene.of(over, runs, data=DataView.of(over, **more), focus=len(runs) - 1, resolution=9)


def norms(path: Path) -> np.ndarray:
    return np.asarray(np.linalg.norm(path.gradient, axis=1))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_runs_are_sent_where_they_lie_on_the_plane(runs: list[Competitor], kind: Any) -> None:
    over, (header, arrays) = plane_of(runs, kind), read_scene(scene_of(runs, kind).to_bytes())
    assert header["names"] == list(over.names)
    np.testing.assert_allclose(header["start"], over.project(runs[0].path.theta[0]))
    for k, run in enumerate(runs):
        path = run.path
        np.testing.assert_allclose(arrays[f"theta:{k}"], over.project(path.theta), rtol=1e-5, atol=1e-6)
        gradient = over.components_of(path.gradient)
        np.testing.assert_allclose(arrays[f"g:{k}"], gradient, rtol=1e-5, atol=1e-5 * norms(path).max())
        # the model of the data panel has all parameters, and the curves the norm of the whole gradient
        np.testing.assert_allclose(arrays[f"full:{k}"], path.theta, rtol=1e-6)
        np.testing.assert_allclose(arrays[f"norm:{k}"][:, 0], norms(path), rtol=1e-6)


def test_a_scene_without_data_has_the_same_coordinates(runs: list[Competitor]) -> None:
    over = plane_of(runs)
    arrays = read_scene(Scene.of(over, runs, resolution=9).to_bytes())[1]
    np.testing.assert_allclose(arrays["theta:0"], over.project(runs[0].path.theta), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(arrays["full:0"], runs[0].path.theta, rtol=1e-6)
    np.testing.assert_allclose(arrays["norm:0"][:, 0], norms(runs[0].path), rtol=1e-6)


def test_the_grid_is_that_of_the_plane(runs: list[Competitor]) -> None:
    over, scene = plane_of(runs), scene_of(runs)
    sides = [np.linspace(low, high, 9) for low, high in over.domain]
    values = over.value(np.stack(np.meshgrid(*sides), -1))
    np.testing.assert_allclose(scene.grid.values, values, rtol=1e-6)
    again, other = scene_of(runs), scene_of(runs, "random")
    assert again.grid is scene.grid and other.grid is not scene.grid


def test_the_penalty_s_contours_are_those_on_the_plane() -> None:
    whole = gdviz.data_loss("cars", degree=2, penalty="l2")
    path = gdviz.descend(whole, "momentum", steps=40)
    over = gdviz.plane(path)
    view = DataView.of(over, penalty=True)
    values = view.packed([path], over.domain)[1]["penalty"]
    corner = over.embed([low for low, _ in over.domain])
    assert values[0, 0] == pytest.approx(float(whole.penalised(corner[None])[0][0]), rel=1e-6)


def test_the_data_are_told_no_axes_on_a_plane(runs: list[Competitor]) -> None:
    over, header = plane_of(runs), read_scene(scene_of(runs).to_bytes())[0]
    assert header["data"]["axes"] == []
    np.testing.assert_allclose(header["data"]["at"], over.origin)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_plane_is_a_part_of_its_scene(runs: list[Competitor], kind: Any) -> None:
    over, (header, arrays) = plane_of(runs, kind), read_scene(scene_of(runs, kind).to_bytes())
    told = header["plane"]
    assert told["kind"] == over.kind == (kind if isinstance(kind, str) else "parameters")
    assert told["of"] == runs[-1].path.rule.name and told["of"] in told["told"]
    assert "\n" not in told["told"] and told["told"].endswith(".")
    for name in ("directions", "components"):
        np.testing.assert_allclose(arrays[f"plane:{name}"], getattr(over, name), rtol=1e-6)
    np.testing.assert_allclose(arrays["plane:origin"][:, 0], over.origin, rtol=1e-6)
    shares = None if over.shares is None else over.shares.tolist()
    assert told["shares"] == shares and (kind == "pca") == (shares is not None)


def test_a_surface_and_a_slice_have_no_part_of_a_plane(runs: list[Competitor]) -> None:
    whole = runs[0].path.objective
    for shown in (gdviz.Slice(whole), gdviz.surfaces["booth"]):
        its = runs if isinstance(shown, gdviz.Slice) else []
        header, arrays = read_scene(Scene.of(shown, its, resolution=9).to_bytes())
        assert "plane" not in header and not any(name.startswith("on_plane") for name in arrays)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_loss_on_the_plane_is_sent_beside_the_true_one(runs: list[Competitor], kind: Any) -> None:
    over, (_, arrays) = plane_of(runs, kind), read_scene(scene_of(runs, kind).to_bytes())
    for k, run in enumerate(runs):
        path = run.path
        np.testing.assert_allclose(
            arrays[f"on_plane:{k}"][:, 0], over.value(over.project(path.theta)), rtol=1e-6
        )
        np.testing.assert_allclose(arrays[f"loss:{k}"][:, 0], path.loss, rtol=1e-6)
    # they are the same at the point that the plane goes through, and differ where the path leaves it
    last = len(runs) - 1
    assert arrays[f"on_plane:{last}"][-1, 0] == pytest.approx(arrays[f"loss:{last}"][-1, 0], rel=1e-5)
    assert not np.allclose(arrays["on_plane:0"], arrays["loss:0"], rtol=1e-4)


def test_a_run_that_diverges_is_sent(runs: list[Competitor]) -> None:
    wild = gdviz.descend(runs[0].path.objective, "gd", steps=400, lr=50.0)
    both = [*runs, Competitor.at(5, "wild", "wild", wild)]
    arrays = read_scene(scene_of(both).to_bytes())[1]
    assert len(arrays["on_plane:2"]) == len(wild.loss)


def test_a_run_keeps_the_part_of_the_latest_plane_alone() -> None:
    whole = gdviz.data_loss("cars", degree=2)
    runs = [Competitor.at(0, "gd", "GD", gdviz.descend(whole, "gd", steps=30))]
    scene_of(runs).to_bytes()
    before = len(runs[0].path.notes)
    for seed in range(5):
        over = gdviz.plane(runs[0].path, "random", seed=seed)
        Scene.of(over, runs, data=DataView.of(over), resolution=9).to_bytes()
    assert len(runs[0].path.notes) == before
    kept = Scene.of(over, runs, data=DataView.of(over), resolution=9)
    parts = [note for note in runs[0].path.notes.values() if isinstance(note, Part)]
    kept.to_bytes()
    assert [note for note in runs[0].path.notes.values() if isinstance(note, Part)] == parts


def test_of_another_plane_a_run_sends_only_where_it_lies(runs: list[Competitor]) -> None:
    """Its losses and all its parameters are known: dragging one run leaves those of the others."""
    first, second = (read_scene(scene_of(runs, kind).to_bytes())[0]["parts"] for kind in KINDS[:2])
    one, other = ({name: id for name, id, *_ in parts} for parts in (first, second))
    same = {name for name in one if one[name] == other[name]}
    assert {"run:0", "run:1", "detail:1", "method:1"} <= same
    assert same.isdisjoint({"grid", "plane", "place:0", "place:1"})


def test_a_network_is_shown_on_a_plane() -> None:
    whole = gdviz.network("moons", hidden=(3, 2), loss="cross_entropy", seed=2)
    runs = [Competitor.at(0, "adam", "Adam", gdviz.descend(whole, "adam", steps=30))]
    for kind in ("pca", "random"):
        over = gdviz.plane(runs[0].path, kind)
        arrays = read_scene(Scene.of(over, runs, resolution=9).to_bytes())[1]
        assert arrays["full:0"].shape == runs[0].path.theta.shape and arrays["z"].shape == (9, 9)
        assert arrays["on_plane:0"][-1, 0] == pytest.approx(runs[0].path.loss[-1], rel=1e-5)
