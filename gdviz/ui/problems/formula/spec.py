"""Which formula is fitted to which data, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

import numpy as np

from gdviz.engine import Dataset, Table
from gdviz.engine.fit.formula.model import readable_name
from gdviz.ui.problems.fit.spec import RowsChoice
from gdviz.ui.spec.option import PROBLEM, entry, word
from gdviz.ui.spec.spec import Choice


@dataclass(frozen=True)
class FormulaChoice(RowsChoice):
    """Data, the text of a formula model and its loss; None: as the data set says."""

    data: Choice = entry(Choice("decay"), "data", "d")
    model: str | None = word(None, "model", "z =", scope=PROBLEM)

    def usual(self, known: Dataset) -> dict[str, Any]:
        """Return the target, and the model that the data set has; a straight line where it has none."""
        straight = line_through(known) if self.task == "regression" else line_between(known)
        return super().usual(known) | {"model": cleandoc(known.model) or straight}


def line_through(known: Dataset) -> str:
    """Write a straight line over the first feature that a formula can read: a model to begin with.

    Its ranges are as wide as lines are that go through the data.
    """
    table = known.table()
    named = [n for n in table.numeric if n != known.target and readable_name(n)]
    if not named or known.target not in table.numeric:
        return ""  # why there can be no model is told where one is made
    first = next((n for n in known.first_features if n in named), named[0])
    (x0, x1), (y0, y1) = _span(table, first), _span(table, known.target)
    if not np.isfinite([x1 - x0, 5 * (y1 - y0)]).all():
        return ""
    steep = _short(2 * (y1 - y0) / (x1 - x0))
    low, high = _short(y0 - 2 * (y1 - y0)), _short(y1 + 2 * (y1 - y0))
    far = min(abs(x0), abs(x1)) > x1 - x0 and x0 * x1 > 0  # the level at 0 would be far from the data
    across = f"({first} {-_short((x0 + x1) / 2):+g})" if far else first
    slope, level = ("a", "b") if not {"a", "b"} & {*table.columns} else ("slope_1", "level_0")
    return (
        f"param {slope} = 0 from {-steep:g} to {steep:g}\n"
        f"param {level} = {_short((y0 + y1) / 2):g} from {low:g} to {high:g}\n"
        f"{slope}*{across} + {level}"
    )


def line_between(known: Dataset) -> str:
    """Write a straight line between two classes, over at most two features that a formula can read.

    The line goes through the middle of the data at first; its ranges are as steep as classes far apart ask.
    """
    table = known.table()
    named = [n for n in table.numeric if n != known.target and readable_name(n)]
    used = ([n for n in known.first_features if n in named] or named)[:2]
    weights = [w for w in ("a", "b", "c", "weight_1", "weight_2", "level_0") if w not in table.columns]
    if not used or len(weights) <= len(used):
        return ""  # why there can be no model is told where one is made
    lines, terms = [], []
    for weight, name in zip(weights, used, strict=False):
        low, high = _span(table, name)
        steep = _short(20 / (high - low))
        lines.append(f"param {weight} = {_short(steep / 10):g} from {-steep:g} to {steep:g}")
        terms.append(f"{weight}*({name} {-_short((low + high) / 2):+g})")
    level = weights[len(used)]
    return "\n".join([*lines, f"param {level} = 0 from -10 to 10", " + ".join([*terms, level])])


def _span(table: Table, name: str) -> tuple[float, float]:
    """Return the least and the largest finite value of a column, at least some way apart."""
    column = table.columns[name].astype(float)
    finite = column[np.isfinite(column)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    return (low, high) if low < high else (low, low + max(1.0, abs(low)))


def _short(value: float) -> float:
    return float(f"{value:.3g}")
