"""The Reference page: every entry of the library as a card made from it."""

import streamlit as st

from gdviz.ui import shell
from gdviz.ui.reference import gallery
from gdviz.ui.reference.cards import gallery_html, matching
from gdviz.ui.reference.entry_kinds import ENTRY_KINDS
from gdviz.ui.widgets.url_choice import url_choice

with shell.page("reference") as page:
    gallery.apply_style()
    with st.container(key="reference-head"):
        st.title(page.title, anchor=False)
        left, right = st.columns([3, 2], vertical_alignment="bottom")
    search = right.text_input(
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
        labels = {key: f"{row.title} {len(matching(key, search))}" for key, row in ENTRY_KINDS.items()}
        kind = url_choice("Kind", labels, "show")
    gallery.show(gallery_html(kind, search))
