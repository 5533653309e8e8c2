"""What was found, in a sentence or a few that stand out and that a screen reader says."""

from __future__ import annotations

from html import escape

import streamlit as st


def verdict_line(said: str) -> None:
    """Write a sentence."""
    st.html(_line(escape(said)))


def verdict_lines(best: str, *more: str) -> None:
    """Write the sentence that matters most in bold, and those that follow it."""
    st.html(verdict_html(best, *more))


def verdict_html(best: str, *more: str) -> str:
    """Return the HTML of the sentence that matters most in bold, and of those that follow it."""
    return _line(" ".join([f"<b>{escape(best)}</b>", *map(escape, more)]))


def _line(html: str) -> str:
    return f'<p class="gd-verdict" role="status">{html}</p>'
