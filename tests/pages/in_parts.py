"""AppTest tells of runs as a session of the server does, and can say in which part of a page a widget is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import RerunData, ScriptRunnerEvent
from streamlit.signal_util import Signal
from streamlit.testing.v1 import local_script_runner

from gdviz.ui.runner.start import told_late

Told = list[tuple[ScriptRunnerEvent, tuple[str, ...], Any]]  # events, of which parts, and of which run


def told_as_in_a_session(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Let runs be told of as the server does, by Streamlit's own function; returns what will be told."""
    heard: Told = []
    connect = Signal.connect

    def connected(signal: Signal, receiver: Callable[..., None], *, weak: bool = True) -> Any:
        def handle(
            sender: Any,
            event: ScriptRunnerEvent,
            forward_msg: Any,
            exception: Any,
            client_state: Any,
            script: Any,
            parts: Any,
            pages: Any,
            run: Any,
        ) -> None:
            heard.append((event, run.fragment_ids if run else (), run and run.script_run_id))
            if event is ScriptRunnerEvent.SCRIPT_STARTED:
                assert tuple(parts or ()) == run.fragment_ids
            receiver(
                sender, event, forward_msg=forward_msg, client_state=client_state, fragment_ids_this_run=parts
            )

        session = SimpleNamespace(
            _call_soon_on_event_loop=lambda act: act(), _handle_scriptrunner_event_on_event_loop=handle
        )
        return connect(signal, partial(told_late(AppSession._on_scriptrunner_event), session), weak=False)

    monkeypatch.setattr(Signal, "connect", connected)
    return heard


def ask_of_part(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """Let the next runs be asked for as by a browser where a widget of this part of the page was changed."""
    monkeypatch.setattr(local_script_runner, "RerunData", partial(RerunData, fragment_id=part or None))
