"""The starts of a map: the middles of the cells of a window that two parameters span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.objective import Objective, check_domain
from gdviz.engine.start import check_start

MOST = 512  # cells along a side
USUAL = 128


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells (ny, nx) of a window; the parameters that do not span it are the same in all of them.

    Attributes
    ----------
    x, y : (nx,), (ny,), the middles of the cells; y is (0,) where there is one parameter only
    window : (low, high) along x, and along y
    axes : which parameters span the window
    base : (D,), all parameters; those of the axes are replaced
    """

    x: np.ndarray
    y: np.ndarray
    window: tuple[tuple[float, float], ...]
    axes: tuple[int, ...]
    base: np.ndarray

    @classmethod
    def of(
        cls, objective: Objective, window: Any = None, shape: Any = None, axes: Any = None, start: Any = None
    ) -> Grid:
        """Make the grid of a window. Raises ValueError naming the argument that cannot be used."""
        d = objective.dimension
        axes = _check_axes(objective, axes)
        names = [objective.names[i] for i in axes]
        window = [objective.domain[i] for i in axes] if window is None else window
        check_domain(window, names)
        ny, nx = _check_shape((1 if d == 1 else USUAL, USUAL) if shape is None else shape, d)
        sides = tuple((float(low), float(high)) for low, high in window)
        x = _middles(*sides[0], nx)
        y = _middles(*sides[1], ny) if d > 1 else np.zeros(1)
        return cls(x, y, sides, axes, check_start(objective, start))

    @property
    def shape(self) -> tuple[int, int]:
        """(ny, nx)."""
        return len(self.y), len(self.x)

    @property
    def widths(self) -> np.ndarray:
        """Widths of a cell along each of the D parameters; 0 along those that do not span the window."""
        out = np.zeros(len(self.base))
        for axis, (low, high), count in zip(self.axes, self.window, self.shape[::-1], strict=False):
            out[axis] = (high - low) / count
        return out

    def start(self, row: int, column: int) -> tuple[float, ...]:
        """Return the start of one cell."""
        return tuple(self.starts(np.array([row * len(self.x) + column]))[0].tolist())

    def starts(self, cells: np.ndarray) -> np.ndarray:
        """Return the starts (N, D) of cells, numbers (N,) that count row by row."""
        rows, columns = np.divmod(cells, len(self.x))
        out = np.tile(self.base, (len(cells), 1))
        for axis, values in zip(self.axes, (self.x[columns], self.y[rows]), strict=False):
            out[:, axis] = values
        return out

    def cell_at(self, x: float, y: float = 0.0) -> tuple[int, int]:
        """Return (row, column) of the cell whose middle is nearest to a point."""
        return int(np.abs(self.y - y).argmin()), int(np.abs(self.x - x).argmin())


def _middles(low: float, high: float, count: int) -> np.ndarray:
    """Return the middles of cells; those of a window around 0 are mirror images to the bit."""
    out: np.ndarray = (low + high) / 2 + (np.arange(count) - (count - 1) / 2) * ((high - low) / count)
    return out


def _check_axes(objective: Objective, axes: Any) -> tuple[int, ...]:
    """Return which parameters span the window. Raises ValueError."""
    d = objective.dimension
    if d == 1:
        return (0,)
    try:
        first, second = (0, 1) if axes is None else axes
        found = int(first), int(second)
    except (TypeError, ValueError):
        raise ValueError(f"axes must be two parameters by number, such as (0, 1), not {axes!r}") from None
    if found[0] == found[1] or not all(0 <= i < d for i in found):
        raise ValueError(f"axes must be two different numbers from 0 to {d - 1}, not {axes!r}")
    return found


def _check_shape(shape: Any, dimension: int) -> tuple[int, int]:
    """Return (ny, nx). Raises ValueError."""
    wanted = "(1, columns)" if dimension == 1 else "(rows, columns)"
    sides = tuple(shape) if isinstance(shape, (tuple, list)) else ()
    whole = all(isinstance(n, (int, np.integer)) and not isinstance(n, bool) for n in sides)
    fits = len(sides) == 2 and whole and all(1 <= n <= MOST for n in sides)
    if not fits or dimension == 1 and sides[0] != 1:
        raise ValueError(f"shape must be {wanted} of a map, each from 1 to {MOST}, not {shape!r}")
    return int(sides[0]), int(sides[1])
