"""A control whose choice is in the URL by its key, whatever its label says."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def linked(label: str, labels: Mapping[str, str], parameter: str) -> str:
    """Pick one of the keys of `labels`; the choice is in the URL under `parameter`, where the first one is left out.

    Labels may change (they hold counts), so the URL holds the key; Streamlit's own binding would write the label.
    """
    s, keys, widget = st.session_state, list(labels), f"linked:{parameter}"
    asked = st.query_params.get(parameter, keys[0])
    clicked_now = s.pop(f"{widget}:clicked", False)  # then the browser's URL may still be the one before
    if widget not in s or not clicked_now and asked != s.get(f"{widget}:written"):
        s[widget] = asked if asked in keys else keys[0]
    picked: str = (
        st.segmented_control(
            label,
            keys,
            key=widget,
            required=True,
            format_func=labels.__getitem__,
            label_visibility="collapsed",
            on_change=lambda: s.update({f"{widget}:clicked": True}),
        )
        or keys[0]
    )
    s[f"{widget}:written"] = picked
    if picked == keys[0]:
        st.query_params.pop(parameter, None)
    elif st.query_params.get(parameter) != picked:
        st.query_params[parameter] = picked
    return picked
