"""Two things timed in turn, A B A B ..., so that a drift of the machine hits both; medians and the ratio pair by pair."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


def seconds(f: Callable[[], Any]) -> float:
    """Return the seconds of computing that this process takes, on all its threads.

    Time on the clock would also tell how busy others keep the machine.
    """
    start = time.process_time()
    f()
    return time.process_time() - start


def pairs(ours: Callable[[], Any], other: Callable[[], Any], rounds: int = 9) -> tuple[float, float, float]:
    """Median seconds of both and the median of the ratios ours/other."""
    ours(), other()
    timed = [(seconds(ours), seconds(other)) for _ in range(rounds)]
    a, b = zip(*timed, strict=True)
    return statistics.median(a), statistics.median(b), statistics.median(x / y for x, y in timed)
