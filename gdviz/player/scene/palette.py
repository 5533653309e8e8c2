"""Colours and dash patterns of the competitors, the same in every picture and control.

The eight colours keep at least an OKLab distance of 0.09 from each other as seen with normal vision and with
protanopia, deuteranopia and tritanopia, and a contrast of at least 3:1 on white and on the dark background.
Each has a dash pattern of its own, so no pair is told apart by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from gdviz.player.look import LOOK

COLORS = tuple(LOOK["competitors"]["colors"])
# lengths of stroke and gap in CSS pixels, as a canvas and an SVG take them; () is a solid line
DASHES: tuple[tuple[int, ...], ...] = tuple(map(tuple, LOOK["competitors"]["dashes"]))


def slots(preferred: Sequence[int | None]) -> list[int]:
    """Give each competitor a palette slot (0..7): the preferred one, or the next free one.

    With more than eight competitors slots repeat. Raises ValueError for a preference outside 0..7.
    """
    size = len(COLORS)
    for wish in preferred:
        if wish is not None and not 0 <= wish < size:
            raise ValueError(f"a preferred slot must lie in 0..{size - 1}, got {wish}")
    chosen: list[int | None] = []
    for (
        wish
    ) in preferred:  # wishes first, so that an early competitor without one never takes a later one's colour
        chosen.append(wish if wish is not None and wish not in chosen else None)
    result: list[int] = []
    for position, slot in enumerate(chosen):
        if slot is None:
            held = {s for s in chosen if s is not None}
            free = [s for s in range(size) if s not in held]
            slot = free[0] if free else position % size
            chosen[position] = slot
        result.append(slot)
    return result
