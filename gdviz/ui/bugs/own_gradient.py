"""The controls for a loss and a gradient of one's own, and the verdict about it."""

from __future__ import annotations

import streamlit as st

from gdviz.engine import Surface
from gdviz.formula import FormulaError
from gdviz.ui.bugs.gradient_check import Verdict, check_gradient
from gdviz.ui.widgets.number import refusal

WINDOW = ((-3, 3), (-3, 3))
# Rosenbrock's function; of its derivatives the second lacks a factor 2, for the visitor to find
SAMPLE_LOSS = "(1 - x)^2 + 100(y - x^2)^2"
SAMPLE_DERIVATIVES = {"x": "-2(1 - x) - 400x*(y - x^2)", "y": "100(y - x^2)"}


def show() -> None:
    """Show the fields for a loss and its derivatives, and for each derivative whether it is right."""
    st.markdown(
        "Write a loss and what you believe to be its derivatives. They are compared with the derivatives "
        "that the program takes of your loss, at 20 points."
    )
    f = _surface_field("Loss f(x, y)", SAMPLE_LOSS, "own-f", "Your loss")
    if f is None:
        return
    partials = []
    for n in f.names:
        sample = SAMPLE_DERIVATIVES.get(n, "")
        partial = _surface_field(f"Your derivative by {n}", sample, f"own-{n}", f"Derivative by {n}")
        if partial is None:
            return
        partials.append(partial)
    for verdict in check_gradient(f, partials):
        _show_verdict(verdict)
    with st.expander("The derivatives"):
        for latex in f.derivatives_latex()[: f.dimension]:
            if latex:
                st.latex(latex)
            else:
                st.caption("Written out it is too long to read.")


def _surface_field(label: str, sample: str, key: str, name: str) -> Surface | None:
    """Return the function written in a field. If its text is refused, say why and return None."""
    text = st.text_input(label, sample, key=key, max_chars=2000)
    try:
        return Surface(text, name, domain=WINDOW)
    except FormulaError as error:
        refusal(error, text)
        return None


def _show_verdict(verdict: Verdict) -> None:
    sentence = f"By {verdict.name}: {verdict.sentence}"
    if verdict.right:
        st.success(sentence, icon=":material/check:")
    else:
        st.error(sentence, icon=":material/close:")
