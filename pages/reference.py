"""The Reference page: every entry of the library as a card made from it."""

import streamlit as st

from gdviz.ui import shell
from gdviz.ui.reference import cards, gallery
from gdviz.ui.widgets.url_choice import url_choice

with shell.page("reference") as page:
    gallery.apply_style()
    with st.container(key="reference-head"):
        st.title(page.title, anchor=False)
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
        labels = {key: f"{kind.title} {len(cards.found(key, words))}" for key, kind in cards.KINDS.items()}
        kind = url_choice("Kind", labels, "show")
    gallery.show(cards.page(kind, words))
