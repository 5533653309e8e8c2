"""Dragging a learning rate: one viewer in Chromium, and a class of thirty over Streamlit's own websocket protocol.

The thirty keep to what the player's JavaScript keeps to (control/hand.js): one request under way, and a rest after a late
answer. The thirty-first types a rate into the sidebar, which runs the whole page. Traffic goes to 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import struct
import time
from collections.abc import Iterator
from typing import Any

import websockets
from playwright.sync_api import sync_playwright
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.load import Session, percentile
from tests.benchmarks.server import Server
from tests.browser.conftest import ARGUMENTS, chromium_path

THREE = "opt=gd,momentum,adam&tol=off&steps=300"
STUDENTS, SECONDS, TYPED_EVERY, TIMEOUT = 30, 20.0, 1.0, 60.0
IN_TIME, PATIENCE, POINTER = 0.080, 2.0, 1 / 60  # seconds, times, seconds: as in control/hand.js; a pointer's events

# when the pointer moved whose value was asked for, until its run is painted
LATENCIES = """() => {
  const root = document.querySelector('[data-testid=gdviz-player]'), { hand } = root.gdviz, moved = new Map();
  let last = 0;
  addEventListener('pointermove', () => { last = performance.now(); }, true);
  const ask = hand.ask;
  hand.ask = (request) => { moved.set(request.turn, last); return ask(request); };
  window.painted = [];
  new MutationObserver(() => {
    const { turn } = root.gdviz.scene;
    if (moved.has(turn)) { window.painted.push(performance.now() - moved.get(turn)); moved.delete(turn); }
  }).observe(root, { attributes: true, attributeFilter: ['data-run'] });
}"""


def one_viewer(server: Server) -> tuple[float, list[float]]:
    """New paths a second, and milliseconds from each pointer's move to its painted path."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        page = chromium.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page.goto(f"{server.url}/?{THREE}")
        page.wait_for_selector("[data-testid=gdviz-player][data-run]", timeout=TIMEOUT * 1e3)
        page.wait_for_timeout(3000)
        page.evaluate("document.querySelector('[data-testid=gdviz-player]').gdviz.clock.pause()")
        slider = page.get_by_role("slider", name="Learning rate of Adam").first
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box is not None
        y = box["y"] + box["height"] / 2
        page.evaluate(LATENCIES)
        page.mouse.move(box["x"] + box["width"] / 2, y)
        page.mouse.down()
        start = time.perf_counter()
        step = 0
        while time.perf_counter() - start < 8:
            step += 1
            page.mouse.move(box["x"] + box["width"] * (0.5 + 0.2 * ((step % 80) / 40 - 1)), y)
            page.wait_for_timeout(12)
        seconds = time.perf_counter() - start
        latencies: list[float] = page.evaluate("window.painted")
        page.mouse.up()
        chromium.close()
    return len(latencies) / seconds, latencies


