"""The server's worker processes: a few, behind the server itself, and shared fairly by all visitors."""

from __future__ import annotations

import atexit
import os
import time
from collections.abc import Callable, Sequence
from functools import cache
from threading import Condition, Thread
from typing import Any

from gdviz.ui.workers.job import OWN_ERROR, Clock, Job
from gdviz.ui.workers.process import Gone, Process

ACTIVE = 8  # jobs that are computed in turns; the others wait, after a first piece that can be shown
LEASE = 6.0  # seconds after which a visitor who does not ask any more has left
REST = 0.005  # seconds between two pieces that are computed in the server itself
MOST_HERE = 512  # runs of such a piece


def size() -> int:
    """Return the number of worker processes: the processors but one, at most four."""
    return max(1, min(4, (os.cpu_count() or 1) - 1))


class Pool:
    """Jobs, and the processes that compute them piece by piece.

    Each visitor has the jobs that were asked for last; those asked for before are given up, unless somebody
    else looks at them, too. What was computed of them stays in the job, which goes on where it is asked for
    again.
    """

    def __init__(self, processes: int, start: Callable[[], Process] = Process) -> None:
        self.start = start
        self.jobs: list[Job] = []  # in turn
        self.visitors: dict[str, tuple[float, tuple[Job, ...]]] = {}
        self.changed = Condition()
        self.changes = 0
        self.closed = False
        self.threads = [self._thread() for _ in range(processes)]

    def _thread(self) -> Thread:
        thread = Thread(target=self._work, name="worker", daemon=True)
        thread.start()
        return thread

    def ask(self, visitor: str, jobs: Sequence[Job]) -> None:
        """Let a visitor's jobs be computed, and no others of theirs. To be asked again while they wait."""
        with self.changed:
            self.visitors[visitor] = time.monotonic(), tuple(jobs)
            self.jobs += [job for job in jobs if job not in self.jobs and not job.over]
            self.threads = [t if t.is_alive() else self._thread() for t in self.threads]
        self._tell()

    def _tell(self) -> None:
        """Let the threads look again at what there is to do."""
        with self.changed:
            self.changes += 1
            self.changed.notify_all()

    def wanted(self, job: Job) -> bool:
        """Return whether somebody still waits for a job."""
        now = time.monotonic()
        asked = list(self.visitors.values())
        return not self.closed and any(job in jobs and now - seen < LEASE for seen, jobs in asked)

    def close(self) -> None:
        """End all processes."""
        self.closed = True
        self._tell()
        for thread in self.threads:
            thread.join(2.0)

    def _next(self) -> tuple[Job, Any, tuple[Any, ...]] | None:
        """Wait for a piece to compute; None when the pool is closed."""
        while not self.closed:
            with self.changed:
                seen = self.changes
                self.jobs = [job for job in self.jobs if self.wanted(job) and not job.over]
                now = time.monotonic()
                self.visitors = {v: a for v, a in self.visitors.items() if now - a[0] < LEASE}
                new = [job for job in self.jobs if not job.begun]
                active = new + [job for job in self.jobs[:ACTIVE] if job.begun]
            for job in active:
                if (found := job.next_piece()) is not None:
                    self._put_last(job)
                    return job, *found
            with self.changed:
                if self.changes == seen:
                    self.changed.wait(1.0 if active else None)
        return None

    def _put_last(self, job: Job) -> None:
        """Let the other active jobs come before this one; one that waits keeps its place."""
        with self.changed:
            active = self.jobs[:ACTIVE]
            if job in active:
                self.jobs.remove(job)
                self.jobs.insert(len(active) - 1, job)

    def _work(self) -> None:
        """Compute pieces until the pool is closed; what one thread does."""
        process: Process | None = None
        can_start = True
        try:
            while (found := self._next()) is not None:
                job, piece, arguments = found
                if process is None and can_start:
                    try:
                        process = self.start()
                    except OSError:
                        can_start = False
                if process is None:
                    self._compute_here(job, piece, arguments)
                else:
                    process = self._compute_there(process, job, piece, arguments)
                self._tell()
        finally:
            if process is not None:
                process.end()

    def _compute_there(
        self, process: Process, job: Job, piece: Any, arguments: tuple[Any, ...]
    ) -> Process | None:
        """Compute a piece in a process; returns the process, or None where it is gone."""
        try:
            result, error, seconds = process.call(
                job.key, job.function, arguments, Clock(lambda: self.wanted(job))
            )
        except Gone:
            process.end()
            if self.wanted(job):
                job.crashed(piece)
            else:
                job.failed(piece, "")
            return None
        except Exception:
            job.failed(piece, OWN_ERROR)
            raise
        if error:
            job.failed(piece, error)
        else:
            job.take(piece, result, seconds)
        return process

    def _compute_here(self, job: Job, piece: Any, arguments: tuple[Any, ...]) -> None:
        """Compute a small piece in this thread."""
        began = time.thread_time()
        try:
            result = job.work.runs(*arguments)
        except ValueError as error:
            job.failed(piece, str(error))
            return
        except Exception:
            job.failed(piece, OWN_ERROR)
            raise
        job.take(piece, result, time.thread_time() - began)
        job.most = min(job.most, MOST_HERE)
        time.sleep(REST)


@cache  # constant: the one pool of the server
def pool() -> Pool:
    """Return the server's pool; its processes start with the first job, and end with the server."""
    made = Pool(size())
    atexit.register(made.close)
    return made
