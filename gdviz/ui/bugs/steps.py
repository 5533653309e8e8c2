"""The four steps of Find the bug as controls: predict, check, name, reveal; and a gradient of one's own."""

from __future__ import annotations

from html import escape

import streamlit as st

import gdviz
from gdviz.engine import Surface
from gdviz.formula import FormulaError
from gdviz.ui.bugs import checks as bug_checks
from gdviz.ui.bugs import trial as bugs
from gdviz.ui.widgets.number import refusal

CODE = (
    '<div class="gd-table"><style>.gd-code { font-size: 0.85rem; line-height: 1.45; overflow-x: auto; }'
    " .gd-code mark { background: color-mix(in srgb, #e69f00 35%, transparent); color: inherit; }</style>"
)


def predict(progress: bugs.Progress, slug: str) -> None:
    """Step 1. What will the program do? The picture shows it once this is answered."""
    st.markdown(
        "**1. Predict.** The picture will show this program beside a correct one, from the same start at the same rate. "
        "What will it do?"
    )
    st.radio(
        "Your prediction",
        list(bugs.OUTCOMES),
        index=None,
        format_func=bugs.OUTCOMES.__getitem__,
        key=f"predict-{slug}",
        label_visibility="collapsed",
        on_change=lambda: progress.set("predicted", st.session_state[f"predict-{slug}"]),
    )


def judged(progress: bugs.Progress, done: bugs.Trial) -> None:
    """The prediction beside what happened at this rate and with these rows."""
    said, came = progress.get("predicted"), done.outcome
    told = bugs.OUTCOMES[came]
    if said == came:
        st.success(f"As you predicted: {told[0].lower()}{told[1:]}.", icon=":material/check:")
    else:
        st.info(
            f"You predicted: {bugs.OUTCOMES[said]}. What came, at this rate and with these rows: {told}.",
            icon=":material/visibility:",
        )
    if done.error:
        st.code(done.error, language=None)


def check(progress: bugs.Progress, done: bugs.Trial) -> None:
    """Step 2. Run the checks."""
    st.markdown("**2. Check.** Does each step follow the cost that the program computes?")
    if not progress.get("checked"):
        st.button("Run the checks", icon=":material/rule:", on_click=progress.set, args=("checked",))
        return
    if done.error:
        st.markdown("In a fresh interpreter:")
        st.code(done.error, language=None)
    st.html(bug_checks.tables(done, both=bool(progress.get("revealed"))))
    st.caption(
        "A ratio that is the same everywhere is a factor that was lost; where it differs, a term is wrong. A slip need not "
        "show in every check: a gradient can be right for the wrong loss."
    )


def name(progress: bugs.Progress, done: bugs.Trial) -> None:
    """Steps 3 and 4. Which slip is it? Then it is revealed."""
    slug = done.slip.slug
    if not progress.get("revealed"):
        st.markdown("**3. Name it.** Which slip is it?")
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        names = {s: slip.name for s, slip in gdviz.slips.items()}
        left.selectbox(
            "Slip",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="Pick the slip",
            key=f"name-{slug}",
            label_visibility="collapsed",
            on_change=lambda: progress.set("named", st.session_state[f"name-{slug}"]),
        )
        right.button(
            "Reveal", icon=":material/lock_open:", on_click=progress.set, args=("revealed",), width="stretch"
        )
        return
    said = progress.get("named")
    found = (
        ""
        if said is None
        else " You found it."
        if said == slug
        else f" You said: {escape(gdviz.slips[said].name)}."
    )
    st.html(f"<p><b>4. The slip: {escape(done.slip.name)}.</b>{found} {escape(done.slip.explanation)}</p>")
    for column, title, code, other in zip(
        st.columns(2, gap="large"),
        ("As published", "Correct"),
        (done.slip.code, done.slip.repaired),
        (done.slip.repaired, done.slip.code),
        strict=True,
    ):
        column.markdown(f"**{title}**")
        column.html(f"{CODE}{bugs.marked(code, other)}</div>")
    st.markdown(bugs.outcome(done))
    st.button("Hide it again", icon=":material/lock:", on_click=_again, args=(progress, slug))


def _again(progress: bugs.Progress, slug: str) -> None:
    progress.forget()
    for key in (f"predict-{slug}", f"name-{slug}"):
        st.session_state.pop(key, None)


def own() -> None:
    """A loss and its gradient of one's own, checked."""
    st.markdown(
        "Write a loss and what you believe to be its derivatives. They are compared with the derivatives that the "
        "program takes of your loss, at 20 points."
    )
    text = st.text_input("Loss f(x, y)", "(1 - x)^2 + 100(y - x^2)^2", key="own-f", max_chars=2000)
    try:
        f = Surface(text, "Your loss", domain=((-3, 3), (-3, 3)))
    except FormulaError as error:
        refusal(error, text)
        return
    sample = {"x": "-2(1 - x) - 400x*(y - x^2)", "y": "100(y - x^2)"}
    partials = []
    for n in f.names:
        given = st.text_input(f"Your derivative by {n}", sample.get(n, ""), key=f"own-{n}", max_chars=2000)
        try:
            partials.append(Surface(given, f"Derivative by {n}", domain=f.domain))
        except FormulaError as error:
            refusal(error, given)
            return
    for verdict in bug_checks.own_gradient(f, partials):
        right = verdict.agree == verdict.points > 0
        (st.success if right else st.error)(
            f"By {verdict.name}: {verdict.sentence}", icon=":material/check:" if right else ":material/close:"
        )
    with st.expander("The derivatives"):
        for line in f.derivatives_latex()[: f.dimension]:
            st.latex(line) if line else st.caption("Written out it is too long to read.")
