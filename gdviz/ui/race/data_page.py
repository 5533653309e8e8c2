"""A page that descends a loss over data."""

from __future__ import annotations

import streamlit as st

from gdviz.ui import current as chosen
from gdviz.ui import state
from gdviz.ui.problems.fit import controls as data_controls
from gdviz.ui.race import results, stage


def show(page: str) -> None:
    """The page named so in `gdviz.ui.link.DEFAULTS`."""
    problems = state.open_link(page)
    spec = chosen.spec()
    race, focus = stage.play(spec, problems)
    with st.sidebar:  # after the player, which everybody looks at
        data_controls.data_controls(spec)
        data_controls.loss_controls(spec)
        data_controls.view_controls(spec)
        data_controls.batch_controls(spec)
        stage.run(spec)
    results.tabs(race, focus)
