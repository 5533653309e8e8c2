"""The columns of a fit, picked from a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from heapq import nsmallest
from typing import Any, Literal

import numpy as np

from gdviz.engine.table import cell_text
from gdviz.engine.table.cell_text import quoted
from gdviz.engine.table.read import Table

CLASSES = 6  # of a target, at most
Task = Literal["regression", "binary", "classes"]


@dataclass(frozen=True, eq=False)
class PickedColumns:
    """The numbers of a fit: rows without gaps.

    Attributes
    ----------
    features, target : names
    x : (n, p), the features
    y : (n,), the target; for classes the index (int) of each row's class
    classes : names of the classes, () for a regression
    left_out : number of rows with gaps in a picked column
    kept : (n,), which rows of the table (from 0) these are
    test : the rows that are held out of them, or None
    """

    features: tuple[str, ...]
    target: str
    x: np.ndarray
    y: np.ndarray
    classes: tuple[str, ...]
    left_out: int
    kept: np.ndarray
    test: PickedColumns | None = None

    @property
    def rows(self) -> int:
        """The number of rows, n."""
        return len(self.y)

    def only(self, chosen: np.ndarray) -> PickedColumns:
        """Return some of the rows: those where `chosen` (n,) is true."""
        return replace(self, x=self.x[chosen], y=self.y[chosen], kept=self.kept[chosen])


def pick_columns(table: Table, features: Sequence[str], target: str, task: Task) -> PickedColumns:
    """Pick the numbers of a fit; rows with gaps in them are left out and counted.

    Parameters
    ----------
    table : Table
        Where they are picked from.
    features : names
        Columns of numbers.
    target : str A regression takes a column of numbers; "binary" two classes, "classes" two to CLASSES, of
        text or of numbers, in natural order.
    task : {"regression", "binary", "classes"}
        What is fitted.

    Raises
    ------
    ValueError
        In one sentence that names the column, for what cannot be fitted.

    Examples
    --------
    >>> import gdviz
    >>> picked = pick_columns(gdviz.datasets["iris"].table(), ["petal_length"], "species", "classes")
    >>> picked.x.shape, picked.classes
    ((150, 1), ('setosa', 'versicolor', 'virginica'))
    """
    if task not in ("regression", "binary", "classes"):
        raise ValueError(f"task must be regression, binary or classes, not {task!r}")
    features = (features,) if isinstance(features, str) else tuple(features)
    for name in (*features, target):
        _check_known(table, name)
    if not features:
        raise ValueError("pick at least one feature")
    for i, name in enumerate(features):
        if name == target:
            raise ValueError(f"the column '{name}' is the target and cannot be a feature too; pick another")
        if name in features[:i]:
            raise ValueError(f"the feature '{name}' is picked twice; take one out")
    for name in features if task != "regression" else (*features, target):
        if name not in table.numeric:
            cure = "pick numeric features" if name != target else "pick a numeric target, or fit classes"
            raise ValueError(f"the column '{name}' holds text ({_why_text(table, name)}); {cure}")
    gaps = {name: _gaps(table.columns[name]) for name in (*features, target)}
    kept = np.flatnonzero(~np.logical_or.reduce(list(gaps.values())))
    if len(kept) < 2:
        name = max(gaps, key=lambda n: gaps[n].sum())
        if not table.rows:
            raise ValueError(f"{table.name} has no rows; at least two are needed")
        found = "only one row" if len(kept) else "no row"
        raise ValueError(
            f"{found} has a value in each picked column ('{name}' lacks {gaps[name].sum()} of {table.rows}); "
            "at least two are needed, so fill gaps or pick other columns"
        )
    x = np.column_stack([_finite(table, name, kept) for name in features])
    for name, column in zip(features, x.T, strict=True):
        if (column == column[0]).all():
            raise ValueError(
                f"the feature '{name}' has the same value ({column[0]:g}) in every row; pick another"
            )
    if task == "regression":
        y, classes = _finite(table, target, kept), tuple[str, ...]()
        if (y == y[0]).all():
            raise ValueError(
                f"the target '{target}' has the same value ({y[0]:g}) in every row; pick another"
            )
    else:
        y, classes = _classes(table, target, kept, task)
    return PickedColumns(features, target, x, y, classes, table.rows - len(kept), kept)


def _check_known(table: Table, name: str) -> None:
    if isinstance(name, str) and name in table.columns:
        return
    near = get_close_matches(str(name), table.columns, 1)
    known = ", ".join(repr(n) for n in list(table.columns)[:8])
    cure = f"did you mean '{near[0]}'?" if near else f"there are {known}"
    raise ValueError(f"there is no column {quoted(str(name), cell_text.NAME_LENGTH)}; {cure}")


def _why_text(table: Table, name: str) -> str:
    """Say which cell of a text column is not a number."""
    if name in table.complaints:
        return table.complaints[name]
    first = next((i for i, c in enumerate(table.columns[name]) if c != ""), 0)
    return f"{quoted(str(table.columns[name][first]))} in row {table.place(first)} is not a number"


def _gaps(column: np.ndarray) -> np.ndarray:
    gaps: np.ndarray = np.isnan(column) if column.dtype.kind == "f" else column == ""
    return gaps


def _finite(table: Table, name: str, kept: np.ndarray) -> np.ndarray:
    """Return the kept values (n,) of a numeric column. Raises ValueError naming an infinite one."""
    values: np.ndarray = table.columns[name][kept].astype(np.float64)
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        row = table.place(kept[wrong[0]])
        raise ValueError(
            f"the column '{name}' has an infinite value in row {row}; give a finite one or leave the row out"
        )
    return values


def _classes(table: Table, target: str, kept: np.ndarray, task: Task) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the index of the class of each kept row (n,), and the names in natural order."""
    numeric = target in table.numeric
    column = _finite(table, target, kept) if numeric else table.columns[target][kept]
    found = _first_classes(column, numeric)
    names = tuple(f"{v:.15g}" for v in found) if numeric else tuple(found)
    first = ", ".join(quoted(n, 20)[1:-1] for n in names[:3]) + ", ..." * (len(found) > 3)
    if len(found) == 1:
        raise ValueError(
            f"the target '{target}' has one class only ({first}); pick a column with at least two"
        )
    count = len(found) if len(found) <= CLASSES else len(set(column.tolist()))
    if task == "binary" and count != 2:
        raise ValueError(
            f"the target '{target}' has {count} classes ({first}), not two; pick another, or fit several"
        )
    if count > CLASSES:
        raise ValueError(
            f"the target '{target}' has {count} classes ({first}); at most {CLASSES} can be fitted; "
            "pick another"
        )
    place = {v: i for i, v in enumerate(found)}
    return np.array([place[v] for v in column.tolist()]), names


def _first_classes(column: np.ndarray, numeric: bool) -> list[Any]:
    """List the different values in natural order, at most one more than can be fitted.

    Labels stay the objects that they are: an array of text is as wide as its longest one, times the number of
    rows.
    """
    different = set(column.tolist())
    if numeric:
        return nsmallest(CLASSES + 1, different)
    return nsmallest(CLASSES + 1, different, key=lambda t: (_natural(t), t))


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Return a sort key that puts "class 10" behind "class 9"."""
    digits = [(p, p.lstrip("0")) for p in re.split("([0-9]+)", text)]
    return [(0, len(d), d) if i % 2 else (1, 0, p) for i, (p, d) in enumerate(digits)]
