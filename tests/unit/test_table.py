"""Tables: what is read from an upload or a paste, and what is refused and in which words."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gdviz.engine.table import delimited
from gdviz.engine.table.cell_text import NAME_LENGTH
from gdviz.engine.table.columns import pick_columns
from gdviz.engine.table.read import MAX_COLUMNS, MAX_ROWS, Table, read_table

NAN = float("nan")
AB = {"a": [1, 3], "b": [2.5, 4]}


def values(table: Table) -> dict[str, list[Any]]:
    return {n: c.tolist() for n, c in table.columns.items()}


def same(table: Table, expected: dict[str, list[Any]]) -> None:
    assert list(table.columns) == list(expected)
    for name, column in table.columns.items():
        assert column.dtype == (object if any(isinstance(v, str) for v in expected[name]) else np.float64), (
            name
        )
        np.testing.assert_array_equal(column, np.array(expected[name], dtype=column.dtype), err_msg=name)
    assert table.rows == len(next(iter(expected.values()))) and len(table.places) == table.rows


# (raw, columns)
# fmt: off
GOOD: dict[str, tuple[bytes | str, dict[str, list[Any]]]] = {
    "comma": ("a,b\n1,2.5\n3,4\n", AB), "semicolon": ("a;b\n1;2.5\n3;4\n", AB), "tab": ("a\tb\n1\t2.5\n3\t4\n", AB),
    "bar": ("a|b\n1|2.5\n3|4", AB), "blanks": ("a b\n1 2.5\n3 4\n", AB), "runs of blanks": ("  a   b  \n  1  2.5\n 3    4  \n", AB),
    "blanks and tabs": ("a \t b\n1 \t 2.5\n3 \t 4\n", AB), "blank after comma": ("a, b\n1, 2.5\n3, 4\n", AB), "blanks around": (" a ; b \n 1 ; 2.5 \n 3 ; 4 \n", AB),
    "bytes": (b"a,b\n1,2.5\n3,4\n", AB), "bytearray": (bytearray(b"a,b\n1,2.5\n3,4\n"), AB),
    "BOM": (b"\xef\xbb\xbfa,b\n1,2.5\n3,4", AB), "BOM of a string": ("\ufeffa,b\n1,2.5\n3,4", AB),
    "UTF-16": ("a,b\n1,2.5\n3,4".encode("utf-16"), AB), "UTF-16 LE": (b"\xff\xfe" + "a;b\n1;2,5\n3;4".encode("utf-16-le"), AB),
    "UTF-16 BE": (b"\xfe\xff" + "a\tb\n1\t2.5\n3\t4".encode("utf-16-be"), AB), "UTF-32": ("a,b\n1,2.5\n3,4".encode("utf-32"), AB),
    "UTF-8": ("Größe,π\n1,2\n".encode(), {"Größe": [1], "π": [2]}), "cp1252": ("Größe;€\n1;2\n".encode("cp1252"), {"Größe": [1], "€": [2]}),
    "latin-1": (b"a,\xe9\x81e\n1,2\n", {"a": [1], "é e": [2]}),
    "Windows": ("a,b\r\n1,2.5\r\n3,4\r\n", AB), "Mac": ("a,b\r1,2.5\r3,4\r", AB), "mixed ends": ("a,b\r\n1,2.5\r3,4\n", AB), "DOS end": ("a,b\n1,2.5\n3,4\n\x1a", AB),
    "blank lines": ("\n\na,b\n\n1,2.5\n   \n3,4\n\n", AB), "comments": ("# one, two, three\na,b\n#x\n1,2.5\n# \"open\n3,4\n#\n", AB),
    "empty rows": ("a,b\n1,2.5\n,\n3,4\n,\n,\n", AB), "sep": ("sep=;\na;b\n1;2.5\n3;4\n", AB), "header #": ("#,b\n1,2\n", {"#": [1], "b": [2]}),
    "trailing everywhere": ("a,b,\n1,2.5,\n3,4,\n", AB), "trailing in rows": ("a,b\n1,2.5,\n3,4,,\n", AB), "trailing in header": ("a,b,,\n1,2.5\n3,4\n", AB),
    "trailing, no header": ("1;2;\n3;4;\n", {"column 1": [1, 3], "column 2": [2, 4]}),
    "decimal comma": ("a;b\n1;2,5\n3;4\n", AB), "decimal comma, tab": ("a\tb\n1\t2,5\n3\t4\n", AB), "decimal comma, blanks": ("1,5 2,5\n3,1 4,7\n", {"column 1": [1.5, 3.1], "column 2": [2.5, 4.7]}),
    "decimal comma, no header": ("1,5;2,5\n3;4\n", {"column 1": [1.5, 3], "column 2": [2.5, 4]}), "decimal comma, one column": ("a\n1,5\n-2,25\n3\nNA\n", {"a": [1.5, -2.25, 3, NAN]}),
    "decimal comma, quoted": ('a,b\n"1","2,5"\n"3","4"\n', AB), "decimal comma, gaps": ("a;b\n1,5;-\n;,25\n", {"a": [1.5, NAN], "b": [NAN, 0.25]}),
    "decimal comma, exponent": ("a;b\n1,5e3;-0,5E-1\n", {"a": [1500], "b": [-0.05]}), "three decimals": ("a;b\n1,234;0,5\n", {"a": [1.234], "b": [0.5]}),
    "three decimals, semicolon": ("a;b\n1,234;5\n", {"a": [1.234], "b": [5]}), "three decimals, clear beside": ("a\tb\n1,234\t5,61\n", {"a": [1.234], "b": [5.61]}),
    "thousands, semicolon": ("a;b\n1,234;5.6\n", {"a": ["1,234"], "b": [5.6]}), "thousands, clear beside a point": ("a;b;c\n1,234;5.6;7,8\n", {"a": ["1,234"], "b": [5.6], "c": [7.8]}),
    "both decimals": ("a;b\n1.5;2,5\n", {"a": [1.5], "b": [2.5]}),
    "thousands": ("a\tb\n1,234\t5.6\n", {"a": ["1,234"], "b": [5.6]}), "thousands, alone": ("a\n1,234\n2,345\n", {"a": ["1,234", "2,345"]}),
    "thousands, quoted": ('a,b\n"1,234",5\n', {"a": ["1,234"], "b": [5]}), "thousands, twice": ("a;b\n1,234,567;2\n", {"a": ["1,234,567"], "b": [2]}),
    "thousands, dot": ("a;b\n1.234,5;2\n", {"a": ["1.234,5"], "b": [2]}), "comma at the end": ("a;b\n1,;2\n", {"a": ["1,"], "b": [2]}),
    "no header": ("1,2.5\n3,4\n", {"column 1": [1, 3], "column 2": [2.5, 4]}), "one row": ("1,2.5\n", {"column 1": [1], "column 2": [2.5]}), "one number": ("7", {"column 1": [7]}),
    "no header, text": ("x,1\ny,2\n", {"column 1": ["x", "y"], "column 2": [1, 2]}), "all text": ("a,b\nx,y\n", {"a": ["x"], "b": ["y"]}),
    "header over a bad cell": ("a,b\n1,x\n2,3\n", {"a": [1, 2], "b": ["x", "3"]}), "header over gaps": ("a,b\n,NA\n,1\n", {"a": [NAN, NAN], "b": [NAN, 1]}), "header, gap first": ("a\nNA\n1\n", {"a": [NAN, 1]}),
    "index without a name": (",a\n0,1\n1,3\n", {"column 1": [0, 1], "a": [1, 3]}), "header in quotes": ('"a","b c"\n1,2\n', {"a": [1], "b c": [2]}),
    "repeated names": ("a,a,,a 2,a\n1,2,3,4,5\n", {"a": [1], "a 2": [2], "column 3": [3], "a 2 2": [4], "a 3": [5]}),
    "taken name": ("column 2,\n1,2\n", {"column 2": [1], "column 2 2": [2]}), "control in a name": ("a \u200b  b\tc\n1\t2\n", {"a b": [1], "c": [2]}),
    "one column": ("a\n1\n3\n", {"a": [1, 3]}), "one column of text": ("city\nNew York\nRome\n", {"city": ["New York", "Rome"]}), "blanks in cells": ("full name,b\nAnn Lee,3\nBob Ray,4\n", {"full name": ["Ann Lee", "Bob Ray"], "b": [3, 4]}),
    "semicolons in cells": ("a,b\nx; y,1\nz,2\n", {"a": ["x; y", "z"], "b": [1, 2]}), "commas in cells": ("a;b\nx, y;1\nu, v;2\n", {"a": ["x, y", "u, v"], "b": [1, 2]}),
    "quotes": ('a,b\n"x, ""y""",1\n"",2\n', {"a": ['x, "y"', ""], "b": [1, 2]}), "quoted numbers": ('a,b\n"1","2.5"\n"3","4"\n', AB), "quote after a blank": ('a, b\n"x, y", 2\n', {"a": ["x, y"], "b": [2]}),
    "quoted in blanks": ('a b\n"New York" 1\nRome 2\n', {"a": ["New York", "Rome"], "b": [1, 2]}), "inches": ('a,b\n5" pipe,1\n', {"a": ['5" pipe'], "b": [1]}),
    "line end in quotes": ('a,b\n"x\n\n#y",1\nz,2\n', {"a": ["x\n\n#y", "z"], "b": [1, 2]}), "apostrophes": ("a,b\nit's,1\n'x,2\n", {"a": ["it's", "'x"], "b": [1, 2]}),
    "gaps": ("a,b\n1,NA\n2,n/a\n3,nan\n4,NULL\n5,?\n6,-\n7,.\n8,\n9,#N/A\n10,0\n", {"a": list(range(1, 11)), "b": [NAN] * 9 + [0]}),
    "gaps in text": ("a,b\nx,1\nNA,2\n?,3\n", {"a": ["x", "", ""], "b": [1, 2, 3]}), "numbers": ("a\n+1\n-2.\n.5\n1e3\n1E-2\n007\n0x\n".replace("0x\n", ""), {"a": [1, -2, 0.5, 1000, 0.01, 7]}),
    "infinite": ("a,b\ninf,-Infinity\n1,1e999\n", {"a": [np.inf, 1], "b": [-np.inf, np.inf]}), "minus sign": ("a,b\n\u22121,\u22122.5\n", {"a": [-1], "b": [-2.5]}),
    "not numbers": ("a,b,c,d\n1_0,0x1F,٣,5%\n", {"a": ["1_0"], "b": ["0x1F"], "c": ["٣"], "d": ["5%"]}), "truth": ("a,b\n1,True\n2,False\n", {"a": [1, 2], "b": ["True", "False"]}),
    "bracket in a header": ("[a],b\n1,2\n", {"[a]": [1], "b": [2]}), "less than": ("a,b\n<5,1\n7,2\n", {"a": ["<5", "7"], "b": [1, 2]}),
}
# fmt: on


