"""What is fitted, as plain values: data and loss of any model over rows, and those of a linear one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.engine import Dataset
from gdviz.engine.fit.design import MAX_DEGREE
from gdviz.engine.fit.rows.over_rows import AVERAGES
from gdviz.ui.spec.option import (
    PROBLEM,
    entry,
    flag,
    named_numbers,
    names,
    number,
    one_of,
    options,
    whole,
    word,
)
from gdviz.ui.spec.spec import Choice

CSV = "csv"  # in place of a slug: a table of one's own


@dataclass(frozen=True)
class RowsChoice:
    """Data and loss of a model over rows, whatever model that is; None: as the data set says.

    `task` is "regression" or "classification" (of two or more classes). `table` is a table of one's own
    instead of `data`; it is compared by identity, since only its own session can name it. `seed` is that of
    the data set's draw. `hold_out` is the share of the rows that are test rows, `split` the seed that settles
    which they are. The picture of classes is over the features `across`, and `held` says where it holds
    others. Options whose scope is PROBLEM are kept for the data that they were chosen for.
    """

    task: str = "regression"
    data: Choice = entry(Choice("line"), "data", "d")
    table: Any = None
    seed: int = whole(0, "draw", "Draw", 0, 10**18)
    target: str | None = word(None, "y", "Target", scope=PROBLEM)
    loss: Choice = entry(Choice("squared"), "loss", "l")
    average: str = one_of("mean", AVERAGES, "average", "Average over the rows")
    penalty: Choice | None = entry(None, "penalty")
    hold_out: float = number(
        0.0,
        "holdout",
        "Hold-out share",
        0,
        1,
        help="This share of the rows is not fitted: test rows, drawn hollow. Their loss tells how "
        "the model does on data that it has not seen. 0 fits all rows.",
    )
    split: int = whole(0, "split", "Seed of the split", 0, 10**18, help="Settles which rows are held out.")
    across: tuple[str, ...] | None = names(
        None, "picture", "Features of the picture", scope=PROBLEM, picture_only=True
    )
    held: tuple[tuple[str, float], ...] | None = named_numbers(
        None, "held", "Features that are held", scope=PROBLEM, picture_only=True
    )

    @property
    def data_key(self) -> str:
        """The key of the data in a session: the slug, OWN for a text, CSV for a table."""
        return CSV if self.table is not None else self.data.key

    @property
    def identity(self) -> str:
        """The key of what is descended in a session, for which starts and rates are kept."""
        return self.data_key

    @property
    def besides_data(self) -> dict[str, Any]:
        """What is chosen whatever the data are, by field."""
        return {name: getattr(self, name) for name in ("loss", "average", "penalty", "hold_out", "split")}

    def usual(self, known: Dataset) -> dict[str, Any]:
        """Return what the options that are kept for the data are where nothing is chosen, by field."""
        return {"target": known.target, "across": None, "held": None}


@dataclass(frozen=True)
class FitChoice(RowsChoice):
    """Data, linear model and loss; None: as the data set says."""

    features: tuple[str, ...] | None = names(None, "x", "Features", scope=PROBLEM)
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

    def usual(self, known: Dataset) -> dict[str, Any]:
        """Return features, target and model as the data set has them."""
        own = {"features": known.first_features, "degree": known.degree, "scaling": known.scaling}
        return super().usual(known) | own | {"intercept": known.intercept}


OPTIONS = options(FitChoice)
