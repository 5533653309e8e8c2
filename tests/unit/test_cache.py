"""The shared cache: one computation for all who ask at once, errors and interruptions told to nobody else, and what it weighs."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Event, Thread
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import cache as module
from gdviz.cache import SizedCache, token
from gdviz.formula import statements
from gdviz.ui import resolve, runs, texts
from gdviz.ui.problems.fit import objective as fits
from gdviz.ui.spec import Choice, Entrant, Fit, Spec

SESSIONS = 30


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


@pytest.mark.parametrize("weight", [10, 10**6], ids=["kept", "too large to be kept"])
def test_thirty_sessions_that_ask_at_once_share_one_computation(weight: int) -> None:
    cache: SizedCache[object] = SizedCache(1000, lambda _: weight)
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
    cache: SizedCache[int] = SizedCache(1000, lambda _: 1)
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
    assert len(calls) == 1 and {(type(e), str(e), e.column, e.line) for e in errors} == \
        {(gdviz.FormulaError, "it cannot be read (line 2, column 3)", 3, 2)}
    assert len({id(e) for e in errors}) == SESSIONS  # each has a traceback of its own
    assert cache.get("key", lambda: 5) == 5


def test_a_maker_that_is_interrupted_leaves_the_work_to_the_next() -> None:
    cache: SizedCache[int] = SizedCache(1000, lambda _: 1)
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

    cache: SizedCache[int] = SizedCache(1000, lambda _: 1, left)

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
    cache: SizedCache[int] = SizedCache(100, lambda v: v)
    for k in range(10):
        cache.get(k, lambda: 20)
        cache.get(0, lambda: 20)  # in use all the time
    assert list(cache.held) == [7, 8, 9, 0] or len(cache.held) == 5 and 0 in cache.held and cache.total == 100
    cache.get("large", lambda: 26)
    assert "large" not in cache.held and cache.total == 100


def test_what_is_no_longer_good_is_made_anew() -> None:
    cache: SizedCache[int] = SizedCache(100, lambda _: 10)
    assert [cache.get("k", lambda v=v: v, good=lambda held: held > 1) for v in (1, 2, 3)] == [1, 2, 2]  # type: ignore[misc]
    assert cache.total == 10


def test_a_value_leaves_with_its_owner() -> None:
    cache: SizedCache[int] = SizedCache(1000, lambda _: 10)
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


def own_table(rows: int = 3000) -> gdviz.Table:
    x = np.random.default_rng(0).normal(size=(2, rows))
    return gdviz.Table("Own", {"x": x[0], "y": x[0] + x[1]})


def spec_of(table: gdviz.Table | None = None, **fit: Any) -> Spec:
    return Spec(fit=Fit(table=table, **fit), entrants=(Entrant(Choice("gd")),), steps=20)


def test_no_cache_keeps_a_table_or_its_loss_alive() -> None:
    """A visitor's table leaves with him; runs, scenes and pictures of many rows do not keep the rows."""
    table = own_table()
    spec = spec_of(table)
    data, race = resolve.scene(spec, 0)
    assert len(data) > 1000
    assert resolve.scene(spec, 0)[0] == data
    held = [weakref.ref(table), weakref.ref(race.objective)]
    runs_held, scenes = len(runs._paths.held), len(resolve._scenes.held)
    del spec, race, table
    resolve.scene(spec_of(own_table(50)), 0)  # whatever is asked next lets go of it
    gc.collect()
    assert [r() for r in held] == [None, None]
    assert len(runs._paths.held) <= runs_held and len(resolve._scenes.held) <= scenes


def test_a_run_that_is_kept_does_not_hold_its_loss() -> None:
    race = resolve.race(spec_of(seed=4321))
    path = race.competitors[0].path
    assert path.objective is race.objective and path.distance().shape == (path.steps + 1,)
    assert all(entry.value.objective is None for entry in runs._paths.held.values())
    assert resolve.race(spec_of(seed=4321)).competitors[0].path.theta is path.theta


def test_what_is_weighed_is_what_is_held() -> None:
    objective = gdviz.data_loss(own_table())
    d = objective.design
    assert fits._weight(objective) >= d.a.nbytes + d.x.nbytes + d.y.nbytes + objective.at.nbytes
    path = gdviz.descend(objective, "adam", steps=50)
    assert runs._size(path) >= path.theta.nbytes + path.loss.nbytes + sum(q.nbytes for q in path.quantities.values())
    batched = gdviz.descend(objective, "adam", steps=50, batch_size=5)
    assert runs._size(batched) >= runs._size(path) + 8 * objective.rows


@pytest.mark.parametrize("kind", ["surface", "rule", "schedule", "data", "loss"])
def test_strangers_texts_leave_nothing_behind(kind: str) -> None:
    """All that a text was compiled to goes when it leaves the one cache of texts."""
    choices = {
        "surface": lambda n: resolve.surface_of(Choice(text=f"x^2 + {n}*y^2 + sin(x*y)")).hessian([1.0, 2.0]),
        "rule": lambda n: resolve.rule_of(Choice(text=f"theta = theta - lr*{n}*g")),
        "schedule": lambda n: resolve.schedule_of(Choice(text=f"lr/({n} + t)")),
        "data": lambda n: fits.dataset_of(Fit(data=Choice(text=f"param n = 9 from 2 to 50 integer\nx = {n}*u1\ny = x"))).table(),
        "loss": lambda n: fits.loss_of(Choice(text=f"{n}*(z - y)^2")).compiled,
    }
    gc.collect()
    texts.entries.held.clear()
    texts.entries.total = 0
    gc.collect()
    before = len(statements._programs)
    for n in range(200, 220):
        choices[kind](n)
    assert len(texts.entries.held) == 20 and texts.entries.total >= 20 * texts.EACH
    texts.entries.held.clear()
    texts.entries.total = 0
    gc.collect()
    assert len(statements._programs) == before


def test_a_large_text_weighs_more() -> None:
    small, large = gdviz.surface("x + y"), gdviz.surface("+".join(f"sin({k}*x*y)" for k in range(2, 50)))
    assert texts.size(large) > 10 * texts.size(small)


def test_a_race_that_thirty_sessions_open_is_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    descend = runs._descend

    def counted(*args: Any) -> gdviz.Path:
        calls.append(1)
        return descend(*args)

    monkeypatch.setattr(runs, "_descend", counted)
    spec = replace(spec_of(seed=77), steps=3000)
    scenes = at_once(lambda _: resolve.scene(spec, 0)[0])
    assert len(set(scenes)) == 1 and len(calls) == 1


def test_memory_is_given_back_once_much_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(module, "give_back", lambda: calls.append(1))
    cache: SizedCache[int] = SizedCache(4 * module.FREED, lambda v: v)
    for k in range(9):
        cache.get(k, lambda: module.FREED // 2)
        assert len(calls) == 0
    for k in range(9, 15):
        cache.get(k, lambda: module.FREED // 2)
    assert len(calls) == 2
    monkeypatch.undo()
    module.give_back()
