"""The tab Share: the link of what is seen, what is not in it, and the page as one file."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from gdviz.ui import resolve, state
from gdviz.ui.url import to_query


def share(race: resolve.Race, focus: int) -> None:
    """Link and file."""
    query = urlencode(to_query(race.spec, state.default()))
    base = (st.context.url or "").split("?")[0].rstrip("/") + ("" if race.spec.fit else "/")
    if race.spec.fit and race.spec.fit.table is not None:
        st.warning("Your own table is not in the link, which opens with the usual data instead.", icon=":material/link_off:")
    else:
        st.caption("Everything that you see is in this link, typed formulas included. It opens the very same scene.")
    st.code(f"{base}?{query}" if query else base, language=None, wrap_lines=True)
    st.download_button("Download as one HTML file", lambda: resolve.make_scene(race, focus).to_html().encode(),
                       "gdviz.html", "text/html", icon=":material/download:", on_click="ignore",
                       help="The same player with this scene: opens offline, in slides, without a server (about 5 MB)")
