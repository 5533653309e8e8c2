"""The gallery of reference cards: one component that puts HTML on the page as it is (st.html would strip the formulas) and
opens a card's link without loading the app anew."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

_HERE = Path(__file__).parent
KEY = "gallery"


@cache
def _component() -> Any:
    css, js = ((_HERE / f"reference.{kind}").read_text("utf-8") for kind in ("css", "js"))
    return st.components.v2.component("gdviz_gallery", html='<div class="gd-gallery"></div>', css=css, js=js, isolate_styles=False)


def show(html: str) -> None:
    """Show trusted HTML (text in it is escaped). A plain click on an `a.gd-open` in it is heard by `clicked`."""
    _component()(key=KEY, data=html, on_open_change=_remember)


def _remember() -> None:
    st.session_state["gallery_clicked"] = st.session_state[KEY].get("open")


def clicked() -> dict[str, str] | None:
    """The query of the link that has just been clicked, or None."""
    query = st.session_state.pop("gallery_clicked", None)
    return dict(parse_qsl(query)) if isinstance(query, str) else None
