"""An option: what one field of a choice is called, and what it may be. It is declared once, with its field.

Links, checks, controls, captions, keys of a session and the arguments of a run follow from that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

from gdviz.ui.spec.values import (
    exact_text,
    named_numbers_text,
    names_text,
    read_flag,
    read_named_numbers,
    read_names,
    read_number,
    read_numbers,
    read_whole,
    short_text,
)

OFF = "off"  # what a link says of an option that is switched off
NO_NAMES = "none"  # what a link says where no name is picked
PAGE, PROBLEM, VIEW = "page", "problem", "view"  # what a choice is kept for, see `Option.scope`


@dataclass(frozen=True)
class Option:
    """What is known of a field besides its value.

    Attributes
    ----------
    link : its key in a link
    read, write : from the text of a link to the value, and back; `read` raises ValueError
    label, help : of its control
    off : what an empty field means; "" where there must be a value
    low, high : bounds of a number; None: any
    whole : whether a number is a whole one
    shown_as : the values that it may have, and how its control shows each; empty: any value
    group : the group of controls that it stands in; "" where its control is made elsewhere
    argument : the keyword of `gdviz.Descent` that takes it; "stop.x" is the field x of its stop rules
    caption : a sentence about the run unless the option has its default, with fields of the Spec in braces
    assumed : what the theory of stable rates assumes in its place
    picture_only : whether only the picture depends on it, and no run
    scope : what a session keeps it for: the PAGE, the surface or the data of the PROBLEM, or one VIEW of them
    needs : the ability that a kind of problem must have for it to mean something; "": none
    is_entry : whether it is an entry of the library with parameters (a `Choice`)
    text_link : for an entry the key of a text of one's own; "" where there is none
    field, default : its name and its default, filled in from the field
    """

    link: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    label: str = ""
    help: str = ""
    off: str = ""
    low: float | None = None
    high: float | None = None
    whole: bool = False
    shown_as: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    argument: str = ""
    caption: str = ""
    assumed: str = ""
    picture_only: bool = False
    scope: str = PAGE
    needs: str = ""
    is_entry: bool = False
    text_link: str = ""
    field: str = ""
    default: Any = None

    def check(self, value: Any) -> None:
        """Raise ValueError where the field may not hold the value."""
        if self.low is None or self.high is None:
            return
        if value is None and not self.off:
            raise ValueError("it must be a number")
        if value is not None and not self.low <= value <= self.high:
            bounds = f"{short_text(self.low)} to {short_text(self.high)}"
            raise ValueError(f"it must lie from {bounds}, not {short_text(value)}")


def number(default: float | None, link: str, label: str, low: float, high: float, **more: Any) -> Any:
    """Declare a number between two bounds."""
    return _declared(
        default, Option(link, _or_off(read_number, more), _or_off_text, label, low=low, high=high, **more)
    )


def whole(default: int | None, link: str, label: str, low: int, high: int, **more: Any) -> Any:
    """Declare a whole number between two bounds."""
    option = Option(
        link, _or_off(read_whole, more), _or_off_text, label, low=low, high=high, whole=True, **more
    )
    return _declared(default, option)


def flag(default: bool | None, link: str, label: str = "", **more: Any) -> Any:
    """Declare something that is on or off."""
    return _declared(default, Option(link, read_flag, lambda value: str(int(value)), label, **more))


def one_of(default: str | None, shown_as: Mapping[str, str], link: str, label: str = "", **more: Any) -> Any:
    """Declare one of some values, given with how each is shown."""

    def read(text: str) -> str:
        if text not in shown_as:
            raise ValueError(f"it is one of {', '.join(shown_as)}")
        return text

    return _declared(default, Option(link, read, str, label, shown_as=shown_as, **more))


def word(default: str | None, link: str, label: str = "", **more: Any) -> Any:
    """Declare a name."""
    return _declared(default, Option(link, str, str, label, **more))


def names(
    default: tuple[str, ...] | None, link: str, label: str = "", *, may_be_none: bool = False, **more: Any
) -> Any:
    """Declare several names, at least one unless there may be none."""

    def read(text: str) -> tuple[str, ...]:
        return () if may_be_none and text in ("", NO_NAMES) else read_names(text)

    return _declared(default, Option(link, read, lambda v: names_text(v) or NO_NAMES, label, **more))


def numbers(default: tuple[float, ...] | None, link: str, **more: Any) -> Any:
    """Declare several numbers; how many they must be, the problem says."""
    return _declared(default, Option(link, read_numbers, lambda v: ",".join(map(exact_text, v)), **more))


def named_numbers(default: tuple[tuple[str, float], ...] | None, link: str, label: str, **more: Any) -> Any:
    """Declare numbers by name; which names there may be, the problem says."""
    return _declared(default, Option(link, read_named_numbers, named_numbers_text, label, **more))


def indices(default: tuple[int, ...], link: str, **more: Any) -> Any:
    """Declare two whole numbers."""

    def read(text: str) -> tuple[int, ...]:
        first, _, second = text.partition(",")
        return read_whole(first), read_whole(second)

    return _declared(default, Option(link, read, lambda v: ",".join(map(str, v)), **more))


def wholes(
    default: tuple[int, ...], link: str, label: str, low: int, high: int, most: int, **more: Any
) -> Any:
    """Declare up to `most` whole numbers between two bounds, or none."""

    def read(text: str) -> tuple[int, ...]:
        values = () if text == NO_NAMES else tuple(map(read_whole, text.split(",")))
        if len(values) > most or not all(low <= value <= high for value in values):
            raise ValueError(f"it is up to {most} whole numbers from {low} to {high}, or {NO_NAMES}")
        return values

    return _declared(default, Option(link, read, lambda v: ",".join(map(str, v)) or NO_NAMES, label, **more))


def entry(default: Any, link: str, text_link: str = "", **more: Any) -> Any:
    """Declare an entry of the library (a `Choice`), or a text of one's own under `text_link`."""
    return _declared(default, Option(link, str, str, is_entry=True, text_link=text_link, **more))


@cache  # constant: of the classes of choices
def options(kind: type) -> dict[str, Option]:
    """Return the options of a class of choices by the names of their fields."""
    declared = [(f, f.metadata["option"]) for f in fields(kind) if "option" in f.metadata]
    return {f.name: replace(o, field=f.name, default=f.default) for f, o in declared}


def options_of(values: Any) -> dict[str, Option]:
    """Return the options of a choice by the names of their fields; none of None."""
    return {} if values is None else options(values.__class__)


def not_as_assumed(values: Any) -> list[str]:
    """Return what theory assumes and this choice has otherwise, such as "a constant rate"."""
    found = options_of(values).items()
    return [o.assumed for name, o in found if o.assumed and getattr(values, name) != o.default]


def beside_key(field: str) -> str:
    """Return the key, among the choices of a page, of an option of what stands beside the race."""
    return f"beside.{field}"


def links(kind: type) -> set[str]:
    """Return the keys that the options of a class have in links."""
    found = options(kind).values()
    return {o.link for o in found} | {o.text_link for o in found if o.text_link}


def _declared(default: Any, option: Option) -> Any:
    return field(default=default, metadata={"option": option})


def _or_off(read: Callable[[str], float], more: dict[str, Any]) -> Callable[[str], float | None]:
    may_be_off = bool(more.get("off"))
    return lambda text: None if text == OFF and may_be_off else read(text)


def _or_off_text(value: float | None) -> str:
    return OFF if value is None else exact_text(value)
