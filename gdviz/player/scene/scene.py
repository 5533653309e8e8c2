"""A scene: everything the player draws, as plain data. `wire` says in which bytes it travels.

Its parts are the grid of losses ("grid"), what is said of the surface ("picture"), the data ("data"), the run
of competitor i ("run:i"), and, where it is in focus, its equations ("method:i") and their numbers
("detail:i"), its loss on test rows, where there are any ("test:i"), and the local models along it
("local:i"); its sharpness where that is shown ("sharp:i"), and what a panel tells of the step at rest
("rest:i"), or where nothing runs, of the start ("initial"). The critical points that are marked have one too
("critical"). What a surface's parameters mean is in "meaning", and of the run in focus in "meant:i".
On a plane of many parameters there is one more, "plane", and where run i lies on it, with the loss there, is
a part of its own ("place:i"): a plane may be another with every change of a run.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Literal, Self, get_args

import numpy as np

from gdviz.cache import Section, section
from gdviz.engine import CriticalPoints, Objective, Path, Plane, Restriction
from gdviz.player.scene.along.meaning import meaning_of, meaning_part, meant_part
from gdviz.player.scene.along.plane import losses_on, plane_part
from gdviz.player.scene.along.sharp import StepRules, critical_part, local_part, sharpness_part
from gdviz.player.scene.along.whole import all_parameters
from gdviz.player.scene.codec import Arrays
from gdviz.player.scene.competitor import Competitor, CompetitorPacker, equations_part, seconds_of_step
from gdviz.player.scene.grid import Grid, checked_window, grid_of, identity
from gdviz.player.scene.panel import DataPanel, HasLevels, ShowsRest, ShowsStart, whole_of
from gdviz.player.scene.part import Part, finite, latest_part, make_part, noted_part, weigh_part
from gdviz.player.scene.picture import axes_of, picture_part
from gdviz.player.scene.wire import write_scene

VERSION = 3  # of what a header holds
Levels = Literal["log", "linear", "quantile"]
Over = Literal["steps", "epochs", "evaluations", "time"]
LEVELS = ("log", "linear", "quantile")


@dataclass(frozen=True, eq=False)
class SceneData:
    """An objective of one or two coordinates with the runs of its competitors. Build it with `Scene.of`.

    Attributes
    ----------
    title : of the scene
    objective : what is drawn: a surface, or an objective of more parameters on a slice or a plane
    grid : its values on the window that is shown
    competitors : the runs
    focus : index of the competitor whose arithmetic is shown
    levels : scale of contours and colours
    data : the panel beside the loss, or None
    over : what the curves are first drawn over
    sharp : whether the largest curvature along each run is sent, for the strip below the curves
    critical : critical points of what is drawn, which are marked; None: no such marks
    single_steps : gives, for a run and rows of its record, the rules of which one step is shown from there
        beside the local quadratic model; None: none is shown
    """

    title: str
    objective: Objective
    grid: Grid
    competitors: tuple[Competitor, ...]
    focus: int
    levels: str
    data: DataPanel | None = None
    over: Over = "steps"
    sharp: bool = False
    critical: CriticalPoints | None = None
    single_steps: StepRules | None = None

    @classmethod
    def of(
        cls,
        objective: Objective,
        runs: Sequence[Competitor],
        *,
        window: Any = None,
        focus: int = 0,
        title: str | None = None,
        levels: Levels | None = None,
        resolution: int | None = None,
        data: DataPanel | None = None,
        over: Over = "steps",
        sharp: bool = False,
        critical: CriticalPoints | None = None,
        single_steps: StepRules | None = None,
    ) -> Self:
        """Make the scene of some runs. One coordinate is shown as a curve, two as contours and a surface.

        Parameters
        ----------
        objective : of one or two coordinates; of more, a `Slice` or a `Plane` of it
        runs : on the objective, or on the whole that it is a part of
        window : (low, high) of each coordinate, what is shown; the objective's domain by default
        focus : index of the competitor whose arithmetic is shown
        title : of the scene; the objective's name by default
        levels : scale of contours and colours
        resolution : points per side of the grid, or along the curve; by default as many as the surface needs
        data : the panel beside the loss, as `DataView.of(objective)`
        over : what the curves are first drawn over
        sharp : whether the largest curvature along each run is shown, which is computed for it
        critical : critical points of the objective, to be marked
        single_steps : of a run and rows of its record, the rules (name, rule, keywords) of which one step is
            shown from there beside the local quadratic model

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
        if over not in get_args(Over):
            raise ValueError(f"over must be one of {', '.join(get_args(Over))}, got {over!r}")
        box = checked_window(objective.domain if window is None else window, objective.dimension)
        grid = grid_of(objective, box, resolution)
        name = title if title is not None else objective.name or "Loss surface"
        usual = objective.levels if isinstance(objective, HasLevels) else ""
        scale = levels or usual or grid.levels
        return cls(name, objective, grid, runs, focus, scale, data, over, sharp, critical, single_steps)

    def to_bytes(self, quantities: Literal["focus", "all"] = "focus", held: Container[str] = ()) -> bytes:
        """Pack the scene for the browser.

        Parameters
        ----------
        quantities : whose equations and values go along: those of the competitor in focus, or of all
        held : ids of the parts that the browser has; they are only named
        """
        if quantities not in ("focus", "all"):
            raise ValueError(f"quantities must be 'focus' or 'all', got {quantities!r}")
        header = {
            "version": VERSION,
            "title": self.title,
            "names": list(self.objective.names),
            "value_name": "loss" if self.data else "f",
            "maximize": any(run.path.maximize for run in self.competitors),
            "surface": {"id": self.grid.part.id, "levels": self.levels},
            "axes": axes_of(self.objective, self.grid.window),
            "start": self._start(),
            "over": self.over,
            "focus": self.competitors[self.focus].slug if self.competitors else None,
            "competitors": [
                {"slug": run.slug, "quantities": [], "equations": []} for run in self.competitors
            ],
        }
        measured = {"seconds": [finite(seconds_of_step(run.path)) for run in self.competitors]}
        return write_scene(header, self._parts(quantities == "all"), held, measured)

    def _parts(self, all_details: bool) -> dict[str, Part]:
        parts = {"grid": self.grid.part, "picture": picture_part(self.objective)}
        if self.data:
            parts["data"] = self._data_part(self.data)
        if isinstance(self.objective, Plane):
            parts["plane"] = plane_part(self.objective)
        if self.critical is not None:
            parts["critical"] = critical_part(self.critical)
        meant = meaning_of(self.objective)
        if meant:
            parts["meaning"] = meaning_part(*meant)
        told = self.data.key if self.data else None
        for i, run in enumerate(self.competitors):
            parts[f"run:{i}"] = self._run_part(run, told)
            if isinstance(self.objective, Plane):
                parts[f"place:{i}"] = self._place_part(run, self.objective)
            if self.sharp:
                parts[f"sharp:{i}"] = sharpness_part(run.path)
            if all_details or i == self.focus:
                if self.data and self.data.holds_out:
                    parts[f"test:{i}"] = noted_part(run.path, ("test",), partial(self._test, run, self.data))
                parts[f"method:{i}"] = equations_part(run.path.rule)
                parts[f"detail:{i}"] = noted_part(run.path, ("detail", told), partial(self._detail, run))
                if meant:
                    parts[f"meant:{i}"] = noted_part(
                        run.path, ("meant",), partial(meant_part, *meant, run.path)
                    )
                if self.single_steps:
                    parts[f"local:{i}"] = self._local(run.path, self.single_steps)
        if isinstance(self.data, ShowsRest) and self.competitors:
            rest = self.data.at_rest(self.competitors[self.focus].path)
            if rest:
                parts[f"rest:{self.focus}"] = make_part(*rest)
        elif isinstance(self.data, ShowsStart) and (start := self.data.at_start()):
            parts["initial"] = make_part(*start)
        return parts

    def _data_part(self, panel: DataPanel) -> Part:
        """Return the part of the data; it is the same for all runs but those in batches of other steps."""
        paths, window = [run.path for run in self.competitors], self.grid.window
        key, owner = panel.scene_key(paths, window), whole_of(self.objective)
        return _data.get(key, lambda: make_part(*panel.packed(paths, window)), owner=owner)

    def _run_part(self, run: Competitor, told: Hashable) -> Part:
        """Return a run's part as it was noted. On a plane it is the same for all planes."""
        look = run.slug, run.name, run.color, tuple(run.dash)
        shown = "on a plane" if isinstance(self.objective, Plane) else self._coordinates()
        return noted_part(run.path, ("run", look, told, shown), partial(self._run, run))

    def _run(self, run: Competitor) -> Part:
        header, arrays = self._packer(run).packed()
        if self.data:
            arrays |= self.data.of_run(run.path)
        if not isinstance(self.objective, Plane):
            where, places = self._placed(run)
            header, arrays = header | where, arrays | places
        elif not self.data:
            arrays |= all_parameters(run.path)
        return make_part(header, arrays)

    def _placed(self, run: Competitor) -> tuple[dict[str, Any], Arrays]:
        """Return where a run lies in the picture, and all of it in a sentence."""
        header, arrays = self._packer(run).placed()
        if self.data:
            header["summary"] = f"{header['summary']} {self.data.said_of_run(run.path)}".rstrip()
        return header, arrays

    def _place_part(self, run: Competitor, over: Plane) -> Part:
        """Return where a run lies on a plane, with the loss there: another with every change of the plane."""

        def make() -> Part:
            header, arrays = self._placed(run)
            return make_part(header, arrays | losses_on(over, run.path))

        return latest_part(run.path, ("place", run.name), over.coordinates, make)

    def _detail(self, run: Competitor) -> Part:
        header, arrays = self._packer(run).arithmetic()
        if self.data and run.path.steps:
            columns, terms = self.data.rows_of_run(run.path)
            return make_part({**header, "data": {"row_columns": columns}}, arrays | terms)
        return make_part(header, arrays)

    @staticmethod
    def _test(run: Competitor, panel: DataPanel) -> Part:
        return make_part({}, panel.test_of_run(run.path))

    def _packer(self, run: Competitor) -> CompetitorPacker:
        told = self.data.told if self.data else None
        return CompetitorPacker(run, self._restricted, self.objective.names, told)

    def _local(self, path: Path, rules: StepRules) -> Part:
        """Return the local models of what is drawn at the iterates of a run."""
        # a keyword that is an array, such as the run's rates, goes with the run
        steps = [
            (name, [(key, value) for key, value in keywords.items() if np.ndim(value) == 0])
            for name, _, keywords in rules(path, np.arange(1))
        ]
        of = identity(self.objective), str(steps)
        shown, window = self.objective, self.grid.window
        theta = self._restricted.project(path.theta) if self._restricted else path.theta
        return latest_part(path, "local", (of, window), lambda: local_part(path, theta, shown, window, rules))

    def _start(self) -> list[float | None] | None:
        """Return where the runs start in the picture."""
        if not self.competitors:
            return None
        first, shown = self.competitors[0].path.theta[0], self._restricted
        return [finite(v) for v in (shown.project(first) if shown else first)]

    def _coordinates(self) -> Hashable:
        """Return what determines the picture's coordinates of a run; None: they are its parameters."""
        return self._restricted.coordinates if self._restricted else None

    @cached_property
    def _restricted(self) -> Restriction | None:
        """The objective where it is a part of another one; to ask that of each run would take 0.3 ms."""
        return self.objective if isinstance(self.objective, Restriction) else None


_data: Section[Part] = section("data of scenes", weigh_part)
