"""Pointwise losses: what one row costs, a formula of its score z and its target y."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from inspect import cleandoc

import numpy as np

from gdviz.engine.compiled import Compiled, compile_nodes, compile_program, inline
from gdviz.engine.entry import Entry
from gdviz.formula import ELEMENTWISE, FormulaError, Language, Program, parse_program

TASKS = ("regression", "binary", "classes")


@dataclass(frozen=True)
class Display:
    """A loss as books write it: equal to what runs, but not safe against overflow. It is shown, never run.

    Attributes
    ----------
    text : the loss, after what it assigns; it may read what the loss itself may read
    slopes : its derivatives by the scores, which may read what `text` assigns
    """

    text: str
    slopes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Loss(Entry):
    """A pointwise loss l(z, y); for K classes a formula of the scores z1..zK and the indicators y1..yK.

    Attributes
    ----------
    task : "regression" (y is a number), "binary" (y is one of two labels), "classes" (K scores)
    labels : what y is for the first and the second class of a binary task
    probability : of the second class, a formula of z; "" where the loss has none
    many : K -> text, for a loss of any number of classes (`text` is that of three)
    display : how it is shown, where that is not how it runs
    many_display : K -> display, beside `many`

    Raises
    ------
    FormulaError
        For a text that is refused, or that does not depend on the score.
    ValueError
        For an unknown task.

    Examples
    --------
    >>> import gdviz
    >>> gdviz.loss("(z - y)^2/2").compiled.gradient(3.0, 1.0)  # value and slope at z = 3, y = 1
    (2.0, 2.0)
    """

    task: str = "regression"
    labels: tuple[float, float] = (0.0, 1.0)
    probability: str = ""
    many: Callable[[int], str] | None = None
    scores: int = 1
    display: Display | None = None
    many_display: Callable[[int], Display] | None = None

    def check(self) -> None:
        """Refuse an unknown task and formulas that cannot be compiled. Raises ValueError, FormulaError."""
        if self.task not in TASKS:
            raise ValueError(f"task must be one of {', '.join(TASKS)}, not {self.task!r}")
        if not inline(self.program).names() & {*self.variables}:
            raise FormulaError(f"the loss does not depend on the score {self.variables[0]}", 1)
        _ = self.compiled, self.displayed, self.displayed_slopes  # read for their errors

    def speaks(self) -> Language:
        """Return the language of its number of scores."""
        return _language(self.scores)

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the scores."""
        return self.speaks().names[: self.scores]

    def for_classes(self, count: int) -> Loss:
        """Return the same loss for that many classes. Raises ValueError for one that has a single score."""
        if self.many is None:
            raise ValueError(f"{self.name} has one score; for {count} classes use softmax cross-entropy")
        display = self.many_display(count) if self.many_display else None
        return replace(self, text=self.many(count), scores=count, display=display)

    @cached_property
    def displayed(self) -> Program:
        """The program that is shown: as books write it, or the one that runs. Raises FormulaError."""
        return parse_program(cleandoc(self.display.text), self.speaks()) if self.display else self.program

    @cached_property
    def displayed_slopes(self) -> tuple[Program, ...]:
        """The derivatives of `displayed` by each score as they are shown; empty where the loss says none."""
        if not self.display:
            return ()
        *before, _ = cleandoc(self.display.text).splitlines()
        return tuple(
            parse_program("\n".join([*before, slope]), self.speaks()) for slope in self.display.slopes
        )

    @cached_property
    def compiled(self) -> Compiled:
        """Value and derivatives by the scores: functions of (scores..., targets..., parameters...)."""
        return compile_program(self.program, self.variables)

    @cached_property
    def chance_program(self) -> Program | None:
        """The probability of the second class as a checked program. Raises FormulaError."""
        language = Language("probability", ("z",), ELEMENTWISE, "z", True)
        return parse_program(self.probability, language) if self.probability else None

    @cached_property
    def chance(self) -> Callable[[np.ndarray], np.ndarray] | None:
        """Probability of the second class as a function of the score; None where the loss has none."""
        program = self.chance_program
        if program is None:
            return None
        function = compile_nodes("probability", program, [inline(program)])

        def chance(z: np.ndarray) -> np.ndarray:
            with np.errstate(all="ignore"):
                return np.asarray(function(z)[0])

        return chance


@lru_cache(maxsize=32)  # constant: a few words for each number of scores
def _language(scores: int) -> Language:
    if scores == 1:
        return Language("loss", ("z", "y"), ELEMENTWISE, "z (the score) and y (the target)", True)
    names = tuple(f"{v}{k}" for v in "zy" for k in range(1, scores + 1))
    return Language("loss", names, ELEMENTWISE, "z1, z2, ... (scores) and y1, y2, ... (indicators)", True)
