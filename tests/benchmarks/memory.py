"""What one process of the app holds: idle, with a class whose tables are its own, after it left, and with links of new data.

Visitors speak Streamlit's own protocol on 127.0.0.1; the server's memory is read from /proc, so this part runs on Linux.
It takes about five minutes: Streamlit keeps the session of a visitor who left for two minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlencode

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.benchmarks.server import Server

PAGE = "linear_regression"
TABLES, ROWS, COLUMNS = 60, 60_000, 8
LINKS, LINK_ROWS = 120, 20_000
KEPT, TIMEOUT = 125, 120.0  # seconds that Streamlit keeps a session that was left; that one answer may take
OTHERS = 10  # Streamlit lets go of sessions that were left when another one is left
SOURCE, OWN_TABLE, PASTE = "Data", "Your own table (CSV) ...", "or paste the table"


class Visitor:
    """One browser's conversation with the server."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.ids: dict[str, str] = {}  # label -> widget
        self.states: dict[str, WidgetState] = {}

    async def open(self, **query: str) -> None:
        self.query = urlencode(query)
        await self._rerun()

    async def enter(self, label: str, text: str) -> None:
        self.states[label] = WidgetState(id=self.ids[label], string_value=text)
        await self._rerun()

    async def _rerun(self) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = PAGE
        message.rerun_script.widget_states.widgets.extend(self.states.values())
        await self.socket.send(message.SerializeToString())
        while True:
            forward = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), TIMEOUT))
            kind = forward.WhichOneof("type")
            if kind == "delta" and forward.delta.WhichOneof("type") == "new_element":
                element = forward.delta.new_element
                what = element.WhichOneof("type")
                if what == "exception":
                    raise RuntimeError(element.exception.message)
                if what in ("selectbox", "text_area"):
                    widget = getattr(element, what)
                    self.ids[widget.label] = widget.id
            if kind == "script_finished" and forward.script_finished in (0, 2):
                return


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


async def visit(server: Server, **query: str) -> None:
    """Open a page and leave."""
    async with connection(server) as socket:
        await Visitor(socket).open(**query)


def own_table(seed: int) -> str:
    """A table as a visitor pastes it."""
    numbers = np.random.default_rng(seed).normal(size=(ROWS, COLUMNS)).round(3)
    lines = [
        ",".join(f"c{k}" for k in range(COLUMNS)),
        *(",".join(map(str, row)) for row in numbers.tolist()),
    ]
    return "\n".join(lines)


async def tables(server: Server) -> Iterator[str]:
    async with AsyncExitStack() as stack:
        for k in range(TABLES):
            visitor = Visitor(await stack.enter_async_context(connection(server)))
            await visitor.open()
            await visitor.enter(SOURCE, OWN_TABLE)
            await visitor.enter(PASTE, own_table(k))
            await visitor.enter(PASTE, "")  # the text goes, the table stays
        told = [f"with {TABLES} tables of {ROWS} x {COLUMNS} of their own: {server.memory():.0f} MB"]
    await asyncio.sleep(KEPT)
    for _ in range(OTHERS):
        await visit(server)
    return iter([*told, f"after they left and {OTHERS} others opened a page: {server.memory():.0f} MB"])


async def links(server: Server) -> str:
    for k in range(LINKS):
        data = f"param n = {LINK_ROWS} from 5 to 100000 integer\nx = u1 + {k}\ny = 3*x + 2 + e1"
        await visit(server, d=data, opt="gd,momentum,adam", steps="1000")
    return f"after {LINKS} links of {LINK_ROWS} rows of new data, three optimizers, 1000 steps: {server.memory():.0f} MB"


def rows() -> Iterator[str]:
    with Server() as server:
        asyncio.run(visit(server))
        yield f"idle, after the first visit: {server.memory():.0f} MB"
        yield from asyncio.run(tables(server))
    with Server() as server:
        yield asyncio.run(links(server))
