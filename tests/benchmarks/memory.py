"""What one process of the app holds: idle, with a class whose tables are its own, after it left, and with links of new data.

Visitors speak Streamlit's own protocol on 127.0.0.1; the server's memory is read from /proc, so this part runs on Linux.
It takes about five minutes: Streamlit keeps the session of a visitor who left for two minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import numpy as np

from tests.benchmarks.server import Server
from tests.benchmarks.visitor import Visitor, connection

PAGE = "linear_regression"
TABLES, ROWS, COLUMNS = 60, 60_000, 8
LINKS, LINK_ROWS = 120, 20_000
KEPT = 125  # seconds that Streamlit keeps a session that was left
OTHERS = 10  # Streamlit lets go of sessions that were left when another one is left
SOURCE, OWN_TABLE, PASTE = "Data", "Your own table (CSV) ...", "or paste the table"


async def visit(server: Server, **query: str) -> None:
    """Open a page and leave."""
    async with connection(server) as socket:
        await Visitor(socket, PAGE).open(**query)


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
            visitor = Visitor(await stack.enter_async_context(connection(server)), PAGE)
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
