"""What a scene asks of the panel beside the loss, and of the objectives that it draws.

A panel shows the model itself: points and a fitted line, regions of classes. `data.DataView` is the panel of
a linear model. Another kind of model brings another `DataPanel`, and a JavaScript panel that draws what it
packs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Design, Objective, Path, Slice
from gdviz.player.scene.codec import Arrays
from gdviz.player.scene.grid import Window


class DataPanel(Protocol):
    """The panel that shows the data and the model of each step."""

    def picture(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the coordinates (..., K) of parameters (..., D) that span the picture of the loss."""

    def packed(
        self, paths: Sequence[Path], detailed: Sequence[int], window: Window
    ) -> tuple[dict[str, Any], Arrays]:
        """Return the header's part `data` and the arrays that belong to it.

        Parameters
        ----------
        paths : the runs of the scene, in order
        detailed : indices of the runs whose arithmetic is shown, with what the rows contribute to each step
        window : what the picture of the loss shows

        Raises
        ------
        ValueError
            Where a path has another number of parameters than the model.
        """


@runtime_checkable
class HasLevels(Protocol):
    """An objective that knows the scale in which its contours show most."""

    @property
    def levels(self) -> str:
        """Return "log", "linear" or "quantile"; "" for whichever fits the values."""


@runtime_checkable
class HasDesign(Protocol):
    """An objective whose parameters are the coefficients of a design's columns."""

    @property
    def design(self) -> Design:
        """Return the design."""


def whole_of(objective: Objective | Slice) -> Objective:
    """Return the objective of all parameters: that which a slice is of, else the objective itself."""
    return objective.whole if isinstance(objective, Slice) else objective
