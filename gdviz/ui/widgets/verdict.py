"""What was found, in a sentence or a few that stand out and that a screen reader says."""

from __future__ import annotations

from html import escape

import streamlit as st


def verdict_line(said: str) -> None:
    """Write a sentence."""
    _line(escape(said))


def verdict_lines(best: str, *more: str) -> None:
    """Write the sentence that matters most in bold, and those that follow it."""
    _line(" ".join([f"<b>{escape(best)}</b>", *map(escape, more)]))


def _line(html: str) -> None:
    st.html(f'<p class="gd-verdict" role="status">{html}</p>')
