"""Below the player: result, formulas, the steps of a run, share."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from gdviz.engine import DataLoss, Path, Status, Surface
from gdviz.engine.method.equations import typeset_equations
from gdviz.formula import symbol, write, write_number
from gdviz.player.scene.competitor import Competitor
from gdviz.ui import resolve
from gdviz.ui.problems.fit import results as fit_results
from gdviz.ui.race import share
from gdviz.ui.race.controls import title
from gdviz.ui.race.verdict import verdict
from gdviz.ui.widgets.marks import line
from gdviz.ui.widgets.tables import distinct, show

_WORDS = {
    Status.MAX_STEPS: "ran all steps",
    Status.CONVERGED: "converged",
    Status.REACHED: "reached the loss",
    Status.STALLED: "no progress",
    Status.DIVERGED: "diverged",
    Status.SPENT: "out of time",
}


def tabs(race: resolve.Race, focus: int) -> None:
    """The tabs; only the open one is computed."""
    of_data = {"Fit": fit_results.fit} if race.spec.fit else {}
    table = {"Table": fit_results.table} if race.spec.fit else {}
    fills = {
        "Result": _result,
        **of_data,
        "Formulas": _formulas,
        "Steps": _run,
        **table,
        "Share": share.share,
    }
    for tab, fill in zip(st.tabs(list(fills), on_change="rerun", key="tab"), fills.values(), strict=True):
        if tab.open:
            with tab:
                fill(race, focus)


def _result(race: resolve.Race, _: int) -> None:
    if not race.competitors:
        st.caption("Pick an optimizer to see how it fares.")
        return
    best, *more = map(escape, verdict(race))
    st.html(f'<p class="gd-verdict" role="status"><b>{best}</b> {" ".join(more)}</p>')
    heads = [
        "Optimizer",
        "Status",
        f"Steps to {resolve.TOLERANCE:g}",
        "Final loss",
        "Distance",
        "Path length",
        "Gradients",
        "Values",
        "Rate",
    ]
    rows = "".join(f"<tr>{_row(c)}</tr>" for c in race.competitors)
    head = "".join(f'<th scope="col" class="{"num" if i > 1 else ""}">{h}</th>' for i, h in enumerate(heads))
    st.html(f'<div class="gd-table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>')
    st.caption(
        f"Steps to {resolve.TOLERANCE:g}: until the loss is within that of the minimum. Distance: from the end to the "
        "nearest known minimum. Gradients and values: how often the method evaluated them."
    )


def _row(c: Competitor) -> str:
    p: Path = c.path
    reached = p.steps_to(resolve.TOLERANCE)
    cells = [
        f'<td class="who">{line(c.color, c.dash)} {escape(c.name)}</td>',
        f'<td class="why"><b>{_WORDS[p.status]}</b><br>{escape(p.reason)}</td>',
        _number(
            reached, "unknown" if p.objective.minimum is None else "not sought" if p.maximize else "never"
        ),
        _number(p.loss[-1]),
        _number(p.distance()[-1], "unknown"),
        _number(p.length()),
        _number(p.evaluations.gradient),
        _number(p.evaluations.value),
        _number(p.lr),
    ]
    return "".join(cells)


def _number(value: float | None, instead: str = "") -> str:
    known = value is not None and not np.isnan(value)
    return f'<td class="num">{f"{value:.5g}" if known else instead or "not a number"}</td>'


def _formulas(race: resolve.Race, focus: int) -> None:
    surface = race.objective
    left, right = st.columns(2, gap="large")
    with left:
        if isinstance(surface, Surface):
            _surface_formulas(surface)
        if isinstance(surface, DataLoss):
            fit_results.formulas(surface)
    with right:
        if race.competitors:
            _rule_formulas(race.competitors[focus].path)


def _surface_formulas(s: Surface) -> None:
    st.markdown(f"**{title(s)}**")
    for e in s.program.equations:
        st.latex(f"{symbol(e.name, 'latex')} = {write(e.node, 'latex')}")
    assert s.program.result is not None
    coordinates = ", ".join(s.names)
    st.latex(f"f({coordinates}) = {write(s.program.result, 'latex')}")
    if s.parameters:
        st.caption("with " + ", ".join(f"{k} = {v:g}" for k, v in s.parameters.items()))
    for derivative in s.derivatives_latex():
        if derivative is None:
            st.caption(
                "Written out, the remaining derivatives are too long to read; they are computed exactly all the same."
            )
            break
        st.latex(derivative)
    if s.note or s.reference:
        st.caption(f"{s.note}  \n*{s.reference}*" if s.reference else s.note)


def _rule_formulas(path: Path) -> None:
    rule = path.rule
    st.markdown(f"**{title(rule)}**")
    for e in typeset_equations(rule, path.hyper):
        st.latex(e.latex)
    known = {"lr": path.lr, **path.hyper}
    st.latex(
        r",\quad ".join(
            f"{symbol(k, 'latex')} = {write_number(float(f'{v:.6g}'), 'latex')}" for k, v in known.items()
        )
    )
    st.caption(r"$g_t = \nabla f(\theta_{t-1})$ is the gradient, $\eta$ the learning rate.")
    if rule.note or rule.reference:
        st.caption(f"{rule.note}  \n*{rule.reference}*" if rule.reference else rule.note)
    st.code(rule.text, language=None)


def _run(race: resolve.Race, focus: int) -> None:
    """Every recorded step of one run as a table."""
    if not race.competitors:
        st.caption("Pick an optimizer to see its run as a table.")
        return
    names = distinct(c.name for c in race.competitors)
    chosen = race.competitors[
        names.index(st.selectbox("Run", names, index=focus, label_visibility="collapsed"))
    ]
    frame = chosen.path.frame()
    if len(frame) <= chosen.path.steps:
        st.caption(
            f"Of the {chosen.path.steps} steps of this run {len(frame) - 1} are recorded and stand here and in the file, "
            "each with its number."
        )
    show(frame, f"gdviz-{chosen.slug}.csv")
