"""Local models and single steps along a run, beside eigh and solve, on every smooth surface."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import Slice, Surface, looked_at, looks, steps_from
from gdviz.formula import may_have_kinks
from gdviz.player import Competitor, Scene
from gdviz.player.scene.part import Part, read_part
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.local import single_steps

SMOOTH = [s for s in gdviz.surfaces.values() if s.dimension == 2 and not may_have_kinks(s.program)]
SPEC = PAGES["curvature"].first_shown


def places(surface: Surface) -> np.ndarray:
    """Points all over the window; its middle has special ones."""
    low, high = np.array(surface.domain, dtype=float).T
    random = np.random.default_rng(5).uniform(low, high, (40, 2))
    return np.concatenate([random, [surface.start]])


@pytest.mark.parametrize("surface", SMOOTH, ids=lambda s: s.slug)
def test_ellipse_and_steps_are_those_of_eigh_and_solve(surface: Surface) -> None:
    points = places(surface)
    rules = single_steps(SPEC, surface)(None, 0)
    out = looks(surface, points, rules)
    rate, damping = rules[0][2]["lr"], SPEC.beside.damping
    for i, point in enumerate(points):
        g, h = surface.gradient(point), surface.hessian(point)
        if not np.isfinite(h).all():
            assert np.isnan(out.model.eigenvalues[i]).all() and np.isnan(out.model.semi_axes[i]).all()
            continue
        values, vectors = np.linalg.eigh(h)
        assert np.allclose(out.model.eigenvalues[i], values)
        axes = out.model.semi_axes[i]
        assert np.linalg.norm(axes, axis=1).max() == pytest.approx(1)
        for axis, vector in zip(axes, vectors.T, strict=True):
            assert abs(axis @ vector) == pytest.approx(np.linalg.norm(axis))
        if np.abs(values).min() > 1e-9 * np.abs(values).max():
            lengths = np.linalg.norm(axes, axis=1)
            assert lengths[0] / lengths[1] == pytest.approx(np.sqrt(abs(values[1] / values[0])))
        plain, newton, damped = out.ends[:, i]
        assert np.allclose(plain, point - rate * g)
        if np.abs(values).min() > 1e-6 * np.abs(values).max():
            assert np.allclose(newton, point - np.linalg.solve(h, g))
        if np.abs(values + damping).min() > 1e-6 * np.abs(values).max():
            assert np.allclose(damped, point - np.linalg.solve(h + damping * np.eye(2), g))
        for end, value in zip(out.ends[:, i], out.values[:, i], strict=True):
            if np.isfinite(end).all() and np.isfinite(value):
                assert value == pytest.approx(float(surface.value(end)))


def test_newton_goes_uphill_where_both_curvatures_are_negative() -> None:
    surface = gdviz.surfaces["himmelblau"]
    out = looks(surface, [(-0.8, -0.5), (3.1, 2.1)], single_steps(SPEC, surface)(None, 0))
    uphill = ((out.ends[1] - out.model.theta) * out.model.gradient).sum(-1)
    assert out.model.eigenvalues[0].max() < 0 < uphill[0] and uphill[1] < 0


def test_they_are_the_single_steps_of_the_page_and_a_run_that_climbs_climbs() -> None:
    surface, point = gdviz.surfaces["himmelblau"], (1.0, 1.0)
    rules = single_steps(SPEC, surface)(None, 0)
    for (_, rule, keywords), step in zip(rules, steps_from(surface, point, rules).steps, strict=True):
        for climbs in (False, True):
            end = looks(surface, [point], [("", rule, {**keywords, "maximize": climbs})]).ends[0, 0]
            run = gdviz.descend(surface, rule, point, steps=1, stop=None, **{**keywords, "maximize": climbs})
            assert (end == run.theta[-1]).all() and (climbs or (end == step.theta).all())


def test_what_a_rule_cannot_do_is_nan_and_a_plane_has_no_ellipse_but_a_circle() -> None:
    plane = gdviz.surface("x + 2*y")
    out = looks(plane, [(0.0, 0.0), (np.nan, 1.0)], single_steps(SPEC, plane)(None, 0))
    assert (
        np.isfinite(out.ends[0, 0]).all() and np.isnan(out.ends[1]).all() and np.isnan(out.ends[:, 1]).all()
    )
    assert np.allclose(np.linalg.norm(out.model.semi_axes[0], axis=1), 1)


def test_of_a_long_run_few_iterates_are_looked_at_and_fewer_of_a_costly_loss() -> None:
    surface = gdviz.surfaces["himmelblau"]
    assert (looked_at(surface, 301) == np.arange(301)).all()
    few = looked_at(surface, 10_000)
    assert len(few) <= 501 and few[0] == 0 and few[-1] == 9999 and (looked_at(surface, 1) == [0]).all()


def scene_of(steps: int, damping: float = 10.0, slice_at: float | None = None) -> Scene:
    path = gdviz.descend("himmelblau", "gd", steps=steps, lr=0.005, stop=None)
    shown = path.objective if slice_at is None else Slice(path.objective, (0, 1), (slice_at, 0.0))
    rules = single_steps(SPEC, shown)
    return Scene.of(shown, [Competitor.at(0, "gd", "GD", path)], resolution=8, single_steps=rules)


def test_the_part_holds_each_look_in_few_bytes_and_the_run_one_part() -> None:
    scene = scene_of(300)
    part = scene._parts(False)["local:0"]
    header, arrays = read_part(part.packed)
    path = scene.competitors[0].path
    out = looks(path.objective, path.theta, single_steps(SPEC, path.objective)(path, np.arange(301)))
    assert (arrays["local:at"][:, 0] == np.arange(301)).all()
    assert np.allclose(arrays["local:semi_axes"].reshape(-1, 2, 2), out.model.semi_axes, atol=1e-6)
    assert np.allclose(arrays["local:ends"].reshape(-1, 3, 2), np.moveaxis(out.ends, 0, 1), atol=1e-5)
    assert [header["classes"][int(c)] for c in arrays["local:class"][:, 0]] == list(out.model.kind)
    assert [s["name"] for s in header["single_steps"]][-1] == "Newton, damped by 10"
    assert len(part.packed) < 30_000
    assert scene._parts(False)["local:0"] is part
    wider = Scene.of(
        scene.objective,
        scene.competitors,
        window=((-9, 9), (-9, 9)),
        resolution=8,
        single_steps=scene.single_steps,
    )
    assert wider._parts(False)["local:0"] is not part
    assert sum(isinstance(note, Part) and note.size == part.size for note in path.notes.values()) == 1


def test_the_rates_are_those_of_a_run_of_gradient_descent() -> None:
    path = gdviz.descend("himmelblau", "gd", steps=20, lr=0.01, schedule="step_decay", stop=None)
    out = looks(path.objective, path.theta, single_steps(SPEC, path.objective)(path, np.arange(21)))
    assert np.allclose(out.ends[0, :-1], path.theta[1:], rtol=0, atol=0)
