"""What the panels of all models over rows share: points, batches, the penalty, what a scene depends on.

What travels does not grow with the rows of the data: of many rows some are drawn, while fit and loss take
all. Nor does it grow with the parameters: of many some are told of each step, exactly, and the model is drawn
at fewer steps, between them as at the last one before. Both is said in the player.
"""

from __future__ import annotations

import hashlib
import math
from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np

from gdviz.cache import token
from gdviz.engine import LossOverRows, Objective, Path, Restriction, Slice
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.data.across import Across
from gdviz.player.scene.data.classes import of_classes
from gdviz.player.scene.data.gradient_formula import Factor, gradient_formula
from gdviz.player.scene.data.pictures import CURVE, Ranges, evenly, kind_of
from gdviz.player.scene.data.points import DrawnPoints
from gdviz.player.scene.data.residuals import cost_of_residual
from gdviz.player.scene.data.row_terms import recorded_batches
from gdviz.player.scene.grid import Window
from gdviz.player.scene.panel import whole_of
from gdviz.player.scene.tabled.looks import looked_at

HIGHLIGHTED, MARKED = 64, 40_000  # points of a batch that are highlighted at most; of all steps together
CONTOURS = 65  # points a side of the penalty's grid
# parameters whose arithmetic is sent: all of so many, of more the first ones and those of the picture
ALL_TOLD, FIRST_TOLD = 10, 4
MODELS = 2500  # parameters of a run that models are drawn from; of more the models of fewer iterates are sent
Packed = tuple[dict[str, Any], Arrays]  # the header's part `data`, and its arrays


