"""One program as an exercise in four steps: predict, check, name the slip; then it is revealed."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape

import streamlit as st

import gdviz
from gdviz.engine import Slip
from gdviz.player import Scene
from gdviz.player.scene.competitor import Competitor
from gdviz.player.web import mount
from gdviz.ui.bugs.checks import Checked, check_programs, check_tables, check_verdict
from gdviz.ui.bugs.progress import Progress, progress_of, start_again
from gdviz.ui.bugs.trial import NAMES, OUTCOMES, Trial, describe_runs, learning_rate, run_trial
from gdviz.ui.widgets.binding import while_open

CODE_STYLE = (
    "<style>.gd-code { font-size: 0.85rem; line-height: 1.45; overflow-x: auto; } .gd-code mark "
    "{ background: color-mix(in srgb, #e69f00 35%, transparent); color: inherit; }</style>"
)


def show(slip: Slip) -> None:
    """Show the program of a slip, and the steps of the exercise that this visitor has come to.

    What a step finds stands where its button was pressed, so that it is seen without scrolling.
    """
    progress = progress_of(slip)
    trial = _choose_trial(slip, progress)
    st.caption(
        f"A published program that is to fit a line by gradient descent. {len(trial.correct.x)} rows, "
        f"rate {trial.correct.lr:.4g}. Is it right?"
    )
    checked = check_programs(trial, with_correct=progress.revealed) if progress.checked else []
    if progress.prediction is not None:
        with st.container(key="told"):  # of a fixed height, so that the player stays where it is
            _compare_prediction(progress, trial)
        _show_player(trial, with_published=not trial.error or progress.revealed)
    with st.container(key="exercise"):  # a grid: the steps beside the programs, on a phone between them
        with st.container():
            _show_published(slip, progress.revealed)
        with st.container():
            _steps(progress, trial, checked)
        if progress.revealed:
            with st.container():
                _show_code("Correct", slip.repaired, slip.code)
    if progress.checked:
        _show_checks(checked)


def _show_published(slip: Slip, revealed: bool) -> None:
    """Show the published program; once the slip is revealed its lines are marked."""
    if revealed:
        _show_code("As published", slip.code, slip.repaired)
    else:
        st.code(slip.code, language="python")


def _steps(progress: Progress, trial: Trial, checked: list[Checked]) -> None:
    """Show the step that comes next, and what was found before."""
    if progress.prediction is None:
        _predict(progress, trial.slip)
        return
    _check(progress, trial, checked)
    if progress.revealed:
        _reveal(progress, trial)
    elif progress.checked:
        _name(progress, trial.slip)


def _choose_trial(slip: Slip, progress: Progress) -> Trial:
    """Draw the controls of rows and rate, and run both programs with them."""
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    n = left.slider("Rows n", 5, 200, 20, 5, key="rows", bind="query-params")
    multiple = middle.slider(
        "Learning rate, in units of 1/λ_max of the loss",
        0.1,
        3.0,
        1.0,
        0.1,
        key="multiple",
        bind="query-params",
    )
    equal_steps = False
    if progress.revealed and slip.factor:
        label = "Give the published program the rate that makes both alike"
        equal_steps = right.toggle(label, key="alike", bind="query-params")
    return run_trial(slip.slug, n, learning_rate(slip.slug, n, multiple), equal_steps)


def _show_player(trial: Trial, with_published: bool) -> None:
    """Show the paths over the correct loss."""
    slugs = ("correct", "published")
    runs = [
        Competitor.at(k, slugs[k], NAMES[k], path) for k, path in enumerate(trial.paths[: 1 + with_published])
    ]
    scene = Scene.of(trial.correct.base, runs, focus=int(with_published), title="Find the bug")
    mount.show(scene, key="player")


def _predict(progress: Progress, slip: Slip) -> None:
    """Ask what the program will do. The picture shows it once this is answered."""
    st.markdown(
        "**1. Predict.** The picture will show this program beside a correct one, from the same start at the "
        "same rate. What will it do?"
    )
    key = _prediction_key(slip)

    def keep() -> None:
        progress.prediction = st.session_state[key]

    st.radio(
        "Your prediction",
        list(OUTCOMES),
        index=None,
        format_func=OUTCOMES.__getitem__,
        key=key,
        label_visibility="collapsed",
        on_change=while_open(keep),
    )


def _compare_prediction(progress: Progress, trial: Trial) -> None:
    """Show the prediction beside what came of this rate and these rows."""
    outcome = OUTCOMES[trial.outcome]
    more = "" if progress.checked else " The next step is below the picture."
    if progress.prediction == trial.outcome:
        st.success(f"As you predicted: {outcome[0].lower()}{outcome[1:]}.{more}", icon=":material/check:")
    else:
        st.info(
            f"You predicted: {OUTCOMES[progress.prediction or '']}. What came, at this rate and with these "
            f"rows: {outcome}.{more}",
            icon=":material/visibility:",
        )


def _check(progress: Progress, trial: Trial, checked: list[Checked]) -> None:
    """Offer the checks; once they were asked for, say what they find."""
    if trial.error:
        st.markdown("In a fresh interpreter:")
        st.code(trial.error, language=None)
    st.markdown("**2. Check.** Does each step follow the cost that the program computes?")
    if not progress.checked:
        st.button("Run the checks", icon=":material/rule:", on_click=while_open(progress.finish_checks))
        return
    found, sentence = check_verdict(checked)
    if found:
        st.warning(sentence, icon=":material/close:")
    else:
        st.info(sentence, icon=":material/check:")


def _show_checks(checked: list[Checked]) -> None:
    """Show the numbers that were compared."""
    tables = check_tables(checked)
    if not tables:
        return
    st.html(tables)
    st.caption(
        "A ratio that is the same everywhere is a factor that was lost; where it differs, a term is wrong. "
        "A slip need not show in every check: a gradient can be right for the wrong loss."
    )


def _name(progress: Progress, slip: Slip) -> None:
    """Ask which slip it is."""
    st.markdown("**3. Name it.** Which slip is it?")
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    key, names = _answer_key(slip), {slug: s.name for slug, s in gdviz.slips.items()}

    def keep() -> None:
        progress.answer = st.session_state[key]

    left.selectbox(
        "Slip",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Pick the slip",
        key=key,
        label_visibility="collapsed",
        on_change=while_open(keep),
    )
    right.button("Reveal", icon=":material/lock_open:", on_click=while_open(progress.reveal), width="stretch")


def _reveal(progress: Progress, trial: Trial) -> None:
    """Show the slip, and what became of the runs."""
    slip = trial.slip
    judgement = _judgement(progress.answer, slip)
    st.html(f"<p><b>4. The slip: {escape(slip.name)}.</b>{judgement} {escape(slip.explanation)}</p>")
    st.markdown(describe_runs(trial))
    st.button("Hide it again", icon=":material/lock:", on_click=while_open(_hide), args=(slip,))


def _judgement(answer: str | None, slip: Slip) -> str:
    """Return what is to be said of the slip that the visitor named, in HTML."""
    if answer is None:
        return ""
    if answer == slip.slug:
        return " You found it."
    return f" You said: {escape(gdviz.slips[answer].name)}."


def _show_code(title: str, code: str, other: str) -> None:
    """Show a program; lines that the other one does not have are marked."""
    st.markdown(f"**{title}**")
    st.html(f'<div class="gd-table">{CODE_STYLE}{code_html(code, other)}</div>')


def code_html(code: str, other: str) -> str:
    """Return a program as HTML; lines that the other one does not have are marked."""
    lines, other_lines = code.rstrip().split("\n"), other.rstrip().split("\n")
    # the first line is the name of the function, which always differs
    matcher = SequenceMatcher(None, lines[1:], other_lines[1:], autojunk=False)
    changed: set[int] = set()
    for tag, begin, end, _, _ in matcher.get_opcodes():
        if tag != "equal":
            changed |= set(range(begin + 1, end + 1))
    html = [f"<mark>{escape(line)}</mark>" if i in changed else escape(line) for i, line in enumerate(lines)]
    return f'<pre class="gd-code">{chr(10).join(html)}</pre>'


def _hide(slip: Slip) -> None:
    start_again(slip)
    for key in (_prediction_key(slip), _answer_key(slip)):
        st.session_state.pop(key, None)


def _prediction_key(slip: Slip) -> str:
    return f"predict-{slip.slug}"


def _answer_key(slip: Slip) -> str:
    return f"name-{slip.slug}"
