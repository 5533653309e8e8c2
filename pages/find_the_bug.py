"""The Find the bug page: slips that are often published, run live beside the correct program, and the check that finds them."""

import numpy as np
import streamlit as st

from gdviz.ui import bugs, frame, style
from gdviz.ui.linked import linked

frame.ensure()
style.apply("Find the bug")
st.session_state["page"] = "bug"  # so that the other pages know that a visitor has been away

titles = {slug: bug.title.replace("*", r"\*") for slug, bug in bugs.BUGS.items()}
slug = linked("Program", titles, "bug")
bug = bugs.BUGS[slug]
left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
n = left.slider("Rows n", 5, 200, 20, 5, key="rows", bind="query-params")
usual = bugs.stable_rate(slug, n)
lr = middle.slider("Learning rate, in units of 1/λ_max of the loss", 0.1, 3.0, 1.0, 0.1, key="rate", bind="query-params") * usual
divided = right.toggle("Give the published program the rate that makes both alike", key="alike", bind="query-params")
done = bugs.trial(slug, n, float(f"{lr:.6g}"), divided)
st.caption(f"{bug.told} Here the rate is {lr:.4g}.")
bugs.player(done)
st.markdown(bugs.outcome(done))

published, repaired = st.columns(2, gap="large")
for column, title, code, formula in ((published, "As published", bug.code, bug.formula),
                                     (repaired, "Correct", bug.repaired, bug.meant)):
    with column:
        st.markdown(f"**{title}**")
        st.code(code, language="python")
        st.latex(formula)
st.markdown("**The check that finds it**: the derivative against differences of the loss, at slope 1 and intercept 0")
bugs.check(done, np.array([1.0, 0.0]))
st.caption("A gradient that is right agrees with the differences of its own loss in every coordinate, to about eight digits. "
           "A ratio that is the same everywhere is a factor that was lost; where it differs, a term is wrong.")
frame.settle()
