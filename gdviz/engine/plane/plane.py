"""A plane in the space of many parameters, and an objective over it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from gdviz.engine.objective import Domain, Objective

BLOCK = 1_000_000  # numbers that points of the whole take at once, so that a fine grid needs little memory
PARALLEL = 1e-9  # of their lengths: directions whose area is smaller span no plane


class Plane:
    """An objective of two coordinates (a, b): the whole at origin + a directions[0] + b directions[1].

    `gdviz.plane` makes one. The directions may have any length and need not be orthogonal.

    Parameters
    ----------
    whole : Objective
        The objective of all D parameters.
    origin : array (D,)
        Where both coordinates are 0.
    directions : array (2, D)
        The steps of one unit of each coordinate.
    names : (str, str)
        Of the coordinates.
    domain : ((low, high), (low, high))
        The window first shown.
    start : (float, float), optional
        Where runs on the plane begin; the origin if nothing is said.
    shares : array (2,), optional
        Which shares of a path's variance lie along the directions, where they are principal components.
    kind : str
        "pca", "random" or "parameters"; "" for directions of one's own.
    of : str
        Name of the method whose path the plane was taken of; "" where it was taken of none.

    Attributes
    ----------
    components : (2, D), the coordinates of a step are components @ step: those of its orthogonal projection

    Raises
    ------
    ValueError
        Where the directions span no plane.

    Examples
    --------
    >>> import gdviz
    >>> over = gdviz.plane(gdviz.descend(gdviz.data_loss("cars"), "gd", steps=50))
    >>> over.names, over.value([[0.0, 0.0], [0.1, 0.0]]).shape, over.directions.shape
    (('PC1', 'PC2'), (2,), (2, 3))
    """

    dimension = 2
    axes: tuple[int, ...] = ()  # none of the parameters is a coordinate

    def __init__(
        self,
        whole: Objective,
        origin: Any,
        directions: Any,
        names: tuple[str, str],
        domain: Domain,
        start: tuple[float, float] = (0.0, 0.0),
        shares: Any = None,
        *,
        kind: str = "",
        of: str = "",
    ) -> None:
        self.whole, self.names, self.domain, self.start = whole, names, domain, start
        self.origin = np.array(origin, dtype=float)
        self.directions = np.array(directions, dtype=float)
        self.shares = None if shares is None else np.array(shares, dtype=float)
        self.name, self.kind, self.of = whole.name, kind, of
        lengths = np.linalg.norm(self.directions, axis=1)
        if not (np.isfinite(lengths).all() and lengths.all()):
            raise ValueError("both directions of a plane must have a length that is finite and not 0")
        unit = self.directions / lengths[:, None]
        if np.linalg.svd(unit, compute_uv=False)[1] < PARALLEL:
            raise ValueError("the two directions of a plane must not be parallel")
        self.components = np.linalg.pinv(unit.T) / lengths[:, None]
        # the whole's minima that lie in the plane
        near = self.distance(whole.minima) <= 1e-9 * (1 + np.abs(whole.minima).max(-1, initial=0))
        self.minima = self.project(whole.minima[near])
        self.minimum = whole.minimum

    @property
    def at(self) -> np.ndarray:
        """The point (D,) where both coordinates are 0: the origin."""
        return self.origin

    @property
    def place(self) -> Hashable:
        """What determines, besides the whole, which plane it is."""
        return self.origin.tobytes(), self.directions.tobytes()

    @property
    def coordinates(self) -> Hashable:
        """What determines what `project` and `components_of` return."""
        return self.place

    def embed(self, p: Any) -> np.ndarray:
        """Return points (..., 2) of the plane as points (..., D) of the whole."""
        p = np.asarray(p, dtype=float)
        first, second = self.directions
        return np.asarray(self.origin + p[..., :1] * first + p[..., 1:] * second)

    def project(self, theta: Any) -> np.ndarray:
        """Return the coordinates (..., 2) of the points of the plane that are nearest to theta (..., D)."""
        return self.components_of(np.asarray(theta, dtype=float) - self.origin)

    def components_of(self, step: Any) -> np.ndarray:
        """Return the coordinates (..., 2) of the projections of steps or gradients (..., D)."""
        step = np.asarray(step, dtype=float)
        return np.stack([(step * row).sum(-1) for row in self.components], axis=-1)

    def distance(self, theta: Any) -> np.ndarray:
        """Return the distances (...) of points theta (..., D) from the plane."""
        away = np.asarray(theta, dtype=float) - self.embed(self.project(theta))
        return np.asarray(np.linalg.norm(away, axis=-1))

    def value(self, p: Any) -> np.ndarray:
        """Return the loss, (..., 2) -> (...)."""
        p = np.asarray(p, dtype=float)
        points = p.reshape(-1, 2)
        some = max(1, BLOCK // self.whole.dimension)
        blocks = [points[i : i + some] for i in range(0, len(points), some)]
        values = [np.broadcast_to(self.whole.value(self.embed(b)), len(b)) for b in blocks]
        return np.concatenate([np.empty(0), *values]).reshape(p.shape[:-1])

    def gradient(self, p: Any) -> np.ndarray:
        """Return the slopes along both coordinates, (..., 2) -> (..., 2)."""
        return self._along(self.whole.gradient(self.embed(p)))

    def hessian(self, p: Any) -> np.ndarray:
        """Return the Hessian in both coordinates, (..., 2) -> (..., 2, 2)."""
        return np.asarray(self.directions @ self.whole.hessian(self.embed(p)) @ self.directions.T)

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and slopes (B, 2) at p (B, 2)."""
        f, g = self.whole.evaluate(self.embed(p))
        return f, self._along(g)

    def _along(self, gradient: np.ndarray) -> np.ndarray:
        return np.stack([(gradient * row).sum(-1) for row in self.directions], axis=-1)
