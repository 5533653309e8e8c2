"""The Find the bug page: programs with a slip that is often published. Predict, check, name and reveal it."""

import streamlit as st

from gdviz.ui import shell
from gdviz.ui.bugs import steps, trial
from gdviz.ui.widgets.linked import linked

with shell.page("bug"):
    if asked := st.query_params.get("bug"):
        if (number := trial.number_of(asked)) != asked:
            st.query_params["bug"] = number
    slips = trial.by_number()
    picked = linked("Program", {str(n): f"Program {n}" for n in slips} | {"own": "Your own gradient"}, "bug")
    if picked == "own":
        steps.own()
    else:
        slip = slips[int(picked)]
        progress = trial.Progress(slip)
        left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
        n = left.slider("Rows n", 5, 200, 20, 5, key="rows", bind="query-params")
        lr = middle.slider(
            "Learning rate, in units of 1/λ_max of the loss",
            0.1,
            3.0,
            1.0,
            0.1,
            key="rate",
            bind="query-params",
        )
        lr = float(f"{lr * trial.stable_rate(slip.slug, n):.6g}")
        divided = False
        if progress.get("revealed") and slip.factor:
            divided = right.toggle(
                "Give the published program the rate that makes both alike", key="alike", bind="query-params"
            )
        done = trial.trial(slip.slug, n, lr, divided)
        st.caption(
            "A published program that is to fit a line by gradient descent. "
            f"{n} rows, rate {lr:.4g}. Is it right?"
        )
        if not progress.get("predicted"):
            left, right = st.columns([3, 2], gap="large")
            left.code(slip.code, language="python")
            with right:
                steps.predict(progress, slip.slug)
        else:
            trial.player(done, both=not done.error or bool(progress.get("revealed")))
            steps.judged(progress, done)
            if not progress.get("revealed"):
                st.code(slip.code, language="python")
            steps.check(progress, done)
            if progress.get("checked"):
                steps.name(progress, done)
