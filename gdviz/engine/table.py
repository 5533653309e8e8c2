"""Tables of named columns: read from an upload or a paste, and the columns of a fit picked from one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from heapq import nsmallest
from typing import Any, Literal

import numpy as np

from gdviz.engine import cells
from gdviz.engine.cells import is_gap, is_number, shown
from gdviz.engine.delimited import DELIMITERS, Record, decode, find_delimiter, records

ROWS = 100_000  # at most
COLUMNS = 50
CLASSES = 6
Task = Literal["regression", "binary", "classes"]
_TOO_MANY = f"the table has more than {ROWS:,} rows; leave some out".replace(",", " ")


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length n.

    Attributes
    ----------
    columns : name -> float64 (n,), nan for a gap, or text (n,) (objects), "" for a gap
    complaints : name -> why a column that holds numbers is text, e.g. "'abc' in row 7 is not a number"
    places : (n,) the row of the file, counted from 1 with its header, where each row stands; None: counted from 1
    """

    name: str
    columns: dict[str, np.ndarray]
    complaints: dict[str, str] = field(default_factory=dict)
    places: np.ndarray | None = None

    @property
    def rows(self) -> int:
        """n."""
        return len(next(iter(self.columns.values()), ()))

    @property
    def numeric(self) -> tuple[str, ...]:
        """Names of the columns of numbers."""
        return tuple(n for n, c in self.columns.items() if c.dtype.kind in "fiub")

    @property
    def text(self) -> tuple[str, ...]:
        """Names of the columns of text."""
        return tuple(n for n, c in self.columns.items() if c.dtype.kind not in "fiub")

    def place(self, index: int) -> int:
        """The row to name in a sentence for row `index` (from 0)."""
        return index + 1 if self.places is None else int(self.places[index])


@dataclass(frozen=True, eq=False)
class Picked:
    """The numbers of a fit: rows without gaps.

    x (n, p) float64; y (n,) float64, for classes the index (int) of each row's class; classes: their names, () for a regression;
    left_out: rows with gaps in a picked column; kept (n,): which rows of the table (from 0) these are.
    """

    features: tuple[str, ...]
    target: str
    x: np.ndarray
    y: np.ndarray
    classes: tuple[str, ...]
    left_out: int
    kept: np.ndarray

    @property
    def rows(self) -> int:
        """n."""
        return len(self.y)


def read_table(raw: bytes | str, name: str = "Own data") -> Table:
    """A table from an uploaded file or a pasted text.

    Found from what is there: the encoding (UTF-8, UTF-16 with its mark, else Western European), the delimiter (comma, semicolon,
    tab, bar or white space), a decimal comma, whether there is a header. Thousands separators are not guessed. Blank lines and
    lines that begin with # are left out. Raises ValueError, in one sentence, for whatever is no table of at most BYTES (of
    `delimited.py`), ROWS and COLUMNS.
    """
    lines = decode(raw).split("\n")
    delimiter = find_delimiter(lines)
    rows = _even(records(lines, delimiter), DELIMITERS[delimiter])
    text = [list(c) for c in zip(*(r.cells for r in rows), strict=True)]
    header = cells.has_header(text)
    if header and len(rows) == 1:
        names = ", ".join(shown(c) for c in rows[0].cells[:3])
        raise ValueError(f"there is only a header ({names}) and no row of values below it; add rows")
    if len(rows) - header > ROWS:
        raise ValueError(_TOO_MANY)
    titles = cells.column_names([c[0] if header else "" for c in text])
    text, places = [c[header:] for c in text], np.array([r.row for r in rows[header:]])
    # "1,234" may be a thousand: it is a fraction where no decimal point is written and commas are decimal beyond doubt
    pointed = any("." in c and is_number(c) for column in text for c in column)
    comma = not pointed and (
        delimiter == ";" or any("," in c and cells.is_fraction(c) for column in text for c in column)
    )
    columns: dict[str, np.ndarray] = {}
    complaints: dict[str, str] = {}
    for title, column in zip(titles, text, strict=True):
        numbers = cells.to_numbers(column, comma)
        if numbers is None:
            values = {c: "" if is_gap(c) else c for c in set(column)}
            if any(is_number(c) or cells.is_comma_number(c) for c in values):
                complaints[title] = cells.complaint(column, places)
            numbers = np.array([values[c] for c in column], dtype=object)
        columns[title] = numbers
    return Table(cells.clean(str(name), 2 * cells.NAME) or "Own data", columns, complaints, places)


