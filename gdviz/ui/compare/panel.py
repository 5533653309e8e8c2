"""A fair comparison beside a race: its fields, a button that starts it, progress, and what it found."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from gdviz.engine import Comparison, Standing
from gdviz.player.scene.competitor import Competitor
from gdviz.ui.compare.jobs import ContestJob, job_of, key_of
from gdviz.ui.compare.table import table, values
from gdviz.ui.compare.words import AREA, verdict
from gdviz.ui.problems.problem import Race
from gdviz.ui.race.parts.polled import polled, run_again
from gdviz.ui.rates.take import take_rate
from gdviz.ui.spec.compare import CompareChoice
from gdviz.ui.spec.option import options
from gdviz.ui.spec.spec import Entrant, Spec
from gdviz.ui.state import memory, visitor
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import while_open
from gdviz.ui.widgets.chart import chart, is_dark
from gdviz.ui.widgets.number import refusal
from gdviz.ui.widgets.option import beside, option_field, option_segments
from gdviz.ui.widgets.verdict import verdict_lines
from gdviz.ui.workers.pool import pool

POLL = 0.6  # seconds between two looks at a comparison under way
KEPT = 10  # choices whose comparison was asked for, and is shown again when one comes back to them
OPTIONS = options(CompareChoice)
STAGES = {
    "search": "Looking for the best loss that can be found",
    "tune": "Tuning",
    "score": "Running what was tuned from the starts that count",
}


def show(race: Race, _: int) -> None:
    """Draw the comparison of the optimizers of a race."""
    spec = race.spec
    if not race.competitors or len(race.competitors) < len(spec.entrants):
        st.info("Pick optimizers that can all run to compare them.", icon=":material/info:")
        return
    _controls()
    asked: list[Spec] = memory().setdefault("compared", [])
    key, _owner = key_of(spec)
    if key not in asked:
        pool().ask(visitor(), [])
        _offer(spec, key)
        return
    try:
        job = job_of(spec)
    except ValueError as error:
        refusal(ValueError(f"There is no comparison: {str(error).rstrip('.')}."), "")
        return
    working = not job.over
    draw = polled(_result, POLL) if working else _result
    draw(spec, job, race.competitors, working)


def _controls() -> None:
    """Draw the fields of how the comparison is made."""
    tuned, *numbers = OPTIONS.values()
    with st.container(key="compare-fields"):
        option_segments(tuned, beside(tuned))
        with st.container(key="compare-numbers"):
            columns = st.columns(len(numbers), vertical_alignment="bottom")
        refused = st.container(key="compare-refused")
    for column, option in zip(columns, numbers, strict=True):
        option_field(option, beside(option), at=column, told_at=refused)


def _offer(spec: Spec, key: Spec) -> None:
    """Draw the button that starts the comparison, and what it does."""
    st.button(
        "Compare",
        key="compare",
        type="primary",
        icon=":material/balance:",
        on_click=while_open(_ask),
        args=(key,),
        help="Takes some seconds",
    )
    st.caption(_offered(spec.beside))


def _offered(chosen: CompareChoice) -> str:
    """Say what is tuned, and where it counts."""
    starts = "start" if chosen.starts == 1 else f"{chosen.starts} starts"
    rate_only = chosen.tuned == "rate"
    if chosen.trials == 1:
        what = "learning rate" if rate_only else "learning rate and parameters"
        tuned = f"With one trial nothing is tuned: each optimizer has its default {what}."
        where = f"All are run from the same {starts} of the window, with equal evaluations."
    else:
        what = "its learning rate" if rate_only else "its learning rate and its other parameters"
        tuned = f"Each optimizer has {chosen.trials} trials to tune {what}."
        where = (
            f"Then all are run from the same {starts} of the window, not tuned on, with equal evaluations."
        )
    return f"{tuned} {where}"


def _ask(key: Spec) -> None:
    asked: list[Spec] = memory().setdefault("compared", [])
    asked.append(key)
    del asked[:-KEPT]


def _result(spec: Spec, job: ContestJob, drawn: Sequence[Competitor], working: bool) -> None:
    """Draw how far the comparison is, or what it found."""
    pool().ask(visitor(), [job])
    if job.complaint:
        st.warning(markdown.escape(job.complaint), icon=":material/info:")
    elif not job.over:
        share, stage_now = job.contest.share, job.contest.stage
        st.progress(share, f"{STAGES[stage_now]}: {share:.0%} of the runs are made.")
    else:
        _found(spec, job.comparison, drawn)
    if working and job.over:
        run_again()  # without the clock that calls this again


def _found(spec: Spec, found: Comparison, drawn: Sequence[Competitor]) -> None:
    with st.container(key="on-paper"):  # the style sheet prints it, besides the picture
        _results(found, drawn)
    tuned = [(e, s) for e, s in zip(spec.entrants, found.standings, strict=True) if s.tried > 1]
    if tuned:
        _take(spec, tuned)


def _results(found: Comparison, drawn: Sequence[Competitor]) -> None:
    """Draw the comparison: who comes out first, a table, the performance profiles."""
    said = verdict(found)
    verdict_lines(*said)
    st.html(table(found, drawn))
    st.caption(AREA)
    figure = found.figure(
        dark=is_dark(), colors=[c.color for c in drawn], dashes=[c.dash for c in drawn], legend=False
    )
    chart(figure, "comparison", f"Performance profiles, and evaluations to the target. {said[0]}")
    st.caption(
        "Above: the share of starts that are solved within so many times the evaluations of whoever is best "
        "there. Below: a dot for each start, a diamond for the median, a bar from quartile to quartile; "
        "crosses at the right are starts from which the target was missed."
    )


def _take(spec: Spec, tuned: Sequence[tuple[Entrant, Standing]]) -> None:
    """Draw a button for each optimizer that was tuned, and one for all."""
    st.markdown("**Race with what was tuned**")
    with st.container(key="tuned"):
        for entrant, standing in tuned:
            left, right = st.columns([3, 1], vertical_alignment="center")
            left.markdown(f"{markdown.escape(standing.name)}: {markdown.escape(values(standing))}")
            right.button(
                f"Use {markdown.escape(standing.name)}",  # a screen reader tells the buttons apart
                key=f"tuned-{entrant.optimizer.key}",
                on_click=while_open(_use),
                args=(spec, [(entrant, standing)]),
                width="stretch",
            )
    if len(tuned) > 1:
        st.button("Use all of them", key="tuned-all", on_click=while_open(_use), args=(spec, tuned))


def _use(spec: Spec, tuned: Sequence[tuple[Entrant, Standing]]) -> None:
    """Choose what was tuned."""
    for entrant, standing in tuned:
        others = {name: value for name, value in standing.hyper.items() if name != "lr"}
        take_rate(spec, entrant, standing.hyper["lr"], others)
