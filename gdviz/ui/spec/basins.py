"""What the Basins page shows beside its race, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.ui.spec.option import flag, one_of, word

SIDES = {"64": "64 × 64", "128": "128 × 128", "256": "256 × 256", "512": "512 × 512"}
POINTER = {"run": "Click to open a run", "zoom": "Drag to zoom in"}
NOBODY = ""


@dataclass(frozen=True)
class BasinsChoice:
    """Whose basins are mapped, and how finely. `of` and `other` name optimizers of the race.

    `of` is the first one where it names none, and `other` is nobody.
    """

    of: str = word(NOBODY, "map", "Map of")
    other: str = word(NOBODY, "beside", "Beside it")
    side: str = one_of("128", SIDES, "starts", "Starts")
    pointer: str = one_of("run", POINTER, "pointer", "On the map")
    differences: bool = flag(False, "differ", "Mark where they differ")
