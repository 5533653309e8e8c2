"""A class on one server: N visitors over Streamlit's own protocol, each typing a learning rate every few seconds.

    python -m tests.benchmarks load            1, 10, 50, 100 and 300 visitors
    python -m tests.benchmarks.load 300 60     300 of them for 60 seconds

Beside 100 and 300 of them there are as many visitors of a page with one field and one line, which is the least that Streamlit
can do: how quick it is tells what this machine is able to.

Latency is from the change until the server has sent the picture, and until it has sent everything that the change causes:
where nobody waits, it lets the browser paint the picture for a moment before it sends the rest. Memory is what the process holds
more than after one visit, shared by the visitors, and beside it how much of that is what all of them share: the one
bounded cache grows with every new choice, whoever makes it. The server's memory and CPU are read from /proc, so this
part runs on Linux; the visitors run in this process, whose own CPU is told too. Traffic goes to 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from tests.benchmarks.server import Server
from tests.benchmarks.visitor import TIMEOUT, Visitor, connection

OPTIMIZERS = "gd,momentum,adam,nesterov,rmsprop,adagrad"
FIELD = "Learning rate, typed"  # of the first optimizer
PERIOD, SECONDS = 5.0, 25.0
CLASSES = (1, 10, 50, 100, 300)
LEAST = "tests/benchmarks/field_app.py"
COMPARED = 100  # that many visitors and more are compared with those of the least page


class Student(Visitor):
    """A visitor who types another rate again and again."""

    def __init__(self, socket: object) -> None:
        super().__init__(socket)
        self.latencies: list[float] = []
        self.pictures: list[float] = []
        self.sizes: list[int] = []

    async def arrive(self) -> float:
        """Open the page; returns the seconds that it took."""
        start = time.perf_counter()
        await self.open(opt=OPTIMIZERS)
        return time.perf_counter() - start

    async def work(self, until: asyncio.Event) -> None:
        """Change the rate once in a period, at no fixed beat."""
        await asyncio.sleep(random.random() * PERIOD)
        while not until.is_set():
            start = time.perf_counter()
            self.sizes.append(await self.enter(FIELD, repr(random.uniform(1e-4, 9e-4))))
            self.latencies.append(time.perf_counter() - start)
            self.pictures.append(self.pictured - start)
            rest = PERIOD * random.uniform(0.8, 1.2) - self.latencies[-1]
            try:
                await asyncio.wait_for(until.wait(), max(rest, 0.001))
            except TimeoutError:
                continue


def percentile(values: list[float], p: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(p * len(ordered)))]


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _class(server: Server, users: int, seconds: float) -> str:
    async with AsyncExitStack() as stack:
        students = [Student(await stack.enter_async_context(connection(server))) for _ in range(users + 1)]
        await students.pop().arrive()
        before = server.memory()
        first = [await asyncio.wait_for(student.arrive(), TIMEOUT) for student in students]
        opened = server.memory()
        until = asyncio.Event()
        tasks = [asyncio.create_task(student.work(until)) for student in students]
        used, own, start = cpu(server.pid), time.process_time(), time.perf_counter()
        await asyncio.sleep(seconds)
        passed = time.perf_counter() - start
        used, own = cpu(server.pid) - used, time.process_time() - own
        until.set()
        await asyncio.gather(*tasks)
        after = server.memory()
    latencies = [x * 1e3 for s in students for x in s.latencies]
    pictures = [x * 1e3 for s in students for x in s.pictures]
    sizes = [x for s in students for x in s.sizes]
    return (
        f"{users:>4} users, one change each {PERIOD:.0f} s: the picture p50 {statistics.median(pictures):.0f} ms, "
        f"p95 {percentile(pictures, 0.95):.0f} ms, everything {statistics.median(latencies):.0f}, "
        f"{percentile(latencies, 0.95):.0f} ms, {len(latencies)} changes of {statistics.mean(sizes) / 1e3:.0f} KB; "
        f"first load p50 {statistics.median(first) * 1e3:.0f} ms; server {before:.0f} -> {opened:.0f} MB open "
        f"-> {after:.0f} MB ({(opened - before) / users:.2f}, {(after - before) / users:.2f} MB a user); "
        f"{used / passed:.2f} cores, {used / len(latencies) * 1e3:.0f} ms of CPU a change; clients {own / passed:.2f} cores"
    )


def row(users: int, seconds: float = SECONDS, script: str = "app.py") -> str:
    with Server(script) as server:
        return asyncio.run(_class(server, users, seconds))


def compared(users: int, seconds: float = SECONDS) -> Iterator[str]:
    yield row(users, seconds)
    if users >= COMPARED:
        yield f"     of one field and one line: {row(users, seconds, LEAST)}"


def rows() -> Iterator[str]:
    for users in CLASSES:
        yield from compared(users)


if __name__ == "__main__":
    for line in compared(int(sys.argv[1]), *map(float, sys.argv[2:3])):
        print(line)
