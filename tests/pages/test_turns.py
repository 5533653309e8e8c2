"""Turns: long runs compute one at a time, in the order of asking; who is gone gives up its place."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread, Timer

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType

from gdviz.ui import budget, entries, turns
from gdviz.ui.budget import Budget
from gdviz.ui.problems import critical as found
from gdviz.ui.problems.fit import objective
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.rates import sweeps
from gdviz.ui.runs import derived_rate, made_once, races
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from gdviz.ui.turns import AROUND, AT_ONCE, DRAGGED, PATIENCE, Turns
from tests.pages.test_budget import Gone


def waits(queue: Turns, work: Callable[[], object], due_in: float = AT_ONCE) -> Thread:
    """Let a thread wait in a queue for its turn to do something."""

    def in_turn() -> None:
        with queue.turn(due_in):
            work()

    thread, before = Thread(target=in_turn), len(queue.queue)
    thread.start()
    while len(queue.queue) <= before:
        time.sleep(0.001)
    return thread


def end(*threads: Thread) -> None:
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def test_turns_are_taken_in_the_order_of_asking() -> None:
    queue, order = Turns(), []
    first = queue.take()

    def follow(name: int) -> None:
        place = queue.take()
        order.append(name)
        queue.leave(place)

    threads = []
    for name in range(5):
        threads.append(Thread(target=follow, args=(name,)))
        threads[-1].start()
        while len(queue.queue) < name + 1:
            time.sleep(0.001)
    assert queue.waited_for() and not order
    queue.leave(first)
    end(*threads)
    assert order == list(range(5)) and not queue.waited_for() and queue.holder is None


def test_one_that_leaves_while_it_waits_gives_up_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    queue = Turns()
    first = queue.take()

    def gone() -> None:
        raise Gone

    monkeypatch.setattr(turns, "still_there", gone)
    with pytest.raises(Gone):
        queue.take()
    assert not queue.queue and queue.holder is first


@pytest.mark.parametrize("asked", [ScriptRequestType.STOP, ScriptRequestType.RERUN])
def test_who_is_asked_for_something_else_looks_up_at_the_end_of_any_turn(
    asked: ScriptRequestType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PAUSE", 60.0)
    requests, queue, ended = ScriptRequests(), Turns(), []
    first = queue.take()
    second = waits(queue, lambda: None)

    def gone() -> None:
        raise Gone

    def overtaken() -> None:
        monkeypatch.setattr(turns, "_requests", lambda: requests)
        with pytest.raises(Gone):
            queue.take(AROUND)
        ended.append(True)

    monkeypatch.setattr(turns, "still_there", gone)
    third = Thread(target=overtaken)
    third.start()
    while len(queue.queue) < 2:
        time.sleep(0.001)
    assert not ended
    requests._state = asked
    queue.leave(first)
    end(second, third)
    assert ended and not queue.queue and queue.holder is None


def test_long_runs_compute_one_at_a_time_and_short_ones_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "long", Turns())
    holds = turns.long.take()
    reached, release = Event(), Event()

    def long() -> None:
        with Budget(60.0) as b:
            while not release.is_set():
                b()
                reached.set()

    thread = Thread(target=long)
    thread.start()
    assert reached.wait(30)
    (path,) = (
        c.path
        for c in races.race(
            Spec(SurfaceChoice(), entrants=(Entrant(Choice("gd"), 1e-3),), seed=5)
        ).competitors
    )
    assert path.steps == 300  # made while the turn was another's
    while not turns.long.queue:
        time.sleep(0.001)
    release.set()
    turns.long.leave(holds)
    end(thread)
    assert not turns.long.queue and turns.long.holder is None


def test_short_work_takes_turns_in_order() -> None:
    queue, order, inside = Turns(), [], []

    def work(number: int) -> None:
        inside.append(number)
        order.append((number, len(inside)))
        inside.remove(number)

    with queue.turn():
        threads = [waits(queue, partial(work, number)) for number in range(5)]
        assert not order
    end(*threads)
    assert order == [(number, 1) for number in range(5)] and not queue.queue


def test_pictures_come_first_then_what_is_dragged_then_what_is_around_a_picture() -> None:
    queue, order = Turns(), []
    with queue.turn():
        threads = [
            waits(queue, partial(order.append, name), due_in)
            for name, due_in in [
                ("around", AROUND),
                ("dragged", DRAGGED),
                ("picture", AT_ONCE),
                ("another picture", AT_ONCE),
            ]
        ]
    end(*threads)
    assert order == ["picture", "another picture", "dragged", "around"]


def test_who_has_waited_for_long_goes_before_a_picture() -> None:
    queue, order = Turns(), []
    with queue.turn():
        around = waits(queue, partial(order.append, "around"), 0.01)
        time.sleep(0.02)
        picture = waits(queue, partial(order.append, "picture"), AT_ONCE)
    end(around, picture)
    assert order == ["around", "picture"]


def test_who_takes_long_does_not_hold_the_others_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    monkeypatch.setattr(turns, "PAUSE", 0.05)
    queue = Turns()
    with queue.turn():
        holds = queue.holder
        with queue.turn():  # comes to its end although the turn before it lasts
            assert len(queue.queue) == 1
        with pytest.raises(ZeroDivisionError), queue.turn():
            raise ZeroDivisionError
        assert not queue.queue and queue.holder is holds
    assert queue.holder is None


def test_nobody_goes_on_without_a_turn_as_long_as_turns_end() -> None:
    queue, inside, most = Turns(), [], []

    def work() -> None:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.3 * PATIENCE)
        inside.pop()

    with queue.turn():
        threads = [
            waits(queue, work) for _ in range(6)
        ]  # the last one waits three times as long as is patient
    end(*threads)
    assert most == [1] * 6


def test_what_takes_long_gives_way_in_the_middle_of_its_turn() -> None:
    queue, order = Turns(), []
    with queue.turn():
        short = waits(queue, partial(order.append, "short"))
        queue.give_way()
        end(short)
        order.append("long")
        queue.give_way()  # nothing is left to give
    assert order == ["short", "long"] and not queue.queue and queue.holder is None


def test_who_falls_behind_lets_the_others_work_and_waits_for_a_later_turn() -> None:
    queue, order, free = Turns(), [], Event()

    def other() -> None:
        order.append("other")
        assert free.wait(30)
        order.append("other ends")

    with queue.turn():
        threads = [waits(queue, other), waits(queue, partial(order.append, "third"))]
        Timer(0.02, free.set).start()
        queue.fall_behind(AROUND, 0.001)
        order.append("goes on")
        end(*threads)
        assert queue.holder is not None
    queue.fall_behind(AROUND, 0.001)  # in no turn, it is only a rest
    assert order == ["other", "other ends", "third", "goes on"] and queue.holder is None


def test_a_long_run_of_a_page_does_not_hold_other_pages_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "short", Turns())
    with turns.short.turn(), Budget(60.0) as b:
        while turns.short.holder:
            b()


def test_who_waits_for_a_value_of_another_thread_does_not_hold_other_pages_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "short", Turns())
    monkeypatch.setattr(derived_rate._rates, "making", {})
    begun, release, free = Event(), Event(), Event()
    monkeypatch.setattr(budget, "still_there", free.set)  # looked at after the way is given

    def make() -> float:
        begun.set()
        assert release.wait(30)
        return 1.0

    def second_visitor() -> None:
        with turns.short.turn():
            assert derived_rate._rates.get("a value that takes long", make) == 1.0

    maker = Thread(target=derived_rate._rates.get, args=("a value that takes long", make))
    maker.start()
    assert begun.wait(30)
    waiter = Thread(target=second_visitor)
    waiter.start()
    assert free.wait(30)
    assert turns.short.holder is None and waiter.is_alive()
    release.set()
    end(maker, waiter)


def test_all_that_the_pages_keep_gives_way_while_it_waits() -> None:
    for kept in (derived_rate._rates, made_once._paths, entries.entries, sweeps._sweeps, found._critical):
        assert kept.waiting is budget.waiting
    assert objective._objectives.waiting is objective._tables.waiting is budget.waiting
