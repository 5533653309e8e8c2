"""Numbers and names as text: how links hold them, how fields show them, how people type them."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from gdviz.formula import Param

_TYPED = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


def exact_text(value: float) -> str:
    """Write a number with all its digits, so that a link opens the very same run.

    Examples
    --------
    >>> exact_text(0.1), exact_text(300)
    ('0.1', '300')
    """
    return repr(float(value)).removesuffix(".0")


@lru_cache(maxsize=4096)  # constant: at most 4096 short texts, the same for all visitors
def short_text(value: float) -> str:
    """Write a number for a field or a slider: short where that is exact, else with all its digits.

    Examples
    --------
    >>> short_text(1e-3), short_text(1 / 3)
    ('0.001', '0.3333333333333333')
    """
    text = f"{value:.6g}"
    return text if float(text) == value else exact_text(value)


def short(value: float) -> float:
    """Return a number as it is chosen by a click or a button: with twelve digits, so that links stay short.

    Examples
    --------
    >>> short(1 / 3)
    0.333333333333
    """
    return float(f"{value:.12g}")


def read_typed(text: str, whole: bool = False) -> float:
    """Read a number as people type it, with a decimal point or a decimal comma.

    Raises
    ------
    ValueError
        With what would work, where the text is no number, can be read in two ways, or is not whole as asked.

    Examples
    --------
    >>> read_typed("0,05")
    0.05
    """
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    if len(plain) > 60 or not _TYPED.fullmatch(plain):
        raise ValueError(f"'{text.strip()[:40]}' is not a number such as 0.05, 0,05 or 1e-3")
    if _THOUSANDS.fullmatch(plain):
        first = plain.replace(",", "")
        raise ValueError(f"'{plain}' can be read in two ways: write {first} or {plain.replace(',', '.')}")
    value = read_number(plain.replace(",", "."))
    if whole and value != int(value):
        raise ValueError(f"'{plain}' is not a whole number")
    return int(value) if whole else value


def read_number(text: str) -> float:
    """Read a finite number of a link. Raises ValueError."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"'{text[:40]}' is not a number") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"'{text[:40]}' is not a finite number")
    return value


def sent_number(value: Any, name: str) -> float:
    """Return a finite number that a browser sent. Raises ValueError, with its name, for anything else.

    Examples
    --------
    >>> sent_number(3, "x")
    3.0
    """
    try:
        number = math.nan if isinstance(value, (str, bytes, bool)) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a finite number")
    return number


def sent_place(message: Any, names: Sequence[str]) -> list[float]:
    """Return the numbers of a place that a browser sent: {"x", "y"}, or {"x"} on a curve.

    Parameters
    ----------
    message : what was sent: anything
    names : of the coordinates, for the sentence

    Raises
    ------
    ValueError
        With one sentence, for anything else.

    Examples
    --------
    >>> sent_place({"x": 3, "y": -1}, ("a", "b"))
    [3.0, -1.0]
    """
    if not isinstance(message, dict):
        raise ValueError(f"a place has a number for {' and '.join(names)}")
    return [sent_number(message.get(side), name) for side, name in zip("xy", names, strict=False)]


def read_numbers(text: str) -> tuple[float, ...]:
    """Read numbers with commas between. Raises ValueError."""
    return tuple(map(read_number, text.split(",")))


def read_whole(text: str) -> int:
    """Read a whole number of a link. Raises ValueError."""
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError(f"'{text[:40]}' is not a whole number")
    return int(text)


def read_flag(text: str) -> bool:
    """Read 1 or 0. Raises ValueError."""
    if text not in ("0", "1"):
        raise ValueError("it is 1 or 0")
    return text == "1"


def read_names(text: str) -> tuple[str, ...]:
    """Read names with commas between; one that holds a comma stands in quotes. Raises ValueError."""
    try:
        names = tuple(filter(None, next(csv.reader([text]), [])))
    except csv.Error:
        raise ValueError("it is no list of names with commas between") from None
    if not names:
        raise ValueError("it names no column")
    return names


def names_text(names: Sequence[str]) -> str:
    """Write names as `read_names` reads them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(names)
    return out.getvalue()


def read_named_numbers(text: str) -> tuple[tuple[str, float], ...]:
    """Read `name:number` pairs with commas between; a pair that holds a comma stands in quotes.

    Raises
    ------
    ValueError
        For anything else.
    """
    pairs = [pair.rpartition(":") for pair in read_names(text)]
    if not all(name and colon for name, colon, _ in pairs):
        raise ValueError("it takes pairs such as name:1.5 with commas between")
    return tuple((name, read_number(number)) for name, _, number in pairs)


def named_numbers_text(pairs: Sequence[tuple[str, float]]) -> str:
    """Write pairs as `read_named_numbers` reads them."""
    return names_text([f"{name}:{exact_text(number)}" for name, number in pairs])


def check_parameter(p: Param, value: float) -> float:
    """Return a value that the parameter's slider can show. Raises ValueError for another."""
    if not p.low <= value <= p.high or p.integer and value != int(value):
        kind = "a whole number" if p.integer else "a number"
        raise ValueError(f"{p.name} is {kind} from {p.low:g} to {p.high:g}, not {value:g}")
    return value
