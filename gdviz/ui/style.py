"""The page's own style beside the theme of .streamlit/config.toml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st


@cache
def _sheet() -> str:
    return f"<style>{(Path(__file__).parent / 'page.css').read_text('utf-8')}</style>"


def apply() -> None:
    """Put the style sheet on the page."""
    st.html(_sheet())
