"""The panel of a model that is a formula: the data beside the loss, and what the formula gives at some steps.

The browser cannot evaluate a formula. So what travels of a run are its predictions: along the curve, and at
the drawn points. They are sent of at most KEPT iterates; between them the player shows the last one. Of
classes these are the scores on a grid over two features, as codes (see `tabled.codes`).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import ModelLoss, Path
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.data.across import Across
from gdviz.player.scene.data.gradient_formula import Factor
from gdviz.player.scene.data.pictures import axes_of, classes_over
from gdviz.player.scene.data.points import DrawnPoints, drawn_points
from gdviz.player.scene.data.row_terms import COLUMNS, Scored, row_terms
from gdviz.player.scene.data.rows_view import Packed, RowsView
from gdviz.player.scene.part import finite
from gdviz.player.scene.tabled.codes import SCALE, coded
from gdviz.player.scene.tabled.looks import looked_at, most_looks
from gdviz.player.scene.tabled.places import Places, places_of

POINTS, CLASSED = 100, 500  # points that are drawn at most, of numbers and of classes
SCORED = 60_000  # scores on a grid that are sent at most of all runs together
KEPT, FIRST = 64, 16  # iterates whose predictions are sent at most; of these the first come without a gap


@dataclass(frozen=True, eq=False)
class ModelView(RowsView):
    """The panel of a formula model (a `DataPanel`). Make it with `ModelView.of`.

    Attributes
    ----------
    objective : the loss of the formula, of all D parameters
    """

    objective: ModelLoss

    factor: ClassVar[Factor] = "dz"
    shows = ModelLoss, "a loss of a formula or a part of one"

    @property
    def key(self) -> Hashable:
        """Return what determines, besides a run, what `of_run` and `rows_of_run` return."""
        return super().key, self.seed, tuple(self.ranges.items()), self.over, self.runs

    def of_run(self, path: Path) -> Arrays:
        """Return what the panel shows of a run: its predictions at `models_at`, or its scores at `looks`."""
        if self.kind == "plane":
            return super().of_run(path) | self._scores_of(path)
        kept = kept_iterates(len(path.theta))
        fitted = self._predictions(path.theta[kept], self.drawn(None))
        return super().of_run(path) | {"models": as_matrix(fitted), "models_at": as_matrix(kept)}

    def rows_of_run(self, path: Path) -> tuple[list[str], Arrays]:
        """Return what the rows contribute to each step of a run: the names of a row's columns, and arrays."""
        return row_terms(self.objective, path, self.noisy, partial(scored_model, self.objective), self.told)

    def drawn(self, longest: Path | None) -> DrawnPoints:
        """Choose the points that are drawn: the same for all runs, whatever their batches are."""
        most = CLASSED if self.kind == "plane" else POINTS
        return drawn_points(self.objective.data, most, self.seed, self.kind == "points", None)

    def model(self, points: DrawnPoints) -> Packed:
        """Pack the axes of the panel, the place of each prediction, and the predictions of SciPy's fit."""
        objective, found = self.objective, self.objective.library_fit
        places = self._places(points)
        header, arrays = self._axes | {"tabled": KEPT}, {"data:y": as_matrix(points.y)}
        if self.kind == "line":
            curve = places.x[: places.grid[0]]
            arrays |= {"data:x": as_matrix(points.x[:, 0]), "data:curve_x": as_matrix(curve)}
        if self.kind == "plane":
            classes, arrays = classes_over(objective, points, self._over)
            looks = most_looks(len(places.x), self.room(SCORED))
            header |= {"tabled": looks, "grid": list(places.grid), "codes": SCALE, **classes}
        if found is not None:
            arrays["data:best"] = as_matrix(self._predictions(found.theta[None], points))
        return header | {
            "width": objective.dimension,
            "best": None,
            "best_name": "SciPy's fit",
            "found": self._found(),
        }, arrays

    def _found(self) -> list[float | None] | None:
        """Return coordinates and loss of SciPy's fit in the picture; None where it is not in it."""
        found = self.objective.library_fit
        if found is None:
            return None
        place = self.part.project(found.theta)
        if not np.allclose(self.part.embed(place), found.theta, rtol=1e-6, atol=1e-9):
            return None
        return [*map(finite, place.tolist()), finite(found.loss)]

    def _scores_of(self, path: Path) -> Arrays:
        """Return the scores on the grid at some iterates, as codes."""
        points = self.drawn(None)
        looks = looked_at(len(path.theta), len(self._places(points).x), self.room(SCORED))
        return {"looks": as_matrix(looks), "predicted": coded(self._predictions(path.theta[looks], points))}

    @property
    def _over(self) -> Across:
        return self.over or Across.of(self.objective.data)

    @property
    def _axes(self) -> dict[str, Any]:
        over = self._over if self.kind == "plane" else None
        return axes_of(self.objective, self.kind, self.ranges, over)

    def _places(self, points: DrawnPoints) -> Places:
        """Return where predictions are computed: along the curve and at the points, or on the grid."""
        return places_of(self.objective, self._axes, points.x, over=self.over)

    def _predictions(self, theta: NDArray[np.float64], points: DrawnPoints) -> NDArray[np.float64]:
        """Predict (m, C) with theta (m, D) at the C places."""
        return self.objective.predict(theta, self._places(points).x)[:, 0]


def scored_model(objective: ModelLoss, theta: NDArray[np.float64], index: NDArray[np.int64]) -> Scored:
    """Score the rows (n, r) of a formula model at points (n, D)."""
    z, slopes = objective.score_slopes(theta, index)
    names = tuple(f"∂z/∂{name}" for name in objective.names[:COLUMNS])
    return Scored(names, z[None], slopes[..., : len(names)])


def kept_iterates(count: int) -> NDArray[np.int64]:
    """Choose the iterates whose predictions are sent: the first ones, and later ones at equal distances.

    Examples
    --------
    >>> kept_iterates(5).tolist(), len(kept_iterates(10_000)), int(kept_iterates(10_000)[-1])
    ([0, 1, 2, 3, 4], 64, 9999)
    """
    if count <= KEPT:
        return np.arange(count)
    later = np.linspace(FIRST, count - 1, KEPT - FIRST).round().astype(np.int64)
    return np.concatenate([np.arange(FIRST), later])
