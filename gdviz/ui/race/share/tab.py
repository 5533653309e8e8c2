"""The tab Share: the link of what is seen, what is not in it, the page as one file, a run as code."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from gdviz.ui import state
from gdviz.ui.address import start_left_out, to_query
from gdviz.ui.problems.kinds import problem_of
from gdviz.ui.problems.problem import Race
from gdviz.ui.race.share.code import code
from gdviz.ui.runs.pictures import scene_of

LEFT_OUT = (
    "Not in it: the step at the play head, whose arithmetic is shown, runs that are hidden, the menus of the "
    "panels, and how the surface is turned."
)


def share(race: Race, focus: int) -> None:
    """Draw the link and the button for the file."""
    query = urlencode(to_query(race.spec, state.page().first_of(race.spec.kind)))
    base = (st.context.url or "").split("?")[0].rstrip("/") + ("/" if state.page().is_first else "")
    shared = problem_of(race.spec).share(race.spec.problem)
    missing = [sentence for sentence in (shared.missing, start_left_out(race.spec)) if sentence]
    for sentence in missing:
        st.warning(sentence, icon=":material/link_off:")
    if not missing:
        st.caption("What is run and typed is in this link: it opens the very same runs.")
    st.caption(LEFT_OUT)
    if shared.added:
        st.caption(shared.added)
    st.code(f"{base}?{query}" if query else base, language=None, wrap_lines=True)
    st.download_button(
        "Download as one HTML file",
        lambda: scene_of(race, focus).to_html().encode(),
        "gdviz.html",
        "text/html",
        icon=":material/download:",
        on_click="ignore",
        help="The same player with this scene: opens offline, in slides, without a server (about 5 MB)",
    )
    code(race, focus)