@dataclass(frozen=True, eq=False)
class RowsView(ABC):
    """The panel of a model over rows (a `DataPanel`), made with `of`; a kind of model packs how it is drawn.

    Attributes
    ----------
    objective : the loss over data, of all D parameters
    part : the part of the objective that the picture of the loss shows
    follow : the step whose parameters that picture holds, where it is to follow the play head; else None
    penalty : whether the penalty's own contour lines are drawn
    noisy : whether the gradients of the runs carry noise or are clipped; those of batches are then computed
        anew
    ranges : (low, high) of the axes of some columns, by name; the others hold their values with some room
    seed : of the choice of the drawn points
    over : the features that a picture of classes is over; None: the first two
    runs : that share what may be sent of a model whose scores the browser does not compute
    """

    objective: LossOverRows
    part: Restriction
    follow: int | None = None
    penalty: bool = False
    noisy: bool = False
    ranges: Ranges = field(default_factory=dict)
    seed: int = 0
    over: Across | None = None
    runs: int = 1

    # which losses it shows, in code and in words; whether as a whole too, over the first two parameters
    shows: ClassVar[tuple[type[LossOverRows], str]]
    takes_whole: ClassVar[bool] = True
    # what the slopes of the loss are multiplied by in the gradient; None: it is not told row by row
    factor: ClassVar[Factor | None] = "x"

    @classmethod
    def of(cls, objective: Objective, *, penalty: bool = False, **attributes: Any) -> Self:
        """Make the view of a loss of one or two parameters, or of a `Slice` or `Plane` of one of more.

        Parameters
        ----------
        objective : what the picture of the loss shows
        penalty : whether the penalty's contour lines are drawn, where the loss has one
        **attributes : of the view, all others than `objective` and `part`

        Raises
        ------
        ValueError
            Where the panel cannot show the objective, or for an attribute that cannot be.

        Examples
        --------
        >>> import gdviz
        >>> from gdviz.player.scene.data import DataView
        >>> view = DataView.of(gdviz.data_loss("line"), seed=3)
        >>> view.kind, view.part.names, view.seed
        ('line', ('slope', 'intercept'), 3)
        """
        whole, (kind, told) = whole_of(objective), cls.shows
        if not isinstance(whole, kind) or (whole is objective and not cls.takes_whole):
            raise ValueError(f"objective must be {told}, not {objective.name}")
        part = objective if isinstance(objective, Restriction) else Slice(whole)
        return cls(whole, part, penalty=penalty and whole.penalty is not None, **attributes)

    @abstractmethod
    def rows_of_run(self, path: Path) -> tuple[list[str], Arrays]:
        """Return what the rows contribute to each step of a run: the names of a row's columns, and arrays."""

    @abstractmethod
    def drawn(self, longest: Path | None) -> DrawnPoints:
        """Choose the points that are drawn; `longest` is the longest run in batches, if there is one."""

    @abstractmethod
    def model(self, points: DrawnPoints) -> Packed:
        """Pack the axes of the panel, and what the model of each step is drawn from."""

    def room(self, numbers: int) -> int:
        """Return how many of the numbers that may be sent of all runs together one run may take."""
        return numbers // max(1, self.runs)

    @property
    def shows_all(self) -> bool:
        """Whether the picture's parameters are all there are, in their order."""
        return self.part.axes == tuple(range(self.objective.dimension))

    @property
    def kind(self) -> str:
        """How the data are drawn: "line", "points" or "plane"."""
        return kind_of(self.objective)

    @property
    def told(self) -> tuple[int, ...] | None:
        """Return the parameters whose arithmetic is sent; None: all of them."""
        if self.objective.dimension <= ALL_TOLD:
            return None
        return tuple(sorted({*range(FIRST_TOLD), *self.part.axes}))

    @property
    def looks(self) -> int | None:
        """Of how many iterates of a run the model is sent at most; None: of all, or it is no linear one."""
        return None

    def scene_key(self, paths: Sequence[Path], window: Window) -> Hashable:
        """Return what determines what `packed` returns. Raises as it does."""
        view = (
            token(self.objective),
            self.key,
            self.part.place,
            self.follow,
            self.penalty,
            self.seed,
            self.over,
            tuple(self.ranges.items()),
            window,
            self._thinned(paths),
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

    @property
    def key(self) -> Hashable:
        """Return what determines, besides a run, what `of_run` and `rows_of_run` return."""
        return self.shows_all, self.noisy, self.told

    def packed(self, paths: Sequence[Path], window: Window) -> Packed:
        """Return the header's part `data` and its arrays, as `DataPanel.packed` says."""
        longest = self._longest_in_batches(paths)
        points = self.drawn(longest)
        header, arrays = self._header(points, self._thinned(paths)), Arrays()
        arrays["data:row"] = as_matrix(points.number)
        if (points.count > 1).any():
            arrays["data:count"] = as_matrix(points.count)
        parts = [self.model(points)]
        if longest is not None:
            parts.append(_batches(longest, points))
        if self.factor and any(path.steps for path in paths):
            parts.append(_gradient(self.objective, longest, self.factor))
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
            with np.errstate(all="ignore"):  # of runs that diverge
                arrays["norm"] = as_matrix(np.sqrt((path.gradient**2).sum(1)))
            arrays["full"] = as_matrix(path.theta if self.told is None else path.theta[:, self.told])
        if self.looks is not None:
            looks = looked_at(len(path.theta), self.objective.dimension, MODELS, MODELS)
            arrays |= {"models": as_matrix(path.theta[looks]), "models_at": as_matrix(looks)}
        if path.batch_loss is not None:
            arrays["batch_loss"] = as_matrix(path.batch_loss)
        if self.objective.data.classes:
            arrays |= of_classes(self.objective, path)
        return arrays

    @property
    def holds_out(self) -> bool:
        """Whether there are test rows."""
        return self.objective.holds_out

    def test_of_run(self, path: Path) -> Arrays:
        """Return the loss over the test rows at each iterate."""
        return Arrays({"test_loss": as_matrix(self.objective.test_loss(path.theta))})

    def said_of_run(self, path: Path) -> str:
        """Say the loss over the test rows at the end; nothing where there are none."""
        if self.objective.test is None:
            return ""
        rows = self.objective.test.rows
        return f"Loss over {rows} test rows: {float(self.objective.test_loss(path.theta[-1])):.4g}."

    def _thinned(self, paths: Sequence[Path]) -> bool:
        """Return whether the model of some iterates is not sent."""
        return self.looks is not None and any(len(path.theta) > self.looks for path in paths)

    def _header(self, points: DrawnPoints, thinned: bool) -> dict[str, Any]:
        objective = self.objective
        training = "training rows" if self.holds_out else "rows"
        return {
            "kind": self.kind,
            "drawn": points.trained,
            "at_drawn": int(points.count[: points.trained].sum()),
            "rows": objective.rows,
            "test_rows": objective.test.rows if objective.test else 0,
            "test_drawn": len(points.y) - points.trained,
            "classes": list(objective.data.classes),
            "scores": objective.scores,
            "parameters": list(objective.names),
            "told": None if self.told is None else list(self.told),
            "looks": self.looks if thinned else None,
            "axes": list(self.part.axes),
            "at": [v if math.isfinite(v) else None for v in self.part.at.tolist()],
            "follow": self.follow is not None,
            "step": self.follow,
            "residual": cost_of_residual(objective),
            "average": objective.average,
            "margin": objective.margin,
            "unit": f"{'sum' if objective.average == 'sum' else 'mean'} over {objective.rows} {training}",
        }

    def _penalty(self, window: Window) -> tuple[dict[str, Any], Arrays]:
        """Compute the values of the penalty on the window, and their hash."""
        sides = [evenly(side, CONTOURS if len(window) == 2 else CURVE) for side in window]
        grid = np.stack(np.meshgrid(*sides), axis=-1)
        theta = self.part.embed(grid)
        with np.errstate(all="ignore"):
            value = self.objective.penalised(theta.reshape(-1, self.objective.dimension))[0]
        values = as_matrix(np.atleast_2d(value.reshape(grid.shape[:-1])))
        return {"penalty": hashlib.blake2b(values.tobytes(), digest_size=6).hexdigest()}, {"penalty": values}


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


def _gradient(objective: LossOverRows, longest: Path | None, factor: Factor) -> tuple[dict[str, Any], Arrays]:
    """Write the gradient's formula, and count the rows of a step; where steps differ, in an array."""
    header = {
        "gradient": gradient_formula(objective, longest is not None, factor),
        "batch_rows": objective.rows,
    }
    arrays = Arrays()
    if longest is not None and longest.batches is not None:
        counts = longest.batches.counts(longest.at[1:])
        alike = bool((counts == counts[0]).all())
        header["batch_rows"] = int(counts[0]) if alike else None
        if not alike:
            arrays["data:batch_rows"] = as_matrix(counts)
    return header, arrays
