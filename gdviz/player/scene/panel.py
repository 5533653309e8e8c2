"""What a scene asks of the panel beside the loss, and of the objectives that it draws.

A panel shows the model itself: points and a fitted line, regions of classes. `data.DataView` is the panel of
a linear model. What may be asked of a loss whatever the model is stands in `gdviz.engine.LossOverRows`: its
rows (`data`: features, target, classes), its loss, and `predict` for scores at any features. Another kind of
model brings another `DataPanel`, and a JavaScript panel that draws what it packs.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol, runtime_checkable

from gdviz.engine import Objective, Path, Restriction
from gdviz.engine.objective import Ability
from gdviz.player.scene.codec import Arrays
from gdviz.player.scene.grid import Window
from gdviz.player.scene.part import Header


class DataPanel(Protocol):
    """The panel that shows the data and the model of each step."""

    @property
    def key(self) -> Hashable:
        """Return what determines, besides a run, what `of_run` and `rows_of_run` return."""

    @property
    def told(self) -> tuple[int, ...] | None:
        """Return the parameters whose arithmetic is sent; None: all of them."""

    def scene_key(self, paths: Sequence[Path], window: Window) -> Hashable:
        """Return what determines what `packed` returns. Raises as it does."""

    def packed(self, paths: Sequence[Path], window: Window) -> tuple[Header, Arrays]:
        """Return the header's part `data` and its arrays.

        Parameters
        ----------
        paths : the runs of the scene, in order
        window : what the picture of the loss shows

        Raises
        ------
        ValueError
            Where a path has another number of parameters than the model.
        """

    def of_run(self, path: Path) -> Arrays:
        """Return what the panel shows of a run."""

    @property
    def holds_out(self) -> bool:
        """Return whether rows are held out of what is descended."""

    def test_of_run(self, path: Path) -> Arrays:
        """Return what is shown of a run on the rows that are held out."""

    def said_of_run(self, path: Path) -> str:
        """Return what is to be said of a run besides, in a sentence or none."""

    def rows_of_run(self, path: Path) -> tuple[list[str], Arrays]:
        """Return what the rows contribute to each step of a run: the names of a row's columns, and arrays."""


@runtime_checkable
class ShowsRest(Protocol, metaclass=Ability):
    """A panel to which more is told of the step at rest than of the others."""

    def at_rest(self, path: Path) -> tuple[Header, Arrays] | None:
        """Return that of the run in focus; None where there is nothing to tell."""


@runtime_checkable
class ShowsStart(Protocol, metaclass=Ability):
    """A panel that shows the start, too, where there is no run."""

    def at_start(self) -> tuple[Header, Arrays] | None:
        """Return what is told of it; None where there is nothing to tell."""


@runtime_checkable
class HasLevels(Protocol, metaclass=Ability):
    """An objective that knows the scale in which its contours show most."""

    @property
    def levels(self) -> str:
        """Return "log", "linear" or "quantile"; "" for whichever fits the values."""


@runtime_checkable
class TellsUnits(Protocol, metaclass=Ability):
    """An objective of data that knows whether its parameters are in units of their own."""

    @property
    def own_units(self) -> bool:
        """Return whether one unit of a parameter is not to be compared with one of another."""


def whole_of(objective: Objective) -> Objective:
    """Return the objective of all parameters: that which is restricted, else the objective itself."""
    return objective.whole if isinstance(objective, Restriction) else objective
