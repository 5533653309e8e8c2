"""A control whose choice is in the URL by its key, whatever its label says."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from gdviz.ui.widgets.binding import while_open


def url_choice(label: str, labels: Mapping[str, str], parameter: str) -> str:
    """Draw a control for one of the keys of `labels`, and return the one that is picked.

    The URL holds the choice under `parameter`, unless it is the first one. Labels may change (they hold
    counts), so the URL holds the key; Streamlit's own binding would write the label.
    """
    session, keys, widget = st.session_state, list(labels), f"linked:{parameter}"
    asked = st.query_params.get(parameter, keys[0])
    # then the browser's URL may still be the one before
    clicked_now = session.pop(f"{widget}:clicked", False)
    if widget not in session or not clicked_now and asked != session.get(f"{widget}:written"):
        session[widget] = asked if asked in keys else keys[0]
    picked: str = (
        st.segmented_control(
            label,
            keys,
            key=widget,
            required=True,
            format_func=labels.__getitem__,
            label_visibility="collapsed",
            on_change=while_open(lambda: session.update({f"{widget}:clicked": True})),
        )
        or keys[0]
    )
    session[f"{widget}:written"] = picked
    if picked == keys[0]:
        st.query_params.pop(parameter, None)
    elif st.query_params.get(parameter) != picked:
        st.query_params[parameter] = picked
    return picked
