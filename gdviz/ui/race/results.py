"""Below the player: result, formulas, the steps of a run, share."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import numpy as np
import streamlit as st

from gdviz.engine import Objective, Path, Status
from gdviz.engine.method.equations import typeset_equations
from gdviz.engine.objective import MayHoldOut
from gdviz.formula import symbol, write_number
from gdviz.player.scene.competitor import Competitor
from gdviz.ui.problems.kinds import problem_of
from gdviz.ui.problems.problem import Race
from gdviz.ui.race.share.tab import share
from gdviz.ui.race.verdict import verdict
from gdviz.ui.runs.races import TOLERANCE
from gdviz.ui.spec.spec import Spec
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import while_open
from gdviz.ui.widgets.entry import title
from gdviz.ui.widgets.swatch import swatch
from gdviz.ui.widgets.tables import distinct, show
from gdviz.ui.widgets.verdict import verdict_html

WIDEST = 400  # columns of one quantity in the table of steps: a matrix of 20 parameters
UNKNOWN = '<td class="num">unknown</td>'  # a column that has nothing else is left out
STEPS, DISTANCE = f"Steps to {TOLERANCE:g}", "Distance"
MEANINGS = {
    STEPS: f"{STEPS}: until the loss is within that of the minimum. ",
    DISTANCE: f"{DISTANCE}: from the end to the nearest known minimum. ",
}
STATUS_LABELS = {
    Status.MAX_STEPS: "ran all steps",
    Status.CONVERGED: "converged",
    Status.REACHED: "reached the loss",
    Status.STALLED: "no progress",
    Status.DIVERGED: "diverged",
    Status.SPENT: "out of time",
}


def tabs(spec: Spec, fill: Callable[[Spec, Callable[[Race, int], None]], None]) -> None:
    """Draw the tabs; only the open one is filled, by `fill`, which is given what draws its content."""
    after_result, after_steps = problem_of(spec).tabs()
    fills = {
        "Result": _result,
        **after_result,
        "Formulas": _formulas,
        "Steps": _steps,
        **after_steps,
        "Share": share,
    }
    drawn = st.tabs(list(fills), on_change=while_open(), key="tab")
    for tab, draw in zip(drawn, fills.values(), strict=True):
        if tab.open:
            with tab:
                fill(spec, draw)


def _result(race: Race, _: int) -> None:
    if not race.competitors:
        st.caption("Pick an optimizer to see how it fares.")
        return
    heads = [
        "Optimizer",
        "Status",
        STEPS,
        "Final loss",
        *["Test loss"] * bool(_held_out(race.objective)),
        DISTANCE,
        "Path length",
        "Values",
        "Gradients",
        "Hessians",
        "Evaluations",
        "Time",
        "Rate",
    ]
    rows = [_row(c) for c in race.competitors]
    shown = [i for i in range(len(heads)) if any(row[i] != UNKNOWN for row in rows)]
    left_out = [h for i, h in enumerate(heads) if i not in shown]
    head = "".join(f'<th scope="col" class="{"num" if i > 1 else ""}">{heads[i]}</th>' for i in shown)
    body = "".join(f"<tr>{''.join(row[i] for i in shown)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    note = (
        "".join(said for name, said in MEANINGS.items() if name not in left_out)
        + "Values, gradients, Hessians: how often the method evaluated them, and Evaluations: all together. "
        "Time: of computing the steps, as measured here; another run of the same takes a little more or less."
        + (f" Unknown here, and so left out: {', '.join(left_out)}." if left_out else "")
    )
    # one element, since each that is sent takes the server a quarter of a millisecond
    found = verdict_html(*verdict(race))
    st.html(f'{found}<div class="gd-table">{table}</div><p class="gd-note">{note}</p>')


def _held_out(objective: Objective) -> list[MayHoldOut]:
    """Return an objective that holds rows out; none where it does not."""
    return [objective] if isinstance(objective, MayHoldOut) and objective.holds_out else []


def _row(c: Competitor) -> list[str]:
    return [f'<td class="who">{swatch(c.color, c.dash)} {escape(c.name)}</td>', *_figures(c.path)]


def _figures(p: Path) -> tuple[str, ...]:
    """Return the cells of a run. They are noted there: most runs of a race are those of the change before."""
    noted: tuple[str, ...] | None = p.notes.get("figures")
    if noted is None:
        noted = p.notes["figures"] = _cells(p)
    return noted


def _cells(p: Path) -> tuple[str, ...]:
    counts = p.evaluations.value, p.evaluations.gradient, p.evaluations.hessian
    return (
        f'<td class="why"><b>{STATUS_LABELS[p.status]}</b><br>{escape(p.reason)}</td>',
        UNKNOWN if p.objective.minimum is None else _cell(p.steps_to(TOLERANCE), _why_never(p)),
        _cell(p.loss[-1]),
        *(_cell(float(objective.test_loss(p.theta[-1]))) for objective in _held_out(p.objective)),
        UNKNOWN if np.isnan(off := p.distance()[-1]) else _cell(off),
        _cell(p.length()),
        *map(_count, [*counts, sum(counts)]),
        f'<td class="num">{_duration(p.seconds)}</td>',
        _cell(p.lr, "none"),
    )


def _why_never(path: Path) -> str:
    """Say why a run has no step at which it reached the minimum."""
    return "not sought" if path.maximize else "never"


def _cell(value: float | None, instead: str = "not a number") -> str:
    known = value is not None and not np.isnan(value)
    return f'<td class="num">{f"{value:.5g}" if known else instead}</td>'


def _count(value: int) -> str:
    return f'<td class="num">{value}</td>'


def _duration(seconds: float) -> str:
    """Return a measured time with two digits, as more would be chance.

    Examples
    --------
    >>> _duration(0.00234), _duration(4.2)
    ('2.3 ms', '4.2 s')
    """
    if not seconds >= 0:
        return "not measured"
    value, unit = (seconds, "s") if seconds >= 1 else (1e3 * seconds, "ms")
    return f"{float(f'{value:.2g}'):g} {unit}"


def _formulas(race: Race, focus: int) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        problem_of(race.spec).formulas(race.objective)
    with right:
        if race.competitors:
            _rule_formulas(race.competitors[focus].path)


def _rule_formulas(path: Path) -> None:
    rule = path.rule
    st.markdown(f"**{title(rule)}**")
    for e in typeset_equations(rule, path.hyper):
        st.latex(e.latex)
    known = {"lr": path.lr, **path.hyper} if rule.has_rate else path.hyper
    st.latex(
        r",\quad ".join(
            f"{symbol(k, 'latex')} = {write_number(float(f'{v:.6g}'), 'latex')}" for k, v in known.items()
        )
    )
    if not rule.told:
        st.caption(r"$g_t = \nabla f(\theta_{t-1})$ is the gradient, $\eta$ the learning rate.")
    if rule.note or rule.reference:
        st.caption(f"{rule.note}  \n*{rule.reference}*" if rule.reference else rule.note)
    st.code(rule.code(path.hyper), language=None)


def _steps(race: Race, focus: int) -> None:
    """Draw every recorded step of one run as a table."""
    if not race.competitors:
        st.caption("Pick an optimizer to see its run as a table.")
        return
    names = distinct(c.name for c in race.competitors)
    name = st.selectbox("Run", names, index=focus, label_visibility="collapsed")
    competitor = race.competitors[names.index(name)]
    steps = competitor.path.frame(WIDEST)
    if wider := competitor.path.wider(WIDEST):
        st.caption(
            f"Too wide for this table: {markdown.escape(', '.join(wider))}, with more than {WIDEST} numbers "
            "a step each. The arithmetic beside the player shows them."
        )
    if len(steps) <= competitor.path.steps:
        st.caption(
            f"Of the {competitor.path.steps} steps of this run {len(steps) - 1} are recorded and stand here "
            "and in the file, each with its number."
        )
    show(steps, f"gdviz-{competitor.slug}.csv")
