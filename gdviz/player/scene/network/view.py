"""A network beside its loss: a `DataPanel` whose predictions are computed here, at some of the steps.

A prediction is no product of a table and the parameters, as a linear model's is. So the player gets the
predictions themselves: of each run at iterates spread evenly over it (see `steps`), as codes (see `codes`).
Of the run in focus it also gets the weights and the pictures of the units at such iterates. Gradients by
layer and accuracies are those of every recorded iterate. What is sent does not grow with the number of
weights: more weights are looked at at fewer iterates. The step at rest is sent exactly (see `rest`).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Network, Path, dead_units, layer_norms, unit_outputs
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.data.across import Across
from gdviz.player.scene.data.classes import of_classes
from gdviz.player.scene.data.pictures import axes_of, classes_over
from gdviz.player.scene.data.points import DrawnPoints, drawn_points
from gdviz.player.scene.data.rows_view import Packed, RowsView
from gdviz.player.scene.network.pictures import UNIT_CURVE, unit_cells, unit_places
from gdviz.player.scene.network.rest import step_at_rest
from gdviz.player.scene.tabled.codes import SCALE, coded
from gdviz.player.scene.tabled.looks import MOST, looked_at
from gdviz.player.scene.tabled.places import Places, places_of

POINTS, CLASSED = 100, 500  # points that are drawn at most, of numbers and of classes
# numbers that are sent at all looks together: of the predictions of all runs, of the run in focus
PREDICTED, UNITS, WEIGHTS = 50_000, 16_000, 8_000


@dataclass(frozen=True, eq=False)
class NetworkView(RowsView):
    """The panels of a network (a `DataPanel`). Make it with `NetworkView.of`.

    Attributes
    ----------
    objective : the loss of the network, of all D parameters
    row : the training row whose passes are told, from 0
    parameter : the one whose arithmetic is sent, from 0; None: the two of the picture
    start : (D,), the parameters that are shown where nothing runs; None: the objective's start

    Examples
    --------
    >>> import gdviz
    >>> from gdviz.engine import Slice
    >>> net = gdviz.network("moons", hidden=(3,), loss="cross_entropy")
    >>> NetworkView.of(Slice(net, (0, 1), net.start), row=2).kind
    'plane'
    """

    objective: Network
    row: int = 0
    parameter: int | None = None
    start: tuple[float, ...] | None = None

    factor: ClassVar[None] = None
    shows = Network, "a part of a network's loss"
    takes_whole: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Check what is explained. Raises ValueError."""
        if not 0 <= self.row < self.objective.rows:
            raise ValueError(
                f"row must be a whole number from 0 to {self.objective.rows - 1}, not {self.row!r}"
            )
        if self.parameter is not None and not 0 <= self.parameter < self.objective.dimension:
            raise ValueError(
                f"parameter must be from 0 to {self.objective.dimension - 1}, not {self.parameter!r}"
            )

    @property
    def key(self) -> Hashable:
        """Return what determines, besides a run, what `of_run` and `rows_of_run` return."""
        ranges = tuple(self.ranges.items())
        return "network", self.told, self.part.axes, self.runs, self.seed, ranges, self.over

    @property
    def told(self) -> tuple[int, ...]:
        """Return the parameters whose arithmetic is sent: one or two of however many."""
        return self.part.axes or (0, 1) if self.parameter is None else (self.parameter,)

    def drawn(self, longest: Path | None) -> DrawnPoints:
        """Choose the points that are drawn: the same for all runs, whatever their batches are."""
        most = CLASSED if self.kind == "plane" else POINTS
        return drawn_points(self.objective.data, most, self.seed, self.kind == "points", None)

    @property
    def _axes(self) -> dict[str, Any]:
        return axes_of(self.objective, self.kind, self.ranges, self.over)

    @property
    def _places(self) -> Places:
        return places_of(self.objective, self._axes, self.drawn(None).x, over=self.over)

    @property
    def _unit_places(self) -> Places:
        return unit_places(self.objective, UNIT_CURVE, unit_cells(sum(self.objective.hidden)), self.over)

    def model(self, points: DrawnPoints) -> Packed:
        """Pack the axes, the shape of the network, and the classes or numbers of the drawn points."""
        net, data, axes, places = self.objective, self.objective.data, self._axes, self._places
        header = {
            **axes,
            "best": None,
            "tabled": MOST,
            "grid": list(places.grid),
            "network": {
                "sizes": list(net.layers.sizes),
                "inputs": list(net.inputs.names),
                "features": list(data.features),
                "target": data.target,
                "activation": net.activation.name,
                "unit_axes": [data.features[axis] for axis in (self.over or Across.of(data)).axes],
                "unit_grid": list(self._unit_places.grid),
                "codes": SCALE,
            },
        }
        arrays = Arrays()
        if self.kind != "points":
            arrays["data:x"] = as_matrix(points.x[:, 0])
        arrays["data:y"] = as_matrix(points.y)
        if self.kind == "line":
            arrays["data:curve_x"] = as_matrix(places.x[: places.grid[0]])
        if self.kind == "plane":
            over, classes = classes_over(net, points, self.over or Across.of(data))
            header, arrays = header | over, arrays | classes
        return header, arrays

    def of_run(self, path: Path) -> Arrays:
        """Return what the panels show of a run."""
        net, places = self.objective, self._places
        looks = looked_at(len(path.theta), len(places.x) * net.scores, self.room(PREDICTED))
        predicted = np.stack([net.predict(theta, places.x).ravel() for theta in path.theta[looks]])
        with np.errstate(all="ignore"):
            arrays = {
                "norm": as_matrix(np.sqrt((path.gradient**2).sum(1))),
                "layers": as_matrix(layer_norms(net, path.gradient)),
                "looks": as_matrix(looks),
                "predicted": coded(predicted) if self.kind == "plane" else as_matrix(predicted),
            }
        if self.part.axes != self.told:  # else they are those of the picture
            arrays["full"] = as_matrix(path.theta[:, list(self.told)])
        if net.hidden:
            dead = [np.concatenate(dead_units(net, theta)) for theta in path.theta[looks]]
            arrays["dead"] = as_matrix(np.stack(dead))
        if net.data.classes:
            arrays |= of_classes(net, path)
        if path.batch_loss is not None:
            arrays["batch_loss"] = as_matrix(path.batch_loss)
        return arrays

    def rows_of_run(self, path: Path) -> tuple[list[str], Arrays]:
        """Return the weights and the pictures of the units of the run in focus; no columns of rows."""
        net, places = self.objective, self._unit_places
        looks = looked_at(len(path.theta), net.dimension, WEIGHTS)
        arrays = {"weight_looks": as_matrix(looks), "weights": coded(path.theta[looks])}
        if net.hidden:
            looks = looked_at(len(path.theta), sum(net.hidden) * len(places.x), UNITS)
            outputs = [np.concatenate(unit_outputs(net, t, places.x)[:-1]).ravel() for t in path.theta[looks]]
            arrays |= {"unit_looks": as_matrix(looks), "units": coded(np.stack(outputs))}
        return [], arrays

    def at_rest(self, path: Path) -> tuple[dict[str, Any], Arrays] | None:
        """Return the step at rest of the run in focus; None where none rests, or is not finite."""
        if self.follow is None:
            return None
        place = min(self.follow, len(path.theta) - 1)
        told = self._told_at(place, path.theta[place], path.gradient[place])
        if told is None:
            return None
        header, arrays = told
        following = place + 1
        if following < len(path.theta) and path.at[following] == path.at[place] + 1:
            arrays["rest:next"] = as_matrix(path.theta[following])
        return header, arrays

    def at_start(self) -> tuple[dict[str, Any], Arrays] | None:
        """Return the start as a step at rest; None where it is not finite."""
        theta = np.array(self.objective.start if self.start is None else self.start, dtype=float)
        with np.errstate(all="ignore"):
            gradient = self.objective.gradient(theta)
        return self._told_at(0, theta, gradient)

    def _told_at(
        self, place: int, theta: NDArray[np.float64], gradient: NDArray[np.float64]
    ) -> tuple[dict[str, Any], Arrays] | None:
        """Return what is told of a step at rest at these parameters; None where they are not finite."""
        if not np.isfinite(theta).all():
            return None
        points = self.drawn(None).x
        header, arrays = step_at_rest(
            self.objective, self._axes, theta, gradient, points, self.row, self.over
        )
        return {"rest": {"place": place, **header}}, arrays
