"""The Reference page: every entry of the library as a card made from it."""

import streamlit as st

from gdviz.ui import frame, state, style
from gdviz.ui.reference import cards, gallery
from gdviz.ui.widgets.linked import linked

frame.ensure()
style.apply()
gallery.apply_style()
state.arrive("reference")  # so that the other pages know that a visitor has been away

with st.container(key="reference-head"):
    st.title("Reference", anchor=False)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
words = right.text_input(
    "Search",
    key="find",
    type="search",
    live="120ms",
    bind="query-params",
    max_chars=100,
    placeholder="Name, author, idea or formula",
    label_visibility="collapsed",
)
with left:
    kind = linked(
        "Kind", {k: f"{v.title} {len(cards.found(k, words))}" for k, v in cards.KINDS.items()}, "show"
    )
gallery.show(cards.page(kind, words))
frame.settle()
