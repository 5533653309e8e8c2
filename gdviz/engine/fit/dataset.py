"""Data sets: a few lines of mathematics over random draws, or a small file beside the entry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from gdviz.engine.entry import Entry, check_parameters, check_seed
from gdviz.engine.streams import Use, stream
from gdviz.engine.table.read import Table, read_table
from gdviz.formula import ELEMENTWISE, Emitter, FormulaError, Language, compile_function

DRAWS = ("u1", "u2", "u3", "u4", "e1", "e2", "e3", "e4")  # u: uniform on 0..1, e: standard normal
MAX_ROWS = 100_000


@dataclass(frozen=True, eq=False)
class Dataset(Entry):
    """Features and a target, made from a text or read from a file.

    Made data: `text` assigns columns x, x1, x2, ... and y from the draws u1..u4, e1..e4 and the row number i
    = 0..n-1; its integer parameter n is the number of rows. The draws depend on the seed only, so that moving
    a slider moves the same points. Real data: `file`, a CSV file that has its source and licence in the first
    lines.

    Attributes
    ----------
    task : "regression", "binary" or "classes"
    features, target : columns that are used first; empty features: all that the text assigns
    classes : names of the classes 0, 1, ... of made data
    degree, scaling, intercept : how the columns are used first (see `Design`)
    licence : of the numbers
    model : a formula model of them, see `Model`; "" where none is known
    held : a table of one's own instead
    """

    text: str = ""
    file: Path | None = None
    task: str = "regression"
    features: tuple[str, ...] = ()
    target: str = "y"
    classes: tuple[str, ...] = ()
    degree: int = 1
    scaling: str = "none"
    intercept: bool = True
    licence: str = ""
    model: str = ""
    held: Table | None = None

    language: ClassVar[Language] = Language(
        "data set",
        (*DRAWS, "i"),
        ELEMENTWISE,
        "u1 (uniform), e1 (normal) and i (row)",
        False,
        "y",
        reserved=frozenset({"self", "seed"}),
    )

    def check(self) -> None:
        """Refuse a text that makes no data. Raises FormulaError."""
        if self.file or self.held:
            return
        if self.program.states:
            name = self.program.states[0][0]
            raise FormulaError(f"'{name}' is read before it is assigned; a data set has no memory", 1)
        if not self.columns[:-1]:
            raise FormulaError("the data set has no feature; assign x, or x1 and x2", 1)
        if not any(p.name == "n" and p.integer and 2 <= p.low and p.high <= MAX_ROWS for p in self.params):
            wanted = f"param n = 50 from 2 to 500 integer (at most {MAX_ROWS})"
            raise FormulaError(f"the data set needs its number of rows: {wanted}", 1)
        _ = self.compiled  # read for its errors

    @property
    def columns(self) -> tuple[str, ...]:
        """Features in order, then the target: what the text makes, or what is first used of a table."""
        if self.file or self.held:
            return (*self.features, self.target)
        assigned = dict.fromkeys(e.name for e in self.program.equations)
        return (*(n for n in assigned if n == "x" or n[:1] == "x" and n[1:].isdigit()), "y")

    @property
    def first_features(self) -> tuple[str, ...]:
        """The features that are used first."""
        return self.features or self.columns[:-1]

    @cached_property
    def compiled(self) -> Any:
        """The columns as a function of (draws..., i, parameters...)."""
        e = Emitter()
        names = (*self.language.names, *(p.name for p in self.params))
        for n in names:
            e.input(n, f"_{n}", "s")
        for q in self.program.equations:
            e.line = q.line
            e.assign(q.name, e.value(q.node))
        return compile_function(
            "columns", e.lines, [f"_{n}" for n in names], [e.names[c][0] for c in self.columns], self.text
        )

    @property
    def params(self) -> tuple[Any, ...]:
        """The parameters that its text declares; none where there is no text."""
        return () if self.file or self.held else super().params

    @classmethod
    def of_table(cls, table: Table, task: str = "regression", target: str = "") -> Dataset:
        """Make a data set of a user's table.

        The last column is the target if no other is named; all other columns of numbers are features.
        """
        target = target or list(table.columns)[-1]
        others = (n for n in table.columns if n != target)
        features = tuple(n for n in table.numeric if n != target) or tuple(others)
        return cls(name=table.name, family="Own", features=features, target=target, task=task, held=table)

    def table(self, seed: int = 0, **params: float) -> Table:
        """Return the data.

        Parameters
        ----------
        seed : int
            Settles the draws of made data.
        **params
            Parameters of the text.

        Raises
        ------
        ValueError
            Naming a parameter that cannot be used, or a column that is not finite.

        Examples
        --------
        >>> import gdviz
        >>> table = gdviz.datasets["line"].table(seed=1, n=5)
        >>> list(table.columns), table.rows
        (['x', 'y'], 5)
        """
        if self.file or self.held:
            if params:
                raise ValueError(f"{self.name} has no parameter '{next(iter(params))}'; it has none")
            return self._read
        values = check_parameters(self, params)
        rows, seed = values["n"], check_seed(seed)
        for name, value in values.items():
            if np.ndim(value):
                raise ValueError(f"{name} must be one number for a data set, not {params[name]!r}")
        if rows != np.floor(rows) or not 2 <= rows <= MAX_ROWS:
            raise ValueError(f"n must be a whole number of rows from 2 to {MAX_ROWS}, not {rows:g}")
        n = int(rows)
        with np.errstate(all="ignore"):
            made = self.compiled(*_draw(seed, n), np.arange(float(n)), *values.values())
        columns: dict[str, np.ndarray] = {}
        for name, column in zip(self.columns, made, strict=True):
            columns[name] = np.array(np.broadcast_to(column, n), dtype=float)
            wrong = np.flatnonzero(~np.isfinite(columns[name]))
            if len(wrong):
                raise ValueError(
                    f"{name} is not a finite number in row {wrong[0] + 1} ({columns[name][wrong[0]]:g}); "
                    "change the formula or its parameters"
                )
        if self.classes:
            index = np.clip(columns["y"].astype(int), 0, len(self.classes) - 1)
            columns["y"] = np.array(self.classes, dtype=object)[index]
        return Table(self.name, columns)

    @cached_property
    def _read(self) -> Table:
        if self.held:
            return self.held
        assert self.file
        return read_table(self.file.read_bytes(), self.name)


def _draw(seed: int, n: int) -> list[np.ndarray]:
    """Draw the columns DRAWS (n,), each from a stream of its own, so that more rows keep the first ones."""
    streams = [stream(seed, Use.DATA, k) for k in range(len(DRAWS))]
    return [
        rng.random(n) if name[0] == "u" else rng.standard_normal(n)
        for name, rng in zip(DRAWS, streams, strict=True)
    ]
