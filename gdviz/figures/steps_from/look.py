"""What the flat figure and the sheets have in common: colours, and places on the axes."""

from __future__ import annotations

import numpy as np

from gdviz.engine import StepsFrom
from gdviz.figures.look import competitor_color
from gdviz.player.look import STEP_SLOTS

SIDE = 81  # points of the model along a side
MODEL = competitor_color(3)


def sides(result: StepsFrom, side: int) -> list[np.ndarray]:
    """Return places on each axis of the window, so many."""
    return [np.linspace(low, high, side) for low, high in result.window]


def color_of_step(i: int) -> str:
    """Return the colour of step i."""
    return competitor_color(STEP_SLOTS[i % len(STEP_SLOTS)])
