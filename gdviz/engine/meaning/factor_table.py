"""A table with gaps: each entry is predicted as the product of a factor of its row and one of its column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.meaning.meaning import Values, evaluate


@dataclass(frozen=True)
class FactorTable:
    """A table of R x C entries, some of them known (a `Meaning`); `loss` is the text of their squared errors.

    Attributes
    ----------
    title : of the panel
    rows, columns : name and factor of each; a factor is a coordinate, a parameter or a number
    known : R x C formulas of the known entries; "" where there is none
    entry : what an entry is called, in the singular
    factors : what a factor of a row and one of a column is called

    Raises
    ------
    ValueError
        Where `known` has another shape.

    Examples
    --------
    >>> users, films = (("Ann", "x"), ("Ben", "2")), (("A", "1"), ("B", "y"))
    >>> table = FactorTable("Ratings", users, films, known=(("4", ""), ("", "1")))
    >>> table.loss
    '(4 - x)^2 + (1 - 2*y)^2'
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    known: tuple[tuple[str, ...], ...]
    entry: str = "entry"
    factors: tuple[str, str] = ("factor", "factor")

    kind: ClassVar[str] = "table"

    def __post_init__(self) -> None:
        """Check the shape."""
        if [len(row) for row in self.known] != [len(self.columns)] * len(self.rows):
            raise ValueError(f"known must have {len(self.rows)} rows of {len(self.columns)} entries")

    @property
    def predictions(self) -> list[list[str]]:
        """Formulas of all entries: factor of the row times factor of the column."""
        return [[_product(u, v) for _, v in self.columns] for _, u in self.rows]

    @property
    def loss(self) -> str:
        """The sum of the squared errors of the known entries, as a text of a surface."""
        pairs = zip(sum(self.known, ()), sum(self.predictions, []), strict=True)
        return " + ".join(f"({known} - {predicted})^2" for known, predicted in pairs if known)

    def fixed(self, values: Values) -> dict[str, Any]:
        """Return names, factors as formulas, and the known entries (None: a gap)."""
        known = [[evaluate(text, values).item() if text else None for text in row] for row in self.known]
        return {
            "title": self.title,
            "rows": [list(row) for row in self.rows],
            "columns": [list(column) for column in self.columns],
            "known": known,
            "entry": self.entry,
            "factors": list(self.factors),
            "total": "Sum of the squared errors",
        }

    def numbers(self, values: Values) -> dict[str, NDArray[np.float64]]:
        """Return factors (m, R) and (m, C), predictions and errors (m, R*C), NaN at gaps, and their total."""

        def at(texts: list[str]) -> NDArray[np.float64]:
            return np.stack([evaluate(text, values) for text in texts], axis=-1)

        predicted = at(sum(self.predictions, []))
        known = at([text or "0" for text in sum(self.known, ())])
        there = np.array([bool(text) for text in sum(self.known, ())])
        error = np.where(there, known - predicted, np.nan)
        with np.errstate(all="ignore"):
            total = (error[..., there] ** 2).sum(axis=-1)
        return {
            "rows": at([factor for _, factor in self.rows]),
            "columns": at([factor for _, factor in self.columns]),
            "predicted": predicted,
            "error": error,
            "total": total,
        }


def _product(u: str, v: str) -> str:
    """Write a product; a factor 1 is left out."""
    return "*".join([factor for factor in (u, v) if factor != "1"] or ["1"])
