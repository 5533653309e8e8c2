"""The frame around every page, app.py, must run before the page."""

from __future__ import annotations

import runpy
from pathlib import Path

import streamlit as st

APP = Path(__file__).resolve().parents[2] / "app.py"


def framed() -> None:
    """Called by app.py: from here on this session's pages are its."""
    st.session_state["framed"] = True


def ensure() -> None:
    """Called first by every page.

    Until app.py has run once, a freshly started server takes the folder `pages` for pages of its own making, and runs a
    page's file alone when its link is the first to be opened. Then app.py is run here instead, which brings the page.
    """
    if "framed" not in st.session_state:
        runpy.run_path(str(APP))
        st.stop()
