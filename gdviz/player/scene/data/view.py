"""The data beside the loss: the part `data` of a scene's header, and its arrays.

What travels does not grow with the rows of the data: of many rows some are drawn, while fit and loss take
all.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.cache import token
from gdviz.engine import DataLoss, LossOverRows, Objective, Path, Slice
from gdviz.player.scene.codec import Arrays, Matrix, as_matrix
from gdviz.player.scene.data.gradient_formula import gradient_formula
from gdviz.player.scene.data.pictures import CURVE, PICTURES, Ranges, evenly
from gdviz.player.scene.data.points import DrawnPoints, drawn_points
from gdviz.player.scene.data.residuals import cost_of_residual
from gdviz.player.scene.data.row_terms import recorded_batches, row_terms, scored_linear
from gdviz.player.scene.grid import Window
from gdviz.player.scene.panel import whole_of

POINTS = 500  # points that are drawn at most ...
# ... fewer where their matrix has more numbers than that, but not fewer than that
BASIS, FEWEST = (15_000, 200)
HIGHLIGHTED, MARKED = 64, 40_000  # points of a batch that are highlighted at most; of all steps together
CONTOURS = 65  # points a side of the penalty's grid


@dataclass(frozen=True, eq=False)
class DataView:
    """The panel of a linear model (a `DataPanel`). Make it with `DataView.of`.

    Attributes
    ----------
    objective : the loss over data, of all D parameters
    axes : the one or two parameters that span the picture of the loss
    at : (D,), where that picture holds the others
    follow : the step whose parameters `at` are, where the picture is to follow the play head; else None
    penalty : whether the penalty's own contour lines are drawn
    noisy : whether the gradients of the runs carry noise or are clipped; those of batches are then computed
        anew
    ranges : (low, high) of the axes of some columns, by name; the others hold their values with some room
    seed : of the choice of the drawn points
    """

    objective: DataLoss
    axes: tuple[int, ...]
    at: NDArray[np.float64]
    follow: int | None = None
    penalty: bool = False
    noisy: bool = False
    ranges: Ranges = field(default_factory=dict)
    seed: int = 0

    @classmethod
    def of(
        cls,
        objective: Objective | Slice,
        *,
        follow: int | None = None,
        penalty: bool = False,
        noisy: bool = False,
        ranges: Ranges | None = None,
        seed: int = 0,
    ) -> DataView:
        """Make the view of a `DataLoss` with one or two parameters, or of a `Slice` of one with more.

        Raises
        ------
        ValueError
            Where the panel cannot show the objective.

        Examples
        --------
        >>> import gdviz
        >>> view = DataView.of(gdviz.data_loss("line"))
        >>> view.kind, view.axes
        ('line', (0, 1))
        """
        whole = whole_of(objective)
        if not isinstance(whole, DataLoss):
            raise ValueError(f"objective must be a loss over data or a slice of one, not {objective.name}")
        features = len(whole.data.features)
        if whole.data.classes and features != 2:
            raise ValueError(f"classes are drawn over two features; {whole.name} has {features}")
        if isinstance(objective, Slice):
            axes, at = objective.axes, objective.at
        else:
            axes, at = tuple(range(min(2, whole.dimension))), np.zeros(whole.dimension)
        return cls(whole, axes, at, follow, penalty and whole.penalty is not None, noisy, ranges or {}, seed)

    @property
    def shows_all(self) -> bool:
        """Whether the picture's parameters are all there are, in their order."""
        return self.axes == tuple(range(self.objective.dimension))

    @property
    def kind(self) -> str:
        """How the data are drawn: "line", "points" or "plane"."""
        return kind_of(self.objective)

    def picture(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the coordinates (..., K) of parameters (..., D) that span the picture of the loss."""
        return theta if self.shows_all else theta[..., list(self.axes)]

    @property
    def key(self) -> Hashable:
        """Return what determines, besides a run, what `of_run` and `rows_of_run` return."""
        return self.axes, self.noisy

    def scene_key(self, paths: Sequence[Path], window: Window) -> Hashable:
        """Return what determines what `packed` returns. Raises as it does."""
        view = (
            token(self.objective),
            self.key,
            self.at.tobytes(),
            self.follow,
            self.penalty,
            self.seed,
            tuple(self.ranges.items()),
            window,
        )
        longest = self._longest_in_batches(paths)
        if longest is None or longest.batches is None:
            return *view, any(path.steps for path in paths)
        batches, steps = longest.batches, hashlib.blake2b(longest.at.tobytes(), digest_size=16).digest()
        return *view, batches.size, batches.replacement, batches.seed, steps

    def _longest_in_batches(self, paths: Sequence[Path]) -> Path | None:
        objective = self.objective
        if any(path.theta.shape[1] != objective.dimension for path in paths):
            raise ValueError(f"every path must have the {objective.dimension} parameters of {objective.name}")
        return max((p for p in paths if p.batches and p.steps), key=lambda p: p.steps, default=None)

    def packed(self, paths: Sequence[Path], window: Window) -> tuple[dict[str, Any], Arrays]:
        """Return the header's part `data` and its arrays, as `DataPanel.packed` says."""
        objective, design = self.objective, self.objective.design
        longest = self._longest_in_batches(paths)
        points = self._drawn_points(longest)
        header = self._header(points)
        arrays = {"data:row": as_matrix(points.row + 1.0), "data:basis": as_matrix(design.a[points.row])}
        if (points.count > 1).any():
            arrays["data:count"] = as_matrix(points.count)
        parts = [PICTURES[self.kind](objective, points.row, self.ranges)]
        if longest is not None:
            parts.append(_batches(longest, points))
        if any(path.steps for path in paths):
            parts.append(_gradient(objective, longest))
        if self.penalty:
            parts.append(self._penalty(window))
        for keys, more in parts:
            header |= keys
            arrays |= more
        return header, arrays

    def of_run(self, path: Path) -> Arrays:
        """Return what the panel shows of a run."""
        arrays = Arrays()
        if not self.shows_all:
            arrays["full"] = as_matrix(path.theta)
            with np.errstate(all="ignore"):
                arrays["norm"] = as_matrix(np.sqrt((path.gradient**2).sum(1)))
        if self.objective.data.classes:
            arrays["accuracy"] = self._accuracy(path)
        if path.batch_loss is not None:
            arrays["batch_loss"] = as_matrix(path.batch_loss)
        return arrays

    def rows_of_run(self, path: Path) -> tuple[list[str], Arrays]:
        """Return what the rows contribute to each step of a run: the names of a row's columns, and arrays."""
        return row_terms(self.objective, path, self.noisy, partial(scored_linear, self.objective))

    def _header(self, points: DrawnPoints) -> dict[str, Any]:
        objective, best = self.objective, self.objective.optimum.theta
        return {
            "kind": self.kind,
            "drawn": len(points.row),
            "at_drawn": int(points.count.sum()),
            "rows": objective.rows,
            "classes": list(objective.data.classes),
            "scores": objective.scores,
            "width": objective.width,
            "parameters": list(objective.names),
            "axes": list(self.axes),
            "at": [v if math.isfinite(v) else None for v in self.at.tolist()],
            "follow": self.follow is not None,
            "step": self.follow,
            "best": None if best is None else best.tolist(),
            "residual": cost_of_residual(objective),
            "average": objective.average,
            "unit": f"{'sum' if objective.average == 'sum' else 'mean'} over {objective.rows} rows",
        }

    def _drawn_points(self, longest: Path | None) -> DrawnPoints:
        most = min(POINTS, max(FEWEST, BASIS // self.objective.width))
        batches = recorded_batches(longest) if longest else None
        return drawn_points(self.objective.data, most, self.seed, self.kind == "points", batches)

    def _accuracy(self, path: Path) -> Matrix:
        """Compute the share of all rows that each iterate classifies correctly.

        It is costly, and the same in every scene of the run, so it is noted there.
        """
        if "accuracy" not in path.notes:
            path.notes["accuracy"] = as_matrix(self.objective.accuracy(path.theta))
        accuracy: Matrix = path.notes["accuracy"]
        return accuracy

    def _penalty(self, window: Window) -> tuple[dict[str, Any], Arrays]:
        """Compute the values of the penalty on the window, and their hash."""
        sides = [evenly(side, CONTOURS if len(window) == 2 else CURVE) for side in window]
        grid = np.stack(np.meshgrid(*sides), axis=-1)
        theta = np.tile(self.at, (*grid.shape[:-1], 1))
        theta[..., list(self.axes)] = grid
        with np.errstate(all="ignore"):
            value = self.objective.penalised(theta.reshape(-1, self.objective.dimension))[0]
        values = as_matrix(np.atleast_2d(value.reshape(grid.shape[:-1])))
        return {"penalty": hashlib.blake2b(values.tobytes(), digest_size=6).hexdigest()}, {"penalty": values}


def kind_of(objective: LossOverRows) -> str:
    """Return how the data are drawn: "line", "points" or "plane"."""
    if objective.data.classes:
        return "plane"
    return "line" if len(objective.data.features) == 1 else "points"


def _batches(path: Path, points: DrawnPoints) -> tuple[dict[str, Any], Arrays]:
    """List the drawn points of each recorded step's batch, and count the rows taken up to each step."""
    assert path.batches is not None
    most = min(HIGHLIGHTED, max(8, MARKED // len(path.rate)))
    highlighted = []
    for rows in recorded_batches(path):
        at = points.point_of_row[rows]
        highlighted.append(np.unique(at[at >= 0])[:most])
    starts = np.concatenate([[0], np.cumsum([len(h) for h in highlighted])])
    taken = np.cumsum(path.batches.counts(np.arange(1, path.at[-1] + 1)))
    return {"batch": int(path.batches.counts(path.at[1:]).max())}, {
        "data:batch": as_matrix(np.concatenate([[], *highlighted])),
        "data:batch_start": as_matrix(starts),
        "data:taken": as_matrix(np.concatenate([[0], taken])[path.at]),
    }


def _gradient(objective: LossOverRows, longest: Path | None) -> tuple[dict[str, Any], Arrays]:
    """Write the gradient's formula, and count the rows of a step; where steps differ, in an array."""
    header = {"gradient": gradient_formula(objective, longest is not None), "batch_rows": objective.rows}
    arrays = Arrays()
    if longest is not None and longest.batches is not None:
        counts = longest.batches.counts(longest.at[1:])
        alike = bool((counts == counts[0]).all())
        header["batch_rows"] = int(counts[0]) if alike else None
        if not alike:
            arrays["data:batch_rows"] = as_matrix(counts)
    return header, arrays
