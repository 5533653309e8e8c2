"""What one visitor's choice may cost: ten seconds of computing, in turns, while the visitor waits."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Lock, local
from types import TracebackType
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from gdviz.cache import Section, section
from gdviz.engine.run.stop import Spent

T = TypeVar("T")

SECONDS = 10.0  # of computing, for all runs of a choice together
LIGHT = 0.2  # seconds after which a run takes turns with the other long ones
TURN = 0.25  # seconds of a turn
LOOK_EVERY = 0.02  # seconds between two looks of a run
PAUSE = 0.1  # seconds between two looks of who waits at whether the visitor is still there
PATIENCE = 0.5  # seconds that something short waits for its turn at most


def still_there() -> None:
    """End this run of the script where its visitor has left or changed the choice.

    Streamlit ends it by an exception, at certain points only; reading the session state is one of them.
    """
    if st.runtime.exists():
        _ = "page" in st.session_state
        _begin_again_where_asked()


def _begin_again_where_asked() -> None:
    """Run the page again where a person has changed something in a part of it that could run alone.

    Streamlit would let this run go on to its end first.
    """
    ctx = get_script_run_ctx(suppress_warning=True)
    requests = ctx.script_requests if ctx else None
    if requests and requests._state is ScriptRequestType.RERUN and not requests._rerun_data.is_auto_rerun:
        st.rerun()


class Turns:
    """A queue of what computes one at a time: who waits is called when its turn comes.

    Parameters
    ----------
    after : a queue that goes first: nobody of this one is called while somebody is in that one
    """

    def __init__(self, after: Turns | None = None) -> None:
        self.queue: deque[object] = deque()
        self.after, self.behind = after, list[Turns]()
        self._called: dict[object, Event] = {}
        self._lock = Lock()
        self._here = local()  # who has the turn of this thread
        if after:
            after.behind.append(self)

    def take(self, who: object) -> None:
        """Wait at the end of the queue for one's turn; `still_there` may end the wait."""
        called = self._join(who)
        try:
            while not called.wait(PAUSE):
                still_there()
        except BaseException:
            self.leave(who)
            raise

    def leave(self, who: object) -> None:
        """Let the next one have the turn."""
        with self._lock:
            self.queue.remove(who)
            del self._called[who]
        self._call_next()

    @contextmanager
    def turn(self) -> Iterator[float]:
        """Do something short in one's turn; gives the seconds waited. Who has waited long goes on without."""
        who, came = object(), time.perf_counter()
        try:
            self._wait(who)
            self._here.who = who
            yield time.perf_counter() - came
        finally:
            self._here.who = None
            if who in self._called:
                self.leave(who)

    def _wait(self, who: object) -> None:
        """Join the queue and wait for one's turn, but not for longer than is patient."""
        called, until = self._join(who), time.perf_counter() + PATIENCE
        while (left := until - time.perf_counter()) > 0 and not called.wait(min(PAUSE, left)):
            still_there()

    def give_way(self) -> None:
        """Leave the turn that this thread is in, if it is in one, since what it does takes long."""
        who = getattr(self._here, "who", None)
        if who in self._called:
            self.leave(who)

    def rest(self, seconds: float) -> None:
        """Let others have the turn that this thread is in, for some time; then wait for it again."""
        who = getattr(self._here, "who", None)
        self.give_way()
        time.sleep(seconds)
        if who is not None:
            self._wait(who)

    def waited_for(self) -> bool:
        """Return whether another run waits for this turn to end."""
        return len(self.queue) > 1

    def _join(self, who: object) -> Event:
        called = Event()
        with self._lock:
            self._called[who] = called
            self.queue.append(who)
        self._call_next()
        return called

    def _call_next(self) -> None:
        with self._lock:
            if self.queue and not (self.after and self.after.queue):
                self._called[self.queue[0]].set()
        for queue in self.behind:
            queue._call_next()


turns = Turns()
# Runs of a whole page, and of the picture alone while something is dragged, compute one after the other too:
# threads that share the interpreter would all end late. What is changed goes before what is dragged, which
# will be asked for again.
changes = Turns()
drags = Turns(after=changes)


def waiting() -> None:
    """Do what a run does again and again while another thread computes what it needs.

    Others go on with their short work meanwhile, and the wait ends where the visitor has left.
    """
    _give_way()
    still_there()


def _give_way() -> None:
    """Leave the turn of the page that this thread computes for."""
    for short in (changes, drags):
        short.give_way()


class Budget(AbstractContextManager["Budget"]):
    """A run's computing time: the engine calls it every step, and it raises `Spent` when the time is over.

    The time is that of the thread's own work, so that many visitors do not shorten a run.
    """

    def __init__(self, seconds: float, shared_by: int = 1) -> None:
        self.seconds, self.shared_by = seconds, shared_by
        self.began = time.thread_time()
        self.look = time.perf_counter() + LOOK_EVERY
        self.turn_began: float | None = None

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
        if self.turn_began is None:
            if used - self.began > LIGHT:
                self._take_turn()
        elif used - self.turn_began > TURN and turns.waited_for():
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
        _give_way()
        turns.take(self)
        self.turn_began = time.thread_time()

    def _end_turn(self) -> None:
        self.turn_began = None
        turns.leave(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.turn_began is not None:
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