@pytest.mark.parametrize(("raw", "columns"), GOOD.values(), ids=GOOD)
def test_what_is_read(raw: bytes | str, columns: dict[str, list[Any]]) -> None:
    same(read_table(raw), columns)


def test_a_table() -> None:
    table = read_table("city,a\nRome,1\n\nOslo,NA\n# no\nParis,x\nBern,2\n", name=" my\ndata " + "x" * 500)
    assert (
        table.numeric == ()
        and table.text == ("city", "a")
        and table.rows == 4
        and table.places.tolist() == [2, 4, 6, 7]
    )
    assert table.complaints == {
        "a": "'x' in row 6 is not a number"
    }  # the text column is none that holds numbers
    assert (
        table.name.startswith("my data xxx")
        and len(table.name) == 2 * NAME_LENGTH
        and read_table("1").name == "Own data"
    )
    assert read_table("a,b\nx,1\n").numeric == ("b",) and Table("t", {}).rows == 0
    assert Table("made", {"i": np.arange(3), "s": np.array(["u", "v", "w"])}).numeric == ("i",)


@pytest.mark.parametrize(("raw", "complaint"), [
    ("a\n1\n2\nabc\nx\n", "'abc' in row 4 is not a number"), ("a;b\n1,5;1\n2,5;1\nabc;1\n", "'abc' in row 4 is not a number"),
    ("a;b\n1.5;1\n2,5;1\n", "'2,5' in row 3 is not a number"), ("a\tb\n1,234\t5.6\n", "'1,234' in row 2 may mean 1234 or 1.234: write the one that is meant"),
    ("a,b\n1,2\n$5,2\n", "'$5' in row 3 is not a number"), ('a,b\n1,2\n"x\ny",2\n', "'x y' in row 3 is not a number"),
    (f"a,b\n1,2\n{'z' * 99},2\n", f"'{'z' * 29}…' in row 3 is not a number"),
])  # fmt: skip
def test_a_complaint_names_the_cell(raw: str, complaint: str) -> None:
    assert read_table(raw).complaints == {"a": complaint}


