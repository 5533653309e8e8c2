"""Planes of a path or of an objective, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any

import numpy as np

from gdviz.engine.entry import check_seed
from gdviz.engine.objective import Domain, HasLayers, Objective, numbers_of
from gdviz.engine.plane.directions import principal, random_directions
from gdviz.engine.plane.plane import Plane
from gdviz.engine.run.path import Path

ROOM = 0.12  # of a path's extent that its window has on each side
UNKNOWN: Domain = ((-1.0, 1.0), (-1.0, 1.0))  # a window that is replaced
NARROWEST = 1e-3  # a window's narrower side, as a share of the wider one


def plane(of: Path | Objective, kind: Any, seed: Any, at: Any) -> Plane:
    """Return a plane, see `gdviz.plane`."""
    path = of if isinstance(of, Path) else None
    whole: Any = of if path is None else path.objective
    if whole.dimension < 2:
        raise ValueError(f"a plane needs at least two parameters, and {whole.name} has one")
    theta, name = _iterates(path, whole, at), "" if path is None else path.rule.name
    if kind == "pca":
        if path is None:
            raise ValueError("kind 'pca' needs a path, not an objective alone")
        found = principal(theta)
        names = "PC1", "PC2"
        flat = Plane(
            whole, theta[-1], found.directions, names, UNKNOWN, shares=found.shares, kind="pca", of=name
        )
        return _with_window(flat, theta, 0.0)
    if kind == "random":
        rows = _rows_of_weights(whole, whole.dimension)
        directions = random_directions(whole.dimension, check_seed(seed), theta[-1], rows)
        names = "random 1", "random 2"
        flat = Plane(whole, theta[-1], directions, names, UNKNOWN, kind="random", of=name)
        return _with_window(flat, theta, _reach(theta, whole) if rows is None else 1.0)
    pair = list(_pair(kind, whole))
    origin = theta[-1].copy()
    origin[pair] = 0.0  # the coordinates are the parameters themselves
    first, second = pair
    names = whole.names[first], whole.names[second]
    domain = whole.domain[first], whole.domain[second]
    start = tuple(theta[0][pair].tolist())
    unit = np.eye(whole.dimension)[pair]
    flat = Plane(whole, origin, unit, names, domain, start, kind="parameters", of=name)
    return flat if path is None else _with_window(flat, theta, 0.0)


def _iterates(path: Path | None, whole: Any, at: Any) -> np.ndarray:
    """Return the finite iterates of a path, or the one point that a plane without a path goes through."""
    if path is not None:
        if at is not None:
            raise ValueError("at is for a plane of an objective; that of a path goes through its last point")
        theta: np.ndarray = path.theta[np.isfinite(path.theta).all(1)]
        if not len(theta):
            raise ValueError("no iterate of the path is finite")
        return theta
    try:
        point = np.array(whole.start if at is None else at, dtype=float)
    except (TypeError, ValueError):
        point = np.empty(0)
    if point.shape != (whole.dimension,) or not np.isfinite(point).all():
        raise ValueError(f"at must be {whole.dimension} finite numbers, one for each parameter")
    return point[None]


def _rows_of_weights(whole: Any, d: int) -> list[np.ndarray] | None:
    """Return the indices of the weights into each unit; None where the parameters have no layers."""
    if not isinstance(whole, HasLayers):
        return None
    layers = whole.unpack(np.arange(d, dtype=float))
    return [row.astype(int) for weights, _ in layers for row in np.asarray(weights)]


def _pair(kind: Any, whole: Objective) -> tuple[int, int]:
    d, several = whole.dimension, isinstance(kind, Sequence) and not isinstance(kind, str)
    try:
        i, j = map(index, numbers_of(kind, whole.names)) if several else (-1, -1)
    except (TypeError, ValueError):
        i = j = -1
    if i == j or not (0 <= i < d and 0 <= j < d):
        raise ValueError(
            f"kind must be 'pca', 'random' or two different parameters from 0 to {d - 1}, or their names, "
            f"not {kind!r}"
        )
    return i, j


def _reach(theta: np.ndarray, whole: Any) -> float:
    """Return how far a path goes from its end; without one, how far the objective's domain does."""
    away = float(np.linalg.norm(theta - theta[-1], axis=1).max())
    return away or float(np.linalg.norm([high - low for low, high in whole.domain])) / 2


def _with_window(flat: Plane, theta: np.ndarray, least: float) -> Plane:
    """Give a plane a window that holds a path with some room, and `least` on each side of 0."""
    places = flat.project(theta)
    low, high = places.min(0), places.max(0)
    if least:
        low, high = np.minimum(low, -least), np.maximum(high, least)
    if not least and not np.any(high > low):
        return flat
    wide = high - low
    room = ROOM * np.maximum(wide, NARROWEST * wide.max())
    (a, b), (c, d) = zip((low - room).tolist(), (high + room).tolist(), strict=True)
    flat.domain, flat.start = ((a, b), (c, d)), (float(places[0, 0]), float(places[0, 1]))
    return flat
