"""Below the player of a data page: what was fitted, beside the closed form; and its formulas."""

from __future__ import annotations

import math
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from gdviz.engine import DataLoss, Loss, LossOverRows, ModelLoss, Optimum
from gdviz.formula import readable, symbol, write
from gdviz.ui.problems.fit import curvature
from gdviz.ui.problems.fit.choice import loss_over_rows
from gdviz.ui.problems.fit.objective import objective_of, table_of
from gdviz.ui.problems.problem import Race
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.entry import title
from gdviz.ui.widgets.swatch import swatch
from gdviz.ui.widgets.tables import headings, show

MAX_COLUMNS = 12  # of parameters in the table; the CSV of a run has all


def fit(race: Race, _: int) -> None:
    """Draw the final parameters in the data's own units beside the optimum's, and the curvature."""
    objective = objective_of(race.spec.problem)
    best = objective.optimum
    columns = _columns(objective)
    ends = [(f"{swatch(c.color, c.dash)} {escape(c.name)}", c.path.theta[-1]) for c in race.competitors]
    if best.theta is not None:
        ends.append((f"<i>{escape(best.how[0].upper() + best.how[1:])}</i>", best.theta))
    with np.errstate(all="ignore"):
        away = [float(objective.distance(theta)) for _, theta in ends]
    known = not all(map(math.isnan, away))  # else the sentence below says why
    rows = [_row(*end, objective, [off] * known) for end, off in zip(ends, away, strict=True)]
    shown = columns[:MAX_COLUMNS]
    measures = [*measured(objective, np.zeros(objective.dimension)), *["Distance"] * known]
    heads = headings(shown, ["Final parameters", *measures])
    first = heads.pop(len(shown))
    cells = "".join(f'<th class="num">{escape(h)}</th>' for h in heads)
    head = f"<thead><tr><th>{escape(first)}</th>{cells}</tr></thead>"
    st.html(f'<div class="gd-table"><table>{head}<tbody>{"".join(rows)}</tbody></table></div>')
    gaps = objective.design.left_out
    notes = [rows_counted(objective) + (f" ({gaps} more left out for their gaps)" if gaps else "")]
    if objective.design.scaling != "none":
        notes.append("parameters in the data's own units, whatever the scaling")
    if len(columns) > MAX_COLUMNS:
        notes.append(f"the first {MAX_COLUMNS} of {len(columns)} parameters")
    if best.theta is not None:
        notes.append(f"distance in the parameters that are descended to {_which(best)}")
    st.caption("; ".join(notes).capitalize() + ".")
    if best.theta is None:
        st.info(markdown.escape(best.how), icon=":material/all_inclusive:")
    curvature.show(race, objective)


def rows_counted(objective: LossOverRows) -> str:
    """Say of how many rows the loss is, and the test loss."""
    if objective.test is None:
        return f"{objective.rows} rows"
    return f"{objective.rows} training rows, {objective.test.rows} test rows"


def measured(objective: DataLoss | ModelLoss, theta: np.ndarray) -> dict[str, float]:
    """Return loss, and accuracy or R², by their names; where rows are held out, of them too."""
    test = objective.test is not None
    with np.errstate(all="ignore"):
        found = {"Loss": float(objective.value(theta))}
        if test:
            found["Test loss"] = float(objective.test_loss(theta))
        if not objective.data.classes:
            return found | {"R²": explained(objective, theta)}
        found["Accuracy"] = float(objective.accuracy(theta[None])[0])
        if test:
            found["Test accuracy"] = float(objective.test_accuracy(theta[None])[0])
    return found


def _which(best: Optimum) -> str:
    """Name the optimum that distances are measured to."""
    if best.unique:
        return "the optimum"
    return "one of many optima" if best.free is None else "the nearest of all optima"


def table(race: Race, _: int) -> None:
    """Draw the data that are fitted, as they came: all their columns and rows."""
    data, fitted = table_of(race.spec.problem), loss_over_rows(race.spec.problem).data
    gaps = f"; {fitted.left_out} rows are left out of it for their gaps" if fitted.left_out else ""
    features = ", ".join(fitted.features)
    held = f"; {fitted.test.rows} are held out as test rows" if fitted.test is not None else ""
    note = f"{data.name}: {data.rows} rows. The fit is of {fitted.target} on {features}{gaps}{held}."
    st.html(f'<p class="gd-note">{escape(note)}</p>')
    show(pd.DataFrame(data.columns), f"gdviz-data-{race.spec.problem.data_key}.csv")


