"""What the server does besides running pages: say where they are, start players early.

app.py makes an `st.App` of these parts.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from copy import deepcopy
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from streamlit.cursor import Cursor, SparseList
from streamlit.net_util import get_internal_ip
from streamlit.runtime import app_session
from streamlit.web.server.server_util import get_url

from gdviz.player.web.mount import preload
from gdviz.ui.pages import PAGES
from gdviz.ui.runner.start import told_late
from gdviz.ui.runner.together import tell_together

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# what stands before Streamlit's code; leave.js sees the first link, too, which comes before a page's scripts
SCRIPTS = tuple(Path(__file__).parent / "web" / name for name in ("small.js", "socket.js", "leave.js"))
# a compressed page could not be changed, and a page that the browser has kept may ask for files that are gone
_DECLINED = (b"accept-encoding", b"if-none-match", b"if-modified-since")
# of what a place on the page consists, nobody can change these; its tuple is of numbers
_UNCHANGING = frozenset({int, tuple, type(None)})


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Say where the app is, and publish the player while the server already answers."""
    here, *others = _addresses()
    lines = [f"gdviz is at {here}", *(f"In this network it is at {other}" for other in others)]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    _keep_theme()
    Cursor.__deepcopy__ = copy_of_cursor  # type: ignore[attr-defined]
    app_session.AppSession._on_scriptrunner_event = told_late(tell_together)  # type: ignore[method-assign]
    # the first start of a version compresses plotly.js, for a second; nobody is to wait for that
    threading.Thread(target=preload, name="publish the player", daemon=True).start()
    if not st.get_option("server.headless"):
        webbrowser.open(here)
    yield


def _keep_theme() -> None:
    """Let what .streamlit/config.toml says of the theme be put into a message once, and then copied.

    Streamlit tells the browser its theme at the start of each run, and looks through all its options for
    each of the theme's six sections: a twelfth of the server's time for a change of a rate.
    """
    app_session._populate_theme_msg = kept_by_section(app_session._populate_theme_msg)


def kept_by_section(populate: Callable[..., None]) -> Callable[..., None]:
    """Return `populate(message, section)`, which is called once for each section; later it is copied."""
    kept: dict[str, Any] = {}

    @wraps(populate)
    def copy_to(message: Any, section: str = "theme") -> None:
        if section not in kept:
            kept[section] = type(message)()
            populate(kept[section], section)
        if kept[section].ByteSize():  # a section of which nothing is said stays out of the message
            message.MergeFrom(kept[section])

    return copy_to


def copy_of_cursor(cursor: Cursor, memo: dict[int, Any]) -> Cursor:
    """Return a copy of a place on the page that can be moved for itself.

    Streamlit copies some forty of them for each part of a page that runs alone. Python's own `deepcopy` finds
    out each time of what they consist, which takes it a tenth of the time of the run. Most of it is numbers
    and paths of numbers, which nobody can change: both places have them.
    """
    copied = object.__new__(type(cursor))
    own = vars(copied)
    for name, value in vars(cursor).items():
        kind = type(value)
        if kind in _UNCHANGING:
            own[name] = value
        else:
            empty = kind is SparseList and not len(value)
            own[name] = SparseList() if empty else deepcopy(value, memo)
    return copied


def _addresses() -> list[str]:
    """List where the app is found: here, and in the network unless the server listens to one address only.

    Streamlit's own message asks a host outside which address it sees, and warns where it gets no answer.
    """
    if (bound := st.get_option("server.address")) not in (None, "0.0.0.0", "::"):  # noqa: S104
        return [get_url(bound)]
    return [get_url(st.get_option("browser.serverAddress")), get_url(get_internal_ip() or "127.0.0.1")]


class PlayerFirst:
    """Let a page fetch and start its player while Streamlit's own files are still coming.

    Else it would do so only when Streamlit's scripts have come, have run and connected, and the page's first
    messages are there. Until then the browser mostly waits, and then starting plotly.js takes it as long as
    everything else together. So the script that starts the player is put into the HTML itself, after the one
    that gives a scene to its player as soon as it comes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what `scope` asks for (see the ASGI specification)."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _has_player(scope["path"]):
            await self.app(scope, receive, send)
            return
        begun: Message = {}
        body = b""

        async def send_with_player(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start":
                begun = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(raw=begun["headers"])
            if headers.get("content-type", "").startswith("text/html"):
                script = await asyncio.to_thread(preload)
                body = body.replace(b"</head>", f"<script>{_scripts()}</script>{script}</head>".encode(), 1)
                headers["content-length"] = str(len(body))
                del headers["etag"], headers["last-modified"]
            await send(begun)
            await send({"type": "http.response.body", "body": body})

        asked = [(name, value) for name, value in scope["headers"] if name not in _DECLINED]
        await self.app({**scope, "headers": asked}, receive, send_with_player)


@cache  # constant: files of the app
def _scripts() -> str:
    return "\n".join(path.read_text("utf-8") for path in SCRIPTS)


def _has_player(path: str) -> bool:
    """Tell whether a path is the address of a page with a player."""
    address = path.removeprefix(_base()).strip("/")
    return any(row.player and row.address == f"./{address}" for row in PAGES.values())


def _base() -> str:
    """Return what stands before every path of the app: nothing, or "/" and a name."""
    name = st.get_option("server.baseUrlPath").strip("/")
    return f"/{name}" if name else ""


MIDDLEWARE = (Middleware(PlayerFirst),)
