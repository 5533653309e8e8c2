"""Maps of basins: time and memory of the largest, growth with its size, and what others notice of one visitor's map.

    python -m tests.benchmarks basins

The others speak Streamlit's protocol as in `load`: twenty visitors type a rate every few seconds, without and with one more
whose map of 512 x 512 starts is computed all the while (another rate as soon as one map is there).
"""

from __future__ import annotations

import asyncio
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import gdviz
from gdviz.ui.basins.panel import POLL
from tests.benchmarks.engine import momentum_in_columns
from tests.benchmarks.load import FIELD, Student, cpu, percentile
from tests.benchmarks.server import Server
from tests.benchmarks.visitor import Visitor, connection

STUDENTS, SECONDS = 20, 25.0
LARGEST = """
import resource, time
import gdviz
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
began = time.process_time()
out = gdviz.basins("himmelblau", {rule!r}, shape=(512, 512), steps=300, stop=gdviz.Stop(gradient={tolerance}))
print(time.process_time() - began, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def largest() -> Iterator[str]:
    """Map 262 144 starts x 300 steps, in a process of its own, whose peak memory is then the map's."""
    runs = gdviz.engine.Refinement(
        gdviz.surfaces["himmelblau"], gdviz.optimizers["momentum"], shape=(512, 512)
    )
    starts = runs.grid.starts(runs._nodes(1))
    began = time.process_time()
    momentum_in_columns(starts, 300)
    by_hand = time.process_time() - began
    for rule, tolerance in (("momentum", "None"), ("gd", "1e-9"), ("adam", "None")):
        asked = [sys.executable, "-c", LARGEST.format(rule=rule, tolerance=tolerance)]
        done = subprocess.run(asked, capture_output=True, text=True, check=True)
        seconds, before, peak = map(float, done.stdout.split())
        every = "all 300 steps" if tolerance == "None" else f"until the gradient's norm is {tolerance}"
        beside = f"; the runs by hand, in columns, {by_hand:.2f} s" if rule == "momentum" else ""
        yield (
            f"basins of 512 x 512 starts, {rule}, {every}: {seconds:.2f} s of CPU, "
            f"peak {peak:.0f} MB ({before:.0f} MB before){beside}"
        )


def growth() -> Iterator[str]:
    """Map 64 x 64 to 512 x 512 starts."""
    gdviz.basins("himmelblau", "gd", shape=(8, 8))
    for side in (64, 128, 256, 512):
        times = []
        for _ in range(3):
            began = time.process_time()
            gdviz.basins("himmelblau", "gd", shape=(side, side), lr=0.005, stop=gdviz.Stop(gradient=1e-4))
            times.append(time.process_time() - began)
        best = min(times)
        yield f"basins of {side} x {side}: {best:.3f} s of CPU, {best / side**2 * 1e6:.2f} us a start"


class Mapping(Visitor):
    """A visitor whose map is computed all the while; the page asks for it by its clock, as a browser does."""

    clock = ""
    maps = 0

    def _resolved(self, message: Any) -> Any:
        message = super()._resolved(message)
        if message.WhichOneof("type") == "auto_rerun":
            self.clock = message.auto_rerun.fragment_id
        elif message.WhichOneof("type") == "navigation":
            self.clock = ""  # the whole page runs, and says itself whether it is to be asked again
        return message

    async def work(self, until: asyncio.Event) -> None:
        while not until.is_set():
            await self.enter(FIELD, repr(random.uniform(3e-3, 6e-3)))
            while self.clock and not until.is_set():
                await asyncio.sleep(POLL["512"])
                await self._rerun(self.clock)
            self.maps += not self.clock


async def _class(server: Server, with_map: bool) -> tuple[list[float], int, float]:
    """Milliseconds until the pictures of the twenty have come, the number of maps made meanwhile, and cores that the server used."""
    async with AsyncExitStack() as stack:
        students = [Student(await stack.enter_async_context(connection(server))) for _ in range(STUDENTS)]
        for student in students:
            await student.arrive()
        until, tasks = asyncio.Event(), []
        mapping = Mapping(await stack.enter_async_context(connection(server)), page="basins")
        if with_map:
            await mapping.open(opt="gd", starts="512")
            tasks.append(asyncio.create_task(mapping.work(until)))
            await asyncio.sleep(4)  # the worker process starts once
        tasks += [asyncio.create_task(student.work(until)) for student in students]
        used, start = cpu(server.pid), time.perf_counter()
        await asyncio.sleep(SECONDS)
        cores = (cpu(server.pid) - used) / (time.perf_counter() - start)
        until.set()
        await asyncio.gather(*tasks)
        return [x * 1e3 for s in students for x in s.pictures], mapping.maps, cores


def others() -> Iterator[str]:
    """Time the changes of twenty visitors, without a map, with one, and without again."""
    with Server() as server:
        for with_map in (False, True) * 2:
            latencies, maps, cores = asyncio.run(_class(server, with_map))
            beside = f"beside one visitor's maps of 512 x 512 ({maps} made)" if with_map else "without a map"
            yield (
                f"{STUDENTS} visitors, one change each 5 s, {beside}: the picture p50 {statistics.median(latencies):.0f} ms, "
                f"p95 {percentile(latencies, 0.95):.0f} ms, {len(latencies)} changes; server {cores:.2f} cores"
            )


def rows() -> Iterator[str]:
    yield from largest()
    yield from growth()
    yield from others()
