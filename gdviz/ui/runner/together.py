"""What a run of the page says leaves together, where it is said at almost the same time.

A run and the server's event loop are two threads of one interpreter. Streamlit wakes the loop for each
message, and each time the two threads change places, twice. There are a dozen messages in a change of a rate.
With 300 visitors the loop also looked through all of them a dozen times.
"""

from __future__ import annotations

from collections import deque
from functools import partial, wraps
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

SOON = 0.01  # seconds that a message may wait for others
_CAN_WAIT = frozenset({ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG})
_said: WeakKeyDictionary[AppSession, list[dict[str, Any]]] = WeakKeyDictionary()  # and not passed on yet
_lock = Lock()  # a run may speak in several threads


@wraps(AppSession._on_scriptrunner_event)
def tell_together(session: AppSession, sender: Any, event: ScriptRunnerEvent, **more: Any) -> None:
    """Pass what a run says to the event loop, in order: a picture and the end at once, all else soon."""
    with _lock:
        said = _said.setdefault(session, [])
        said.append({"sender": sender, "event": event, **more})
        is_first = len(said) == 1
    if event not in _CAN_WAIT or _is_picture(more.get("forward_msg")):
        session._call_soon_on_event_loop(partial(_pass_on, session))
    elif is_first:
        session._call_soon_on_event_loop(partial(_pass_on_soon, session))


def _is_picture(message: ForwardMsg | None) -> bool:
    """Return whether a message draws a component, as the player is one."""
    return message is not None and message.delta.new_element.HasField("bidi_component")


def _pass_on_soon(session: AppSession) -> None:
    session._event_loop.call_later(SOON, _pass_on, session)


def _pass_on(session: AppSession) -> None:
    """Let a session handle what a run said, on the event loop, before whatever else waits there."""
    with _lock:
        said = deque(_said.pop(session, []))
    _handle(session, said)


def _handle(session: AppSession, said: deque[dict[str, Any]]) -> None:
    """Let a session handle events; one that fails, of which the loop tells, does not stop the others."""
    try:
        while said:
            session._handle_scriptrunner_event_on_event_loop(**said.popleft())
    finally:
        if said:
            session._event_loop.call_soon(_handle, session, said)
