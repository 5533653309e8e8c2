"""A scene: everything the player draws, as plain data. `wire` says in which bytes it travels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Objective, Slice
from gdviz.player.scene.codec import Arrays
from gdviz.player.scene.competitor import Competitor, CompetitorPacker
from gdviz.player.scene.grid import Grid, checked_window, grid_of
from gdviz.player.scene.panel import DataPanel, HasDesign, HasLevels, whole_of
from gdviz.player.scene.surface_formula import surface_formula
from gdviz.player.scene.wire import finite, write_scene

STRIP = 5  # a window more than this many times as long as wide is not drawn in equal units unasked
MINIMA = 64  # that are sent at most
VERSION = 1  # of what a header holds
Levels = Literal["log", "linear", "quantile"]
LEVELS = ("log", "linear", "quantile")


@dataclass(frozen=True, eq=False)
class SceneData:
    """An objective of one or two coordinates with the runs of its competitors. Build it with `Scene.of`.

    Attributes
    ----------
    title : of the scene
    objective : what is drawn, a surface or a slice of an objective of more parameters
    grid : its values on the window that is shown
    competitors : the runs
    focus : index of the competitor whose arithmetic is shown
    levels : scale of contours and colours
    data : the panel beside the loss, or None
    """

    title: str
    objective: Objective | Slice
    grid: Grid
    competitors: tuple[Competitor, ...]
    focus: int
    levels: str
    data: DataPanel | None = None

    @classmethod
    def of(
        cls,
        objective: Objective | Slice,
        runs: Sequence[Competitor],
        *,
        window: Any = None,
        focus: int = 0,
        title: str | None = None,
        levels: Levels | None = None,
        resolution: int | None = None,
        data: DataPanel | None = None,
    ) -> Self:
        """Make the scene of some runs. One coordinate is shown as a curve, two as contours and a surface.

        Parameters
        ----------
        objective : of one or two coordinates; of more, a `Slice` of it
        runs : on the objective, or on the whole that it is a slice of
        window : (low, high) of each coordinate, what is shown; the objective's domain by default
        focus : index of the competitor whose arithmetic is shown
        title : of the scene; the objective's name by default
        levels : scale of contours and colours
        resolution : points per side of the grid, or along the curve; by default as many as the surface needs
        data : the panel beside the loss, as `DataView.of(objective)`

        Raises
        ------
        ValueError
            Naming the argument that does not fit.

        Examples
        --------
        >>> import gdviz
        >>> from gdviz.player import Competitor, Scene
        >>> path = gdviz.descend("booth", "gd", steps=50)
        >>> scene = Scene.of(path.objective, [Competitor.at(0, "gd", "Gradient descent", path)])
        >>> scene.title, scene.grid.values.shape, scene.levels
        ('Booth', (128, 128), 'log')
        """
        if objective.dimension > 2:
            raise ValueError(
                f"objective must have one or two coordinates to be drawn, this one has {objective.dimension}"
            )
        runs = tuple(runs)
        if runs and not 0 <= focus < len(runs):
            raise ValueError(f"focus must lie in 0..{len(runs) - 1}, got {focus}")
        if len({run.slug for run in runs}) != len(runs):
            raise ValueError("runs must have different slugs")
        if levels not in (None, *LEVELS):
            raise ValueError(f"levels must be 'log', 'linear' or 'quantile', got {levels!r}")
        box = checked_window(objective.domain if window is None else window, objective.dimension)
        grid = grid_of(objective, box, resolution)
        name = title if title is not None else objective.name or "Loss surface"
        usual = objective.levels if isinstance(objective, HasLevels) else ""
        return cls(name, objective, grid, runs, focus, levels or usual or grid.levels, data)

    def to_bytes(self, quantities: Literal["focus", "all"] = "focus") -> bytes:
        """Pack the scene for the browser.

        Parameters
        ----------
        quantities : whose equations and values go along: those of the competitor in focus, or of all
        """
        if quantities not in ("focus", "all"):
            raise ValueError(f"quantities must be 'focus' or 'all', got {quantities!r}")
        everyone = range(len(self.competitors))
        detailed = [i for i in everyone if quantities == "all" or i == self.focus]
        arrays, entries, panel = Arrays(), [], {}
        for i, run in enumerate(self.competitors):
            entry, more = CompetitorPacker(run, i, self._picture, self.objective.names).packed(i in detailed)
            entries.append(entry)
            arrays |= more
        if self.data:
            paths = [run.path for run in self.competitors]
            panel["data"], more = self.data.packed(paths, detailed, self.grid.window)
            arrays |= more
        header = {
            "version": VERSION,
            "title": self.title,
            "names": list(self.objective.names),
            "value_name": "loss" if self.data else "f",
            "maximize": any(run.path.maximize for run in self.competitors),
            "surface": self._surface(),
            "axes": self._axes(),
            "minimum": finite(self.objective.minimum),
            "minima": self._minima(),
            "formula": surface_formula(self.objective),
            "start": self._start(),
            "focus": self.competitors[self.focus].slug if self.competitors else None,
            "competitors": entries,
            **panel,
            "arrays": [[name, *array.shape] for name, array in {"z": self.grid.values, **arrays}.items()],
        }
        return write_scene(header, self.grid.packed, arrays)

    def _surface(self) -> dict[str, Any]:
        ny, nx = self.grid.values.shape
        sides = dict(zip("xy", map(list, self.grid.window), strict=False))
        return {
            "id": self.grid.id,
            "nx": nx,
            "ny": ny,
            **sides,
            "levels": self.levels,
            "bytes": len(self.grid.packed),
        }

    def _axes(self) -> str:
        """Return "equal" where one unit is to be as long across as upwards, else "free".

        Parameters of unscaled data have units of their own; a window much longer than wide would be a thin
        strip.
        """
        if len(self.grid.window) == 1:  # losses upwards
            return "free"
        whole = whole_of(self.objective)
        if isinstance(whole, HasDesign) and whole.design.scaling == "none":
            return "free"
        (x0, x1), (y0, y1) = self.grid.window
        return "equal" if 1 / STRIP <= (x1 - x0) / (y1 - y0) <= STRIP else "free"

    def _minima(self) -> list[list[float | None]]:
        """List coordinates and value of each known minimum."""
        points = np.asarray(self.objective.minima, dtype=float).reshape(-1, self.objective.dimension)[:MINIMA]
        with np.errstate(all="ignore"):
            values = np.broadcast_to(self.objective.value(points), len(points)) if len(points) else ()
        return [[*map(finite, point), finite(f)] for point, f in zip(points, values, strict=True)]

    def _start(self) -> list[float | None] | None:
        """Return where the runs start in the picture."""
        if not self.competitors:
            return None
        return [finite(v) for v in self._picture(self.competitors[0].path.theta[0])]

    def _picture(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the picture's coordinates (..., K) of parameters (..., D)."""
        return self.data.picture(theta) if self.data else theta
