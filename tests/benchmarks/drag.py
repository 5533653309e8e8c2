"""Dragging a learning rate: one viewer in Chromium, and a class of thirty over Streamlit's own websocket protocol.

The thirty keep to what the player's JavaScript keeps to (control/hand/hand.js): one request under way, and the rest that the
server asks for. The thirty-first types a rate into the sidebar, which runs the whole page. Traffic goes to 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import struct
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import parse_qsl

from playwright.sync_api import sync_playwright

from tests.benchmarks.load import FIELD, percentile
from tests.benchmarks.server import Server
from tests.benchmarks.visitor import Visitor, connection
from tests.browser.tabs import ARGUMENTS, chromium_path

THREE = "opt=gd,momentum,adam&tol=off&steps=300"
STUDENTS, SECONDS, TYPED_EVERY, TIMEOUT = 30, 20.0, 1.0, 60.0
POINTER = 1 / 60  # seconds between a pointer's events

# when the pointer moved to a rate last, until that rate's run is painted
LATENCIES = """() => {
  const root = document.querySelector('[data-testid=gdviz-player]'), player = root.gdviz, moved = new Map();
  const { foreseen } = player.hand, reach = foreseen.reach.bind(foreseen);
  let key, last = 0;
  addEventListener('pointermove', (event) => { last = event.timeStamp; }, true);
  foreseen.reach = (of, rate) => { key = of; moved.set(rate, last); return reach(of, rate); };
  window.painted = [];
  let run = root.dataset.run;
  new MutationObserver(() => {
    if (root.dataset.run === run) return;
    run = root.dataset.run;
    const rate = player.scene.controls.find((control) => control.key === key)?.value;
    if (moved.has(rate)) window.painted.push(performance.now() - moved.get(rate));
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


class Dragging(Visitor):
    """A visitor who drags the last optimizer's rate without a rest."""

    def __init__(self, socket: object) -> None:
        super().__init__(socket)
        self.latencies: list[float] = []

    async def arrive(self) -> None:
        """Open the page, and note what the browser holds then."""
        await self.open(**dict(parse_qsl(THREE)))
        header = header_of(self.player.bytes)
        self.held = [id for _, id, *_ in header["parts"]]
        self.rate = next(c for c in reversed(header["controls"]) if c["label"] == "Learning rate")

    async def work(self, until: asyncio.Event) -> None:
        number = 0
        while not until.is_set():
            number += 1
            start = time.perf_counter()
            rate = self.rate["value"] * random.uniform(0.2, 1.5)
            ahead = [rate * 1.06**i for i in range(1, 17)]
            await self.move({self.rate["key"]: rate}, self.held, number, ahead)
            self.latencies.append(time.perf_counter() - start)
            answer = header_of(self.player.bytes)
            assert answer["heard"] == number
            await asyncio.sleep(max(answer["rest"] / 1e3, POINTER))


def header_of(data: bytes) -> dict[str, Any]:
    (length,) = struct.unpack_from("<I", data)
    header: dict[str, Any] = json.loads(data[4 : 4 + length])
    return header


async def crowd(server: Server, students: int) -> tuple[list[float], list[float]]:
    """Seconds of the answers to `students` who drag at once, and of the pictures of another visitor who types a rate."""
    async with AsyncExitStack() as stack:
        dragging = [Dragging(await stack.enter_async_context(connection(server))) for _ in range(students)]
        for student in dragging:
            await student.arrive()
        typing, typed, until = (
            Visitor(await stack.enter_async_context(connection(server))),
            [],
            asyncio.Event(),
        )
        await typing.open(**dict(parse_qsl(THREE)))
        await typing.enter(FIELD, "0.0005")  # the first one sets a rate that was derived
        tasks = [asyncio.create_task(student.work(until)) for student in dragging]
        start = time.perf_counter()
        while time.perf_counter() - start < SECONDS:
            await asyncio.sleep(TYPED_EVERY * random.uniform(0.5, 1.0))
            before = time.perf_counter()
            await typing.enter(FIELD, repr(random.uniform(1e-4, 9e-4)))
            typed.append(typing.pictured - before)
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
        f"a rate typed by another meanwhile, until the picture has come: p50 {statistics.median(beside) * 1e3:.0f} ms, p95 {percentile(beside, 0.95) * 1e3:.0f} "
        f"ms; alone {statistics.median(alone) * 1e3:.0f}, {percentile(alone, 0.95) * 1e3:.0f} ms: to reach twice that"
    )
