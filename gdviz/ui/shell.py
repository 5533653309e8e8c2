"""What stands around every page: navigation, the style sheet, and what happens where a page fails."""

from __future__ import annotations

import gc
import runpy
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal

import streamlit as st

from gdviz.engine.threads import one_thread
from gdviz.home import HOME
from gdviz.player.web.mount import HEARD, preload
from gdviz.ui import turns
from gdviz.ui.pages import PAGES
from gdviz.ui.sockets import send_at_once
from gdviz.ui.spec.page import Page
from gdviz.ui.state import arrive, came, drawn

APP = HOME / "app.py"
WEB = Path(__file__).parent / "web"
SMALL = "gdviz-small"  # a cookie that small.js sets where the window is a phone's
COLLECTED_AFTER = (5000, 10, 50)  # objects, and rounds of each generation; Python's own are 700, 10, 10
SWITCHED_AFTER = 0.001  # seconds that a thread keeps the interpreter while others wait; usually 0.005


def run() -> None:
    """Run the page that the visitor is on, below the navigation. Called by app.py alone."""
    sidebar: Literal["collapsed", "auto"] = "collapsed" if SMALL in st.context.cookies else "auto"
    st.set_page_config(page_icon=_icon(), layout="wide", initial_sidebar_state=sidebar)
    one_thread()
    send_at_once()
    st.session_state["framed"] = True
    rows = [
        st.Page(row.file, title=row.title, icon=f":material/{row.icon}:", default=row.is_first)
        for row in PAGES.values()
    ]
    current = st.navigation(rows, position="top")
    with guarded():
        current.run()


@contextmanager
def page(key: str) -> Iterator[Page]:
    """Stand around the script of a page: `with page("surface") as row:`.

    Until app.py has run once, a freshly started server takes the scripts of the folder `pages` for pages on
    their own. If a link to a page is the first to be opened, its script alone is run. Then app.py is run
    here, which runs the page.
    """
    if "framed" not in st.session_state:
        runpy.run_path(str(APP), run_name="__main__")
        st.stop()
    row = PAGES[key]
    with turns.short.turn():
        _apply_style(row)
        if row.default is None:
            arrive(row)  # so that the other pages know that a visitor has been away
            if came():
                st.query_params.from_dict(st.query_params.to_dict())
        yield row
        drawn()
    _settle()


@contextmanager
def guarded() -> Iterator[None]:
    """Tell in a sentence what fails unforeseen, with a way back; the error goes on to the server's log."""
    try:
        yield
    except Exception:
        st.error(
            "This page met an error of its own and could not go on. What you chose is still in the address "
            "above: reload to try again, or start afresh.",
            icon=":material/error:",
        )
        st.button(
            "Start this page afresh", on_click=_start_afresh, key="afresh", icon=":material/restart_alt:"
        )
        raise


def _start_afresh() -> None:
    """Forget what this session chose on all pages, and what the link says."""
    kept = "framed", HEARD  # what was done in the player before is not done again
    for key in list(st.session_state):
        if key not in kept:
            del st.session_state[key]
    st.query_params.clear()


def _apply_style(row: Page) -> None:
    """Put the style sheet on the page.

    A page with a player has a heading for those who do not see the navigation, and asks for the player's
    files while its script still runs.
    """
    player = f'<h1 class="gd-unseen">{escape(row.title)}</h1>{preload()}' if row.player else ""
    st.html(_sheet() + player, unsafe_allow_javascript=True)


@cache  # constant: files of the app
def _sheet() -> str:
    style, script = ((WEB / name).read_text("utf-8") for name in ("page.css", "leave.js"))
    return f"<style>{style}</style><script>{script}</script>"


@cache  # constant: a file of the app
def _icon() -> str:
    """Return the icon as an address that holds it: Streamlit would read the file at each run of a page."""
    return f"data:image/svg+xml;base64,{b64encode((WEB / 'icon.svg').read_bytes()).decode()}"


@cache  # constant: nothing but that it was done
def _settle() -> None:
    """Make the interpreter suit a server of many visitors.

    What stays for good (modules, the library) is taken out of the garbage collector's sight, and what
    visitors hold it looks at less often than Python would: with 300 of them it took a sixth of the server's
    time, in pauses of up to 0.4 s.

    The one thread that talks with all browsers gives the interpreter away with each message that it sends,
    and then waits until a page that computes has had it for long enough. There are a dozen messages in a
    change: with 200 visitors a wait of 5 ms each made the slowest answers half as slow again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
    sys.setswitchinterval(SWITCHED_AFTER)
