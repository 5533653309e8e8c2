"""Which formula is fitted to which data, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

import numpy as np

from gdviz.engine import Dataset, Table
from gdviz.engine.fit.formula.model import features_read
from gdviz.ui.problems.fit.spec import RowsChoice
from gdviz.ui.spec.option import PROBLEM, entry, word
from gdviz.ui.spec.spec import Choice

LEAST, MOST = 1e-6, 1e9  # sizes of numbers that a line to begin with takes as they are


@dataclass(frozen=True)
class FormulaChoice(RowsChoice):
    """Data, the text of a formula model and its loss; None: as the data set says."""

    data: Choice = entry(Choice("decay"), "data", "d")
    model: str | None = word(None, "model", "z =", scope=PROBLEM)

    def usual(self, known: Dataset) -> dict[str, Any]:
        """Return the target, and the model that the data set has; a straight line where it has none."""
        target = self.target or known.target
        if known.model and target == known.target:
            return super().usual(known) | {"model": cleandoc(known.model)}
        straight = line_through if self.task == "regression" else line_between
        return super().usual(known) | {"model": straight(known.table(), target, known.first_features)}


def line_through(table: Table, target: str, first: Sequence[str]) -> str:
    """Write a straight line over one feature that a formula can read: a model to begin with.

    Its ranges are as wide as lines are that go through the data. Of very large or small numbers it is a line
    in units of its own.

    Parameters
    ----------
    table : the data
    target : the column that is fitted
    first : features that are taken rather than others
    """
    named = features_read(table.numeric, target)
    if not named or target not in table.numeric:
        return ""  # why there can be no model is told where one is made
    column = next((c for c in first if c in named), next(iter(named)))
    unit_x, x0, x1 = _scaled(table, column)
    unit_y, y0, y1 = _scaled(table, target)
    steep = _short(2 * (y1 - y0) / (x1 - x0))
    low, high = _short(y0 - 2 * (y1 - y0)), _short(y1 + 2 * (y1 - y0))
    far = min(abs(x0), abs(x1)) > x1 - x0 and x0 * x1 > 0  # the level at 0 would be far from the data
    across = _over(named[column], unit_x)
    across = f"({across} {-_short((x0 + x1) / 2):+g})" if far else across
    slope, level = ("a", "b") if not {"a", "b"} & {*named.values()} else ("slope_1", "level_0")
    line = f"{slope}*{across} + {level}"
    return (
        f"param {slope} = 0 from {-steep:g} to {steep:g}\n"
        f"param {level} = {_short((y0 + y1) / 2):g} from {low:g} to {high:g}\n"
        + (line if unit_y == 1 else f"{unit_y:g}*({line})")
    )


def line_between(table: Table, target: str, first: Sequence[str]) -> str:
    """Write a straight line between two classes, over at most two features that a formula can read.

    The line goes through the middle of the data at first; its ranges are as steep as classes far apart ask.
    The arguments are those of `line_through`.
    """
    named = features_read(table.numeric, target)
    used = ([c for c in first if c in named] or [*named])[:2]
    weights = [w for w in ("a", "b", "c", "weight_1", "weight_2", "level_0") if w not in named.values()]
    if not used or len(weights) <= len(used):
        return ""  # why there can be no model is told where one is made
    lines, terms = [], []
    for weight, column in zip(weights, used, strict=False):
        unit, low, high = _scaled(table, column)
        steep = _short(20 / (high - low))
        lines.append(f"param {weight} = {_short(steep / 10):g} from {-steep:g} to {steep:g}")
        terms.append(f"{weight}*({_over(named[column], unit)} {-_short((low + high) / 2):+g})")
    level = weights[len(used)]
    return "\n".join([*lines, f"param {level} = 0 from -10 to 10", " + ".join([*terms, level])])


def _span(table: Table, name: str) -> tuple[float, float]:
    """Return the least and the largest finite value of a column, at least some way apart."""
    column = table.columns[name].astype(float)
    finite = column[np.isfinite(column)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    return (low, high) if low < high else (low, low + max(1.0, abs(low)))


def _scaled(table: Table, name: str) -> tuple[float, float, float]:
    """Return the unit in which a line takes a column, and the ends of the column in it.

    It is 1, or a power of ten as large as the ends are where sliders could not hold such numbers.
    """
    low, high = _span(table, name)
    size = max(abs(low), abs(high))
    unit = 1.0 if LEAST <= size <= MOST else 10.0 ** np.floor(np.log10(size))
    return unit, low / unit, high / unit


def _over(name: str, unit: float) -> str:
    return name if unit == 1 else f"{name}/{unit:g}"


def _short(value: float) -> float:
    return float(f"{value:.3g}")