def _even(found: Iterable[Record], delimiter: str) -> list[Record]:
    """Records of one width, trailing delimiters taken off. Raises ValueError naming the first row of another width."""
    rows: list[Record] = []
    width = 0
    for record in found:
        fields = record.cells
        if len(fields) > 1 and not any(fields):  # a blank row of a spreadsheet
            continue
        if not rows:
            width = len(fields)
        if len(fields) > width and not any(fields[width:]):
            del fields[width:]
        if (
            len(fields) < width and len(rows) == 1 and not any(rows[0].cells[len(fields) :])
        ):  # only the header ends in delimiters
            width = len(fields)
            del rows[0].cells[width:]
        if len(fields) != width:
            count = f"{len(fields)} field{'s' * (len(fields) != 1)}"
            raise ValueError(
                f"row {record.row} has {count} but row {rows[0].row} has {width}; "
                f"every row needs as many, separated by {delimiter}"
            )
        rows.append(record)
        if len(rows) > ROWS + 1:  # the header is one
            raise ValueError(_TOO_MANY)
    if not rows:
        raise ValueError(
            "there are only comments and blank lines in it; give a header and rows of numbers below it"
        )
    if width > 1 and not rows[0].cells[-1]:  # columns of trailing delimiters
        width = max(i for r in rows for i, c in enumerate(r.cells, 1) if c or i == 1)
        for r in rows:
            del r.cells[width:]
    if width > COLUMNS:
        raise ValueError(f"the table has {width} columns; at most {COLUMNS} can be read, so leave some out")
    return rows


def pick(table: Table, features: Sequence[str], target: str, task: Task) -> Picked:
    """The numbers of a fit of `target` on `features`, rows with gaps in them left out and counted.

    A regression takes a numeric target; "binary" two classes, "classes" two to CLASSES, of text or of numbers, in natural order.
    Raises ValueError, in one sentence that names the column, for what cannot be fitted.
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
    return Picked(features, target, x, y, classes, table.rows - len(kept), kept)


def _check_known(table: Table, name: str) -> None:
    if isinstance(name, str) and name in table.columns:
        return
    near = get_close_matches(str(name), table.columns, 1)
    cure = (
        f"did you mean '{near[0]}'?"
        if near
        else f"there are {', '.join(repr(n) for n in list(table.columns)[:8])}"
    )
    raise ValueError(f"there is no column {shown(str(name), cells.NAME)}; {cure}")


def _why_text(table: Table, name: str) -> str:
    """Which cell of a text column is not a number."""
    if name in table.complaints:
        return table.complaints[name]
    first = next((i for i, c in enumerate(table.columns[name]) if c != ""), 0)
    return f"{shown(str(table.columns[name][first]))} in row {table.place(first)} is not a number"


def _gaps(column: np.ndarray) -> np.ndarray:
    return np.isnan(column) if column.dtype.kind == "f" else column == ""


def _finite(table: Table, name: str, kept: np.ndarray) -> np.ndarray:
    """The kept values (n,) of a numeric column as float64. Raises ValueError naming an infinite one."""
    values = table.columns[name][kept].astype(np.float64)
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        row = table.place(kept[wrong[0]])
        raise ValueError(
            f"the column '{name}' has an infinite value in row {row}; give a finite one or leave the row out"
        )
    return values


def _classes(table: Table, target: str, kept: np.ndarray, task: Task) -> tuple[np.ndarray, tuple[str, ...]]:
    """Index of the class of each kept row (n,), and the classes' names in natural order."""
    numeric = target in table.numeric
    column = _finite(table, target, kept) if numeric else table.columns[target][kept]
    found = _first_classes(column, numeric)
    names = tuple(f"{v:.15g}" for v in found) if numeric else tuple(found)
    first = ", ".join(shown(n, 20)[1:-1] for n in names[:3]) + ", ..." * (len(found) > 3)
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
            f"the target '{target}' has {count} classes ({first}); at most {CLASSES} can be fitted; pick another"
        )
    place = {v: i for i, v in enumerate(found)}
    return np.array([place[v] for v in column.tolist()]), names


def _first_classes(column: np.ndarray, numeric: bool) -> list[Any]:
    """The different values in natural order; of more than CLASSES only the first ones, and one more than can be fitted.

    Labels stay the objects that they are: an array of text is as wide as its longest one, times the number of rows.
    """
    different = set(column.tolist())
    return (
        nsmallest(CLASSES + 1, different)
        if numeric
        else nsmallest(CLASSES + 1, different, key=lambda t: (_natural(t), t))
    )


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sort key that puts "class 10" behind "class 9"."""
    digits = [(p, p.lstrip("0")) for p in re.split("([0-9]+)", text)]
    return [(0, len(d), d) if i % 2 else (1, 0, p) for i, (p, d) in enumerate(digits)]
