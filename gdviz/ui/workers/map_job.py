"""A map under way: the job that computes it, what of it can be shown, and how its progress is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

import streamlit as st

from gdviz.engine.maps.pieces import Pieces
from gdviz.ui.widgets import markdown
from gdviz.ui.workers.job import Job

M = TypeVar("M")
REST = 100  # times what it took to make a map, which is half of what it takes to show it
LONGEST_REST = 3.0  # seconds


class MapJob(Job, Generic[M]):
    """A map under way.

    Parameters
    ----------
    pieces : the map's cells
    make : makes the map of what is computed of them
    """

    def __init__(self, pieces: Pieces, make: Callable[[], M]) -> None:
        super().__init__(pieces)
        self.pieces, self.make = pieces, make
        self.drawing = Lock()
        self.last: tuple[tuple[int, bool], M] | None = None
        self.rests_until = 0.0

    def map(self) -> M:
        """Return the map as far as it is computed.

        It is made anew only where there is more of it and, until all is computed, only now and then: whoever
        looks at a map that grows takes but a small part of the server's time from the others.
        """
        with self.drawing:
            with self.lock:
                stand = self.pieces.taken, self.pieces.finished
                rests = not self.over and time.monotonic() < self.rests_until
                if self.last is None or self.last[0] != stand and not rests:
                    began = time.thread_time()
                    self.last = stand, self.make()
                    took = time.thread_time() - began
                    self.rests_until = time.monotonic() + min(LONGEST_REST, REST * took)
            return self.last[1]

    @property
    def share(self) -> float:
        """Share of the cells that are computed."""
        return self.pieces.share


def tell_progress(jobs: Sequence[MapJob[M]], over: bool, what: str, more: str) -> None:
    """Say how far maps are, and why one is not finished.

    It has a place of its own: in the browser what follows stays as it is when there is nothing to say.
    """
    with st.container():
        for complaint in dict.fromkeys(job.complaint for job in jobs if job.complaint):
            st.warning(markdown.escape(complaint), icon=":material/info:")
        if not over:
            share = sum(job.share for job in jobs) / len(jobs)
            st.progress(share, f"{share:.0%} of the {what}. {more}")
