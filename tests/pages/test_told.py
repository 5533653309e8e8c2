"""What happens in the player is handled once, in its order, though a busy server does not see every message."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2.bidi_component.serialization import deserialize_trigger_list
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from gdviz.player.scene.wire import read_scene, write_scene
from gdviz.player.web import mount

EMPTY = write_scene({}, {})


class Server:
    """Takes messages of a browser as Streamlit does, which begins with what has come last."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.session: dict[str, Any] = {}
        self.requests = ScriptRequests()
        self.handled: list[tuple[str, Any]] = []
        self.listeners: dict[str, Callable[[], None]] = {}
        self.data, self.is_open, self.thens = b"", True, list[int]()
        monkeypatch.setattr(st, "session_state", self.session)
        monkeypatch.setattr(mount, "_component", lambda *_: self.mounted)
        self.show()

    def mounted(self, *, key: str, data: bytes, **listeners: Callable[[], None]) -> None:
        self.data, self.listeners = data, listeners

    def show(self) -> None:
        mount.show(
            EMPTY,
            on_start=lambda value: self.handled.append(("start", value)),
            on_hand=lambda value: self.handled.append(("hand", value)),
            then=lambda: self.thens.append(self.heard()),
            is_open=lambda: self.is_open,
        )

    def come(self, *messages: Any) -> None:
        """Messages come; those of one list came in the same moment."""
        payloads = [{"event": "told", "value": message} for message in messages]
        states = WidgetStates(widgets=[WidgetState(id="player", json_trigger_value=json.dumps(payloads))])
        self.requests.request_rerun(RerunData(widget_states=states))

    def run(self) -> int:
        """Run the script; returns what its scene says was heard."""
        (state,) = self.requests.on_scriptrunner_ready().rerun_data.widget_states.widgets
        payloads = deserialize_trigger_list(state.json_trigger_value) or []
        self.session["player"] = {payload["event"]: payload["value"] for payload in payloads}
        for payload in payloads:
            self.listeners[f"on_{payload['event']}_change"]()
        self.show()
        return self.heard()

    def heard(self) -> int:
        heard: int = read_scene(self.data)[0]["heard"]
        return heard


class MapServer(Server):
    """The same for a map of cells."""

    def show(self) -> None:
        names = "start", "hand"
        callbacks = {n: lambda value, n=n: self.handled.append((n, value)) for n in names}
        mount.cells(b"map", "player", callbacks, lambda: self.is_open)

    def heard(self) -> int:
        assert self.data[8:] == b"map"
        return int(struct.unpack_from("<d", self.data)[0])


def events(*numbers: int) -> list[dict[str, Any]]:
    return [{"number": n, "name": "hand" if n % 2 else "start", "value": n} for n in numbers]


@pytest.mark.parametrize("kind", [Server, MapServer])
def test_messages_that_replace_each_other_lose_nothing_and_repeat_nothing(
    kind: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = kind(monkeypatch)
    server.come(events(1))
    server.come(events(1, 2))
    server.come(events(1, 2, 3), events(1, 2, 3, 4))
    assert server.run() == 4
    server.come(events(1, 2, 3, 4, 5))  # sent before the scene had come
    assert server.run() == 5
    server.come(events(6))
    assert server.run() == 6
    assert [value for _, value in server.handled] == [1, 2, 3, 4, 5, 6]
    assert {name for name, value in server.handled if value % 2} == {"hand"}


@pytest.mark.parametrize("kind", [Server, MapServer])
def test_what_comes_when_the_page_was_left_is_not_handled(
    kind: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = kind(monkeypatch)
    server.is_open = False
    server.come(events(1))
    assert server.run() == 0 and not server.handled and not server.thens


@pytest.mark.parametrize("kind", [Server, MapServer])
def test_what_comes_before_it_is_mounted_again_is_handled_with_the_next_event(
    kind: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of the player was left and come back to, or started afresh: nothing is known under its key."""
    server = kind(monkeypatch)
    server.listeners["on_told_change"]()
    assert not server.handled
    server.come(events(1, 2))
    assert server.run() == 2 and [value for _, value in server.handled] == [1, 2]


def test_what_fails_is_not_tried_again_and_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(monkeypatch)
    seen: list[int] = []

    def start(value: int) -> None:
        seen.append(value)
        if value == 2:
            raise KeyError("slug")

    mount.show(EMPTY, on_start=start, on_hand=seen.append)
    server.come(events(1, 2, 3))
    with pytest.raises(KeyError):
        server.run()
    server.come(events(1, 2, 3, 4))
    assert (server.run(), seen) == (4, [1, 2, 3, 4])


@pytest.mark.parametrize(
    "told",
    [
        *(None, 3, "told", {}, {"number": 1}),
        *([event] for event in (None, [], {}, {"number": "1", "name": "start", "value": 1}, {"number": 1})),
        [{"number": 1, "name": ["start"], "value": 1}],
        [{"number": 10**400, "name": "start", "value": 1}],
        [{"number": 1, "name": "nothing", "value": 1}, {"number": 0, "name": "start", "value": 1}],
    ],
    ids=repr,
)
def test_odd_messages_are_no_events(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(monkeypatch)
    server.come(told)
    server.run()
    assert server.handled == []