def _columns(objective: DataLoss) -> list[str]:
    """Return the names of the parameters in the data's own units: monomials and constant of each class."""
    design = objective.design
    monomials = headings(design.columns[: len(design.powers)], ["constant"])
    return monomials if objective.scores == 1 else [f"{k}: {m}" for k in design.classes for m in monomials]


def _row(head: str, theta: np.ndarray, objective: DataLoss, away: list[float]) -> str:
    with np.errstate(all="ignore"):
        own = objective.design.own_units(theta.reshape(objective.scores, -1)).ravel()[:MAX_COLUMNS]
    numbers = [*own, *measured(objective, theta).values(), *away]
    cells = "".join(f'<td class="num">{shown_number(v)}</td>' for v in numbers)
    return f'<tr><td class="who">{head}</td>{cells}</tr>'


def explained(objective: DataLoss | ModelLoss, theta: np.ndarray) -> float:
    """Return the share of the target's variance that the model explains."""
    y = objective.data.y
    residual = y - objective.predict(theta, objective.data.x)[0]
    return float(1 - (residual @ residual) / ((y - y.mean()) ** 2).sum())


def shown_number(v: float) -> str:
    """Return a number of a table as text."""
    return "unknown" if np.isnan(v) else f"{v:.5g}"


FRONT = {"half mean": r"\frac{1}{2n}", "mean": r"\frac{1}{n}", "sum": ""}  # of a sum over the rows


def formulas(objective: DataLoss) -> None:
    """Draw loss, score, gradient and penalty, typeset from what is run."""
    loss, design = objective.loss, objective.design
    loss_of_a_row(loss)
    front = FRONT[objective.average]
    penalty = r" + \sum_j P(w_j)" if objective.penalty else ""
    st.latex(
        rf"f(\theta) = {front}\sum_{{i=1}}^{{n}} \ell(z_i, y_i){penalty}, \quad z_i = x_i^\top \theta,"
        rf"\quad n = {design.rows}"
    )
    more = " + P'(w)" if penalty else ""
    st.latex(rf"\nabla f(\theta) = {front}\sum_i \ell'(z_i, y_i)\, x_i{more}")
    curvature_of_penalty = more.replace("'", "''")
    st.latex(rf"\nabla^2 f(\theta) = {front}\sum_i \ell''(z_i, y_i)\, x_i x_i^\top{curvature_of_penalty}")
    penalty_of_a_weight(objective)
    note_on(loss, f"x holds {markdown.escape(', '.join(design.columns))}. ")


def loss_of_a_row(loss: Loss) -> None:
    """Draw the pointwise loss and its slope."""
    st.markdown(f"**{title(loss)}**")
    shown = loss.displayed
    for e in shown.equations:
        st.latex(f"{symbol(e.name, 'latex')} = {write(e.node, 'latex')}")
    assert shown.result is not None
    scores = ", ".join(symbol(v, "latex") for v in loss.variables)
    st.latex(rf"\ell({scores}, y) = {write(shown.result, 'latex')}")
    slopes = [p.result for p in loss.displayed_slopes if p.result is not None] or loss.compiled.partials
    for v, d in zip(loss.variables[:1], slopes[:1], strict=True):
        if readable(d):
            st.latex(rf"\frac{{\partial \ell}}{{\partial {symbol(v, 'latex')}}} = {write(d, 'latex')}")
        else:
            st.caption(
                "Written out, the derivative is too long to read; it is computed exactly all the same."
            )


def penalty_of_a_weight(objective: LossOverRows) -> None:
    """Draw the penalty, if there is one."""
    if objective.penalty and objective.penalty.program.result is not None:
        st.latex(rf"P(w) = {write(objective.penalty.program.result, 'latex')}")
        st.caption(", ".join(f"{k} = {v:g}" for k, v in objective.penalty_parameters.items()))


def note_on(loss: Loss, before: str = "") -> None:
    """Draw what is to be known of a loss, and where it is from."""
    st.caption(before + loss.note + (f"  \n*{loss.reference}*" if loss.reference else ""))
