"""What every entry of the library says about itself, whatever it computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from inspect import cleandoc
from math import isfinite
from typing import Any, ClassVar, Self

import numpy as np

from gdviz.formula import FormulaError, Language, Param, Program, parse_program

MAX_STEPS = 100_000


@dataclass(frozen=True, eq=False)
class Entry:
    """A few lines of mathematics with a name: surfaces, rules, schedules and losses.

    Attributes
    ----------
    text : the program (see `gdviz.formula.program`), the one place where the mathematics stands
    name, family, authors, year, note, reference : what cards and pickers show
    slug : its key in the registry, set by the registry; "" for a user's own

    Raises
    ------
    FormulaError
        For a text that cannot be used.
    """

    text: str
    name: str = "Own"
    family: str = "Own"
    authors: str = ""
    year: int | None = None
    note: str = ""
    reference: str = ""
    slug: str = field(default="", kw_only=True)

    language: ClassVar[Language]

    def __post_init__(self) -> None:
        """Check the text."""
        given = self.text
        if not isinstance(given, str):
            raise FormulaError(f"the {self.speaks().subject} must be text, not {type(given).__name__}")
        if given.startswith("\n"):  # written between triple quotes in a module
            object.__setattr__(self, "text", cleandoc(given))
        try:
            self.check()
        except FormulaError:
            # once more with the text as it was given, so that the error names the place in that
            object.__setattr__(self, "text", given)
            self.__dict__.pop("program", None)
            self.check()
            raise

    def check(self) -> None:
        """Refuse a wrong text at once. Raises FormulaError."""
        _ = self.program  # read for its errors

    @cached_property
    def program(self) -> Program:
        """The checked program. Raises FormulaError."""
        return parse_program(self.text, self.speaks())

    def speaks(self) -> Language:
        """Return the language of its program."""
        return self.language

    @property
    def params(self) -> tuple[Param, ...]:
        """The parameters that its text declares."""
        return self.program.params

    def with_slug(self, slug: str) -> Self:
        """Return the same entry under a key of the registry, with all that it has computed."""
        listed = object.__new__(type(self))
        listed.__dict__.update(self.__dict__, slug=slug)
        return listed

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the fields, without what was computed of them (functions cannot be)."""
        return {f.name: self.__dict__[f.name] for f in fields(self)}


def check_parameters(entry: Entry, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry's parameters, defaults updated by what is given, as float64.

    Raises ValueError naming a parameter that the entry does not have, or whose value is not a finite number.
    """
    known = entry.program.defaults
    for name in given:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise ValueError(f"{entry.name} has no parameter '{name}'; {has}")
    return {k: check_number(k, given.get(k, v)) for k, v in known.items()}


def check_number(name: str, value: Any) -> Any:
    """Return a float64 or an array of them. Raises ValueError naming the argument."""
    if isinstance(value, float) and isfinite(value):  # most are: NumPy would take ten times as long
        return np.float64(value)
    try:
        out = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number, not {value!r}") from None
    if not np.isfinite(out).all():
        raise ValueError(f"{name} must be finite, not {value!r}")
    return np.float64(out) if out.ndim == 0 else out


def check_seed(seed: Any) -> int:
    """Return a whole number, 0 or more. Raises ValueError."""
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed < 2**63:
        raise ValueError(f"seed must be a whole number, 0 or more, not {seed!r}")
    return int(seed)


def check_steps(steps: Any) -> int:
    """Return a whole number of steps within the limit. Raises ValueError."""
    if isinstance(steps, bool) or not isinstance(steps, (int, np.integer)) or not 1 <= steps <= MAX_STEPS:
        raise ValueError(f"steps must be a whole number from 1 to {MAX_STEPS}, not {steps!r}")
    return int(steps)


def check_clip(clip: Any) -> float | None:
    """Return a positive norm or None. Raises ValueError."""
    if clip is None:
        return None
    clip = check_number("clip", clip)
    if np.ndim(clip) or clip <= 0:
        raise ValueError(f"clip must be a positive norm or None, not {clip}")
    return float(clip)


def check_noise(scale: Any) -> float:
    """Return a standard deviation, one number, 0 or more. Raises ValueError."""
    scale = check_number("noise", scale)
    if np.ndim(scale) or scale < 0:
        raise ValueError(f"noise must be one number, 0 or more, not {scale}")
    return float(scale)