class Student:
    """A browser's conversation with the server while its visitor drags."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.latencies: list[float] = []

    async def live(self, go: asyncio.Event, ready: asyncio.Event, until: asyncio.Event) -> None:
        async with connection(self.server) as self.socket:
            scene = await self._rerun(BackMsg())
            assert scene is not None
            header = _header(scene.bytes)
            self.id, self.fragment = scene.id, self.fragment_of_scene
            self.held = [id for _, id, *_ in header["parts"]]
            rate = next(c for c in reversed(header["controls"]) if c["label"] == "Learning rate")
            ready.set()
            await go.wait()
            turn = 0
            while not until.is_set():
                turn += 1
                start = time.perf_counter()
                await self._drag(rate["key"], rate["value"] * random.uniform(0.2, 1.5), turn)
                latency = time.perf_counter() - start
                self.latencies.append(latency)
                await asyncio.sleep(max(PATIENCE * (latency - IN_TIME), POINTER))

    async def _drag(self, key: str, value: float, turn: int) -> None:
        message = BackMsg()
        message.rerun_script.fragment_id = self.fragment
        moved = {"changes": {key: value}, "held": self.held, "turn": turn, "settled": False}
        states = message.rerun_script.widget_states.widgets
        states.add(id=self.id, json_value="{}")
        trigger = json.dumps([{"event": "hand", "value": moved}])
        states.add(id=_make_trigger_id(self.id, "events"), json_trigger_value=trigger)
        scene = await self._rerun(message)
        assert scene is not None and _header(scene.bytes)["turn"] == turn

    async def _rerun(self, message: BackMsg) -> Any:
        """Send a request; what the player gets until it is answered."""
        message.rerun_script.query_string = THREE
        await self.socket.send(message.SerializeToString())
        scene = None
        while True:
            forward = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), TIMEOUT))
            kind = forward.WhichOneof("type")
            if kind == "delta" and forward.delta.WhichOneof("type") == "new_element":
                element = forward.delta.new_element
                if element.WhichOneof("type") == "exception":
                    raise RuntimeError(element.exception.message)
                if element.WhichOneof("type") == "bidi_component" and forward.delta.fragment_id:
                    scene, self.fragment_of_scene = element.bidi_component, forward.delta.fragment_id
            if kind == "script_finished":
                return scene


def connection(server: Server) -> Any:
    return websockets.connect(
        f"ws://{server.address}/_stcore/stream",
        subprotocols=["streamlit"],
        max_size=None,  # type: ignore[list-item]
        compression=None,
        open_timeout=60,
        ping_interval=None,
        proxy=None,
    )


def _header(data: bytes) -> dict[str, Any]:
    (length,) = struct.unpack_from("<I", data)
    header: dict[str, Any] = json.loads(data[4 : 4 + length])
    return header


async def crowd(server: Server, students: int) -> tuple[list[float], list[float]]:
    """Seconds of the answers to `students` who drag at once, and of those to another visitor who types a rate."""
    go, until = asyncio.Event(), asyncio.Event()
    dragging, tasks = [Student(server) for _ in range(students)], []
    for student in dragging:
        ready = asyncio.Event()
        tasks.append(asyncio.create_task(student.live(go, ready, until)))
        await asyncio.wait_for(ready.wait(), TIMEOUT)
    typing, typed = Session(server.address, 0), []
    async with connection(server) as typing.socket:
        typing.field = ""
        await typing.rerun(None)
        go.set()
        start = time.perf_counter()
        while time.perf_counter() - start < SECONDS:
            await asyncio.sleep(TYPED_EVERY * random.uniform(0.5, 1.0))
            before = time.perf_counter()
            await typing.rerun(random.uniform(1e-4, 9e-4))
            typed.append(time.perf_counter() - before)
    until.set()
    await asyncio.gather(*tasks)
    return [x for student in dragging for x in student.latencies], typed


def rows() -> Iterator[str]:
    with Server() as server:
        a_second, latencies = one_viewer(server)
    yield (
        f"dragging a rate, 3 x 300: {a_second:.1f} new paths a second, to reach 15; from the pointer's move to its path "
        f"painted p50 {statistics.median(latencies):.0f} ms, p95 {percentile(latencies, 0.95):.0f} ms, to reach 60 / 120"
    )
    with Server() as server:
        _, alone = asyncio.run(crowd(server, 0))
    with Server() as server:
        dragged, beside = asyncio.run(crowd(server, STUDENTS))
    yield (
        f"{STUDENTS} dragging at once: p50 {statistics.median(dragged) * 1e3:.0f} ms, p95 {percentile(dragged, 0.95) * 1e3:.0f} "
        f"ms, to reach 300; {len(dragged) / SECONDS / STUDENTS:.1f} new paths a second for each"
    )
    yield (
        f"a rate typed by another meanwhile: p50 {statistics.median(beside) * 1e3:.0f} ms, p95 {percentile(beside, 0.95) * 1e3:.0f} "
        f"ms; alone {statistics.median(alone) * 1e3:.0f}, {percentile(alone, 0.95) * 1e3:.0f} ms: to reach twice that"
    )
