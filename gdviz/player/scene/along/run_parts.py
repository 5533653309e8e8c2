"""The parts of a scene that are of one run: its path in the picture, its numbers, its loss on test rows."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np

from gdviz.engine import Objective, Path, Plane, Restriction
from gdviz.player.scene.along.plane import losses_on
from gdviz.player.scene.along.sharp import StepRules, local_part
from gdviz.player.scene.along.whole import all_parameters
from gdviz.player.scene.codec import Arrays
from gdviz.player.scene.competitor import Competitor, CompetitorPacker
from gdviz.player.scene.grid import Window, identity
from gdviz.player.scene.panel import DataPanel
from gdviz.player.scene.part import Part, latest_part, make_part, noted_part


class RunParts:
    """Makes the parts of runs in one picture; each is noted at its run, and made once.

    Parameters
    ----------
    objective : what is drawn
    window : what of it is shown
    data : the panel beside it, or None
    """

    def __init__(self, objective: Objective, window: Window, data: DataPanel | None) -> None:
        self.objective, self.window, self.data = objective, window, data
        # where the objective is a part of another one; to ask that of each run would take 0.3 ms
        self.restricted = objective if isinstance(objective, Restriction) else None
        self.told = data.key if data else None

    def of(self, run: Competitor) -> Part:
        """Return a run's part as it was noted. On a plane it is the same for all planes."""
        look = run.slug, run.name, run.color, tuple(run.dash)
        shown = "on a plane" if isinstance(self.objective, Plane) else self._coordinates()
        return noted_part(run.path, ("run", look, self.told, shown), partial(self._packed, run))

    def _packed(self, run: Competitor) -> Part:
        header, arrays = self._packer(run).packed()
        if self.data:
            arrays |= self.data.of_run(run.path)
        if not isinstance(self.objective, Plane):
            where, places = self._placed(run)
            header, arrays = header | where, arrays | places
        elif not self.data:
            arrays |= all_parameters(run.path)
        return make_part(header, arrays)

    def place(self, run: Competitor, over: Plane) -> Part:
        """Return where a run lies on a plane, with the loss there: another with every change of the plane."""

        def make() -> Part:
            header, arrays = self._placed(run)
            return make_part(header, arrays | losses_on(over, run.path))

        return latest_part(run.path, ("place", run.name), over.coordinates, make)

    def _placed(self, run: Competitor) -> tuple[dict[str, Any], Arrays]:
        """Return where a run lies in the picture, and all of it in a sentence."""
        header, arrays = self._packer(run).placed()
        if self.data:
            header["summary"] = f"{header['summary']} {self.data.said_of_run(run.path)}".rstrip()
        return header, arrays

    def detail(self, run: Competitor) -> Part:
        """Return the numbers of a run's equations, and what rows of the data contribute to them."""
        return noted_part(run.path, ("detail", self.told), partial(self._arithmetic, run))

    def _arithmetic(self, run: Competitor) -> Part:
        header, arrays = self._packer(run).arithmetic()
        if self.data and run.path.steps:
            columns, terms = self.data.rows_of_run(run.path)
            return make_part({**header, "data": {"row_columns": columns}}, arrays | terms)
        return make_part(header, arrays)

    def test(self, run: Competitor, panel: DataPanel) -> Part:
        """Return the loss of a run on the rows that are held out."""
        return noted_part(run.path, ("test",), lambda: make_part({}, panel.test_of_run(run.path)))

    def local(self, path: Path, rules: StepRules) -> Part:
        """Return the local models of what is drawn at the iterates of a run."""
        # a keyword that is an array, such as the run's rates, goes with the run
        steps = [
            (name, [(key, value) for key, value in keywords.items() if np.ndim(value) == 0])
            for name, _, keywords in rules(path, np.arange(1))
        ]
        shown, window = self.objective, self.window
        of = (identity(shown), str(steps)), window
        theta = self.restricted.project(path.theta) if self.restricted else path.theta
        return latest_part(path, "local", of, lambda: local_part(path, theta, shown, window, rules))

    def _coordinates(self) -> Hashable:
        """Return what determines the picture's coordinates of a run; None: they are its parameters."""
        return self.restricted.coordinates if self.restricted else None

    def _packer(self, run: Competitor) -> CompetitorPacker:
        told = self.data.told if self.data else None
        return CompetitorPacker(run, self.restricted, self.objective.names, told)
