"""The parts of a race's page that can be drawn alone, since many changes concern only a few of them.

Streamlit calls them fragments. Of itself it draws only the part that a changed control stands in. So whoever
writes a choice from a control in a part says what is drawn again: `redraw`, or `st.rerun()` for the whole
page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException

from gdviz.ui.state import memory

PICTURE, SCENES, DERIVED, RESULT = "picture", "scenes", "derived rates", "result"
OF_ONE_RUN = ("held", "in hand", "race drawn")  # notes that end with a run of the whole page
WHOLE = "whole run"  # noted while the whole page is drawn
COMPLETE = "page complete"  # noted once all of the page has been drawn


@contextmanager
def whole() -> Iterator[None]:
    """Stand around a run of the whole page: what was noted before for single parts is done with."""
    notes = memory()
    for name in OF_ONE_RUN:
        notes.pop(name, None)
    notes[WHOLE], notes[COMPLETE] = True, False
    try:
        yield
        notes[COMPLETE] = True
    finally:
        notes[WHOLE] = False


def in_whole() -> bool:
    """Return whether the whole page is drawn, and not this part alone."""
    return bool(memory().get(WHOLE))


def rate(slug: str) -> str:
    """Return the name of the part with an optimizer's learning rate."""
    return f"rate-{slug}"


def redraw(*parts: str) -> NoReturn:
    """Draw picture, scenes, derived rates, result and these parts again, and nothing else.

    To be called at the end of a control's callback. All of the page is drawn where it failed before it was
    complete, since what was said of the failure must go; and where a part is not there any more, since the
    control was that of an optimizer taken out meanwhile.
    """
    if memory().get(COMPLETE):
        with suppress(StreamlitAPIException):  # a part is not there
            st.rerun([PICTURE, SCENES, DERIVED, *parts, RESULT])
    st.rerun()
