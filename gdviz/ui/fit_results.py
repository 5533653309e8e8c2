"""Below the player of a data page: what was fitted, beside the closed form; and the curvature that limits the rate."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from gdviz.engine import DataLoss, Spec
from gdviz.formula import readable, symbol, write
from gdviz.player.scene import Competitor
from gdviz.ui import fits, resolve
from gdviz.ui.controls import title
from gdviz.ui.marks import line
from gdviz.ui.state import choices, objective_id

MAX_COLUMNS = 12  # of parameters in the table; the CSV of a run has all


def fit(race: resolve.Race, focus: int) -> None:
    """Final parameters in the data's own units beside the optimum's, and the curvature."""
    assert race.spec.fit
    objective = fits.objective_of(race.spec.fit)
    best = objective.optimum
    columns = _columns(objective)
    measure = "Accuracy" if objective.design.classes else "R²"
    rows = [_row(f'{line(c.color, c.dash)} {escape(c.name)}', objective, c.path.theta[-1], measure) for c in race.competitors]
    if best.theta is not None:
        rows.append(_row(f"<i>{escape(best.how[0].upper() + best.how[1:])}</i>", objective, best.theta, measure))
    heads = "".join(f'<th class="num">{escape(h)}</th>' for h in [*columns[:MAX_COLUMNS], "Loss", measure, "Distance"])
    head = f"<thead><tr><th>Final parameters</th>{heads}</tr></thead>"
    st.html(f'<div class="gd-table"><table>{head}<tbody>{"".join(rows)}</tbody></table></div>')
    gaps = objective.design.left_out
    told = [f"{objective.rows} rows" + (f" ({gaps} more left out for their gaps)" if gaps else "")]
    told += ["parameters in the data's own units, whatever the scaling"] if objective.design.scaling != "none" else []
    told += [f"the first {MAX_COLUMNS} of {len(columns)} parameters"] if len(columns) > MAX_COLUMNS else []
    if best.theta is not None:
        told.append(f"distance in the parameters that are descended to the {'' if best.unique else 'shortest '}optimum")
    st.caption("; ".join(told).capitalize() + ".")
    if best.theta is None:
        st.info(best.how, icon=":material/all_inclusive:")
    _curvature(race, objective, focus)


def _columns(objective: DataLoss) -> list[str]:
    monomials = [c for c in objective.design.columns if c != "intercept"] + ["constant"]
    return monomials if objective.scores == 1 else [f"{k}: {m}" for k in objective.design.classes for m in monomials]


def _row(head: str, objective: DataLoss, theta: np.ndarray, measure: str) -> str:
    with np.errstate(all="ignore"):
        own = objective.design.own_units(theta.reshape(objective.scores, -1)).ravel()[:MAX_COLUMNS]
        loss = float(objective.value(theta))
        score = float(objective.accuracy(theta[None])[0]) if measure == "Accuracy" else _explained(objective, theta)
        off = float(np.linalg.norm(theta - objective.optimum.theta)) if objective.optimum.theta is not None else np.nan
    cells = "".join(f'<td class="num">{_shown(v)}</td>' for v in [*own, loss, score, off])
    return f'<tr><td class="who">{head}</td>{cells}</tr>'


def _explained(objective: DataLoss, theta: np.ndarray) -> float:
    """Share of the target's variance that the model explains."""
    y = objective.design.y
    residual = y - objective.design.a @ theta
    return float(1 - (residual @ residual) / ((y - y.mean()) ** 2).sum())


def _shown(v: float) -> str:
    return "unknown" if np.isnan(v) else f"{v:.5g}"


