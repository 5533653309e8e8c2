"""A map under way: the job that computes it, what of it can be shown, and how its progress is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import streamlit as st

from gdviz.engine.maps.pieces import Pieces
from gdviz.ui.widgets import markdown
from gdviz.ui.workers.job import OWN_ERROR, Job

M = TypeVar("M")
REST = 20  # times what it took to make a map
LONGEST_REST = 3.0  # seconds


class MapJob(Job, Generic[M]):
    """A map under way.

    The map is made by the thread that takes the results. Visitors who look at it get what is there: none of
    them waits for it, and nobody waits for them. Until all is computed it is made anew only now and then.

    Parameters
    ----------
    pieces : the map's cells
    make : makes the map of what is computed of them
    """

    def __init__(self, pieces: Pieces, make: Callable[[], M]) -> None:
        super().__init__(pieces)
        self.pieces, self.make = pieces, make
        self.made: M | None = None
        self.complete = False  # whether what was made will not change any more
        self.rests_until = 0.0

    @property
    def over(self) -> bool:
        """Whether there is nothing more to compute, and the map is made of all that was computed."""
        return self.complete

    def map(self) -> M | None:
        """Return the map as far as it is computed; None where nothing is there yet."""
        return self.made

    def next_piece(self) -> tuple[Any, tuple[Any, ...]] | None:
        """Return a piece and its arguments, or None; where there will be no more, the map is made."""
        with self.lock:
            piece = None if self.complaint else super().next_piece()
            if not self.complete and (self.complaint or self.pieces.finished):
                self._make()
                self.complete = True
                self.pieces.let_go()
            return piece

    def take(self, piece: Any, found: Any, seconds: float) -> None:
        """Take a result, and make the map where it is time to."""
        with self.lock:
            super().take(piece, found, seconds)
            if time.monotonic() >= self.rests_until:
                self._make()

    def _make(self) -> None:
        if not self.pieces.taken:
            return
        began = time.thread_time()
        try:
            self.made = self.make()
        except Exception:
            self.complaint, self.complete = OWN_ERROR, True
            raise
        took = time.thread_time() - began
        self.rests_until = time.monotonic() + min(LONGEST_REST, REST * took)

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
