"""The formulas of a surface: what it is, and its derivatives."""

from __future__ import annotations

import streamlit as st

from gdviz.engine import Surface
from gdviz.formula import symbol, write
from gdviz.ui.widgets.entry import title


def show(surface: Surface) -> None:
    """Draw formula, parameters, gradient and Hessian, typeset from what is run."""
    st.markdown(f"**{title(surface)}**")
    for e in surface.program.equations:
        st.latex(f"{symbol(e.name, 'latex')} = {write(e.node, 'latex')}")
    assert surface.program.result is not None
    coordinates = ", ".join(surface.names)
    st.latex(f"f({coordinates}) = {write(surface.program.result, 'latex')}")
    if surface.parameters:
        st.caption("with " + ", ".join(f"{k} = {v:g}" for k, v in surface.parameters.items()))
    for derivative in surface.derivatives_latex():
        if derivative is None:
            st.caption(
                "Written out, the remaining derivatives are too long to read; they are computed exactly all "
                "the same."
            )
            break
        st.latex(derivative)
    if surface.note or surface.reference:
        st.caption(f"{surface.note}  \n*{surface.reference}*" if surface.reference else surface.note)
