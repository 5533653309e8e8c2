"""Turns: what the visitors wait for is computed one after the other, in the order in which it is due.

Threads that share the interpreter would all end late. There are two queues: `short`, of what a page does, and
`long`, of runs that take a while.
"""

from __future__ import annotations

import time
from bisect import insort
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, local

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType

PAUSE = 0.5  # seconds between two looks of who waits, at least
MANY = 20  # who wait: then the pause is twice that, since each look takes the interpreter from who computes
PATIENCE = 0.5  # seconds in which no turn ended: at the next look, who waits in `short` goes on without one

# Seconds after it begins to wait that something is due. A picture goes first. What is dragged will be asked
# for again, so it can wait. What stands around a picture follows it, and where the server is full, a
# visitor's next change often comes before.
AT_ONCE, DRAGGED, AROUND = 0.0, 0.5, 10.0


def still_there() -> None:
    """End this run of the script where its visitor has left or changed the choice.

    Streamlit ends it by an exception, at certain points only; reading the session state is one of them.
    """
    if st.runtime.exists():
        _ = "page" in st.session_state
        if (requests := _requests()) and _asks_for_a_run(requests):
            # Streamlit would let this run go on to its end first, where only a part of the page is to run
            st.rerun()


def _requests() -> ScriptRequests | None:
    """Return where it is noted what is asked of the run on this thread; None: it is of no page."""
    ctx = get_script_run_ctx(suppress_warning=True)
    return ctx.script_requests if ctx else None


def _asks_for_a_run(requests: ScriptRequests) -> bool:
    """Return whether a person has asked for another run; a clock asks, too."""
    return requests._state is ScriptRequestType.RERUN and not requests._rerun_data.is_auto_rerun


class Place:
    """A place in a queue: when it is due, and the event of its turn or of something else to look at."""

    def __init__(self, due: float) -> None:
        self.due = due
        self.called = Event()
        self._requests = _requests()

    def is_in_vain(self) -> bool:
        """Return whether the visitor has left or changed the choice meanwhile. It is asked very often."""
        asks = self._requests
        if asks is None or asks._state is ScriptRequestType.CONTINUE:
            return False
        return asks._state is ScriptRequestType.STOP or _asks_for_a_run(asks)


class Turns:
    """A queue of what computes one at a time.

    Attributes
    ----------
    queue : who waits, in the order of their turns
    holder : whose turn it is
    """

    def __init__(self) -> None:
        self.queue: list[Place] = []
        self.holder: Place | None = None
        self._ended = 0  # turns that came to their end
        self._lock = Lock()
        self._here = local()  # `place`: of what this thread does in its turn

    def take(self, due_in: float = AT_ONCE, patience: float = float("inf")) -> Place:
        """Wait for one's turn; `still_there` may end the wait.

        Who has waited so many seconds in which no turn ended goes on without a turn.
        """
        place = Place(time.perf_counter() + due_in)
        with self._lock:
            insort(self.queue, place, key=lambda waiting: waiting.due)
            self._call()
        try:
            self._wait(place, patience)
        except BaseException:
            self.leave(place)
            raise
        return place

    def leave(self, place: Place) -> None:
        """Let the next one have the turn, or wait no longer. Who has left may do so again."""
        with self._lock:
            if place is self.holder:
                self.holder = None
                self._ended += 1
            elif place in self.queue:
                self.queue.remove(place)
            self._call()
            for waiting in self.queue:  # one look at each of them here is cheaper than their own looks
                if waiting.is_in_vain():
                    waiting.called.set()

    def waited_for(self) -> bool:
        """Return whether somebody waits for this turn to end."""
        return bool(self.queue)

    @contextmanager
    def turn(self, due_in: float = AT_ONCE) -> Iterator[float]:
        """Do something short in one's turn; gives the seconds waited."""
        around, came = getattr(self._here, "place", None), time.perf_counter()
        self._here.place = self.take(due_in, PATIENCE)
        try:
            yield time.perf_counter() - came
        finally:
            self.give_way()
            self._here.place = around

    def give_way(self) -> None:
        """Leave the turn that this thread is in, if it is in one, since what it does takes long."""
        if place := getattr(self._here, "place", None):
            self._here.place = None
            self.leave(place)

    def fall_behind(self, due_in: float, rest: float = 0.0) -> None:
        """Leave the turn that this thread is in, rest for some seconds, and wait for a later one."""
        was_in = getattr(self._here, "place", None)
        self.give_way()
        time.sleep(rest)
        if was_in:
            self._here.place = self.take(due_in, PATIENCE)

    def _wait(self, place: Place, patience: float) -> None:
        """Wait for a turn, or until none has ended for as long as is patient."""
        ended, since = self._ended, time.perf_counter()
        while self.holder is not place:
            place.called.wait(PAUSE * (1 + len(self.queue) / MANY))
            place.called.clear()
            moves, ended = self._ended != ended, self._ended
            if moves:
                since = time.perf_counter()
            if not moves or place.is_in_vain():
                still_there()
            if time.perf_counter() - since > patience:
                break

    def _call(self) -> None:
        """Give the turn to who is next, if it is free."""
        if self.queue and self.holder is None:
            self.holder = self.queue.pop(0)
            self.holder.called.set()


short, long = Turns(), Turns()
