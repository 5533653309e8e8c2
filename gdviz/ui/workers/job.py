"""Something long that is computed in pieces, for all visitors who look at it."""

from __future__ import annotations

import pickle
import time
from functools import cached_property
from itertools import count
from threading import RLock
from typing import Any, Protocol

MOST_SECONDS = 60.0  # of the processor's time, for a whole job
PIECE_SECONDS = 0.15  # of the processor's time that a piece is to take
FIRST = 1024  # runs of the first piece
FEWEST, MOST = 16, 16_384  # runs of a piece
MOST_CRASHES = 2
OWN_ERROR = "It met an error of its own and could not go on."

_numbers = count()


class Work(Protocol):
    """What is computed in pieces, such as `gdviz.engine.Refinement`."""

    @property
    def runs(self) -> Any:
        """What computes a piece, here or in another process: a function that can be pickled."""

    @property
    def finished(self) -> bool:
        """Whether all is computed; known after the last `next_piece`."""

    def next_piece(self, most: int) -> Any:
        """Return a piece of so many runs at most; None where there is none before another comes back."""

    def arguments(self, piece: Any) -> tuple[Any, ...]:
        """Return what `runs` is called with."""

    def take(self, piece: Any, found: Any) -> None:
        """Take what `runs` returned."""

    def give_back(self, piece: Any) -> None:
        """Put a piece back that could not be computed."""


class Job:
    """Work under way. All that is done to `work` is done while holding `lock`.

    Attributes
    ----------
    key : a number of its own
    seconds : of the processor's time taken so far
    begun : whether a piece was given out
    complaint : why it was not finished; "" where nothing is wrong
    """

    def __init__(self, work: Work) -> None:
        self.work, self.lock, self.key = work, RLock(), next(_numbers)
        self.most, self.seconds, self.crashes = FIRST, 0.0, 0
        self.complaint, self.begun = "", False

    @property
    def over(self) -> bool:
        """Whether there is nothing more to compute."""
        return bool(self.complaint) or self.work.finished

    @cached_property
    def function(self) -> bytes:
        """What computes its pieces, pickled."""
        return pickle.dumps(self.work.runs, pickle.HIGHEST_PROTOCOL)

    def next_piece(self) -> tuple[Any, tuple[Any, ...]] | None:
        """Return a piece and its arguments, or None."""
        with self.lock:
            piece = None if self.over else self.work.next_piece(self.most)
            if piece is None:
                return None
            self.begun = True
            return piece, self.work.arguments(piece)

    def take(self, piece: Any, found: Any, seconds: float) -> None:
        """Take a result, and fit the size of the pieces to the time that this one took."""
        with self.lock:
            self.work.take(piece, found)
            self.seconds += seconds
            self.most = round(
                min(MOST, max(FEWEST, self.most * min(2.0, PIECE_SECONDS / max(seconds, 1e-9))))
            )
            if self.seconds > MOST_SECONDS and not self.work.finished:
                self.complaint = (
                    f"Its {MOST_SECONDS:g} seconds of computing time are over, so it is not finished; "
                    "with fewer steps or a coarser map it will be."
                )

    def failed(self, piece: Any, complaint: str) -> None:
        """Give a piece back, and end where it cannot be computed."""
        with self.lock:
            self.work.give_back(piece)
            self.complaint = complaint

    def crashed(self, piece: Any) -> None:
        """Give a piece back whose process has ended; after a few times the job ends, too."""
        with self.lock:
            self.work.give_back(piece)
            self.crashes, self.most = self.crashes + 1, max(FEWEST, self.most // 4)
            if self.crashes >= MOST_CRASHES:
                self.complaint = (
                    "It takes too long, or more memory than there is; try fewer steps or less data."
                )


class Clock:
    """Says whether a piece that was begun now is still wanted: as long as its job is, and not forever."""

    LONGEST = 20.0  # seconds of a piece
    PATIENCE = 1.0  # seconds that a piece which nobody waits for any more may take

    def __init__(self, wanted: Any) -> None:
        self.wanted, self.began, self.left = wanted, time.monotonic(), 0.0

    def __call__(self) -> bool:
        """Return whether to wait longer."""
        now = time.monotonic()
        if self.wanted():
            self.left = now
        return now - self.began < self.LONGEST and now - max(self.left, self.began) < self.PATIENCE
