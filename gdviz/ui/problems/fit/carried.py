"""A small table of one's own as a part of a link: compressed, bounded, the same table when it is opened."""

from __future__ import annotations

import base64
import csv
import io
import re
import zlib

import numpy as np

from gdviz.cache import Section, section, token
from gdviz.engine import Table, read_table
from gdviz.ui.problems.fit.hand.edited import EditedTable, Split
from gdviz.ui.problems.fit.objective import table_bytes
from gdviz.ui.spec.values import exact_text, read_number, read_whole

LENGTH = 4000  # characters of a table in a link
BYTES = 100_000  # of its text, before compression: a short link may not unfold into a large one
CELLS = 50_000  # a table of more is not tried

_packed: Section[str | None] = section("tables as links", lambda text: 1000 + len(text or ""))
_unpacked: Section[Table] = section("tables of links", table_bytes)


def packed(table: Table) -> str | None:
    """Return the table as text of at most LENGTH characters a-z, A-Z, 0-9, - and _; None if it takes more."""
    return _packed.get(token(table), lambda: _pack(table), owner=table)


def _pack(table: Table) -> str | None:
    if table.rows * len(table.columns) > CELLS:
        return None
    for (
        delimiter
    ) in ",\t;":  # the reader guesses the delimiter from the cells, so one may work where another does not
        raw = f"{table.name}{_split_text(table)}\n{_text(table, delimiter)}".encode("utf-8", "replace")
        text = base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")
        if len(raw) <= BYTES and len(text) <= LENGTH and _is_same(table, text):
            return text
    return None


def _split_text(table: Table) -> str:
    """Return what is behind the name of a table whose test rows are kept: a tab, share, seed and rows."""
    split = table.split if isinstance(table, EditedTable) else None
    if split is None:
        return ""
    return f"\t{exact_text(split.share)} {split.seed} {','.join(map(str, split.rows))}"


def _split_of(text: str) -> Split:
    """Return the test rows that `_split_text` wrote. Raises ValueError for anything else."""
    share, seed, rows = text.split(" ")
    return Split(read_number(share), read_whole(seed), tuple(map(read_whole, rows.split(","))))


def _text(table: Table, delimiter: str) -> str:
    out = io.StringIO()
    write = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    write.writerow(table.columns)
    write.writerows(zip(*(map(_cell, c.tolist()) for c in table.columns.values()), strict=True))
    return out.getvalue()


def _cell(value: str | float) -> str:
    """Return a cell as text that is read as the same value; a gap is empty."""
    if isinstance(value, str):
        return value
    return "" if value != value else repr(float(value)).removesuffix(".0")


def _is_same(table: Table, text: str) -> bool:
    """Whether the link opens this very table."""
    try:
        again = unpacked(text)
    except ValueError:
        return False
    if _split_text(again) != _split_text(table):
        return False
    return (again.name, list(again.columns)) == (table.name, list(table.columns)) and all(
        a.dtype.kind == b.dtype.kind and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        for a, b in zip(again.columns.values(), table.columns.values(), strict=True)
    )


def unpacked(text: str) -> Table:
    """Return the table that a link holds: the same object for the same text, so that its results are reused.

    Raises
    ------
    ValueError
        With one sentence, where the text holds no table or too large a one.
    """
    return _unpacked.get(text, lambda: _unpack(text))


def _unpack(text: str) -> Table:
    if len(text) > LENGTH:
        raise ValueError(f"a table in a link has at most {LENGTH} characters, not {len(text)}")
    if not re.fullmatch("[A-Za-z0-9_-]+", text):
        raise ValueError("it is no table that this page has put into a link")
    damaged = ValueError("the table in it is damaged, perhaps cut on its way; ask for the link again")
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), BYTES + 1)
    except (ValueError, zlib.error):  # cut, or altered
        raise damaged from None
    if len(raw) > BYTES:
        raise ValueError(
            f"the table in it takes more than {BYTES} bytes when it is unpacked; load it as a file"
        )
    if not inflate.eof:
        raise damaged
    try:
        head, _, rows = raw.decode().partition("\n")
        name, is_split, text = head.partition("\t")
        split = _split_of(text) if is_split else None
    except ValueError:
        raise damaged from None
    table = read_table(rows, name)
    if split is None:
        return table
    return EditedTable(table.name, table.columns, table.complaints, table.places, split=split)
