"""A kind of problem that only tests know, for `tests/unit/test_problem_kinds.py`: f(x, y) = x^2 + steepness y^2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from gdviz.engine import Entry, Path
from gdviz.ui.link import Reader, write_options
from gdviz.ui.problems.problem import Load, Mover, Parameters, Picture, Shared, Tab
from gdviz.ui.spec.option import number, options
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import page_choices
from gdviz.ui.widgets.binding import bound
from gdviz.ui.widgets.number import number_field


@dataclass(frozen=True)
class Valley:
    """The objective, and its plain values at once."""

    steepness: float = number(4.0, "steepness", "Steepness", 0.1, 100.0)

    name: ClassVar[str] = "Valley"
    slug: ClassVar[str] = ""
    dimension: ClassVar[int] = 2
    names: ClassVar[tuple[str, ...]] = ("x", "y")
    domain: ClassVar[tuple[tuple[float, float], ...]] = ((-2.0, 2.0), (-1.0, 1.0))
    start: ClassVar[tuple[float, ...]] = (1.5, 0.5)
    minima: ClassVar[np.ndarray] = np.zeros((1, 2))
    minimum: ClassVar[float] = 0.0

    def value(self, p: Any) -> np.ndarray:
        p = np.asarray(p, float)
        return p[..., 0] ** 2 + self.steepness * p[..., 1] ** 2

    def gradient(self, p: Any) -> np.ndarray:
        return 2 * np.asarray(p, float) * (1.0, self.steepness)

    def hessian(self, p: Any) -> np.ndarray:
        return np.broadcast_to(np.diag([2.0, 2 * self.steepness]), (*np.shape(p), 2)).copy()

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.value(p), self.gradient(p)


class ValleyProblem:
    """The valley as a kind of problem, see `gdviz.ui.problems.problem.Problem`."""

    values = Valley
    abilities: frozenset[str] = frozenset()
    noun = "valley"
    sets_start = False

    def objective(self, values: Valley) -> Valley:
        return values

    def identity(self, values: Valley) -> str:
        return "valley"

    def key(self, values: Valley) -> tuple[Valley, None]:
        return values, None

    def check(self, spec: Spec) -> None:
        options(Valley)["steepness"].check(spec.problem.steepness)

    def follows(self, spec: Spec) -> bool:
        return False

    def picture(self, spec: Spec, followed: Path | None, step: int | None) -> Picture:
        return Picture(spec.problem, levels="linear")

    def parameters(self, values: Valley) -> list[Parameters]:
        return []

    def curvature(self, values: Valley) -> tuple[float, float]:
        return min(2.0, 2 * values.steepness), max(2.0, 2 * values.steepness)

    def movers(self, spec: Spec) -> Mapping[str, Mover]:
        return {}

    def told(self, spec: Spec, followed: Path | None, step: int | None) -> Mapping[str, Any]:
        return {}

    def load(self, values: Valley, batches: bool, runs: int) -> Load:
        return Load(0, 0)

    def remarks(self, spec: Spec) -> list[str]:
        return ["It is a valley."]

    def write(self, query: dict[str, str], values: Valley, default: Valley) -> None:
        write_options(query, values, default)

    def read(self, reader: Reader, default: Valley) -> Valley:
        option = options(Valley)["steepness"]
        return reader.read_option(option, default, lambda values: option.check(values.steepness))

    def from_choices(self, default: Valley) -> Valley:
        return Valley(page_choices().get("steepness", default.steepness))

    def to_choices(self, values: Valley, choices: dict[str, Any], before: Mapping[str, Any]) -> None:
        choices["steepness"] = values.steepness

    def after(self, before: Any, first: Valley) -> Valley:
        return first

    def settle(self, spec: Spec) -> Spec:
        return spec

    def controls(self, spec: Spec) -> None:
        option = options(Valley)["steepness"]
        number_field(bound("steepness", 4.0), option.label, usual=4.0, check=option.check)

    def formulas(self, objective: Valley) -> None:
        return None

    def tabs(self) -> tuple[Mapping[str, Tab], Mapping[str, Tab]]:
        return {}, {}

    def example(self, entry: Entry) -> None:
        return None

    def share(self, values: Valley) -> Shared:
        return Shared()


PROBLEM = ValleyProblem()
