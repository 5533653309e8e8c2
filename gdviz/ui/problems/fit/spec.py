"""What is fitted, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.engine.fit.design import MAX_DEGREE
from gdviz.engine.fit.rows.over_rows import AVERAGES
from gdviz.ui.spec.option import PROBLEM, entry, flag, names, one_of, options, whole, word
from gdviz.ui.spec.spec import Choice

CSV = "csv"  # in place of a slug: a table of one's own


@dataclass(frozen=True)
class FitChoice:
    """Data, model and loss; None: as the data set says.

    `task` is "regression" or "classification" (of two or more classes). `table` is a table of one's own
    instead of `data`; it is compared by identity, since only its own session can name it. `seed` is that of
    the data set's draw.
    """

    task: str = "regression"
    data: Choice = entry(Choice("line"), "data", "d")
    table: Any = None
    seed: int = whole(0, "draw", "Draw", 0, 10**18)
    features: tuple[str, ...] | None = names(None, "x", "Features", scope=PROBLEM)
    target: str | None = word(None, "y", "Target", scope=PROBLEM)
    degree: int | None = whole(None, "degree", "Degree of the polynomial", 1, MAX_DEGREE, scope=PROBLEM)
    scaling: str | None = one_of(
        None,
        {"none": "none", "standardise": "standardise", "minmax": "to 0..1"},
        "scaling",
        "Scaling",
        scope=PROBLEM,
        help="Of each column: to mean 0 and deviation 1, or to the range from 0 to 1. "
        "Results are given back in the data's own units.",
    )
    intercept: bool | None = flag(None, "intercept", "Intercept", scope=PROBLEM)
    loss: Choice = entry(Choice("squared"), "loss", "l")
    average: str = one_of("mean", AVERAGES, "average", "Average over the rows")
    penalty: Choice | None = entry(None, "penalty")

    @property
    def identity(self) -> str:
        """The key of the data in a session: the slug, OWN for a text, CSV for a table."""
        return CSV if self.table is not None else self.data.key


OPTIONS = options(FitChoice)
