"""Which iterates of a run are looked at: what is sent does not grow with its steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST, FEWEST = 61, 4  # iterates that are looked at, whatever a look holds


def looked_at(iterates: int, numbers: int, room: int, most: int = MOST) -> NDArray[np.int64]:
    """Choose iterates of a record, evenly spread from the first to the last.

    Parameters
    ----------
    iterates : how many there are
    numbers : that are sent of each
    room : numbers that may be sent of all together
    most : iterates that are looked at at most

    Returns
    -------
    array (m,)
        Places in the record, in order.

    Examples
    --------
    >>> looked_at(301, numbers=1600, room=16_000).tolist()
    [0, 33, 67, 100, 133, 167, 200, 233, 267, 300]
    >>> looked_at(3, numbers=1600, room=16_000).tolist()
    [0, 1, 2]
    """
    count = min(iterates, most_looks(numbers, room, most))
    return np.round(np.linspace(0, iterates - 1, count)).astype(np.int64)


def most_looks(numbers: int, room: int, most: int = MOST) -> int:
    """Return at how many iterates a long run is looked at, see `looked_at`."""
    return max(FEWEST, min(most, room // max(1, numbers)))
