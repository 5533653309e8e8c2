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

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Literal, Self, get_args

from gdviz.cache import Section, section
from gdviz.engine import CriticalPoints, Meaning, Objective, Plane, Surface
from gdviz.player.scene.along.meaning import meaning_of, meaning_part, meant_part
from gdviz.player.scene.along.plane import plane_part
from gdviz.player.scene.along.run_parts import RunParts
from gdviz.player.scene.along.sharp import StepRules, critical_part, sharpness_part
from gdviz.player.scene.competitor import Competitor, equations_part, seconds_of_step
from gdviz.player.scene.grid import Grid, checked_window, grid_of
from gdviz.player.scene.panel import DataPanel, HasLevels, ShowsRest, ShowsStart, whole_of
from gdviz.player.scene.part import Part, finite, make_part, noted_part, weigh_part
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
        """Return the parts by name; `all_details`: also what is told of runs that are not in focus."""
        parts = self._parts_of_the_picture()
        for i, run in enumerate(self.competitors):
            detailed = all_details or i == self.focus
            for what, part in self._parts_of_run(run, detailed):
                parts[f"{what}:{i}"] = part
        if isinstance(self.data, ShowsRest) and self.competitors:
            rest = self.data.at_rest(self.competitors[self.focus].path)
            if rest:
                parts[f"rest:{self.focus}"] = make_part(*rest)
        elif isinstance(self.data, ShowsStart) and (start := self.data.at_start()):
            parts["initial"] = make_part(*start)
        return parts

    def _parts_of_the_picture(self) -> dict[str, Part]:
        """Return the parts that are of no run alone."""
        parts = {"grid": self.grid.part, "picture": picture_part(self.objective)}
        if self.data:
            parts["data"] = self._data_part(self.data)
        if isinstance(self.objective, Plane):
            parts["plane"] = plane_part(self.objective)
        if self.critical is not None:
            parts["critical"] = critical_part(self.critical)
        if self._meaning:
            parts["meaning"] = meaning_part(*self._meaning)
        return parts

    def _parts_of_run(self, run: Competitor, detailed: bool) -> Iterator[tuple[str, Part]]:
        """Yield the parts of a run, each with what it tells."""
        yield "run", self._of_runs.of(run)
        if isinstance(self.objective, Plane):
            yield "place", self._of_runs.place(run, self.objective)
        if self.sharp:
            yield "sharp", sharpness_part(run.path)
        if detailed:
            yield from self._details_of_run(run)

    def _details_of_run(self, run: Competitor) -> Iterator[tuple[str, Part]]:
        """Yield what is told of a run in focus."""
        if self.data and self.data.holds_out:
            yield "test", self._of_runs.test(run, self.data)
        yield "method", equations_part(run.path.rule)
        yield "detail", self._of_runs.detail(run)
        if self._meaning:
            yield "meant", noted_part(run.path, ("meant",), partial(meant_part, *self._meaning, run.path))
        if self.single_steps:
            yield "local", self._of_runs.local(run.path, self.single_steps)

    def _data_part(self, panel: DataPanel) -> Part:
        """Return the part of the data; it is the same for all runs but those in batches of other steps."""
        paths, window = [run.path for run in self.competitors], self.grid.window
        key, owner = panel.scene_key(paths, window), whole_of(self.objective)
        return _data.get(key, lambda: make_part(*panel.packed(paths, window)), owner=owner)

    def _start(self) -> list[float | None] | None:
        """Return where the runs start in the picture."""
        if not self.competitors:
            return None
        first, shown = self.competitors[0].path.theta[0], self._of_runs.restricted
        return [finite(v) for v in (shown.project(first) if shown else first)]

    @cached_property
    def _of_runs(self) -> RunParts:
        return RunParts(self.objective, self.grid.window, self.data)

    @cached_property
    def _meaning(self) -> tuple[Surface, Meaning] | None:
        """What the parameters of the surface mean, and that; None where nothing is declared."""
        return meaning_of(self.objective)


_data: Section[Part] = section("data of scenes", weigh_part)
