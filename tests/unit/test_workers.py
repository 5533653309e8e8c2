"""Worker processes: what they import, fairness, giving up, crashes, and a server that can start none."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from gdviz.engine.maps.pieces import Piece, Pieces
from gdviz.ui.workers import job as jobs
from gdviz.ui.workers import map_job
from gdviz.ui.workers import pool as pools
from gdviz.ui.workers.job import Job
from gdviz.ui.workers.map_job import MapJob
from gdviz.ui.workers.pool import Pool
from gdviz.ui.workers.process import Process
from tests.unit.workers_for_tests import Adding, Function


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(1)
    yield made
    made.close()
    assert not any(thread.is_alive() for thread in made.threads)


def wait(until: Callable[[], object], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "nothing came of it"
        time.sleep(0.01)


def asked(pool: Pool, job: Job, who: str = "me") -> Job:
    def over() -> bool:
        pool.ask(who, [job])
        return job.over

    wait(over)
    return job


def test_a_child_computes_without_streamlit_and_behind_the_server(pool: Pool) -> None:
    work = Adding(5)
    asked(pool, Job(work))
    assert [work.found[n][0] for n in range(5)] == [0, 3, 6, 9, 12]
    assert len({found[1] for found in work.found.values()}) == 1 and work.found[0][1] != os.getpid()
    assert not any(found[2] for found in work.found.values()), "a child imports streamlit"
    assert work.found[0][3] > os.nice(0)


def test_what_a_function_prints_is_no_answer(pool: Pool) -> None:
    work = Adding(3, Function("print"))
    asked(pool, Job(work))
    assert work.found[2][0] == 6


def test_a_refusal_is_told_and_the_process_lives_on(pool: Pool) -> None:
    first = asked(pool, Job(Adding(1)))
    refused = asked(pool, Job(Adding(2, Function("refuse"))))
    assert refused.complaint == "these numbers cannot be added"
    again = asked(pool, Job(Adding(1)))
    assert first.work.found[0][1] == again.work.found[0][1]  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize("does", ["exit", "break"])
def test_after_a_crash_another_process_goes_on(
    pool: Pool, does: str, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = asked(pool, Job(Adding(1, Function(does))))
    assert broken.crashes == jobs.MOST_CRASHES and "too long" in broken.complaint
    work = Adding(2)
    assert not asked(pool, Job(work)).complaint and len(work.found) == 2
    if does == "break":
        assert "RuntimeError: an error of its own" in capfd.readouterr().err  # the server's log tells


def test_the_next_change_gives_up_the_older_job(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, quick = Job(Adding(3, Function("sleep"))), Job(Adding(1))
    pool.ask("me", [slow])
    wait(lambda: slow.work.given)  # type: ignore[attr-defined]
    asked(pool, quick)
    assert not slow.over and not slow.crashes and slow.work.left == [0, 1, 2]  # type: ignore[attr-defined]


def test_a_job_of_two_visitors_goes_on_when_one_leaves(pool: Pool) -> None:
    shared, other = Job(Adding(400)), Job(Adding(1))
    pool.ask("you", [shared])
    pool.ask("me", [shared])
    pool.ask("me", [other])
    assert pool.wanted(shared) and pool.wanted(other)
    asked(pool, shared, "you")


def test_who_does_not_ask_any_more_has_left(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "LEASE", 0.2)
    job = Job(Adding(10**6))
    pool.ask("me", [job])
    wait(lambda: job not in pool.jobs)
    given = len(job.work.given)  # type: ignore[attr-defined]
    time.sleep(0.3)
    assert len(job.work.given) == given and not pool.visitors  # type: ignore[attr-defined]
    pool.ask("me", [job])  # and it goes on where it was
    wait(lambda: len(job.work.given) > given)  # type: ignore[attr-defined]


def test_jobs_are_computed_in_turns(pool: Pool) -> None:
    works = [Adding(40) for _ in range(3)]
    for i, work in enumerate(works):
        pool.ask(f"visitor {i}", [Job(work)])
    wait(lambda: all(work.finished for work in works))
    wait(lambda: not pool.jobs)
    many = [Adding(30) for _ in range(4)]
    order: list[int] = []
    for i, work in enumerate(many):
        take = work.take
        work.take = lambda piece, found, i=i, take=take: (order.append(i), take(piece, found))[1]  # type: ignore[method-assign]
    with pool.changed:  # all at once
        for i, work in enumerate(many):
            pool.ask(f"visitor {i}", [Job(work)])
    wait(lambda: all(work.finished for work in many))
    assert all(len(set(order[first : first + 4])) == 4 for first in range(0, 100, 4))


def test_a_ninth_job_has_a_first_piece_beside_slow_ones(pool: Pool) -> None:
    slow, late = [Job(Adding(10**6)) for _ in range(pools.ACTIVE)], Job(Adding(10**6))
    with pool.changed:
        for i, job in enumerate([*slow, late]):
            pool.ask(f"visitor {i}", [job])
    wait(lambda: late.work.found)  # type: ignore[attr-defined]
    wait(lambda: all(len(job.work.found) > 2 for job in slow))  # type: ignore[attr-defined]
    assert not any(job.over for job in slow)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_job_that_cannot_be_sent_ends_and_gives_its_piece_back(pool: Pool) -> None:
    work = Adding(1)
    work.runs = lambda *numbers: sum(numbers)  # type: ignore[assignment]  # cannot be pickled
    assert "error of its own" in asked(pool, Job(work)).complaint and work.left == [0]
    assert not asked(pool, Job(Adding(2))).complaint


def test_a_piece_that_never_ends_ends_its_process(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.Clock, "LONGEST", 0.3)
    assert "too long" in asked(pool, Job(Adding(1, Function("sleep")))).complaint


def test_a_job_has_so_much_time(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    monkeypatch.setattr(jobs, "MOST_SECONDS", -1.0)
    work = Adding(3)
    assert "computing time are over" in asked(pool, Job(work)).complaint and len(work.found) == 1


def test_pieces_take_the_time_that_they_are_to_take() -> None:
    job = Job(Adding(100))
    for seconds, most in ((0.01, 2048), (0.3, 1024), (100.0, jobs.FEWEST), (0.0, 2 * jobs.FEWEST)):
        piece = job.work.next_piece(1)
        job.take(piece, None, seconds)
        assert job.most == most
        job.seconds = 0


def test_without_processes_the_server_computes_itself() -> None:
    def cannot() -> Process:
        raise OSError("no processes here")

    pool = Pool(1, cannot)
    work = Adding(4)
    asked(pool, Job(work))
    assert {found[1] for found in work.found.values()} == {os.getpid()}
    assert asked(pool, Job(Adding(1, Function("refuse")))).complaint == "these numbers cannot be added"
    pool.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_met_an_error_of_its_own_is_replaced() -> None:
    def cannot() -> Process:
        raise OSError("no processes here")

    pool = Pool(1, cannot)
    assert "error of its own" in asked(pool, Job(Adding(1, Function("break")))).complaint
    assert not asked(pool, Job(Adding(2))).complaint
    pool.close()


def test_a_child_ends_with_its_server() -> None:
    process = Process()
    assert process.child.stdin is not None
    process.child.stdin.close()  # as when the server is killed
    assert process.child.wait(20) == 0
    process.end()


class TenPieces(Pieces):
    """A map of ten pieces of one cell, which a worker process can compute."""

    runs = Function()

    def _plan(self) -> Iterator[Piece | None]:
        yield from (self._left(np.array([i])) for i in range(10))

    def arguments(self, piece: Piece) -> tuple[object, ...]:
        return tuple(piece.cells.tolist())

    def keep(self, piece: Piece, found: object) -> None:
        self.computed[piece.cells] = True


def take_one(job: Job) -> None:
    """Take the result of the next piece."""
    found = job.next_piece()
    assert found is not None
    job.take(found[0], None, 0.1)


def test_a_map_that_grows_is_made_anew_now_and_then_and_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what takes the results, and never by those who look at it."""
    clock, made = [0.0], []
    of_test = SimpleNamespace(monotonic=lambda: clock[0], thread_time=lambda: 0.01 * len(made))
    monkeypatch.setattr(map_job, "time", of_test)  # a map takes 0.01 s
    monkeypatch.setattr(map_job, "REST", 100)
    pieces = TenPieces((64, 64), 1, 1, 8)
    job = MapJob(pieces, lambda: made.append(pieces.taken) or len(made))
    assert job.map() is None
    for _ in range(9):
        clock[0] += 0.3  # a rest takes 100 x 0.01 s
        take_one(job)
        assert job.map() == job.map() == len(made)
    assert made == [1, 5, 9]
    take_one(job)
    assert not job.over and job.next_piece() is None and job.over
    assert made == [1, 5, 9, 10] and job.map() == 4
    assert job.next_piece() is None and len(made) == 4


def test_what_was_computed_until_a_complaint_is_made_too() -> None:
    pieces = TenPieces((64, 64), 1, 1, 8)
    job = MapJob(pieces, lambda: pieces.taken)
    job.rests_until = float("inf")
    for _ in range(3):
        take_one(job)
    found = job.next_piece()
    assert found is not None
    job.failed(found[0], "too hard")
    assert job.map() is None and job.next_piece() is None and job.over and job.map() == 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_map_that_cannot_be_made_is_told_of_and_not_tried_again(pool: Pool) -> None:
    def break_down() -> int:
        raise TypeError("a defect")

    job = asked(pool, MapJob(TenPieces((64, 64), 1, 1, 8), break_down))
    assert "error of its own" in job.complaint and job.map() is None  # type: ignore[attr-defined]
    assert not asked(pool, Job(Adding(2))).complaint
