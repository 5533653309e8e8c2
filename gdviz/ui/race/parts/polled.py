"""Parts of a page that are drawn again by a clock, and what runs again by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any

import streamlit as st

from gdviz.ui import current, state, turns
from gdviz.ui.shell import guarded


def polled(draw: Callable[..., None], every: float | None) -> Callable[..., None]:
    """Return a part of the page that is drawn again, alone, every so many seconds; None: only where asked to.

    It is the same part with and without a clock: what is clicked there just when the clock stops is not lost.

    Its first drawing belongs to whatever calls it; each later one is guarded and waits for its turn itself.
    Where something there has changed the choice, the whole page follows.
    """
    alone, chosen = False, current.from_choices()

    @wraps(draw)
    def again(*args: Any) -> None:
        nonlocal alone
        with ExitStack() as around:
            if alone:
                around.enter_context(in_turn())
                if current.from_choices() != chosen:
                    st.rerun()
            alone = True
            draw(*args)

    drawn: Callable[..., None] = st.fragment(again, run_every=every)
    return drawn


@contextmanager
def in_turn() -> Iterator[float]:
    """Stand around a part of the page that runs alone: it waits for its turn; gives the seconds waited."""
    with guarded(), turns.short.turn(turns.DRAGGED) as waited:
        yield waited


def run_again() -> None:
    """Run the page again where nobody has changed anything: what was said of the link is still said."""
    state.memory()["complaints kept"] = state.memory().get("complaints", [])
    st.rerun()
