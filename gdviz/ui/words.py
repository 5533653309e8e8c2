"""Values in links: how they are written and read."""

from __future__ import annotations

import re

from gdviz.engine import Choice
from gdviz.formula import Param

MAY_BE_OFF = ("clip", "tol", "target")


def put_choice(q: dict[str, str], key: str, text_key: str, choice: Choice, default: Choice) -> None:
    if choice.text is not None:
        q[text_key] = choice.text
    elif choice.slug != default.slug:
        q[key] = choice.slug
    q |= {f"{key}.{k}": written(v) for k, v in choice.params}


def written(value: float) -> str:
    return repr(float(value)).removesuffix(".0")  # exact: the link opens the very same run


def number_or_off(key: str, text: str) -> float | None:
    return None if text == "off" and key in MAY_BE_OFF else number(text)


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
