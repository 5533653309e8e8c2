"""Cells of a table, as text: numbers, gaps, names, and what is wrong with them."""

from __future__ import annotations

import re

import numpy as np

SAMPLE = 100  # rows that tell how a table is written
NAME_LENGTH = 40  # characters of a column's name, at most
GAPS = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?", "-", "."})  # in lower case
# each digit has one place in the pattern: with two, a long cell that is no number would take all combinations
_NUMBER = re.compile(
    r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf(?:inity)?)", re.IGNORECASE
)
_COMMA_NUMBER = re.compile(r"[+-]?[0-9]*,[0-9]+(?:e[+-]?[0-9]+)?", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9eE+.\-\n]*")  # nothing that float() reads otherwise than is_number()
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


def is_number(cell: str) -> bool:
    """Whether a cell is a number with a decimal point (or none); inf is one, nan is a gap."""
    return _NUMBER.fullmatch(cell) is not None


def is_comma_number(cell: str) -> bool:
    """Whether a cell is a number if its comma is a decimal one."""
    return "," in cell and _COMMA_NUMBER.fullmatch(cell) is not None


def is_gap(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return len(cell) < 5 and cell.lower() in GAPS


def quoted(cell: str, length: int = 30) -> str:
    """Return a cell as a sentence shows it: on one line, in quotes, cut."""
    text = "".join(c if c.isprintable() else " " for c in cell[: length + 1])
    return f"'{text}'" if len(text) <= length else f"'{text[: length - 1]}…'"


def has_header(columns: list[list[str]]) -> bool:
    """Whether the first row names the columns.

    It does if most columns of numbers begin with something else. Without such columns it does if it has no
    number.
    """

    def number(c: str) -> bool:
        return is_number(c) or is_comma_number(c)

    votes = 0
    for column in columns:
        below = [c for c in column[1:SAMPLE] if not is_gap(c)]
        if below and not is_gap(column[0]) and all(map(number, below)):
            votes += -1 if number(column[0]) else 1
    return votes > 0 or votes == 0 and not any(number(c[0]) for c in columns)


def clean(name: str, length: int) -> str:
    """Return a name on one line, without what cannot be printed, cut."""
    text = " ".join("".join(c if c.isprintable() else " " for c in name[: 10 * length]).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def column_names(header: list[str]) -> list[str]:
    """Clean the names of a header; an empty one is made up, a repeated one gets a number."""
    names: list[str] = []
    for i, given in enumerate(header, 1):
        wanted = name = clean(given, NAME_LENGTH) or f"column {i}"
        again = 2
        while name in names:
            name, again = f"{wanted[: NAME_LENGTH - 4]} {again}", again + 1
        names.append(name)
    return names


def is_fraction(cell: str) -> bool:
    """Whether a cell is a number whose comma cannot be a thousands separator."""
    return is_comma_number(cell) and not _THOUSANDS.fullmatch(cell)


def to_numbers(column: list[str], comma: bool) -> np.ndarray | None:
    """Return the values (n,) of a column, nan for gaps, or None if some cell is no number.

    With `comma` "1,234" is a fraction.
    """
    joined = "\n".join(column)
    if (
        "," in joined
        and "." not in joined
        and ",\n" not in joined + "\n"
        and (comma or any(map(is_fraction, column)))
    ):
        joined = joined.replace(",", ".")
    if _PLAIN.fullmatch(joined):  # the quick way, for most columns
        try:
            return np.array([float(c) for c in joined.split("\n")])
        except ValueError:  # a gap, or a lone sign
            pass
    filled = [(i, c) for i, c in enumerate(column) if not is_gap(c)]
    if not all(is_number(c) for _, c in filled):
        decimal = (comma or any(is_fraction(c) for _, c in filled)) and not any("." in c for _, c in filled)
        filled = (
            [(i, c.replace(",", ".")) for i, c in filled if is_number(c) or is_comma_number(c)]
            if decimal
            else []
        )
        if len(filled) < sum(not is_gap(c) for c in column):
            return None
    out = np.full(len(column), np.nan)
    out[[i for i, _ in filled]] = [float(c) for _, c in filled]
    return out


def complaint(column: list[str], places: np.ndarray) -> str:
    """Say which cell keeps a column from being numbers."""
    wrong = [i for i, c in enumerate(column) if not is_number(c) and not is_gap(c)]
    first = next((i for i in wrong if not is_comma_number(column[i])), wrong[0])
    cell = column[first]
    if _THOUSANDS.fullmatch(cell):
        either = f"{cell.replace(',', '')} or {cell.replace(',', '.')}"
        return f"{quoted(cell)} in row {places[first]} may mean {either}: write the one that is meant"
    return f"{quoted(cell)} in row {places[first]} is not a number"
