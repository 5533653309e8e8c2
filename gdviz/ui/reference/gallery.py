"""The gallery of reference cards: a component that puts HTML on the page as it is.

st.html would strip the formulas. Links in the gallery open without loading the app anew.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from gdviz.player.web.assets import math_face

_HERE = Path(__file__).parent


@cache  # constant: of the library
def _component() -> Any:
    script = (_HERE / "gallery.js").read_text("utf-8")
    return st.components.v2.component(
        "gdviz_gallery", html='<div class="gd-gallery"></div>', js=script, isolate_styles=False
    )


@cache  # constant: of the library
def _sheet() -> str:
    return f"<style>{math_face()}{(_HERE / 'gallery.css').read_text('utf-8')}</style>"


def apply_style() -> None:
    """Put the style sheet on the page, before what it styles."""
    st.html(_sheet())


def show(html: str) -> None:
    """Show trusted HTML: whatever text is in it has been escaped."""
    _component()(key="gallery", data=html)
