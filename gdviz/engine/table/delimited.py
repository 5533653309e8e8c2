"""From the text of a table to records of cells: the encoding, the delimiter and the quotes.

What the cells mean is said in `cell_text.py`. The tokens come from the standard library's `csv`, which tells
where a record begins and how many fields it has; pandas' reader fills short records up and takes the first
field of long ones for an index, so that no error could name the row.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from gdviz.engine.table.cell_text import SAMPLE, is_comma_number, is_gap, is_number

BYTES = 5_000_000  # at most
DELIMITERS = {  # the first of equals wins
    "\t": "tabs",
    ";": "semicolons",
    "|": "bars",
    ",": "commas",
    " ": "white space",
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_FOREIGN = {
    b"PK\x03\x04": "an Excel file (or another ZIP archive)",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"\x93NUMPY": "a NumPy file",
    b"{\\rtf": "a word processor's file",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKUP = (
    (
        re.compile(r"\s*<(?:!doctype html|html|head|body|table|div|script)\b", re.IGNORECASE),
        "a web page (HTML)",
    ),
    (re.compile(r"\s*<[?!a-z]", re.IGNORECASE), "XML"),
    (re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\"{\[\]0-9-])"), "JSON"),
)


class Record(NamedTuple):
    """One record: the line on which it begins (from 1, as an editor counts) and its cells, stripped."""

    row: int
    cells: list[str]


def decode(raw: bytes | str) -> str:
    """Return the text of a file or a paste, each line ended by a line feed.

    Raises ValueError for anything that is not text of at most BYTES.
    """
    if not isinstance(raw, (bytes, bytearray, memoryview, str)):
        raise ValueError(f"a table is read from text or bytes, not from {type(raw).__name__}")
    size = len(raw.encode("utf-8", "surrogatepass")) if isinstance(raw, str) else memoryview(raw).nbytes
    if size > BYTES:
        limit = BYTES // 10**6
        raise ValueError(
            f"the data take more than {limit} MB ({size} bytes), the most that can be read; "
            "leave some rows out"
        )
    text = raw if isinstance(raw, str) else _decode(bytes(raw))
    text = (
        text.removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2212", "-")
        .rstrip("\x1a")
    )
    for pattern, what in _MARKUP:
        if pattern.match(text):
            raise ValueError(
                f"this looks like {what}, not like a table; save the table as CSV, one row on each line"
            )
    if found := _CONTROL.search(text):
        row = text.count("\n", 0, found.start()) + 1
        what = {"\x00": "a NUL byte"}.get(found[0], f"the character U+{ord(found[0]):04X}")
        raise ValueError(f"row {row} holds {what}, which no text has; save the table as CSV in UTF-8")
    if not text.strip():
        raise ValueError(
            "there is nothing in it; give a header and rows of numbers, such as x,y and below it 1,2"
        )
    return text


def _decode(raw: bytes) -> str:
    for start, what in _FOREIGN.items():
        if raw.startswith(start):
            raise ValueError(f"this looks like {what}; save the table as CSV and give that")
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "")
    for encoding in [marked] if marked else ["utf-8", "cp1252", "latin-1"]:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(
        f"the file says that it is {marked.upper()} but is not (it may have been cut off); "
        "save it as CSV in UTF-8"
    )


def records(lines: list[str], delimiter: str, most: int | None = None) -> Iterator[Record]:
    """Yield the records of a text without blank and comment lines. Raises ValueError for wrong quotes."""
    at, start = 0, 0  # lines taken; the line on which the record begins
    fresh = True  # whether the next line begins a record

    def feed() -> Iterator[str]:
        nonlocal at, start, fresh
        while at < len(lines):
            line = lines[at]
            at += 1
            if fresh and _left_out(line, at):
                continue
            if fresh:
                start, fresh = at, False
            yield (line.replace("\t", " ").strip() if delimiter == " " else line) + "\n"

    reader, count = csv.reader(feed(), delimiter=delimiter, skipinitialspace=True, strict=True), 0
    while most is None or count < most:
        fresh = True
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise ValueError(_quotes(str(error), start, at)) from None
        if cells is None:
            return
        count += 1
        yield Record(start, [c.strip() for c in cells])


def _left_out(line: str, number: int) -> bool:
    """Whether a line begins no record: blank, a comment, or a spreadsheet's "sep=;".

    "#,name" is a header.
    """
    if line.startswith("#"):
        return line[1:2] not in (",", ";", "|", "\t")
    return not line or line.isspace() or number == 1 and re.fullmatch('"?sep=."?', line.strip()) is not None


def _quotes(error: str, began: int, row: int) -> str:
    if "limit" in error:
        return (
            f"row {began} has a field too long for a value; shorten it, or close a quote that is left "
            "open there"
        )
    if "unexpected end" in error:
        return f'row {began} has a quote (") that is never closed; close it or take it out'
    return f'row {row} goes on after a closing quote ("); write a quote within a quoted field twice'


def _is_value(cell: str) -> bool:
    return is_number(cell) or is_gap(cell) or is_comma_number(cell)


def find_delimiter(lines: list[str]) -> str:
    """Find the delimiter with which most of the first records have equally many fields.

    Of several it is the one with which most cells are numbers.
    """
    best, found = (0.0, 0.0), ","
    begin = next((i for i, line in enumerate(lines) if not _left_out(line, i + 1)), 0)
    lines = lines[begin : begin + 10 * SAMPLE]
    for delimiter in DELIMITERS:
        first: list[Record] = []
        try:
            for record in records(lines, delimiter, SAMPLE):
                first.append(record)
        except ValueError:  # told when the text is read for good; the records before it say enough
            pass
        if not first:
            continue
        lone_header = len(first) > 1 == len(first[0].cells)
        if delimiter == "," and lone_header and all(_is_value(",".join(r.cells)) for r in first[1:]):
            return "\t"  # there is none: a single column, perhaps with decimal commas, below its header
        fields, times = Counter(len(r.cells) for r in first).most_common(1)[0]
        body = [c for r in first[1:] or first for c in r.cells[:SAMPLE]]
        numbers = sum(_is_value(c) for c in body) / len(body)
        score = (times / len(first), numbers)
        if fields < 2 or delimiter == " " and score[0] < 1 and numbers < 0.5:  # words of a text
            continue
        if score > best:
            best, found = score, delimiter
    return found
