"""A visitor without a browser: Streamlit's own protocol, spoken as a browser speaks it.

With every change a browser sends the state of all its widgets, the page that it is on, the query of its URL, and which
large messages it still has. A server that is asked otherwise makes other work of it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.benchmarks.server import Server

TIMEOUT = 120.0  # seconds that one answer may take
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
REMEMBERED = 2  # runs of the script for which a browser keeps a large message


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


@dataclass
class Visitor:
    """One browser's conversation with the server, on a page given by the last part of its address."""

    socket: Any
    page: str = ""
    query: str = ""
    script: str = ""  # the page, as the server names it
    ids: dict[str, str] = field(default_factory=dict)  # label -> the first widget that has it
    states: dict[str, WidgetState] = field(default_factory=dict)
    large: dict[str, tuple[int, ForwardMsg]] = field(
        default_factory=dict
    )  # hash -> run when last used, message
    runs: int = 0

    async def open(self, **query: str) -> int:
        """Open the page; returns the bytes received."""
        self.query = urlencode(query)
        return await self._rerun()

    async def enter(self, label: str, text: str) -> int:
        """Type into a field, or pick an option; returns the bytes received."""
        self.states[self.ids[label]] = WidgetState(id=self.ids[label], string_value=text)
        return await self._rerun()

    async def _rerun(self) -> int:
        ask = BackMsg()
        ask.rerun_script.query_string = self.query
        if self.script:
            ask.rerun_script.page_script_hash = self.script
        else:
            ask.rerun_script.page_name = self.page
        ask.rerun_script.widget_states.widgets.extend(self.states.values())
        ask.rerun_script.cached_message_hashes.extend(self.large)
        await self.socket.send(ask.SerializeToString())
        self.runs += 1
        states, ids, received, finished = {}, {}, 0, False
        while not finished:
            raw = await asyncio.wait_for(self.socket.recv(), TIMEOUT)
            received += len(raw)
            message = self._resolved(ForwardMsg.FromString(raw))
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                if element.HasField("exception"):
                    raise RuntimeError(element.exception.message)
                state = state_of(element)
                if state is not None:
                    states[state.id] = self.states.get(state.id, state)
                    ids.setdefault(getattr(element, element.WhichOneof("type")).label, state.id)
            elif kind == "navigation":
                self.script = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            finished = kind == "script_finished" and message.script_finished in FINISHED
        self.states, self.ids = states, ids
        self.large = {key: kept for key, kept in self.large.items() if kept[0] > self.runs - REMEMBERED}
        return received

    def _resolved(self, message: ForwardMsg) -> ForwardMsg:
        """The message, or the one kept that it stands for."""
        if message.WhichOneof("type") == "ref_hash":
            message = self.large[message.ref_hash][1]
            self.large[message.hash] = self.runs, message
        elif message.metadata.cacheable:
            self.large[message.hash] = self.runs, message
        return message


def state_of(element: Element) -> WidgetState | None:
    """What a browser says of a widget that nobody has touched; None for what is no widget, or says nothing."""
    kind = element.WhichOneof("type")
    if kind is None:
        return None
    widget = getattr(element, kind)
    if kind in ("text_input", "text_area"):
        return WidgetState(id=widget.id, string_value=widget.default)
    if kind == "selectbox":
        return WidgetState(id=widget.id, string_value=widget.options[widget.default])
    if kind == "checkbox":
        return WidgetState(id=widget.id, bool_value=widget.default)
    state = WidgetState(id=widget.id) if kind in ("slider", "multiselect", "button_group") else None
    if state is None:
        return None
    if kind == "slider" and not widget.options:
        state.double_array_value.data.extend(widget.default)
    else:
        options = [o.content for o in widget.options] if kind == "button_group" else widget.options
        state.string_array_value.data.extend(options[int(i)] for i in widget.default)
    return state
