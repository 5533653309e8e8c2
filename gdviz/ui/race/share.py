"""The tab Share: the link of what is seen, what is not in it, and the page as one file."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from gdviz.ui import resolve, state
from gdviz.ui.link import to_query
from gdviz.ui.problems.fit.carried import LENGTH, packed

LEFT_OUT = (
    "Not in it: the step at the play head, whose arithmetic is shown, runs that are hidden, the menus of the panels, "
    "and how the surface is turned."
)


def share(race: resolve.Race, focus: int) -> None:
    """Link and file."""
    query = urlencode(to_query(race.spec, state.default()))
    base = (st.context.url or "").split("?")[0].rstrip("/") + ("" if race.spec.fit else "/")
    table = race.spec.fit.table if race.spec.fit else None
    carried = packed(table) if table is not None else None
    if table is not None and carried is None:
        st.warning(
            f"Your own table is not in the link, since it takes more than {LENGTH} characters when it is compressed: "
            "the link opens with the usual data instead.",
            icon=":material/link_off:",
        )
    else:
        st.caption("What is run and typed is in this link: it opens the very same runs.")
    st.caption(LEFT_OUT)
    if carried:
        st.caption(
            f":material/attach_file: Your own table is in it too, compressed ({len(carried)} of at most {LENGTH} "
            "characters): whoever gets the link gets the table."
        )
    st.code(f"{base}?{query}" if query else base, language=None, wrap_lines=True)
    st.download_button(
        "Download as one HTML file",
        lambda: resolve.make_scene(race, focus).to_html().encode(),
        "gdviz.html",
        "text/html",
        icon=":material/download:",
        on_click="ignore",
        help="The same player with this scene: opens offline, in slides, without a server (about 5 MB)",
    )
