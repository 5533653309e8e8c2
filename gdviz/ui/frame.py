"""The frame around every page, app.py, must run before the page."""

from __future__ import annotations

import gc
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st

from gdviz.engine.threads import one_thread

APP = Path(__file__).resolve().parents[2] / "app.py"


def framed() -> None:
    """Called by app.py: from here on this session's pages are its."""
    one_thread()
    st.session_state["framed"] = True


def ensure() -> None:
    """Called first by every page.

    Until app.py has run once, a freshly started server takes the folder `pages` for pages of its own making, and runs a
    page's file alone when its link is the first to be opened. Then app.py is run here instead, which brings the page.
    """
    if "framed" not in st.session_state:
        runpy.run_path(str(APP))
        st.stop()


@contextmanager
def guarded() -> Iterator[None]:
    """Around a page: what fails unforeseen is told in a sentence with a way back, and goes on to the server's log."""
    try:
        yield
    except Exception:
        st.error(
            "This page met an error of its own and could not go on. What you chose is still in the address above: "
            "reload to try again, or start afresh.",
            icon=":material/error:",
        )
        st.button("Start this page afresh", on_click=_afresh, key="afresh", icon=":material/restart_alt:")
        raise


def _afresh() -> None:
    """Forget what this session chose on all pages, and what the link says."""
    for key in list(st.session_state):
        if key != "framed":
            del st.session_state[key]
    st.query_params.clear()


@cache  # constant: nothing but that it was done
def settle() -> None:
    """Called last by a page; does its work once per process.

    Streamlit collects garbage in full after every run of a script. What is there by now (modules, the library) stays for
    good: taking it out of the collector's sight saves two thirds of the server's time for each change.
    """
    gc.collect()
    gc.freeze()
