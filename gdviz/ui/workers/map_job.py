"""A map under way: the job that computes it, what of it can be shown, and how its progress is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

import streamlit as st

from gdviz.engine.maps.pieces import Pieces
from gdviz.ui.widgets import markdown
from gdviz.ui.workers.job import Job

M = TypeVar("M")


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

    def map(self) -> M:
        """Return the map as far as it is computed; made anew only where there is more of it."""
        with self.drawing:
            with self.lock:
                stand = self.pieces.taken, self.pieces.finished
                if self.last is None or self.last[0] != stand:
                    self.last = stand, self.make()
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
