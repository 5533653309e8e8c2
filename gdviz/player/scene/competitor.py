"""One run in a scene: its look, and what is sent of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.cache import Section, section
from gdviz.engine import EquationText, Method, Path, Restriction, typeset_equations
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.linebreaks import with_line_breaks
from gdviz.player.scene.palette import COLORS, DASHES
from gdviz.player.scene.part import Header, Part, finite, make_part, weigh_part


@dataclass(frozen=True, eq=False)
class Competitor:
    """One run in a scene: a name, the look that it has everywhere, and the engine's Path.

    Attributes
    ----------
    slug : what tells it from the others of the scene
    name : how it is called in legends
    color : as CSS writes it
    dash : lengths of stroke and gap in CSS pixels; () is a solid line
    path : the run

    Examples
    --------
    >>> import gdviz
    >>> run = Competitor.at(0, "gd", "Gradient descent", gdviz.descend("booth", "gd", steps=5))
    >>> run.color, run.path.steps
    ('#098dd1', 5)
    """

    slug: str
    name: str
    color: str
    dash: Sequence[float]
    path: Path

    @classmethod
    def at(cls, slot: int, slug: str, name: str, path: Path) -> Competitor:
        """Make a competitor with the look of a palette slot."""
        return cls(slug, name, COLORS[slot % len(COLORS)], DASHES[slot % len(DASHES)], path)


class CompetitorPacker:
    """Packs one competitor: a header and arrays, of the path and of its arithmetic.

    Parameters
    ----------
    run : the competitor
    part : of the objective that the picture shows; None: all of it
    names : of the picture's coordinates
    told : the parameters whose arithmetic is sent; None: all
    """

    def __init__(
        self,
        run: Competitor,
        part: Restriction | None,
        names: Sequence[str],
        told: tuple[int, ...] | None = None,
    ) -> None:
        self.run, self.path, self.part, self.names = run, run.path, part, names
        with np.errstate(all="ignore"):  # of runs that diverge
            self.places = run.path.theta if part is None else part.project(run.path.theta)
        self.told, self.arrays = told, Arrays()

    def placed(self) -> tuple[Header, Arrays]:
        """Return where the run lies in the picture."""
        gradient = self.path.gradient
        self._add("theta", self.places)
        with np.errstate(all="ignore"):
            self._add("g", gradient if self.part is None else self.part.components_of(gradient))
            if self.told is not None and self.part is not None and not _tells(self.told, self.part):
                self._add_arrows(self.part)
        return {"summary": self._summary()}, self.arrays

    def packed(self) -> tuple[Header, Arrays]:
        """Return what is sent of every competitor besides, wherever it lies in the picture."""
        run, path = self.run, self.path
        self._add("loss", path.loss)
        rate = self._rate()
        if (np.diff(path.at) > 1).any():
            self._add("at", path.at)
        entry = {
            "slug": run.slug,
            "name": run.name,
            "color": run.color,
            "dash": list(run.dash),
            "steps": len(path.theta) - 1,
            "status": path.status.name.lower(),
            "reason": path.reason,
            "rate": rate,
            "evals": self._evaluations(),
            "told": path.rule.told,
            "hyper": {key: finite(value) for key, value in path.hyper.items() if np.ndim(value) == 0}
            | {"T": path.planned},
            "arrows": [{"key": key, "label": key.replace("_", " ")} for key in path.rule.arrows],
        }
        return entry, self.arrays

    def arithmetic(self) -> tuple[Header, Arrays]:
        """Return what the equations assigned at each step; it is sent of the competitor in focus."""
        if self.path.rule.told and self.told is not None:
            self._add("stride", np.linalg.norm(np.diff(self.path.theta, axis=0), axis=1))
        return {"quantities": self._quantities()}, self.arrays

    def _add_arrows(self, plane: Restriction) -> None:
        """Add what the picture shows of arrows of which other parameters are told."""
        for key in self.path.rule.arrows:
            arrow = self.path.quantities.get(key)
            if arrow is not None and arrow.shape[1:] == self.path.theta.shape[1:]:
                self._add(f"a:{key}", plane.components_of(arrow))

    def _add(self, name: str, values: NDArray[Any]) -> None:
        self.arrays[name] = as_matrix(values)

    def _rate(self) -> float | None:
        """Return the learning rate where it is constant; else None, and the rates become an array."""
        rate = self.path.rate
        if not len(rate) or not self.path.rule.has_rate:
            return None
        if (rate == rate[0]).all():
            return finite(rate[0])
        self._add("rate", rate)
        return None

    def _evaluations(self) -> list[int] | None:
        """Return the values, gradients and Hessians of a step; None, and an array, where steps differ."""
        evaluated, at = self.path.evaluated, self.path.at
        first = evaluated[1] // at[1] if len(at) > 1 else evaluated[0]
        if (evaluated == at[:, None] * first).all():
            return [int(count) for count in first]
        self._add("evals", evaluated)
        return None

    def _quantities(self) -> list[dict[str, Any]]:
        """List key and shape of every quantity; `q` holds recorded values, `q0` a state's initial value."""
        recorded = {k: self._told(v) for k, v in self.path.quantities.items() if k != "theta"}
        initial = {k: self._told(v, 0) for k, v in self.path.initial.items() if k != "theta"}
        shapes = {key: np.shape(values)[1:] for key, values in recorded.items()}
        for key, values in recorded.items():
            self._add(f"q:{key}", values)
        for key, value in initial.items():
            # it stands for the state before step 1, and for good where no equation assigns it again
            shapes.setdefault(key, np.shape(np.squeeze(value)))
            self._add(f"q0:{key}", np.reshape(value, (1, -1)))
        return [{"key": key, "shape": list(shape)} for key, shape in shapes.items()]

    def _told(self, values: NDArray[Any], first: int = 1) -> NDArray[Any]:
        """Take the entries of the parameters whose arithmetic is sent, along axes as long from `first`."""
        if self.told is None:
            return values
        for axis in range(first, np.ndim(values)):
            if np.shape(values)[axis] == self.path.theta.shape[1]:
                values = np.take(values, self.told, axis)
        return values

    def _summary(self) -> str:
        """Tell the run in a sentence, for those who do not see the picture."""
        end, loss, steps = self.places[-1], self.path.loss[-1], self.path.steps
        where = ", ".join(f"{name} = {value:.4g}" for name, value in zip(self.names, end, strict=True))
        made = f"{steps} step{'' if steps == 1 else 's'}"
        return f"{self.run.name}: {made}, loss {loss:.4g} at {where}. {self.path.reason}"


def _tells(told: tuple[int, ...], part: Restriction) -> bool:
    """Return whether the parameters of the picture are among those that are told; a plane has none."""
    return bool(part.axes) and set(part.axes) <= set(told)


def seconds_of_step(path: Path) -> float:
    """Return the computing time of a step on average; nan where nothing was measured."""
    return path.seconds / path.steps if path.steps and path.seconds > 0 else float("nan")


def equations_part(rule: Method) -> Part:
    """Return the equations of a rule as a part of a scene, typeset once while the cache holds them."""
    names = tuple(p.name for p in rule.params)
    key = rule.text, names
    return _equations.get(key, lambda: _equations_part(rule, names))


def _equations_part(rule: Method, names: tuple[str, ...]) -> Part:
    typeset = typeset_equations(rule, dict.fromkeys(names, 0.0))
    return make_part({"equations": [_equation(e) for e in typeset]}, {})


_equations: Section[Part] = section("equations", weigh_part)


def _equation(equation: EquationText) -> dict[str, str]:
    plain = ("name", "latex", "latex_numbers", "text", "text_numbers")
    return {field: getattr(equation, field) for field in plain} | {
        field: with_line_breaks(getattr(equation, field)) for field in ("mathml", "numbers")
    }
