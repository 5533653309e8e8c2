"""What one visitor's choice may cost: ten seconds of computing, in turns, while the visitor waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TypeVar

from gdviz.cache import Section, section
from gdviz.engine.run.stop import Spent
from gdviz.ui import turns
from gdviz.ui.turns import still_there

T = TypeVar("T")

SECONDS = 10.0  # of computing, for all runs of a choice together
LIGHT = 0.2  # seconds after which a run takes turns with the other long ones
TURN = 0.25  # seconds of a turn
LOOK_EVERY = 0.02  # seconds between two looks of a run


def waiting() -> None:
    """Do what a run does again and again while another thread computes what it needs.

    Others go on with their short work meanwhile, and the wait ends where the visitor has left.
    """
    turns.short.give_way()
    still_there()


class Budget(AbstractContextManager["Budget"]):
    """A run's computing time: the engine calls it every step, and it raises `Spent` when the time is over.

    The time is that of the thread's own work, so that many visitors do not shorten a run.
    """

    def __init__(self, seconds: float, shared_by: int = 1) -> None:
        self.seconds, self.shared_by = seconds, shared_by
        self.began = time.thread_time()
        self.look = time.perf_counter() + LOOK_EVERY
        self.place: turns.Place | None = None
        self.turn_began = 0.0

    def __call__(self) -> None:
        """Take and give back turns; raise `Spent` where the time is over."""
        now = time.perf_counter()
        if now < self.look:
            return
        used = time.thread_time()
        if used - self.began > self.seconds:
            raise Spent(
                f"{self._whose()} {self.seconds:.3g} seconds of computing time are over. "
                f"With fewer steps, or a simpler rule or loss, the run comes to its end."
            )
        still_there()
        if self.place is None:
            if used - self.began > LIGHT:
                self._take_turn()
        elif used - self.turn_began > TURN and turns.long.waited_for():
            self._end_turn()
            self._take_turn()
        else:
            time.sleep(0)  # whoever has little to do goes first
        self.look = time.perf_counter() + LOOK_EVERY

    def _whose(self) -> str:
        if self.shared_by == 1:
            return "its"
        return f"its share of the {SECONDS:g} seconds for {self.shared_by} runs,"

    def _take_turn(self) -> None:
        turns.short.give_way()
        self.place = turns.long.take()
        self.turn_began = time.thread_time()

    def _end_turn(self) -> None:
        if self.place is not None:
            turns.long.leave(self.place)
        self.place = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_turn()


class TooLong(ValueError):
    """Something takes longer than a page may take."""


def section_in_time(name: str, size: Callable[[T], int]) -> Section[T | str]:
    """Make a section of the cache for `made_in_time`."""
    return section(name, lambda value: 1000 if isinstance(value, str) else size(value), waiting=waiting)


def made_in_time(
    kept: Section[T | str],
    key: tuple[Hashable, ...],
    make: Callable[[Budget], T],
    *,
    seconds: float,
    too_long: str,
    owner: object = None,
) -> T:
    """Return what is made once for all visitors, within a time of computing.

    What ran out of time is kept, too, as a sentence: nobody computes it again.

    Parameters
    ----------
    kept, key, owner : where it is kept, what it depends on, and with whom it is to be let go
    make : makes it; calls what it is given now and then
    seconds : of computing
    too_long : the sentence where that is not enough

    Raises
    ------
    TooLong
        With that sentence.
    """

    def make_or_say() -> T | str:
        try:
            with Budget(seconds) as budget:
                return make(budget)
        except Spent:
            return too_long

    found = kept.get((*key, seconds), make_or_say, owner=owner)
    if isinstance(found, str):
        raise TooLong(found)
    return found
