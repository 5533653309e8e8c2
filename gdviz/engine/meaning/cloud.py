"""A cloud of points in the plane, and what two parameters, a vector w, make of each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.meaning.meaning import Values, evaluate

POINTS = 18
ELLIPSE = ("sqrt(major)*u*cos(t) - sqrt(minor)*v*sin(t)", "sqrt(major)*u*sin(t) + sqrt(minor)*v*cos(t)")
GOLDEN = np.pi * (3 - np.sqrt(5))  # the angle by which each point is further round than the one before


@dataclass(frozen=True)
class Cloud:
    """A cloud of points, each with its image under w (a `Meaning`). All numbers are formulas.

    They read what the surface's text names, and besides: `u`, `v`, where a point lies in a round cloud of
    mean 0 and variance 1 in all directions; `p`, `q`, the point; `z`, its code.

    Attributes
    ----------
    title : of the panel
    code : z, of p and q
    image : what becomes of the point, of p, q and z
    share : a point's share of the surface's value, which is the mean of all shares
    total : what the mean of the shares is called
    told : (what, formula) of shares of a whole that are told beside it; they may read the mean as `f`
    segment : what the way from a point to its image is called
    axes : what p and q are called
    point : p and q, of u and v; by default of the variances `major` and `minor`, turned by the angle `t`
    """

    title: str
    code: str
    image: tuple[str, str]
    share: str
    total: str
    told: tuple[tuple[str, str], ...] = ()
    segment: str = "residual"
    axes: tuple[str, str] = ("first measurement", "second measurement")
    point: tuple[str, str] = ELLIPSE

    kind: ClassVar[str] = "cloud"

    def fixed(self, values: Values) -> dict[str, Any]:
        """Return the points, and what the numbers are called."""
        p, q = self._points(values)
        return {
            "title": self.title,
            "points": np.stack([p, q], axis=-1).reshape(-1, 2).tolist(),
            "axes": list(self.axes),
            "total": self.total,
            "told": [what for what, _ in self.told],
            "segment": self.segment,
        }

    def numbers(self, values: Values) -> dict[str, NDArray[np.float64]]:
        """Return images (m, N, 2), the mean of the shares (m,), and what is told (m, T)."""
        columns = {name: np.asarray(value)[..., None] for name, value in values.items()}
        p, q = self._points(columns)
        of_point = columns | {"p": p, "q": q}
        of_point["z"] = evaluate(self.code, of_point)
        image = [evaluate(text, of_point) for text in self.image]
        with np.errstate(all="ignore"):
            total = evaluate(self.share, of_point).mean(axis=-1)
        told = [evaluate(text, {**values, "f": total}) for _, text in self.told]
        return {
            "image": np.stack(image, axis=-1),
            "total": total,
            "told": np.stack(told, axis=-1) if told else np.empty((*total.shape, 0)),
        }

    def _points(self, values: Values) -> list[NDArray[np.float64]]:
        """Return p and q of all points, along the last axis."""
        u, v = round_cloud().T
        return [evaluate(text, {**values, "u": u, "v": v}) for text in self.point]


@cache  # constant: some points
def round_cloud() -> NDArray[np.float64]:
    """Return the points of a round cloud (N, 2): mean 0, variance 1 in all directions.

    Examples
    --------
    >>> points = round_cloud()
    >>> points.shape, (points.T @ points / len(points)).round(12).tolist()
    ((18, 2), [[1.0, 0.0], [0.0, 1.0]])
    """
    k = np.arange(POINTS)
    radius = np.sqrt(-2 * np.log(1 - (k + 0.5) / POINTS))  # as far out as of normally distributed points
    points = radius[:, None] * np.stack([np.cos(k * GOLDEN), np.sin(k * GOLDEN)], axis=1)
    points -= points.mean(0)
    root = np.linalg.cholesky(points.T @ points / POINTS)
    return np.linalg.solve(root, points.T).T
