"""The panel of a linear model: the data beside the loss, and the line or the regions of each step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from gdviz.engine import DataLoss, Path
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.data.across import Across
from gdviz.player.scene.data.pictures import line, plane
from gdviz.player.scene.data.pictures import points as draw_points
from gdviz.player.scene.data.points import DrawnPoints, drawn_points
from gdviz.player.scene.data.row_terms import recorded_batches, row_terms, scored_linear
from gdviz.player.scene.data.rows_view import MODELS, Packed, RowsView
from gdviz.player.scene.tabled.looks import most_looks

POINTS = 500  # points that are drawn at most ...
# ... fewer where their matrix has more numbers than that, but not fewer than that
BASIS, FEWEST = (15_000, 200)


@dataclass(frozen=True, eq=False)
class DataView(RowsView):
    """The panel of a linear model (a `DataPanel`). Make it with `DataView.of`."""

    objective: DataLoss

    shows = DataLoss, "a loss over data or a part of one"

    def rows_of_run(self, path: Path) -> tuple[list[str], Arrays]:
        """Return what the rows contribute to each step of a run: the names of a row's columns, and arrays."""
        return row_terms(self.objective, path, self.noisy, partial(scored_linear, self.objective), self.told)

    @property
    def looks(self) -> int | None:
        """Of how many iterates of a run the model is sent at most; None: of all."""
        return None if self.told is None else most_looks(self.objective.dimension, MODELS, MODELS)

    def drawn(self, longest: Path | None) -> DrawnPoints:
        """Choose the points that are drawn, some of those that come early in the batches among them."""
        most = min(POINTS, max(FEWEST, BASIS // self.objective.width))
        batches = recorded_batches(longest) if longest else None
        return drawn_points(self.objective.data, most, self.seed, self.kind == "points", batches)

    def model(self, points: DrawnPoints) -> Packed:
        """Pack the axes of the panel, and the matrix rows that give scores with the parameters of a step."""
        objective, best = self.objective, self.objective.optimum.theta
        if self.kind == "plane":
            over = self.over or Across.of(objective.data)
            header, arrays = plane(objective, points, self.ranges, over)
        else:
            draw = line if self.kind == "line" else draw_points
            header, arrays = draw(objective, points, self.ranges)
        header |= {"width": objective.width, "best": None if best is None else best.tolist()}
        return header, {"data:basis": as_matrix(objective.design.basis(points.x))} | arrays
