"""The page's own style beside the theme of .streamlit/config.toml."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from gdviz.player.web.mount import ahead


@cache  # constant: a file of the app
def _sheet() -> str:
    return f"<style>{(Path(__file__).parent / 'web' / 'page.css').read_text('utf-8')}</style>"


@cache  # constant: a file of the app
def _script() -> str:
    return f"<script>{(Path(__file__).parent / 'web' / 'leave.js').read_text('utf-8')}</script>"


def apply(title: str = "") -> None:
    """Put the style sheet on the page.

    A page with a player gives its title: a heading for those who do not see the navigation, and the player's files are
    asked for while the script still runs.
    """
    st.html(_sheet() + _script(), unsafe_allow_javascript=True)
    if title:
        script = ahead()
        st.html(f'<h1 class="gd-unseen">{escape(title)}</h1>{script}', unsafe_allow_javascript=bool(script))
