"""What a run says reaches the event loop in order and together; a picture and the end of a run do not wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Thread
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from gdviz.ui.runner import together
from gdviz.ui.runner.together import tell_together

START, MESSAGE = ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
END = ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS
LATE = 60.0  # seconds: a message that waits for others is not passed on in a test


class Session:
    """As much of a session as is needed; notes what it handled and how often its loop was woken."""

    _call_soon_on_event_loop = AppSession._call_soon_on_event_loop

    def __init__(self) -> None:
        self._event_loop = asyncio.get_running_loop()
        self.handled: list[Any] = []
        self.wakes = 0
        self.wake = self._event_loop.call_soon_threadsafe
        self._event_loop.call_soon_threadsafe = self.count  # type: ignore[method-assign,assignment]

    def count(self, *act: Any, **context: Any) -> None:
        self.wakes += 1
        self.wake(*act, **context)

    def _handle_scriptrunner_event_on_event_loop(
        self, sender: str, event: ScriptRunnerEvent, forward_msg: ForwardMsg | None = None
    ) -> None:
        assert asyncio.get_running_loop() is self._event_loop
        text = forward_msg and forward_msg.delta.new_element.text.body
        if text == "fails":
            raise ZeroDivisionError
        self.handled.append(text or event)


def text(body: str) -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.text.body = body
    return message


def picture() -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.bidi_component.component_name = "player"
    return message


def say(session: Any, *said: ScriptRunnerEvent | str | ForwardMsg) -> None:
    """Let a run say something, in a thread as a run is one."""

    def run() -> None:
        for what in said:
            if isinstance(what, ScriptRunnerEvent):
                tell_together(session, "run", what)
            else:
                message = text(what) if isinstance(what, str) else what
                tell_together(session, "run", MESSAGE, forward_msg=message)

    thread = Thread(target=run)
    thread.start()
    thread.join(30)


async def pass_time() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def in_a_loop(check: Callable[[Session], Awaitable[None]]) -> None:
    """Check in an event loop, on a thread of its own: on this one a browser of other tests may have a loop."""

    async def checked() -> None:
        await check(Session())

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, checked()).result(60)


def test_the_end_takes_with_it_what_was_said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "SOON", LATE)

    async def check(session: Session) -> None:
        say(session, START, *"abcdef", END)
        await pass_time()
        assert session.handled == [START, *"abcdef", END]
        assert session.wakes == 2  # for the first word and for the end

    in_a_loop(check)


def test_a_picture_leaves_at_once_and_what_follows_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "SOON", LATE)

    async def check(session: Session) -> None:
        say(session, START, "a", picture())
        await pass_time()
        assert session.handled == [START, "a", MESSAGE]
        say(session, "b", "c")
        await pass_time()
        assert session.handled == [START, "a", MESSAGE]
        say(session, END)
        await pass_time()
        assert session.handled == [START, "a", MESSAGE, "b", "c", END]

    in_a_loop(check)


def test_what_nothing_follows_comes_soon() -> None:
    async def check(session: Session) -> None:
        say(session, "a", "b")
        await pass_time()
        assert session.handled == []
        for _ in range(1000):
            if session.handled:
                break
            await asyncio.sleep(0.01)
        assert session.handled == ["a", "b"]

    in_a_loop(check)


def test_sessions_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "SOON", LATE)

    async def check(session: Session) -> None:
        other = Session()
        say(session, "a")
        say(other, "b", END)
        await pass_time()
        assert (session.handled, other.handled) == ([], ["b", END])

    in_a_loop(check)


def test_one_that_fails_stops_no_other() -> None:
    async def check(session: Session) -> None:
        failed: list[Any] = []
        session._event_loop.set_exception_handler(lambda _, context: failed.append(context["exception"]))
        say(session, "a", "fails", "b", END)
        await pass_time()
        assert session.handled == ["a", "b", END]
        assert [type(error) for error in failed] == [ZeroDivisionError]

    in_a_loop(check)


def test_the_words_of_many_threads_all_arrive_each_in_its_order() -> None:
    async def check(session: Session) -> None:
        words = [[f"{of} {n}" for n in range(200)] for of in "abcd"]
        threads = [Thread(target=partial(say, session, *of)) for of in words]
        for thread in threads:
            thread.start()
        for thread in threads:
            await asyncio.to_thread(thread.join, 30)
        say(session, END)
        await pass_time()
        assert session.handled.pop() is END
        assert [[word for word in session.handled if word[0] == of[0][0]] for of in words] == words

    in_a_loop(check)


def test_what_the_session_says_after_a_run_comes_after_it() -> None:
    """So it is where a message of the browser cannot be handled: a start would take the error off the page."""

    async def check(session: Session) -> None:
        for event in (END, START, END):
            tell_together(session, "run", event)  # type: ignore[arg-type]
        session._call_soon_on_event_loop(partial(session.handled.append, "error"))  # type: ignore[arg-type]
        await pass_time()
        assert session.handled == [END, START, END, "error"]

    in_a_loop(check)
