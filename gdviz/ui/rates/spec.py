"""What the Learning rates page shows besides the race, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.ui.spec.option import names, numbers, one_of, whole, word

MOST_SCHEDULES = 6  # beside each other
MOST_CELLS = 100  # of a map along a side


@dataclass(frozen=True)
class RatesChoice:
    """What stands beside the race: a sweep over rates, a map of two hyper-parameters, or schedules.

    `of` is the optimizer whose rates they are; "" for the one in focus. `across` and `up` name what varies in
    the map, as `gdviz.hyper_map` has it; "" is the usual one. `box` is the part of the map that is shown:
    from and to along each side; None for all of it.
    """

    view: str = one_of(
        "sweep",
        {"sweep": "Learning rate", "map": "Two hyper-parameters", "schedules": "Schedule"},
        "view",
        "Vary",
    )
    of: str = word("", "of", "Learning rates of")
    measure: str = one_of(
        "loss", {"loss": "Final loss", "steps": "Steps to the minimum"}, "measure", "Against the rate"
    )
    across: str = word("", "across", "Across")
    up: str = word("", "up", "Upwards")
    cells: int = whole(40, "cells", "Cells along a side", 1, MOST_CELLS)
    schedules: tuple[str, ...] = names(
        ("constant", "cosine", "step_decay", "one_cycle"), "schedules", "Schedules", may_be_none=True
    )
    box: tuple[float, ...] | None = numbers(None, "box")
