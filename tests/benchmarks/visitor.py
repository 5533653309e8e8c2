"""A visitor without a browser: Streamlit's own protocol, spoken as a browser speaks it.

With every change a browser sends the state of all its widgets, the page that it is on, the query of its URL, and which
large messages it still has. A server that is asked otherwise makes other work of it.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
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
    parts: dict[str, str] = field(default_factory=dict)  # widget -> the fragment that it stands in, or ""
    states: dict[str, WidgetState] = field(default_factory=dict)
    large: dict[str, tuple[int, ForwardMsg]] = field(
        default_factory=dict
    )  # hash -> run when last used, message
    runs: int = 0
    player: Any = None  # as the page last mounted it: its element
    player_part: str = ""  # the fragment that it stands in
    # when the player's scene last came, or where none comes all that does, by time.perf_counter
    pictured: float = 0.0

    async def open(self, **query: str) -> int:
        """Open the page; returns the bytes received."""
        self.query = urlencode(query)
        return await self._rerun()

    async def enter(self, label: str, text: str) -> int:
        """Type into a field, or pick an option; returns the bytes received."""
        widget = self.ids[label]
        self.states[widget] = WidgetState(id=widget, string_value=text)
        return await self._rerun(self.parts[widget])

    async def move(
        self, changes: dict[str, Any], held: list[str], number: int, ahead: list[float] | None = None
    ) -> int:
        """Drag something in the player, and wish scenes for other values; returns the bytes received."""
        moved = {"changes": changes, "held": held, "settled": False, "ahead": ahead or []}
        told = [{"number": number, "name": "hand", "value": moved}]
        event = WidgetState(
            id=_make_trigger_id(self.player.id, "events"),
            json_trigger_value=json.dumps([{"event": "told", "value": told}]),
        )
        return await self._rerun(self.player_part, event)

    async def _rerun(self, part: str = "", *events: WidgetState) -> int:
        ask = BackMsg()
        ask.rerun_script.fragment_id = part
        ask.rerun_script.query_string = self.query
        if self.script:
            ask.rerun_script.page_script_hash = self.script
        else:
            ask.rerun_script.page_name = self.page
        ask.rerun_script.widget_states.widgets.extend([*self.states.values(), *events])
        ask.rerun_script.cached_message_hashes.extend(self.large)
        await self.socket.send(ask.SerializeToString())
        self.runs += 1
        drawn: dict[str, tuple[str, WidgetState, str]] = {}  # widget -> its label, state and fragment
        received, status, self.pictured = 0, None, 0.0
        while status not in FINISHED:
            raw = await asyncio.wait_for(self.socket.recv(), TIMEOUT)
            received += len(raw)
            message = self._resolved(ForwardMsg.FromString(raw))
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                if element.HasField("exception"):
                    raise RuntimeError(element.exception.message)
                state = state_of(element)
                if element.bidi_component.component_name.startswith("gdviz_player"):
                    self.pictured = time.perf_counter()
                    self.player, self.player_part = element.bidi_component, message.delta.fragment_id
                if state is not None:
                    label = getattr(getattr(element, element.WhichOneof("type")), "label", "")
                    drawn[state.id] = label, self.states.get(state.id, state), message.delta.fragment_id
            elif kind == "navigation":
                self.script = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "script_finished":
                status = message.script_finished
        self.pictured = self.pictured or time.perf_counter()
        self._mount(drawn, status == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
        self.large = {key: kept for key, kept in self.large.items() if kept[0] > self.runs - REMEMBERED}
        return received

    def _mount(self, drawn: dict[str, tuple[str, WidgetState, str]], in_part: bool) -> None:
        """Take what was drawn for all widgets there are, or in a run of fragments for those of the fragments."""
        redrawn = {part for _, _, part in drawn.values()}
        if in_part:
            stays = {widget for widget, part in self.parts.items() if part not in redrawn}
            self.states = {widget: state for widget, state in self.states.items() if widget in stays}
            self.parts = {widget: self.parts[widget] for widget in self.states}
            self.ids = {label: widget for label, widget in self.ids.items() if widget in stays}
        else:
            self.states, self.parts, self.ids = {}, {}, {}
        for widget, (label, state, part) in drawn.items():
            self.states[widget], self.parts[widget] = state, part
            self.ids.setdefault(label, widget)

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
    if kind == "bidi_component":
        return WidgetState(id=widget.id, json_value="{}")
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
