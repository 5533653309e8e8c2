"""Tables of named columns, read from an upload or a paste."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from gdviz.engine.table import cell_text
from gdviz.engine.table.cell_text import is_gap, is_number, quoted
from gdviz.engine.table.delimited import DELIMITERS, Record, decode, find_delimiter, records

MAX_ROWS = 100_000  # at most
MAX_COLUMNS = 50
_TOO_MANY = f"the table has more than {MAX_ROWS:,} rows; leave some out".replace(",", " ")


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length n.

    Attributes
    ----------
    name : what it is called
    columns : name -> float64 (n,), nan for a gap, or text (n,) (objects), "" for a gap
    complaints : name -> why a column that holds numbers is text, e.g. "'abc' in row 7 is not a number"
    places : (n,) the row of the file, counted from 1 with its header, where each row stands; None: counted
        from 1

    Examples
    --------
    >>> import gdviz
    >>> table = gdviz.Table("Two points", {"x": [0.0, 1.0], "y": [1.0, 3.0]})
    >>> table.rows
    2
    """

    name: str
    columns: dict[str, np.ndarray]
    complaints: dict[str, str] = field(default_factory=dict)
    places: np.ndarray | None = None

    @property
    def rows(self) -> int:
        """The number of rows, n."""
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
        """Return the row to name in a sentence for row `index` (from 0)."""
        return index + 1 if self.places is None else int(self.places[index])


def read_table(raw: bytes | str, name: str = "Own data") -> Table:
    r"""Read a table from an uploaded file or a pasted text.

    What is found from the text: the encoding (UTF-8, UTF-16 with its mark, else Western European), the
    delimiter (comma, semicolon, tab, bar or white space), a decimal comma, whether there is a header.
    Thousands separators are not guessed. Blank lines and lines that begin with # are left out.

    Parameters
    ----------
    raw : bytes or str
        At most BYTES (of `delimited.py`), MAX_ROWS and MAX_COLUMNS.
    name : str
        What the table is called.

    Raises
    ------
    ValueError
        In one sentence, for whatever is no such table.

    Examples
    --------
    >>> import gdviz
    >>> table = gdviz.read_table("x;y\n1,5;2\n2,5;4")
    >>> {name: column.tolist() for name, column in table.columns.items()}
    {'x': [1.5, 2.5], 'y': [2.0, 4.0]}
    """
    lines = decode(raw).split("\n")
    delimiter = find_delimiter(lines)
    rows = _even(records(lines, delimiter), DELIMITERS[delimiter])
    text = [list(c) for c in zip(*(r.cells for r in rows), strict=True)]
    header = cell_text.has_header(text)
    if header and len(rows) == 1:
        names = ", ".join(quoted(c) for c in rows[0].cells[:3])
        raise ValueError(f"there is only a header ({names}) and no row of values below it; add rows")
    if len(rows) - header > MAX_ROWS:
        raise ValueError(_TOO_MANY)
    titles = cell_text.column_names([c[0] if header else "" for c in text])
    text, places = [c[header:] for c in text], np.array([r.row for r in rows[header:]])
    # "1,234" may be a thousand; it is a fraction if no decimal point is written and commas are surely decimal
    pointed = any("." in c and is_number(c) for column in text for c in column)
    comma = not pointed and (
        delimiter == ";" or any("," in c and cell_text.is_fraction(c) for column in text for c in column)
    )
    columns: dict[str, np.ndarray] = {}
    complaints: dict[str, str] = {}
    for title, column in zip(titles, text, strict=True):
        numbers = cell_text.to_numbers(column, comma)
        if numbers is None:
            values = {c: "" if is_gap(c) else c for c in set(column)}
            if any(is_number(c) or cell_text.is_comma_number(c) for c in values):
                complaints[title] = cell_text.complaint(column, places)
            numbers = np.array([values[c] for c in column], dtype=object)
        columns[title] = numbers
    return Table(
        cell_text.clean(str(name), 2 * cell_text.NAME_LENGTH) or "Own data", columns, complaints, places
    )


def _even(found: Iterable[Record], delimiter: str) -> list[Record]:
    """Return records of one width without trailing delimiters.

    Raises ValueError naming the first row of another width.
    """
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
        header_is_wider = len(fields) < width and len(rows) == 1
        if header_is_wider and not any(rows[0].cells[len(fields) :]):  # it ends in delimiters
            width = len(fields)
            del rows[0].cells[width:]
        if len(fields) != width:
            count = f"{len(fields)} field{'s' * (len(fields) != 1)}"
            raise ValueError(
                f"row {record.row} has {count} but row {rows[0].row} has {width}; "
                f"every row needs as many, separated by {delimiter}"
            )
        rows.append(record)
        if len(rows) > MAX_ROWS + 1:  # the header is one
            raise ValueError(_TOO_MANY)
    if not rows:
        raise ValueError(
            "there are only comments and blank lines in it; give a header and rows of numbers below it"
        )
    if width > 1 and not rows[0].cells[-1]:  # columns of trailing delimiters
        width = max(i for r in rows for i, c in enumerate(r.cells, 1) if c or i == 1)
        for r in rows:
            del r.cells[width:]
    if width > MAX_COLUMNS:
        raise ValueError(
            f"the table has {width} columns; at most {MAX_COLUMNS} can be read, so leave some out"
        )
    return rows
