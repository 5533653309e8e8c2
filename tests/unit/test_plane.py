"""Planes in the space of many parameters: geometry, derivatives, makers, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import DataLoss, Path, Restriction


@pytest.fixture(scope="module")
def cars() -> DataLoss:
    return gdviz.data_loss("cars", degree=2)


@pytest.fixture(scope="module")
def path(cars: DataLoss) -> Path:
    return gdviz.descend(cars, "momentum", steps=120)


KINDS: list[Any] = ["pca", "random", (0, 2)]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_geometry(path: Path, kind: Any) -> None:
    over = gdviz.plane(path, kind, seed=3)
    p = np.random.default_rng(1).normal(size=(4, 5, 2))
    points = over.embed(p)
    assert points.shape == (4, 5, path.objective.dimension)
    np.testing.assert_allclose(over.project(points), p, atol=1e-12)
    assert over.distance(points).max() < 1e-12
    theta = path.theta
    nearest = over.embed(over.project(theta))
    # what is left of a projection is orthogonal to the plane, and as long as the distance says
    np.testing.assert_allclose((theta - nearest) @ over.directions.T, 0, atol=1e-10)
    np.testing.assert_allclose(np.linalg.norm(theta - nearest, axis=1), over.distance(theta), atol=1e-12)
    (x0, x1), (y0, y1) = over.domain
    places = over.project(theta)
    assert (places > (x0, y0)).all() and (places < (x1, y1)).all()
    assert over.distance(theta[-1]) < 1e-12 and over.start == tuple(places[0])


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_derivatives_follow_the_chain_rule(path: Path, kind: Any) -> None:
    over, h = gdviz.plane(path, kind, seed=1), 1e-5
    p = np.array([[0.1, -0.2], [0.3, 0.4]])
    steps = h * np.eye(2)
    slopes = [(over.value(p + step) - over.value(p - step)) / (2 * h) for step in steps]
    np.testing.assert_allclose(over.gradient(p), np.stack(slopes, -1), rtol=1e-6, atol=1e-8)
    bends = [(over.gradient(p + step) - over.gradient(p - step)) / (2 * h) for step in steps]
    np.testing.assert_allclose(over.hessian(p), np.stack(bends, -1), rtol=1e-6, atol=1e-8)
    loss, slope = over.evaluate(p)
    np.testing.assert_allclose(loss, over.value(p), rtol=1e-14)
    np.testing.assert_allclose(slope, over.gradient(p), rtol=1e-14)


def test_two_parameters_are_the_slice_through_the_last_point(path: Path, cars: DataLoss) -> None:
    over, cut = gdviz.plane(path, (3, 1)), gdviz.Slice(cars, (3, 1), path.theta[-1])
    p = np.random.default_rng(2).normal(size=(6, 2))
    np.testing.assert_allclose(over.embed(p), cut.embed(p), atol=0)
    np.testing.assert_allclose(over.value(p), cut.value(p), rtol=1e-14)
    np.testing.assert_array_equal(over.project(path.theta), path.theta[:, [3, 1]])
    assert over.names == cut.names
    alone = gdviz.plane(cars, (3, 1))
    assert alone.domain == (cars.domain[3], cars.domain[1]) and alone.start == (cars.start[3], cars.start[1])


def test_the_loss_on_the_plane_is_the_path_s_where_the_path_lies_in_it() -> None:
    plain = gdviz.descend("rosenbrock", "adam", steps=200, lr=0.05)
    for over in (gdviz.plane(plain), gdviz.plane(plain, "random", seed=4)):
        assert over.distance(plain.theta).max() < 1e-12
        np.testing.assert_allclose(over.value(over.project(plain.theta)), plain.loss, rtol=1e-9, atol=1e-12)
    assert gdviz.plane(plain).shares.sum() == pytest.approx(1, abs=1e-12)


def test_the_loss_on_a_plane_of_a_path_that_never_leaves_two_of_many_dimensions(cars: DataLoss) -> None:
    """A run made on a plane of the whole is a path in that plane; its principal plane is the same one."""
    first = gdviz.plane(cars, "random", seed=8)
    run = gdviz.descend(first, "momentum", start=(0.5, -0.2), steps=60)
    inside = replace(run, objective=cars, theta=first.embed(run.theta))
    over = gdviz.plane(inside)
    assert over.distance(inside.theta).max() < 1e-12
    np.testing.assert_allclose(over.value(over.project(inside.theta)), run.loss, rtol=1e-10)


def test_shares_and_directions_against_the_moments_of_the_path(path: Path) -> None:
    over = gdviz.plane(path)
    away = path.theta - path.theta[-1]
    lengths = np.linalg.svd(away, compute_uv=False)
    np.testing.assert_allclose(over.shares, lengths[:2] ** 2 / (lengths**2).sum(), rtol=1e-10)
    np.testing.assert_allclose(over.directions @ over.directions.T, np.eye(2), atol=1e-12)
    moments = away.T @ away
    np.testing.assert_allclose(moments @ over.directions[0], lengths[0] ** 2 * over.directions[0], rtol=1e-7)
    # the other part of the variance is what the distances from the plane are of
    left = (over.distance(path.theta) ** 2).sum() / (away**2).sum()
    assert 1 - over.shares.sum() == pytest.approx(left, rel=1e-6, abs=1e-14)


def test_a_picture_does_not_flip(path: Path) -> None:
    """The path begins at negative coordinates, whatever signs the decomposition happens to have."""
    for steps in range(20, 121, 20):
        over = gdviz.plane(replace(path, theta=path.theta[: steps + 1]))
        assert (over.project(path.theta[0]) < 0).all()
    mirrored = gdviz.plane(replace(path, theta=-path.theta))
    np.testing.assert_allclose(mirrored.directions, -gdviz.plane(path).directions, atol=1e-10)


def test_random_directions_have_the_norms_of_the_weights_row_by_row() -> None:
    whole = gdviz.network("moons", hidden=(3, 2), loss="cross_entropy", seed=2)
    over, weights = gdviz.plane(whole, "random", seed=5), np.array(whole.start)
    for direction in over.directions:
        for (w, _), (d, bias) in zip(whole.unpack(weights), whole.unpack(direction), strict=True):
            np.testing.assert_allclose(np.linalg.norm(d, axis=1), np.linalg.norm(w, axis=1), rtol=1e-12)
            assert not bias.any()
    assert all(low < -1 and 1 < high for low, high in over.domain)
    again, other = gdviz.plane(whole, "random", seed=5), gdviz.plane(whole, "random", seed=6)
    assert (again.directions == over.directions).all() and (other.directions != over.directions).any()


def test_planes_of_a_network_s_path() -> None:
    run = gdviz.descend(gdviz.network("moons", hidden=(3, 2), loss="cross_entropy", seed=2), "adam", steps=60)
    for kind in ("pca", "random", (0, 5)):
        over, h = gdviz.plane(run, kind), 1e-5
        assert over.value((0.0, 0.0) if isinstance(kind, str) else run.theta[-1, [0, 5]]) == pytest.approx(
            run.loss[-1], rel=1e-12
        )
        p = np.array([[0.2, -0.1]])
        slopes = [(over.value(p + step) - over.value(p - step)) / (2 * h) for step in h * np.eye(2)]
        np.testing.assert_allclose(over.gradient(p), np.stack(slopes, -1), rtol=1e-5, atol=1e-8)
        assert np.allclose(over.hessian(p), np.swapaxes(over.hessian(p), -1, -2), rtol=1e-10, atol=1e-12)


def test_random_directions_of_parameters_without_layers_have_length_one(cars: DataLoss, path: Path) -> None:
    for of in (cars, path):
        over = gdviz.plane(of, "random")
        np.testing.assert_allclose(np.linalg.norm(over.directions, axis=1), 1, rtol=1e-12)
    assert gdviz.plane(cars, "random", at=path.theta[9]).distance(path.theta[9]) == 0


def test_the_optimum_is_in_the_planes_that_go_through_it(cars: DataLoss) -> None:
    best = cars.optimum.theta
    over = gdviz.plane(cars, "random", at=best)
    assert over.minima.shape == (1, 2) and np.abs(over.minima).max() < 1e-9 and over.minimum == cars.minimum
    assert not len(gdviz.plane(cars, "random", at=best + 1.0).minima)


def test_a_fine_grid_has_the_values_of_its_points(path: Path) -> None:
    """More points than one block holds; none at all."""
    wide = gdviz.descend(gdviz.data_loss("cars", degree=3), "gd", steps=30)
    over = gdviz.plane(wide)
    p = np.random.default_rng(0).normal(size=(300, 301, 2))
    values = over.value(p)
    assert values.shape == (300, 301) and over.value(np.empty((0, 2))).shape == (0,)
    for i, j in ((0, 0), (150, 7), (299, 300)):
        assert values[i, j] == pytest.approx(over.value(p[i, j]), rel=1e-12)


def test_a_path_that_diverges_has_a_plane_of_its_finite_iterates(cars: DataLoss) -> None:
    wild = gdviz.descend(cars, "momentum", steps=400, lr=50.0)
    assert wild.status.name == "DIVERGED"
    over = gdviz.plane(wild)
    assert np.isfinite(over.directions).all() and np.isfinite(over.domain).all()
    huge = gdviz.plane(replace(wild, theta=np.vstack([wild.theta * 1e150, np.full(len(cars.names), np.inf)])))
    np.testing.assert_allclose(huge.directions @ huge.directions.T, np.eye(2), atol=1e-12)


REFUSED: dict[str, tuple[Any, str]] = {
    "few steps": (lambda c: gdviz.plane(gdviz.descend(c, "gd", steps=1)), "at least two steps, not of 1"),
    "still": (
        lambda c: gdviz.plane(replace(gdviz.descend(c, "gd", steps=5), theta=np.tile(c.start, (6, 1)))),
        "need a path that moves",
    ),
    "straight": (
        lambda c: gdviz.plane(gdviz.descend("sphere", "gd", start=(1, 1), steps=9, lr=0.1)),
        "no second principal component",
    ),
    "one parameter": (lambda c: gdviz.plane("parabola", "random"), "at least two parameters, and Parabola"),
    "no path": (lambda c: gdviz.plane(c), "needs a path, not an objective alone"),
    "kind": (lambda c: gdviz.plane(c, "tsne"), "kind must be 'pca', 'random' or two different"),
    "same twice": (lambda c: gdviz.plane(c, (1, 1)), "two different parameters from 0 to 5"),
    "out of range": (lambda c: gdviz.plane(c, (0, 6)), "two different parameters from 0 to 5"),
    "three": (lambda c: gdviz.plane(c, (0, 1, 2)), "two different parameters from 0 to 5"),
    "no such name": (lambda c: gdviz.plane(c, ("wt", "power")), "or their names, not \\('wt', 'power'\\)"),
    "no numbers": (lambda c: gdviz.plane(c, ("a", None)), "two different parameters from 0 to 5"),
    "seed": (lambda c: gdviz.plane(c, "random", seed=-1), "seed"),
    "at": (lambda c: gdviz.plane(c, "random", at=(1, 2)), "at must be 6 finite numbers"),
    "at of a path": (
        lambda c: gdviz.plane(gdviz.descend(c, "gd", steps=3), at=c.start),
        "at is for a plane of an objective",
    ),
    "no length": (
        lambda c: gdviz.plane(gdviz.network("moons", loss="cross_entropy", init="zeros"), "random"),
        "must have a length",
    ),
    "parallel": (
        lambda c: gdviz.Plane(c, c.start, np.ones((2, 6)), ("a", "b"), ((-1, 1), (-1, 1))),
        "parallel",
    ),
    "nothing": (lambda c: gdviz.plane(3), "objective must be"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_said_in_one_sentence(cars: DataLoss, case: str) -> None:
    make, why = REFUSED[case]
    with pytest.raises(ValueError, match=why) as raised:
        make(cars)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_slices_and_planes_are_asked_in_the_same_way(path: Path, cars: DataLoss, kind: Any) -> None:
    for part in (gdviz.plane(path, kind), gdviz.Slice(cars, (3, 1), path.theta[-1])):
        assert isinstance(part, Restriction)
        p = np.random.default_rng(3).normal(size=(4, 2))
        np.testing.assert_allclose(part.project(part.embed(p)), p, atol=1e-12)
        np.testing.assert_allclose(part.components_of(part.embed(p) - part.embed(0 * p)), p, atol=1e-12)
    assert not isinstance(cars, Restriction) and not isinstance(gdviz.surface("x^2 + y^2"), Restriction)


def test_what_determines_a_slice_and_what_its_coordinates(path: Path, cars: DataLoss) -> None:
    """Where a slice holds the others changes its losses, not the coordinates of a run; on a plane all do."""
    first, second = gdviz.Slice(cars, (3, 1), path.theta[0]), gdviz.Slice(cars, (3, 1), path.theta[-1])
    assert first.place != second.place and first.coordinates == second.coordinates
    one, other = (gdviz.plane(path, "random", seed=seed) for seed in (1, 2))
    assert one.place != other.place and one.coordinates != other.coordinates
    assert one.place == gdviz.plane(path, "random", seed=1).place
