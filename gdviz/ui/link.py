"""Reading and writing the query of a link, part by part. What a whole link holds: `gdviz.ui.address`.

Only what differs from the defaults is written, in names that people can read. A part that cannot be used is
left out with one sentence; the others are used.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace
from typing import Any, TypeVar

from gdviz.ui.spec.option import Option, options_of
from gdviz.ui.spec.spec import Choice
from gdviz.ui.spec.values import check_parameter, exact_text, read_number

MAX_UNKNOWN = 5  # keys of a link that belong to nothing and are named

V = TypeVar("V")


def write_choice(query: dict[str, str], link: str, text_link: str, choice: Choice, default: Choice) -> None:
    """Write a library entry or a text of one's own where it differs from the default, and its parameters."""
    if choice.text is not None:
        query[text_link] = choice.text
    elif choice.slug != default.slug:
        query[link] = choice.slug
    query |= {f"{link}.{name}": exact_text(value) for name, value in choice.params}


def write_options(query: dict[str, str], values: Any, default: Any, leave: Container[str] = ()) -> None:
    """Write the options of a choice that differ from the default, except the fields in `leave`."""
    for name, option in options_of(values).items():
        value, usual = getattr(values, name), getattr(default, name)
        if name in leave:
            continue
        if isinstance(value, Choice):
            write_choice(query, option.link, option.text_link, value, usual or Choice())
        elif value != usual and (value is not None or option.off):
            query[option.link] = option.write(value)


class Reader:
    """Reads a link part by part. `complaints` are the sentences about what could not be used."""

    def __init__(self, query: dict[str, str]) -> None:
        self.query = query
        self.complaints: list[str] = []
        self.used: set[str] = set()  # keys whose names follow from other parts, as those of parameters do
        self.unknown: list[str] = []  # keys that belong to nothing

    def read_option(
        self, option: Option, values: V, check: Callable[[V], object], count: int | None = None
    ) -> V:
        """Return the values with one part of the link read and checked, or as they were.

        `count` is how many numbers the part must have, where it has several.
        """
        if option.link not in self.query:
            return values
        text = self.query[option.link]
        try:
            if count is not None and len(text.split(",")) != count:
                raise ValueError(f"it takes {count} numbers with commas between")
            changed: V = replace(values, **{option.field: option.read(text)})  # type: ignore[type-var]
            check(changed)
            return changed
        except ValueError as error:
            self.complain(option.link, error)
            return values

    def complain(self, key: str, error: ValueError) -> None:
        """Say that a part of the link cannot be used."""
        self.leave_out(f"{key}={self.query[key][:60]}", error)

    def leave_out(self, what: str, error: ValueError) -> None:
        """Say that something of the link cannot be used, and why."""
        why = str(error).rstrip("?")
        end = "" if why.endswith(".") else "."  # a list that is cut short has its three points
        self.complaints.append(f"The link's {what} cannot be used and was left out: {why}{end}")

    def read_entry(
        self, option: Option, default: Choice | None, find: Callable[[Choice], Any]
    ) -> Choice | None:
        """Return the entry or the text that the link names, with its parameters; without one the default.

        `find` makes the entry of a choice and raises ValueError where there is none.
        """
        named: list[tuple[str, Choice]] = []
        if option.link in self.query:
            named.append((option.link, Choice(slug=self.query[option.link])))
        if option.text_link and option.text_link in self.query:
            named.append((option.text_link, Choice(text=self.query[option.text_link])))
        found = default
        for key, choice in named:
            try:
                find(choice)
                found = choice
            except ValueError as error:
                self.complain(key, error)
        return self.with_parameters(option.link, found, find) if found else None

    def with_parameters(self, prefix: str, choice: Choice, find: Callable[[Choice], Any]) -> Choice:
        """Return the choice with the parameters that the link gives it as `prefix.name`."""
        params = {p.name: p for p in find(choice).params}
        for key, text in self.query.items():
            head, _, name = key.rpartition(".")
            if head != prefix or name == "lr" and name not in params:
                continue
            self.used.add(key)
            if name not in params and len(self.complaints) >= MAX_UNKNOWN:
                self.unknown.append(key)
                continue
            try:
                if name not in params:
                    raise ValueError(f"there is no parameter '{name[:40]}' here")
                value = check_parameter(params[name], read_number(text))
                choice = replace(choice, params=(*choice.params, (name, value)))
            except ValueError as error:
                self.complain(key, error)
        return choice

    def shorten(self, key: str, count: int, name: str) -> None:
        """Keep, of numbers for two coordinates, those of the only one there is.

        A text of one coordinate was once drawn over two, and such links are still about.
        """
        parts = self.query.get(key, "").split(",")
        if len(parts) == 2 * count:
            self.query[key] = ",".join(parts[:count])
            self.complaints.append(
                f"The link's {key}={','.join(parts)[:60]} is for two coordinates; {name} is the only one "
                "here, so the rest of it was left out."
            )

    def report_unknown(self, known: Container[str]) -> None:
        """Say which keys belong to nothing; `known` are those that do."""
        unused = (k for k in self.query if k not in self.used and k not in known)
        self.unknown += [k for k in unused if not k.startswith(("utm_", "embed"))]
        if not self.unknown:
            return
        names = [f"'{k[:40]}'" for k in self.unknown[:MAX_UNKNOWN]]
        if len(self.unknown) > MAX_UNKNOWN:
            names.append(f"{len(self.unknown) - MAX_UNKNOWN} more")
        listed = ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]
        verbs = ("belong", "were") if len(names) > 1 else ("belongs", "was")
        self.complaints.append(f"The link's {listed} {verbs[0]} to nothing here and {verbs[1]} left out.")
