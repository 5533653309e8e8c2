"""The programs that the page offers. They go by numbers, since the name of a slip would give it away."""

from __future__ import annotations

import streamlit as st

import gdviz
from gdviz.engine import Slip


def slips_by_number() -> dict[int, Slip]:
    """Return the slips in the order in which their programs are offered."""
    return {slip.number: slip for slip in sorted(gdviz.slips.values(), key=lambda slip: slip.number)}


def renew_link() -> None:
    """Write the program's number into a link that names its slip, as older links do."""
    slug = st.query_params.get("bug", "").replace(" ", "_")
    if slug in gdviz.slips:
        st.query_params["bug"] = str(gdviz.slips[slug].number)
