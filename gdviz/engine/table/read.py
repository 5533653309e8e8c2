"""Tables of named columns, read from an upload or a paste."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from gdviz.engine.table import cells
from gdviz.engine.table.cells import is_gap, is_number, shown
from gdviz.engine.table.delimited import DELIMITERS, Record, decode, find_delimiter, records

ROWS = 100_000  # at most
COLUMNS = 50
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
