"""Below the player: result, formulas, data, share."""

from __future__ import annotations

import io
from html import escape
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from gdviz.engine import DataLoss, Path, Status, Surface
from gdviz.formula import constant, symbol, write
from gdviz.player.scene import Competitor
from gdviz.ui import fit_results, resolve, state
from gdviz.ui.controls import title
from gdviz.ui.marks import line
from gdviz.ui.url import to_query

MAX_ROWS = 2000  # of the table on the page; the CSV has all
_WORDS = {Status.MAX_STEPS: "ran all steps", Status.CONVERGED: "converged", Status.REACHED: "reached the loss",
          Status.STALLED: "no progress", Status.DIVERGED: "diverged"}


def tabs(race: resolve.Race, focus: int) -> None:
    """The tabs; only the open one is computed."""
    fills = {"Result": _result, "Fit": fit_results.fit, "Formulas": _formulas, "Data": _data, "Share": _share}
    if not race.spec.fit:
        del fills["Fit"]
    for tab, fill in zip(st.tabs(list(fills), on_change="rerun", key="tab"), fills.values(), strict=True):
        if tab.open:
            with tab:
                fill(race, focus)


def _result(race: resolve.Race, _: int) -> None:
    if not race.competitors:
        st.caption("Pick an optimizer to see how it fares.")
        return
    heads = ["Optimizer", "Status", f"Steps to {resolve.TOLERANCE:g}", "Final loss", "Distance", "Path length", "Gradients",
             "Values", "Rate"]
    rows = "".join(f"<tr>{_row(c)}</tr>" for c in race.competitors)
    head = "".join(f'<th class="{"num" if i > 1 else ""}">{h}</th>' for i, h in enumerate(heads))
    st.html(f'<div class="gd-table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>')
    st.caption(f"Steps to {resolve.TOLERANCE:g}: until the loss is within that of the minimum. Distance: from the end to the "
               "nearest known minimum. Gradients and values: how often the method evaluated them.")


def _row(c: Competitor) -> str:
    p: Path = c.path
    reached = p.steps_to(resolve.TOLERANCE)
    cells = [
        f'<td class="who">{line(c.color, c.dash)} {escape(c.name)}</td>',
        f'<td class="why"><b>{_WORDS[p.status]}</b><br>{escape(p.reason)}</td>',
        _number(reached, "never" if p.objective.minimum is not None else "unknown"), _number(p.loss[-1]),
        _number(p.distance()[-1], "unknown"), _number(p.length()), _number(p.evaluations.gradient),
        _number(p.evaluations.value), _number(p.lr),
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
            st.caption("Written out, the remaining derivatives are too long to read; they are computed exactly all the same.")
            break
        st.latex(derivative)
    if s.note or s.reference:
        st.caption(f"{s.note}  \n*{s.reference}*" if s.reference else s.note)


def _rule_formulas(path: Path) -> None:
    rule = path.rule
    st.markdown(f"**{title(rule)}**")
    for e in rule.equations(path.hyper):
        st.latex(e.latex)
    known = {"lr": path.lr, **path.hyper}
    st.latex(r",\quad ".join(f"{symbol(k, 'latex')} = {constant(float(f'{v:.6g}'), 'latex')}" for k, v in known.items()))
    st.caption(r"$g_t = \nabla f(\theta_{t-1})$ is the gradient, $\eta$ the learning rate.")
    if rule.note or rule.reference:
        st.caption(f"{rule.note}  \n*{rule.reference}*" if rule.reference else rule.note)
    st.code(rule.text, language=None)


def _data(race: resolve.Race, focus: int) -> None:
    if not race.competitors:
        st.caption("Pick an optimizer to see its run as a table.")
        return
    names = [c.name for c in race.competitors]
    name = st.selectbox("Run", names, index=focus, label_visibility="collapsed")
    chosen = race.competitors[names.index(name)]
    frame = chosen.path.frame()
    st.dataframe(frame.head(MAX_ROWS), hide_index=True, height=320)
    if len(frame) > MAX_ROWS:
        st.caption(f"The first {MAX_ROWS} of {len(frame)} rows; the file has all of them.")
    st.download_button("Download CSV", lambda: _csv(chosen.path), f"gdviz-{chosen.slug}.csv", "text/csv",
                       icon=":material/download:", on_click="ignore")


def _csv(path: Path) -> bytes:
    out = io.StringIO()
    path.frame().to_csv(out, index=False, float_format="%.17g")
    return out.getvalue().encode()


def _share(race: resolve.Race, focus: int) -> None:
    query = urlencode(to_query(race.spec, state.default()))
    base = (st.context.url or "").split("?")[0].rstrip("/") + ("" if race.spec.fit else "/")
    if race.spec.fit and race.spec.fit.table is not None:
        st.warning("Your own table is not in the link, which opens with the usual data instead.", icon=":material/link_off:")
    else:
        st.caption("Everything that you see is in this link, typed formulas included. It opens the very same scene.")
    st.code(f"{base}?{query}" if query else base, language=None, wrap_lines=True)
    st.download_button("Download as one HTML file", lambda: resolve.make_scene(race, focus).to_html().encode(),
                       "gdviz.html", "text/html", icon=":material/download:", on_click="ignore",
                       help="The same player with this scene: opens offline, in slides, without a server (about 5 MB)")
