"""The shared cache: one computation for all who ask at once, errors and interruptions told to nobody else, and what it weighs."""

from __future__ import annotations

import gc
from threading import Event, Thread

import numpy as np
import pytest

import gdviz
from gdviz.cache import token
from tests.unit.sessions import SESSIONS, Gone, at_once, section


@pytest.mark.parametrize("weight", [10, 10**6], ids=["kept", "too large to be kept"])
def test_thirty_sessions_that_ask_at_once_share_one_computation(weight: int) -> None:
    cache = section(1000, lambda _: weight)
    made: list[object] = []
    waiting = Event()

    def make() -> object:
        assert waiting.wait(60)  # until all others have asked
        made.append(object())
        return made[-1]

    asked = iter(range(SESSIONS))

    def ask(_: int) -> object:
        if next(asked) == SESSIONS - 1:
            waiting.set()
        return cache.get("key", make)

    assert set(at_once(ask)) == set(made) and len(made) == 1
    assert not cache.making


def test_an_error_is_told_to_all_who_wait_and_is_forgotten() -> None:
    cache = section(1000, lambda _: 1)
    calls: list[int] = []

    def fail() -> int:
        while len(asked) < SESSIONS:
            gone.wait(0.001)
        gone.wait(0.3)
        calls.append(1)
        raise gdviz.FormulaError("it cannot be read", 3, 2)

    asked: list[int] = []
    gone = Event()

    def ask(i: int) -> int:
        asked.append(i)
        return cache.get("key", fail)

    errors = at_once(ask)
    assert len(calls) == 1 and {(type(e), str(e), e.column, e.line) for e in errors} == {
        (gdviz.FormulaError, "it cannot be read (line 2, column 3)", 3, 2)
    }
    assert len({id(e) for e in errors}) == SESSIONS  # each has a traceback of its own
    assert cache.get("key", lambda: 5) == 5


def test_a_maker_that_is_interrupted_leaves_the_work_to_the_next() -> None:
    cache = section(1000, lambda _: 1)
    calls: list[int] = []

    def make() -> int:
        calls.append(1)
        if len(calls) < 4:
            raise Gone
        return 7

    got = at_once(lambda _: cache.get("key", make))
    assert sum(isinstance(g, Gone) for g in got) == 3 and got.count(7) == SESSIONS - 3 and len(calls) == 4


def test_one_that_waits_can_leave() -> None:
    begun, release = Event(), Event()

    def left() -> None:
        if begun.is_set():
            raise Gone

    cache = section(1000, lambda _: 1, left)

    def make() -> int:
        begun.set()
        assert release.wait(60)
        return 1

    maker = Thread(target=cache.get, args=("key", make))
    maker.start()
    assert begun.wait(60)
    with pytest.raises(Gone):
        cache.get("key", make)
    release.set()
    maker.join(60)
    assert cache.get("key", lambda: 2) == 1


def test_the_bound_holds_and_the_oldest_leave() -> None:
    cache = section(100, lambda v: v)
    for k in range(10):
        cache.get(k, lambda: 20)
        cache.get(0, lambda: 20)  # in use all the time
    assert list(cache.held) == [7, 8, 9, 0] or len(cache.held) == 5 and 0 in cache.held and cache.total == 100
    cache.get("large", lambda: 26)
    assert "large" not in cache.held and cache.total == 100


def test_what_is_no_longer_good_is_made_anew() -> None:
    cache = section(100, lambda _: 10)
    assert [cache.get("k", lambda v=v: v, good=lambda held: held > 1) for v in (1, 2, 3)] == [1, 2, 2]  # type: ignore[misc]
    assert cache.total == 10


def test_a_value_leaves_with_its_owner() -> None:
    cache = section(1000, lambda _: 10)
    table = gdviz.Table("T", {"x": np.arange(3.0)})
    key = token(table)
    assert key == token(table) != token(gdviz.Table("T", {"x": np.arange(3.0)}))
    cache.get(key, lambda: 1, owner=table)
    cache.get("other", lambda: 1)
    assert key in cache.held
    del table
    gc.collect()
    cache.get("more", lambda: 1)
    assert key not in cache.held and cache.total == 20