def test_names_are_cut_and_stay_different() -> None:
    names = list(read_table(",".join(["x" * 99] * 12) + "\n" + ",".join("1" * 12)).columns)
    assert len(set(names)) == 12 and all(len(n) <= NAME_LENGTH for n in names)
    assert names[0] == "x" * (NAME_LENGTH - 1) + "…"


RAGGED = "every row needs as many, separated by "
# (raw, what the sentence says)
# fmt: off
BAD: list[tuple[Any, str]] = [
    ("", "there is nothing in it; give a header"), (b"", "nothing in it"), (" \n\t\n", "nothing in it"), (b"\xef\xbb\xbf", "nothing in it"), (b"\xff\xfe", "nothing in it"),
    ("\r\n\r\n", "nothing in it"), ("\x1a", "nothing in it"), ("\ufeff \n", "nothing in it"),
    ("# only\n# comments\n", "only comments and blank lines"), ("#", "only comments"), (",,\n,,\n", "only comments and blank lines"), ("sep=;\n", "only comments"), (";", "only comments"),
    ("a,b", "only a header ('a', 'b') and no row"), ("a;b;\n\n# none\n", "only a header ('a', 'b')"), ("a", "only a header ('a')"), ("a b c d\n", "only a header ('a', 'b', 'c')"), ("a,b\n,\n", "only a header"),
    ("hello world, this is text", "only a header"), ("\ufeffa,b\r\n", "only a header"), (b"\xff\xfea\x00,\x00b\x00", "only a header"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "looks like a PNG image; save the table as CSV"), (b"PK\x03\x04\x14\x00\x06\x00", "looks like an Excel file (or another ZIP archive); save the table as CSV"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file"), (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"), (b"GIF89a\x01", "a GIF image"), (b"%PDF-1.7\n", "a PDF"), (b"\x1f\x8b\x08\x00", "a gzip archive"),
    (b"BZh91AY", "a bzip2 archive"), (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"), (b"PAR1\x15", "a Parquet file"), (b"SQLite format 3\x00", "a database"), (b"\x93NUMPY\x01\x00", "a NumPy file"),
    (b"{\\rtf1\\ansi", "a word processor's file"),
    (b"\x00\x01\x02", "row 1 holds a NUL byte, which no text has; save the table as CSV in UTF-8"), (b"a,b\n1,2\n3,\x00\n", "row 3 holds a NUL byte"), ("a,b\n1,\x00", "row 2 holds a NUL byte"),
    ("a,b\n1,2".encode("utf-16-le"), "row 1 holds a NUL byte"), ("a,b\r\n1,2\r\n\x07,3", "row 3 holds the character U+0007"), (b"\x7fELF", "the character U+007F"), ("a\x0bb\n1", "the character U+000B"),
    ("a,\ud800\n1,2", "row 1 holds the character U+D800"), (b"a,b\n1,\x1b[0m", "row 2 holds the character U+001B"),
    (b"\xff\xfea\x00,", "says that it is UTF-16 but is not"), (b"\xff\xfe\x00\xdc\x00\xdc", "says that it is UTF-16"), (b"\xef\xbb\xbfa,\xff\n1,2", "says that it is UTF-8 but is not"), (b"\xff\xfe\x00\x00\xff", "says that it is UTF-32"),
    ("a,b,c\n1,2,3\n4,5\n", "row 3 has 2 fields but row 1 has 3; " + RAGGED + "commas"), ("a,b\n1,2\n3,4,5\n", "row 3 has 3 fields but row 1 has 2; " + RAGGED + "commas"),
    ("a;b;c\n1;2;3\n4;5\n", RAGGED + "semicolons"), ("a\tb\n1\t2\t3\n1\t2\n", "row 2 has 3 fields but row 1 has 2; " + RAGGED + "tabs"), ("a|b\n1|2\n3|4|5", RAGGED + "bars"),
    ("1 2 3\n4 5\n6 7 8\n", "row 2 has 2 fields but row 1 has 3; " + RAGGED + "white space"), ("# c\n\na,b\n1,2\n\n3\n", "row 6 has 1 field but row 3 has 2"), ("My table\nx,y\n1,2\n3,4\n", "row 2 has 2 fields but row 1 has 1"),
    ('a,b\n"x\ny",1\n2\n', "row 4 has 1 field but row 1 has 2"), ("a,b\n1,2\n3,4,,5\n", "row 3 has 4 fields"), ("a,b,c\n1,2,3\n4,5,6,7\n8,9\n", "row 3 has 4 fields"), ("a,b\n1,000,2\n3,4\n5,6\n", "row 2 has 3 fields"),
    ("id,a\nr1,1,2\nr2,3,4\n", "row 2 has 3 fields but row 1 has 2"),
    ('a,b\n"1,2\n3,4\n', 'row 2 has a quote (") that is never closed; close it or take it out'), ('"', "row 1 has a quote"), ('a,b\n1,2\n\n3,"x\n', "row 4 has a quote"), ('"a\nb', "row 1 has a quote"),
    ('a;b\n1;"2\n' + "3;4\n" * 9, "row 2 has a quote"), ('a,b\n1,"' + "x\n" * 99_000, "row 2 has a field too long for a value; shorten it, or close a quote"), ("a,b\n1," + "x" * 140_000, "row 2 has a field too long"),
    ('a,b\n"x"y,1\n', 'row 2 goes on after a closing quote ("); write a quote within a quoted field twice'), ('a,b\n1,2\n"say "hi"",3\n', "row 3 goes on after a closing quote"), ('a,b\n"1" ,2\n', "row 2 goes on after"),
    ("<!DOCTYPE html>\n<html>", "a web page (HTML), not like a table; save the table as CSV"), ("  \n<html lang=en>", "a web page (HTML)"), ("<table><tr><td>1", "a web page"), (b"\xef\xbb\xbf<HTML>", "a web page"),
    ("<?xml version='1.0'?>", "looks like XML"), ("<svg xmlns=''>", "looks like XML"), ("<!-- x -->", "looks like XML"),
    ('{"a": [1, 2]}', "looks like JSON"), ("[1, 2, 3]", "looks like JSON"), ('[\n {"a": 1}]', "looks like JSON"), ("{}", "looks like JSON"), ("[[1,2],[3,4]]", "looks like JSON"), ("[" * 100_000, "looks like JSON"),
    (None, "read from text or bytes, not from NoneType"), (3, "not from int"), ([b"a"], "not from list"), (np.zeros(3), "not from ndarray"),
    (",".join("x" * 51) + "\n" + ",".join("1" * 51), "the table has 51 columns; at most 50 can be read"), ("1 " * 1000, "the table has 1000 columns"), ("1," * 200_000 + "1", "the table has 200001 columns"),
]
# fmt: on


def refusal(raw: Any) -> str:
    """The one clear sentence of a refusal."""
    with pytest.raises(ValueError) as caught:
        read_table(raw)
    message = str(caught.value)
    assert (
        type(caught.value) is ValueError
        and 10 < len(message) < 300
        and message.isprintable()
        and not message.endswith(".")
    )
    return message


@pytest.mark.parametrize(("raw", "says"), BAD, ids=[f"{i}-{str(r)[:20]!r}" for i, (r, _) in enumerate(BAD)])
def test_what_is_refused(raw: Any, says: str) -> None:
    assert says in refusal(raw)
    if isinstance(raw, str) and raw.isascii():  # an upload is refused in the same words as a paste
        assert says in refusal(raw.encode())


# the limits, on both sides


@pytest.mark.slow
def test_rows() -> None:
    assert (
        read_table("a\n" + "1\n" * MAX_ROWS).rows == read_table("1\n" * MAX_ROWS).rows == MAX_ROWS == 100_000
    )
    for raw in ("a\n" + "1\n" * (MAX_ROWS + 1), "1\n" * (MAX_ROWS + 1), "a\n" + "1\n" * 2_000_000):
        assert refusal(raw) == "the table has more than 100 000 rows; leave some out"


def test_columns() -> None:
    assert MAX_COLUMNS == 50 and len(read_table(",".join("1" * MAX_COLUMNS) + ",,,").columns) == MAX_COLUMNS
    assert "at most 50" in refusal(",".join("1" * (MAX_COLUMNS + 1)))


def test_bytes() -> None:
    full = ("#" * (delimited.BYTES - 8) + "\na,b\n1,2")[: delimited.BYTES]
    assert (
        len(full) == delimited.BYTES == 5_000_000
        and read_table(full).rows == read_table(full.encode()).rows == 1
    )
    says = "the data take more than 5 MB (5000001 bytes), the most that can be read; leave some rows out"
    assert refusal("#" + full) == refusal(b"#" + full.encode()) == says
    assert "5 MB" in refusal("é" * 2_500_001)


# fmt: off
HEAVY = {
    "numbers": ",".join("1" * 50) + "\n", "decimal commas": ";".join(["1,5"] * 25) + "\n", "words": ",".join(["abc"] * 20) + "\n", "quoted": ",".join(['"1"'] * 20) + "\n",
    "gaps": "1" + "," * 49 + "\n", "blank lines": "\n", "comments": "#\n", "blanks": " ", "quotes": '"', "open quotes": '"\n', "commas": ",", "empty rows": ",\n", "columns": "1,", "one cell": "x",
    "digits": "1", "exponents": "1e", "white space": " ".join("1" * 50) + "\n", "markup": "<", "brackets": "[ ", "quoted blanks": '" " ',
}
# fmt: on


@pytest.mark.quick(2)
@pytest.mark.parametrize("part", HEAVY.values(), ids=HEAVY)
def test_no_text_of_5_MB_hangs(part: str) -> None:
    """Ten times the usual, so that a busy machine passes and quadratic work (minutes) does not."""
    raw, began = part * ((delimited.BYTES - 10) // len(part)), time.process_time()
    try:
        assert read_table(raw).rows > 1
    except ValueError as error:
        assert str(error).isprintable()
    assert time.process_time() - began < 20


# anything at all: a table or a ValueError


# fmt: off
PIECES = st.sampled_from(["a", "1", "2,5", "-1.5", ",", ";", "\t", "|", " ", "\n", "\r\n", '"', '""', "#", "NA", "x y", "\ufeff", "é", "{", "<", "sep=", "inf", "1e999", "\x00", "\x85", "\u2028", "\ud800"])
# fmt: on


def check_anything(raw: bytes | str) -> None:
    try:
        table = read_table(raw)
    except ValueError as error:
        assert type(error) is ValueError and len(str(error)) < 300 and str(error).isprintable()
        return
    assert table.rows >= 1 and 1 <= len(table.columns) <= MAX_COLUMNS
    assert set(table.complaints) <= set(table.text)
    assert all(len(c) == table.rows == len(table.places) for c in table.columns.values())
    assert all(table.columns[n].dtype == np.float64 for n in table.numeric) and all(
        isinstance(v, str) for n in table.text for v in table.columns[n]
    )
    assert (
        all(n and len(n) <= NAME_LENGTH and n.isprintable() for n in table.columns)
        and (np.diff(table.places) > 0).all()
    )
    names = list(table.columns)
    for task in ("regression", "binary", "classes"):
        try:
            picked = pick_columns(table, names[:-1] or names, names[-1], task)
        except ValueError as error:
            assert type(error) is ValueError and str(error).isprintable()
        else:
            assert (
                np.isfinite(picked.x).all() and len(picked.x) == picked.rows == table.rows - picked.left_out
            )


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
@example("1\n\x852")
@example('"\n"')
def test_anything(raw: bytes | str) -> None:
    check_anything(raw)


NUMBERS = st.floats(allow_nan=False)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 5).flatmap(lambda p: st.lists(st.lists(NUMBERS, min_size=p, max_size=p), min_size=1, max_size=8)),
       st.sampled_from([",", ";", "\t", "|", " "]), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))  # fmt: skip
def test_numbers_come_back_as_they_were(
    rows: list[list[float]], delimiter: str, end: str, header: bool, encoding: str
) -> None:
    lines = [delimiter.join(f"x{i}" for i in range(len(rows[0])))] * header + [
        delimiter.join(map(repr, r)) for r in rows
    ]
    table = read_table(end.join(lines).encode(encoding))
    np.testing.assert_array_equal(np.column_stack(list(table.columns.values())), rows)
    assert list(table.columns) == [f"x{i}" if header else f"column {i + 1}" for i in range(len(rows[0]))]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=5, max_size=12).map(lambda s: "w" + s.strip() + "w"), min_size=3, max_size=3), min_size=1, max_size=6),
       st.sampled_from([",", ";", "\t", "|"]))  # fmt: skip
def test_words_come_back_as_they_were(rows: list[list[str]], delimiter: str) -> None:
    quoted = [delimiter.join('"' + c.replace('"', '""') + '"' for c in r) for r in [["a", "b", "c"], *rows]]
    table = read_table("\n".join(quoted))
    assert [list(r) for r in zip(*values(table).values(), strict=True)] == [
        [c.replace("\u2212", "-") for c in r] for r in rows
    ]
