"""Which parts of a page a run is of: found out where a widget calls back, before the run is told of.

What a person changes in a part of the page, Streamlit answers with a run of that part. Where other parts are
to run, `st.rerun` ends it and begins another run: both are told to the browser, with all that a start and an
end are made of, though the first one has only called the widget back. That takes a fourteenth of the server's
time for a change of a rate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from threading import local
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import ScriptRunnerEvent, get_script_run_ctx

_of_thread = local()  # `start`: of the run on this thread, as long as nobody was told of it


@dataclass
class _Start:
    """A start of a run that is told of later: what Streamlit says of it, and to whom."""

    tell: Callable[..., None]
    run: dict[str, Any]


def told_late(tell: Callable[..., None]) -> Callable[..., None]:
    """Return a session's `tell(session, sender, event, **more)`, which tells late that a run of parts starts.

    It does so with what follows first, which is what the first part draws: all widgets have called back then.
    """

    @wraps(tell)
    def tell_later(session: Any, sender: Any, event: ScriptRunnerEvent, **more: Any) -> None:
        start: _Start | None = vars(_of_thread).pop("start", None)
        if start:
            start.tell(session, sender, ScriptRunnerEvent.SCRIPT_STARTED, **start.run)
        if event is ScriptRunnerEvent.SCRIPT_STARTED and more.get("fragment_ids_this_run"):
            _of_thread.start = _Start(tell, more)
        else:
            tell(session, sender, event, **more)

    return tell_later


def run_parts(keys: Sequence[str]) -> None:
    """Let the parts of these keys run, and nothing else. To be called where a widget calls back, as the last.

    Where the widget is in a part of the page, its run becomes one of these parts. Else another run is begun.
    """
    start: _Start | None = getattr(_of_thread, "start", None)
    run = get_script_run_ctx()
    if start is None or run is None or not run.fragment_ids_this_run:
        st.rerun(list(keys))
    storage = run.fragment_storage
    parts = storage.order_fragment_ids(storage.resolve_target(keys))
    runtime.get_instance().dataframe_source_mgr.clear_session_refs(fragment_ids=parts)
    start.run["run_descriptor"] = replace(start.run["run_descriptor"], fragment_ids=tuple(parts))
    run.fragment_ids_this_run[:] = parts  # the list that Streamlit goes through when all have called back
