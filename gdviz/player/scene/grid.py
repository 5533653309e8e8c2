"""The grid of loss values behind contour and surface, or along a curve, as fine as the surface needs."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.cache import Section, section, token
from gdviz.engine import Restriction, Surface
from gdviz.player.scene.codec import as_matrix
from gdviz.player.scene.part import Part, make_part

Window = tuple[tuple[float, float], ...]  # (low, high) of each axis that is shown
COARSE, FINE = 128, 180  # plotly.js resamples a surface of fewer than 128 rows, so nothing is gained by fewer
CURVE, CURVE_FINE = 1025, 4097  # the same along a curve: more than a screen has pixels, where it needs them


@dataclass(frozen=True, eq=False)
class Grid:
    """Loss values (ny, nx) on a window, (1, nx) along a curve, and the part of a scene that they are.

    They are NaN where the loss is undefined.
    """

    values: NDArray[np.float32]
    window: Window
    part: Part

    @property
    def levels(self) -> str:
        """Return the scale that shows most: "log" where a few values dwarf the others, else "linear"."""
        finite = self.values[np.isfinite(self.values)].astype(float)
        if not finite.size:
            return "linear"
        low, middle, high = np.quantile(finite, (0, 0.5, 1))
        return "log" if high - low > 12 * (middle - low) else "linear"


def checked_window(window: Any, axes: int = 2) -> Window:
    """Return a window as one (low, high) of floats per axis. Raises ValueError where it is no such thing."""
    box = np.asarray(window, dtype=float)
    if box.shape != (axes, 2) or not np.isfinite(box).all() or not (box[:, 0] < box[:, 1]).all():
        shape = "((lo, hi), (lo, hi))" if axes == 2 else "((lo, hi),)"
        raise ValueError(f"window must be {shape} with lo < hi, got {window!r}")
    return tuple((lo, hi) for lo, hi in box.tolist())


def grid_of(objective: Any, window: Window, resolution: int | None = None) -> Grid:
    """Return the grid of an objective of one or two coordinates: computed once, while the cache holds it."""
    whole = objective.whole if isinstance(objective, Restriction) else objective
    owner = None if isinstance(whole, Surface) else whole  # a formula is the same however often it is made
    key = identity(objective), window, resolution
    return _grids.get(key, lambda: _compute(objective, window, resolution), owner=owner)


def identity(objective: Any) -> Hashable:
    """Say what determines the values of an objective: its formula and parameters, else which object it is.

    The object itself is not in it: a cached picture must not keep a table of many rows alive.
    """
    if isinstance(objective, Surface):
        return objective.text, objective.names, tuple(objective.parameters.items())
    if isinstance(objective, Restriction):
        return identity(objective.whole), objective.place
    return token(objective)


def _compute(objective: Any, window: Window, resolution: int | None) -> Grid:
    coarse, fine = (COARSE, FINE) if len(window) == 2 else (CURVE, CURVE_FINE)
    size = coarse if resolution is None else int(resolution)
    if size < 2:
        raise ValueError(f"resolution must be at least 2, got {resolution}")
    values = _sample(objective, window, size)
    if resolution is None and _rough(objective, window, values):
        values = _sample(objective, window, fine)
    table = as_matrix(np.where(np.isfinite(values), values, np.nan))
    table[~np.isfinite(table)] = np.nan
    (ny, nx), sides = table.shape, dict(zip("xy", map(list, window), strict=False))
    return Grid(table, window, make_part({"nx": nx, "ny": ny, **sides}, {"z": table}))


def _axes(window: Window, size: int) -> list[NDArray[np.float64]]:
    return [np.linspace(lo, hi, size) for lo, hi in window]


def _value(objective: Any, *axes: NDArray[np.float64]) -> NDArray[np.float64]:
    points = np.stack(np.meshgrid(*axes), axis=-1)
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(objective.value(points), dtype=float), points.shape[:-1])


def _sample(objective: Any, window: Window, size: int) -> NDArray[np.float64]:
    return np.atleast_2d(_value(objective, *_axes(window, size)))


def _rough(objective: Any, window: Window, values: NDArray[np.float64]) -> bool:
    """Tell whether the middles of every third cell differ visibly from what interpolation draws there."""
    axes = _axes(window, values.shape[1])
    middles = [(a[:-1] + a[1:])[::3] / 2 for a in axes]
    with np.errstate(all="ignore"):
        ends = values[:, :-1] + values[:, 1:]
        drawn = ends[:, ::3] / 2 if len(axes) == 1 else (ends[:-1] + ends[1:])[::3, ::3] / 4
        error = np.abs(_value(objective, *middles) - drawn)
    error, finite = error[np.isfinite(error)], values[np.isfinite(values)]
    if not error.size or not finite.size:
        return False
    low, high = np.quantile(finite, (0.02, 0.98))
    return bool(np.quantile(error, 0.9) > 0.004 * (high - low))


_grids: Section[Grid] = section("grids", lambda grid: 1000 + grid.values.nbytes + len(grid.part.packed))
