"""A class on one server: N sessions over Streamlit's own websocket protocol, each typing a learning rate every few seconds.

Latency is from the change until the server has sent everything that the change causes; the server's memory and CPU are read
from /proc, so this part runs on Linux. Traffic goes to 127.0.0.1 only, and ends by itself.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.server import Server

QUERY = "opt=gd,momentum,adam,nesterov,rmsprop,adagrad"
FIELD = "Learning rate, typed"  # of the first optimizer
PERIOD, SECONDS, TIMEOUT = 5.0, 25.0, 90.0


@dataclass
class Session:
    """One browser's conversation with the server."""

    address: str
    number: int
    first: float = 0.0
    latencies: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    async def live(self, go: asyncio.Event, ready: asyncio.Event, until: asyncio.Event) -> None:
        async with websockets.connect(
            f"ws://{self.address}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,  # type: ignore[list-item]
            compression=None,
            open_timeout=60,
            ping_interval=None,
            proxy=None,
        ) as socket:
            self.socket, self.field = socket, ""
            start = time.perf_counter()
            await self.rerun(None)
            self.first = time.perf_counter() - start
            ready.set()
            await go.wait()
            await asyncio.sleep(random.random() * PERIOD)
            while not until.is_set():
                start = time.perf_counter()
                self.sizes.append(await self.rerun(random.uniform(1e-4, 9e-4)))
                self.latencies.append(time.perf_counter() - start)
                rest = PERIOD * random.uniform(0.8, 1.2) - (time.perf_counter() - start)
                try:
                    await asyncio.wait_for(until.wait(), max(rest, 0.001))
                except TimeoutError:
                    continue

    async def rerun(self, value: float | None) -> int:
        """Ask for a rerun with the field at `value`; bytes received until it is finished."""
        message = BackMsg()
        message.rerun_script.query_string = QUERY
        if value is not None:
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id, widget.string_value = self.field, repr(value)
        await self.socket.send(message.SerializeToString())
        received = 0
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), TIMEOUT)
            received += len(raw)
            forward = ForwardMsg.FromString(raw)  # type: ignore[arg-type]
            kind = forward.WhichOneof("type")
            if kind == "delta" and forward.delta.WhichOneof("type") == "new_element":
                element = forward.delta.new_element
                what = element.WhichOneof("type")
                if what == "text_input" and element.text_input.label == FIELD and not self.field:
                    self.field = element.text_input.id
                if what == "exception":
                    raise RuntimeError(element.exception.message)
            if kind == "script_finished" and forward.script_finished in (0, 2):
                return received


def _percentile(values: list[float], p: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(p * len(ordered)))]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _class(server: Server, users: int) -> str:
    before = server.memory()
    go, until = asyncio.Event(), asyncio.Event()
    sessions, tasks = [], []
    for i in range(users):
        ready = asyncio.Event()
        sessions.append(Session(server.address, i))
        tasks.append(asyncio.create_task(sessions[-1].live(go, ready, until)))
        await asyncio.wait_for(ready.wait(), TIMEOUT)
    cpu, start = _cpu(server.pid), time.perf_counter()
    go.set()
    await asyncio.sleep(SECONDS)
    load = (_cpu(server.pid) - cpu) / (time.perf_counter() - start)
    until.set()
    await asyncio.gather(*tasks)
    after = server.memory()
    latencies = [x * 1e3 for s in sessions for x in s.latencies]
    sizes = [x for s in sessions for x in s.sizes]
    return (
        f"{users:>4} users, one change each {PERIOD:.0f} s: p50 {statistics.median(latencies):.0f} ms, "
        f"p95 {_percentile(latencies, 0.95):.0f} ms, {len(latencies)} changes of {statistics.mean(sizes) / 1e3:.0f} KB; "
        f"first load p50 {statistics.median(s.first for s in sessions) * 1e3:.0f} ms; server {before:.0f} -> {after:.0f} MB "
        f"({(after - before) / users:.2f} MB a user), {load:.2f} cores"
    )


def rows() -> Iterator[str]:
    for users in (1, 10, 50, 100):
        with Server() as server:
            yield asyncio.run(_class(server, users))
