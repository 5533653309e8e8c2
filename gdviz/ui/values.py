"""Values in links and in fields: how they are written and read."""

from __future__ import annotations

import re

from gdviz.formula import Param
from gdviz.ui.spec import Choice

_TYPED = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


def put_choice(q: dict[str, str], key: str, text_key: str, choice: Choice, default: Choice) -> None:
    if choice.text is not None:
        q[text_key] = choice.text
    elif choice.slug != default.slug:
        q[key] = choice.slug
    q |= {f"{key}.{k}": written(v) for k, v in choice.params}


def written(value: float) -> str:
    return repr(float(value)).removesuffix(".0")  # exact: the link opens the very same run


def shown(value: float) -> str:
    """A number in a field or on a slider: short where that is exact, else with all its digits."""
    short = f"{value:.6g}"
    return short if float(short) == value else written(value)


def typed(text: str, whole_number: bool = False) -> float:
    """A number as people type it, with a decimal point or a decimal comma. Raises ValueError with what would work."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    if len(plain) > 60 or not _TYPED.fullmatch(plain):
        raise ValueError(f"'{text.strip()[:40]}' is not a number such as 0.05, 0,05 or 1e-3")
    if _THOUSANDS.fullmatch(plain):
        first = plain.replace(",", "")
        raise ValueError(f"'{plain}' can be read in two ways: write {first} or {plain.replace(',', '.')}")
    value = number(plain.replace(",", "."))
    if whole_number and value != int(value):
        raise ValueError(f"'{plain}' is not a whole number")
    return int(value) if whole_number else value


def number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"'{text[:40]}' is not a number") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"'{text[:40]}' is not a finite number")
    return value


def within(p: Param, value: float) -> float:
    """A value that the parameter's slider can show. Raises ValueError."""
    if not p.low <= value <= p.high or p.integer and value != int(value):
        kind = "a whole number" if p.integer else "a number"
        raise ValueError(f"{p.name} is {kind} from {p.low:g} to {p.high:g}, not {value:g}")
    return value


def numbers(text: str, count: int) -> tuple[float, ...]:
    parts = text.split(",")
    if len(parts) != count:
        raise ValueError(f"it takes {count} numbers with commas between")
    return tuple(map(number, parts))


def whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError(f"'{text[:40]}' is not a whole number")
    return int(text)


def flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("it is 1 or 0")
    return text == "1"
