"""The gallery of reference cards: the control that picks a kind, and one component that puts HTML on the page as it is
(st.html would strip the formulas) and whose links open without loading the app anew."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
KIND, PARAMETER = "gallery_kind", "show"


@cache
def _component() -> Any:
    script = (_HERE / "reference.js").read_text("utf-8")
    return st.components.v2.component("gdviz_gallery", html='<div class="gd-gallery"></div>', js=script, isolate_styles=False)


def apply_style() -> None:
    """Put the style sheet on the page, before what it styles."""
    st.html(_HERE / "reference.css")


def show(html: str) -> None:
    """Show trusted HTML: whatever text is in it has been escaped."""
    _component()(key="gallery", data=html)


def kind_control(labels: dict[str, str]) -> str:
    """Pick one of the keys of `labels`; the choice is in the URL, where the first one is left out.

    Labels may change (they hold counts), so the URL holds the key; Streamlit's own binding would write the label.
    """
    s, kinds = st.session_state, list(labels)
    asked = st.query_params.get(PARAMETER, kinds[0])
    clicked_now = s.pop("gallery_kind_clicked", False)  # then the browser's URL may still be the one before
    if KIND not in s or not clicked_now and asked != s.get("gallery_kind_written"):
        s[KIND] = asked if asked in kinds else kinds[0]
    kind: str = st.segmented_control("Kind", kinds, key=KIND, required=True, format_func=labels.__getitem__,
                                     label_visibility="collapsed",
                                     on_change=lambda: s.update(gallery_kind_clicked=True)) or kinds[0]
    s["gallery_kind_written"] = kind
    if kind == kinds[0]:
        st.query_params.pop(PARAMETER, None)
    elif st.query_params.get(PARAMETER) != kind:
        st.query_params[PARAMETER] = kind
    return kind
