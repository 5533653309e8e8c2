"""The colours, dashes and shapes that Python and the player's JavaScript share: look.json, read once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, TypedDict


class Competitors(TypedDict):
    """Slots of the palette: a colour and lengths of stroke and gap for each."""

    colors: list[str]
    dashes: list[list[int]]


class Shape(TypedDict):
    """The mark of a class: corners around (0, 0) for radius 1, y downwards; a circle has none."""

    name: str
    corners: list[tuple[float, float]]


class Classes(TypedDict):
    """Colours of the classes on light and on dark, and their marks."""

    light: list[str]
    dark: list[str]
    shapes: list[Shape]


class Casing(TypedDict):
    """What surrounds a path, so that it stands out."""

    color: str
    opacity: float


class Shades(TypedDict):
    """Colours of a loss from low to high, of what surrounds a path, and of contour lines."""

    ramp: list[str]
    casing: Casing
    line: str


class Themed(TypedDict):
    """The same on light and on dark."""

    light: Shades
    dark: Shades


class Edge(TypedDict):
    """A colour on light and on dark."""

    light: str
    dark: str


class Minimum(TypedDict):
    """The star of a minimum."""

    fill: str
    edge: Edge


class Mark(TypedDict):
    """The mark of a kind of critical point: the name of a shape of `Classes`, and its colour."""

    shape: str
    fill: str


class Look(TypedDict):
    """What look.json holds."""

    competitors: Competitors
    classes: Classes
    surface: Themed
    minimum: Minimum
    critical: dict[str, Mark]


STEP_SLOTS: Final = (0, 1, 5, 6)  # of the palette, for single steps of several rules from one point
LOOK: Final[Look] = json.loads(Path(__file__).with_name("look.json").read_text("utf-8"))
