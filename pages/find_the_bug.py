"""The Find the bug page: programs with a slip that is often published. Predict, check, name it; then it is revealed."""

import streamlit as st

from gdviz.ui import frame, state, style
from gdviz.ui.bugs import steps as bug_steps
from gdviz.ui.bugs import trial as bugs
from gdviz.ui.widgets.linked import linked

frame.ensure()
style.apply("Find the bug")
state.arrive("bug")  # so that the other pages know that a visitor has been away

if asked := st.query_params.get("bug"):
    if (number := bugs.number_of(asked)) != asked:
        st.query_params["bug"] = number
slips = bugs.by_number()
picked = linked("Program", {str(n): f"Program {n}" for n in slips} | {"own": "Your own gradient"}, "bug")
if picked == "own":
    bug_steps.own()
else:
    slip = slips[int(picked)]
    progress = bugs.Progress(slip)
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    n = left.slider("Rows n", 5, 200, 20, 5, key="rows", bind="query-params")
    lr = middle.slider(
        "Learning rate, in units of 1/λ_max of the loss", 0.1, 3.0, 1.0, 0.1, key="rate", bind="query-params"
    )
    lr = float(f"{lr * bugs.stable_rate(slip.slug, n):.6g}")
    divided = False
    if progress.get("revealed") and slip.factor:
        divided = right.toggle(
            "Give the published program the rate that makes both alike", key="alike", bind="query-params"
        )
    done = bugs.trial(slip.slug, n, lr, divided)
    st.caption(
        f"A published program that is to fit a line by gradient descent. {n} rows, rate {lr:.4g}. Is it right?"
    )
    if not progress.get("predicted"):
        code, steps = st.columns([3, 2], gap="large")
        code.code(slip.code, language="python")
        with steps:
            bug_steps.predict(progress, slip.slug)
    else:
        bugs.player(done, both=not done.error or bool(progress.get("revealed")))
        bug_steps.judged(progress, done)
        if not progress.get("revealed"):
            st.code(slip.code, language="python")
        bug_steps.check(progress, done)
        if progress.get("checked"):
            bug_steps.name(progress, done)
frame.settle()
