"""A loss surface or a curve: picked from the library or written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gdviz
from gdviz.engine import Entry, Path, Surface
from gdviz.engine.maps.rates.theory import quadratic_curvature
from gdviz.ui.entries import surface_of
from gdviz.ui.link import Reader, write_options
from gdviz.ui.problems.problem import Example, Load, Mover, Parameters, Picture, Shared, Tab
from gdviz.ui.problems.surface import controls, examples, formulas
from gdviz.ui.problems.surface.controls import SAMPLE
from gdviz.ui.problems.surface.spec import SurfaceChoice
from gdviz.ui.spec.option import options
from gdviz.ui.spec.spec import OWN, Choice, Spec
from gdviz.ui.state import keep_parameters, own_choice, page_choices, parameters_chosen


class SurfaceProblem:
    """Surfaces as a kind of problem, see `Problem`."""

    values = SurfaceChoice
    abilities: frozenset[str] = frozenset()
    noun = "surface"
    sets_start = False

    def objective(self, values: SurfaceChoice) -> Surface:
        """Return the surface."""
        return surface_of(values.surface)

    def identity(self, values: SurfaceChoice) -> str:
        """Return the slug of the surface."""
        return values.surface.key

    def key(self, values: SurfaceChoice) -> tuple[SurfaceChoice, None]:
        """Return the values as they are: they hold nothing large."""
        return values, None

    def check(self, spec: Spec) -> None:
        """Take whatever else is chosen."""

    def follows(self, spec: Spec) -> bool:
        """Return False: all parameters are drawn."""
        return False

    def picture(self, spec: Spec, followed: Path | None, step: int | None) -> Picture:
        """Return the surface alone."""
        return Picture(self.objective(spec.problem))

    def parameters(self, values: SurfaceChoice) -> list[Parameters]:
        """Return the parameters of the surface."""
        choice = values.surface
        return [Parameters(f"surface.{choice.key}", self.objective(values).params, dict(choice.params))]

    def curvature(self, values: SurfaceChoice) -> tuple[float, float] | None:
        """Return the least and the largest curvature of a quadratic with a minimum; None for all else."""
        return quadratic_curvature(self.objective(values))

    def movers(self, spec: Spec) -> Mapping[str, Mover]:
        """Return that nothing else of it is dragged."""
        return {}

    def told(self, spec: Spec, followed: Path | None, step: int | None) -> Mapping[str, Any]:
        """Return that nothing is told beside the scene."""
        return {}

    def load(self, values: SurfaceChoice, batches: bool, runs: int) -> Load:
        """Return that nothing is added."""
        return Load(0, 0)

    def remarks(self, spec: Spec) -> list[str]:
        """Return that nothing is to be said."""
        return []

    def write(self, query: dict[str, str], values: SurfaceChoice, default: SurfaceChoice) -> None:
        """Write surface and parameters."""
        write_options(query, values, default)

    def read(self, reader: Reader, default: SurfaceChoice) -> SurfaceChoice:
        """Read surface and parameters."""
        option = options(SurfaceChoice)["surface"]
        return SurfaceChoice(reader.read_entry(option, default.surface, surface_of) or default.surface)

    def from_choices(self, default: SurfaceChoice) -> SurfaceChoice:
        """Return the surface picked, or the last text of one's own that worked."""
        slug = page_choices().get("surface", default.surface.slug)
        if slug == OWN:
            return SurfaceChoice(own_choice("f", SAMPLE, surface_of, f"surface.{OWN}"))
        params = parameters_chosen(f"surface.{slug}", gdviz.surfaces[slug].params)
        return SurfaceChoice(Choice(slug, params=params))

    def to_choices(self, values: SurfaceChoice, choices: dict[str, Any], before: Mapping[str, Any]) -> None:
        """Write surface, text and parameters."""
        surface = values.surface
        choices["surface"], choices["f"] = surface.key, surface.text or SAMPLE
        keep_parameters(choices, f"surface.{surface.key}", surface)

    def after(self, before: Any, first: SurfaceChoice) -> SurfaceChoice:
        """Return the page's first surface."""
        return first

    def settle(self, spec: Spec) -> Spec:
        """Return the choice as it is."""
        return spec

    def controls(self, spec: Spec) -> None:
        """Draw the controls of the surface."""
        controls.surface_controls()

    def formulas(self, objective: Surface) -> None:
        """Draw formula, gradient and Hessian."""
        formulas.show(objective)

    def tabs(self) -> tuple[Mapping[str, Tab], Mapping[str, Tab]]:
        """Return no tab of its own."""
        return {}, {}

    def example(self, entry: Entry) -> Example | None:
        """Return the scene of a surface, a schedule or an optimizer that needs no penalty."""
        return examples.example(entry)

    def share(self, values: SurfaceChoice) -> Shared:
        """Return that all of it is in the link, and nothing else."""
        return Shared()


PROBLEM = SurfaceProblem()