def _curvature(race: resolve.Race, objective: DataLoss, focus: int) -> None:
    """Eigenvalues of the Hessian, the condition number, the limit of plain gradient descent; buttons that set the rate to it."""
    best = objective.optimum.theta
    at = np.zeros(objective.dimension) if best is None else best
    h = objective.hessian(at)
    if not np.isfinite(h).all():
        return
    values = np.linalg.eigvalsh(h)
    low, high = float(values[0]), float(values[-1])
    if not high > 0:
        st.caption("The Hessian is 0 there: the loss has no curvature that would limit the learning rate.")
        return
    regular = low > 1e-13 * high
    where = "at the optimum" if best is not None else "at 0"
    st.markdown(f"**Curvature {where}**")
    shown = ", ".join(f"{v:.5g}" for v in values[:8]) + (" ..." if len(values) > 8 else "")
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.markdown(f"Eigenvalues of the Hessian: {shown}  \nCondition number: {f'{high / low:.5g}' if regular else 'infinite'}  \n"
                  f"Gradient descent is stable below the rate 2/λ_max = **{2 / high:.5g}**"
                  + (f" and fastest at 2/(λ_min + λ_max) = {2 / (low + high):.5g}" if regular else ""))
    if not race.competitors:
        return
    runner = race.competitors[focus]
    with right:
        st.caption(f"Set the rate of {runner.name} to")
        for column, (label, rate, told) in zip(st.columns(3), (
                ("the limit", 2 / high, "2/λ_max: neither falls nor grows along the steepest direction"),
                ("half of it", 1 / high, "1/λ_max: the steepest direction is done in one step"),
                ("the optimum", 2 / (low + high), "2/(λ_min + λ_max): both extreme directions shrink alike")), strict=True):
            column.button(label, on_click=_set_rate, args=(race.spec, runner, rate), help=told, width="stretch",
                          key=f"rate-{label}")


def _set_rate(spec: Spec, runner: Competitor, rate: float) -> None:
    choices()[f"lr.{objective_id(spec)}.{runner.slug}"] = float(f"{rate:.12g}")


def formulas(objective: DataLoss) -> None:
    """Loss, score, gradient and penalty, typeset from what is run."""
    loss, design = objective.loss, objective.design
    st.markdown(f"**{title(loss)}**")
    for e in loss.program.equations:
        st.latex(f"{symbol(e.name, 'latex')} = {write(e.node, 'latex')}")
    assert loss.program.result is not None
    scores = ", ".join(symbol(v, "latex") for v in loss.variables)
    st.latex(rf"\ell({scores}, y) = {write(loss.program.result, 'latex')}")
    for v, d in zip(loss.variables[:1], loss.compiled.partials[:1], strict=True):
        if readable(d):
            st.latex(rf"\frac{{\partial \ell}}{{\partial {symbol(v, 'latex')}}} = {write(d, 'latex')}")
        else:
            st.caption("Written out, the derivative is too long to read; it is computed exactly all the same.")
    front = {"half mean": r"\frac{1}{2n}", "mean": r"\frac{1}{n}", "sum": ""}[objective.average]
    penalty = r" + \sum_j P(w_j)" if objective.penalty else ""
    st.latex(rf"f(\theta) = {front}\sum_{{i=1}}^{{n}} \ell(z_i, y_i){penalty}, \quad z_i = x_i^\top \theta,"
             rf"\quad n = {design.rows}")
    more = " + P'(w)" if penalty else ""
    st.latex(rf"\nabla f(\theta) = {front}\sum_i \ell'(z_i, y_i)\, x_i{more}")
    st.latex(rf"\nabla^2 f(\theta) = {front}\sum_i \ell''(z_i, y_i)\, x_i x_i^\top{more.replace(chr(39), chr(39) * 2)}")
    if objective.penalty and objective.penalty.program.result is not None:
        st.latex(rf"P(w) = {write(objective.penalty.program.result, 'latex')}")
        st.caption(", ".join(f"{k} = {v:g}" for k, v in objective.penalty_parameters.items()))
    st.caption(f"x holds {', '.join(design.columns)}. {loss.note}" + (f"  \n*{loss.reference}*" if loss.reference else ""))
