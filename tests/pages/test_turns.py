"""Turns: long runs compute one at a time, in the order of asking; who is gone gives up its place."""

from __future__ import annotations

import time
from threading import Event, Thread, Timer

import pytest

from gdviz.ui import budget, entries
from gdviz.ui.budget import Budget, Turns
from gdviz.ui.problems import critical as found
from gdviz.ui.problems.fit import objective
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.rates import sweeps
from gdviz.ui.runs import derived_rate, made_once, races
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from tests.pages.test_budget import Gone


def test_turns_are_taken_in_the_order_of_asking() -> None:
    turns, order, threads = Turns(), [], []
    turns.take("first")

    def follow(name: int) -> None:
        turns.take(name)
        order.append(name)
        turns.leave(name)

    for name in range(5):
        threads.append(Thread(target=follow, args=(name,)))
        threads[-1].start()
        while len(turns.queue) < name + 2:
            time.sleep(0.001)
    assert turns.waited_for() and not order
    turns.leave("first")
    for thread in threads:
        thread.join(30)
    assert order == list(range(5)) and not turns.waited_for()


def test_one_that_leaves_while_it_waits_gives_up_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns()
    turns.take("first")

    def gone() -> None:
        raise Gone

    monkeypatch.setattr(budget, "still_there", gone)
    with pytest.raises(Gone):
        turns.take("second")
    assert list(turns.queue) == ["first"]


def test_long_runs_compute_one_at_a_time_and_short_ones_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "turns", Turns())
    budget.turns.take("a long run that holds the turn")
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
    while len(budget.turns.queue) < 2:
        time.sleep(0.001)
    release.set()
    budget.turns.leave("a long run that holds the turn")
    thread.join(30)
    assert not budget.turns.queue


def test_short_work_takes_turns_in_order() -> None:
    queue, order, inside = Turns(), [], []
    first = queue.turn()
    first.__enter__()

    def work(number: int) -> None:
        with queue.turn():
            inside.append(number)
            order.append((number, len(inside)))
            inside.remove(number)

    threads = []
    for number in range(5):
        threads.append(Thread(target=work, args=(number,)))
        threads[-1].start()
        while len(queue.queue) < number + 2:
            time.sleep(0.001)
    assert not order
    first.__exit__(None, None, None)
    for thread in threads:
        thread.join(10)
    assert order == [(number, 1) for number in range(5)] and not queue.queue


def test_who_takes_long_does_not_hold_the_others_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "PATIENCE", 0.05)
    queue = Turns()
    with queue.turn():
        with queue.turn():  # comes to its end although the turn before it lasts
            assert len(queue.queue) == 2
        with pytest.raises(ZeroDivisionError), queue.turn():
            raise ZeroDivisionError
        assert len(queue.queue) == 1
    assert not queue.queue


def test_what_is_dragged_waits_until_nothing_is_changed() -> None:
    first = Turns()
    second, reached = Turns(after=first), Event()
    first.take("a change")

    def drag() -> None:
        with second.turn():
            reached.set()

    thread = Thread(target=drag)
    thread.start()
    while not second.queue:
        time.sleep(0.001)
    assert not reached.is_set()
    first.leave("a change")
    thread.join(30)
    assert reached.is_set() and not second.queue


def test_what_takes_long_gives_way_in_the_middle_of_its_turn() -> None:
    queue, order = Turns(), []

    def short() -> None:
        with queue.turn():
            order.append("short")

    with queue.turn():
        thread = Thread(target=short)
        thread.start()
        while len(queue.queue) < 2:
            time.sleep(0.001)
        queue.give_way()
        thread.join(30)
        order.append("long")
        queue.give_way()  # nothing is left to give
    assert order == ["short", "long"] and not queue.queue


def test_who_rests_lets_the_others_work_and_waits_for_the_turn_again() -> None:
    queue, order, free = Turns(), [], Event()

    def other() -> None:
        with queue.turn():
            order.append("other")
            assert free.wait(30)
            order.append("other ends")

    with queue.turn():
        thread = Thread(target=other)
        thread.start()
        while len(queue.queue) < 2:
            time.sleep(0.001)
        Timer(0.02, free.set).start()
        queue.rest(0.001)
        order.append("goes on")
        thread.join(30)
        assert len(queue.queue) == 1
    queue.rest(0.001)  # in no turn, it is only a rest
    assert order == ["other", "other ends", "goes on"] and not queue.queue


def test_a_long_run_of_a_page_does_not_hold_other_pages_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "changes", Turns())
    with budget.changes.turn(), Budget(60.0) as b:
        while budget.changes.queue:
            b()


def test_who_waits_for_a_value_of_another_thread_does_not_hold_other_pages_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(budget, "changes", Turns())
    monkeypatch.setattr(derived_rate._rates, "making", {})
    begun, release, free = Event(), Event(), Event()
    monkeypatch.setattr(budget, "still_there", free.set)  # looked at after the way is given

    def make() -> float:
        begun.set()
        assert release.wait(30)
        return 1.0

    def second_visitor() -> None:
        with budget.changes.turn():
            assert derived_rate._rates.get("a value that takes long", make) == 1.0

    maker = Thread(target=derived_rate._rates.get, args=("a value that takes long", make))
    maker.start()
    assert begun.wait(30)
    waiter = Thread(target=second_visitor)
    waiter.start()
    assert free.wait(30)
    assert not budget.changes.queue and waiter.is_alive()
    release.set()
    for thread in (maker, waiter):
        thread.join(30)


def test_all_that_the_pages_keep_gives_way_while_it_waits() -> None:
    for kept in (derived_rate._rates, made_once._paths, entries.entries, sweeps._sweeps, found._critical):
        assert kept.waiting is budget.waiting
    assert objective._objectives.waiting is objective._tables.waiting is budget.waiting
