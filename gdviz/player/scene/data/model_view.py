"""The panel of a model that is a formula: the data beside the loss, and what the formula gives at some steps.

The browser cannot evaluate a formula. So what travels of a run are its predictions: along the curve, and at
the drawn points. They are sent of at most KEPT iterates; between them the player shows the last one.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import ModelLoss, Objective, Path, Restriction, Slice
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.data.gradient_formula import Factor
from gdviz.player.scene.data.pictures import Ranges, axes_of, evenly
from gdviz.player.scene.data.points import DrawnPoints, drawn_points
from gdviz.player.scene.data.row_terms import COLUMNS, Scored, row_terms
from gdviz.player.scene.data.rows_view import Packed, RowsView
from gdviz.player.scene.panel import whole_of
from gdviz.player.scene.part import finite

POINTS, CURVE = 100, 96  # points that are drawn at most; abscissae of a curve
KEPT, FIRST = 64, 16  # iterates whose predictions are sent at most; of these the first come without a gap


@dataclass(frozen=True, eq=False)
class ModelView(RowsView):
    """The panel of a formula model (a `DataPanel`). Make it with `ModelView.of`."""

    objective: ModelLoss

    factor: ClassVar[Factor] = "dz"

    @classmethod
    def of(
        cls,
        objective: Objective,
        *,
        follow: int | None = None,
        penalty: bool = False,
        noisy: bool = False,
        ranges: Ranges | None = None,
        seed: int = 0,
    ) -> ModelView:
        """Make the view of a `ModelLoss` of one or two parameters, or of a `Slice` or `Plane` of one of more.

        Raises
        ------
        ValueError
            Where the panel cannot show the objective.

        Examples
        --------
        >>> import gdviz
        >>> view = ModelView.of(gdviz.model("a*exp(-b*x)", ([0.0, 1.0, 2.0], [2.0, 1.0, 0.5])))
        >>> view.kind, view.part.names
        ('line', ('a', 'b'))
        """
        whole = whole_of(objective)
        if not isinstance(whole, ModelLoss):
            raise ValueError(f"objective must be a loss of a formula or a part of one, not {objective.name}")
        if whole.data.classes:
            raise ValueError(f"the panel of a formula shows numbers; {whole.data.target} has classes")
        part = objective if isinstance(objective, Restriction) else Slice(whole)
        return cls(whole, part, follow, penalty and whole.penalty is not None, noisy, ranges or {}, seed)

    @property
    def key(self) -> Hashable:
        """Return what determines, besides a run, what `of_run` and `rows_of_run` return."""
        return self.shows_all, self.noisy, self.seed, tuple(self.ranges.items())

    def of_run(self, path: Path) -> Arrays:
        """Return what the panel shows of a run, with its predictions at the iterates `fitted_at`."""
        kept = kept_iterates(len(path.theta))
        fitted = self._predictions(path.theta[kept], self.drawn(None))
        return super().of_run(path) | {"fitted": as_matrix(fitted), "fitted_at": as_matrix(kept)}

    def rows_of_run(self, path: Path) -> tuple[list[str], Arrays]:
        """Return what the rows contribute to each step of a run: the names of a row's columns, and arrays."""
        return row_terms(self.objective, path, self.noisy, partial(scored_model, self.objective))

    def drawn(self, longest: Path | None) -> DrawnPoints:
        """Choose the points that are drawn: the same for all runs, whatever their batches are."""
        return drawn_points(self.objective.data, POINTS, self.seed, self.kind == "points", None)

    def model(self, points: DrawnPoints) -> Packed:
        """Pack the axes of the panel, the place of each prediction, and the predictions of SciPy's fit."""
        objective, found = self.objective, self.objective.library_fit
        header = axes_of(objective, self.kind, self.ranges)
        arrays = {"data:y": as_matrix(points.y)}
        x = self._abscissae()
        if self.kind == "line":
            arrays |= {"data:x": as_matrix(points.x[:, 0]), "data:curve_x": as_matrix(x)}
        if found is not None:
            arrays["data:best"] = as_matrix(self._predictions(found.theta[None], points))
        return header | {
            "width": objective.dimension,
            "best": None,
            "best_name": "SciPy's fit",
            "found": self._found(),
            "tabled": KEPT,
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

    def _abscissae(self) -> NDArray[np.float64]:
        """Return where the curve is computed; nowhere where predictions are drawn over actual values."""
        if self.kind != "line":
            return np.empty(0)
        return evenly(axes_of(self.objective, self.kind, self.ranges)["x"]["range"], CURVE)

    def _predictions(self, theta: NDArray[np.float64], points: DrawnPoints) -> NDArray[np.float64]:
        """Predict (m, C + P) with theta (m, D): along the curve, and then at the drawn points."""
        x = points.x
        if self.kind == "line":
            x = np.concatenate([self._abscissae()[:, None], x])
        return self.objective.predict(theta, x)[:, 0]


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
