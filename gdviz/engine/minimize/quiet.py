"""Silence for SciPy's warnings, for any number of threads at once."""

from __future__ import annotations

import warnings
from threading import Lock


class Quiet:
    """Ignores the warnings of SciPy as long as any thread is inside; the last to leave restores the filters.

    `warnings.catch_warnings` alone belongs to no thread: of two that overlap, the one that leaves last would
    put back the filters as the other had them, for good.
    """

    def __init__(self) -> None:
        self.lock, self.inside, self.filters = Lock(), 0, warnings.catch_warnings()

    def __enter__(self) -> None:
        with self.lock:
            self.inside += 1
            if self.inside == 1:
                self.filters = warnings.catch_warnings()
                self.filters.__enter__()
                warnings.filterwarnings("ignore", module="scipy")

    def __exit__(self, *raised: object) -> None:
        with self.lock:
            self.inside -= 1
            if not self.inside:
                self.filters.__exit__(None, None, None)


quiet = Quiet()  # one for all, since the filters are
