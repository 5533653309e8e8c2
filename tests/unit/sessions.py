"""Many sessions that ask at once, as threads."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from gdviz.cache import Cache, Section

SESSIONS = 30


def section(
    bound: int, size: Callable[[Any], int], waiting: Callable[[], object] = lambda: None
) -> Section[Any]:
    """The only section of a store of its own, in which nothing but the values weighs."""
    return Section(Cache(bound), "test", lambda _, value: size(value), waiting)


class Gone(BaseException):
    """As Streamlit ends a script whose visitor has left."""


def at_once(ask: Callable[[int], Any], sessions: int = SESSIONS) -> list[Any]:
    """What each of many threads gets (or the error it gets) that ask at the same moment."""
    ready, got = Barrier(sessions), [None] * sessions

    def session(i: int) -> None:
        ready.wait()
        try:
            got[i] = ask(i)
        except (ValueError, Gone) as error:  # told by the test
            got[i] = error  # type: ignore[call-overload]

    threads = [Thread(target=session, args=(i,)) for i in range(sessions)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
    assert not any(t.is_alive() for t in threads)
    return got
