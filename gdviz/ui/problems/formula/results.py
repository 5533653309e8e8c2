"""Below the player of a formula model: what was fitted beside what SciPy finds, and the formulas."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from gdviz.engine import ModelLoss
from gdviz.engine.fit.formula.library_fit import LibraryFit
from gdviz.engine.method.stability import eigenvalues
from gdviz.formula import readable, symbol, write
from gdviz.ui.problems.fit.curvature import written
from gdviz.ui.problems.fit.results import (
    FRONT,
    loss_of_a_row,
    measured,
    note_on,
    penalty_of_a_weight,
    rows_counted,
    shown_number,
)
from gdviz.ui.problems.formula.objective import objective_of
from gdviz.ui.problems.problem import Race
from gdviz.ui.widgets.swatch import swatch
from gdviz.ui.widgets.tables import headings

NEARLY_SINGULAR = 1e4  # condition number of a Hessian from which on it is called so


def fit(race: Race, _: int) -> None:
    """Draw the final parameters beside those that SciPy finds, and the curvature there."""
    objective = objective_of(race.spec.problem)
    found = objective.library_fit
    rows = [
        _row(f"{swatch(c.color, c.dash)} {escape(c.name)}", objective, c.path.theta[-1])
        for c in race.competitors
    ]
    if found is not None:
        rows.append(_row("<i>SciPy's fit</i>", objective, found.theta))
    measures = measured(objective, np.array(objective.start))
    heads = headings(objective.names, ["Final parameters", *measures])
    first = heads.pop(objective.dimension)
    cells = "".join(f'<th class="num">{escape(h)}</th>' for h in heads)
    head = f"<thead><tr><th>{escape(first)}</th>{cells}</tr></thead>"
    st.html(f'<div class="gd-table"><table>{head}<tbody>{"".join(rows)}</tbody></table></div>')
    if found is None:
        st.caption(f"{rows_counted(objective)}. SciPy finds no parameters with a finite loss.")
    else:
        st.caption(f"{rows_counted(objective)}. {told(found)}")
        _curvature(objective, found)


def told(found: LibraryFit) -> str:
    """Say how SciPy's fit was found, and from how many starts.

    Examples
    --------
    >>> told(LibraryFit(np.zeros(1), 0.0, "scipy.optimize.least_squares", 16, 3, 400))[:60]
    "SciPy's fit is the best of 16 searches by scipy.optimize.lea"
    >>> told(LibraryFit(np.zeros(1), 0.0, "scipy.optimize.least_squares", 1, 1, 12))[60:102]
    'the declared start in at most 12 evaluatio'
    """
    if found.starts == 1:
        return (
            f"SciPy's fit is what {found.how} finds from the declared start in at most {found.budget} "
            "evaluations: the rows are many. It is no proof that no parameters are better."
        )
    where = "the declared start and points of the declared ranges"
    agree = "All of them end" if found.agreeing == found.starts else f"{found.agreeing} of them end"
    one = agree.replace("1 of them end", "One of them ends") if found.agreeing == 1 else agree
    rest = "" if found.agreeing == found.starts else ", the others in worse places or nowhere"
    return (
        f"SciPy's fit is the best of {found.starts} searches by {found.how} from {where}. "
        f"{one} at this loss{rest}. It is no proof that no parameters are better."
    )


def _row(head: str, objective: ModelLoss, theta: np.ndarray) -> str:
    numbers = [*theta, *measured(objective, theta).values()]
    cells = "".join(f'<td class="num">{shown_number(v)}</td>' for v in numbers)
    return f'<tr><td class="who">{head}</td>{cells}</tr>'


def _curvature(objective: ModelLoss, found: LibraryFit) -> None:
    """Draw the eigenvalues of the Hessian at SciPy's fit, and what they mean for the fit."""
    hessian = objective.hessian(found.theta)
    if not np.isfinite(hessian).all():
        return
    values = eigenvalues(hessian)
    low, high = float(values[0]), float(values[-1])
    st.markdown("**Curvature at SciPy's fit**")
    condition = f"{high / low:.5g}" if low > 0 else "infinite"
    st.markdown(
        f"Eigenvalues of the Hessian: {written(values)}  \n"
        f"Condition number: {condition}"
        + (
            f". Plain gradient descent is stable below the rate 2/λ_max = **{2 / high:.5g}** near it."
            * (high > 0)
        )
    )
    if high > 0 and not low * NEARLY_SINGULAR > high:
        st.caption(
            "The Hessian is nearly singular: along one direction of the parameters the loss hardly changes, "
            "so the data hardly tell these parameters apart, or the parameters are in very different units."
        )


def formulas(objective: ModelLoss) -> None:
    """Draw loss, model, gradient and penalty, typeset from what is run."""
    loss, model = objective.loss, objective.model
    loss_of_a_row(loss)
    st.markdown("**The model**")
    for e in model.program.equations:
        st.latex(f"{symbol(e.name, 'latex')} = {write(e.node, 'latex')}")
    assert model.program.result is not None
    st.latex(f"z = {write(model.program.result, 'latex')}")
    slopes = zip(model.parameters, model.derivatives.first, strict=True)
    for name, slope in ((n, d) for n, d in slopes if readable(d)):
        st.latex(rf"\frac{{\partial z}}{{\partial {symbol(name, 'latex')}}} = {write(slope, 'latex')}")
    front, more = FRONT[objective.average], ""
    if objective.penalty:
        more = r" + \sum_j P(\theta_j)"
    st.latex(rf"f(\theta) = {front}\sum_{{i=1}}^{{n}} \ell(z_i, y_i){more}, \quad n = {objective.rows}")
    first, second = (" + P'(\\theta)", " + P''(\\theta)") if objective.penalty else ("", "")
    st.latex(rf"\nabla f(\theta) = {front}\sum_i \ell'(z_i, y_i)\, \nabla z_i{first}")
    st.latex(
        rf"\nabla^2 f(\theta) = {front}\sum_i \left(\ell''(z_i, y_i)\, \nabla z_i \nabla z_i^\top"
        rf" + \ell'(z_i, y_i)\, \nabla^2 z_i\right){second}"
    )
    penalty_of_a_weight(objective)
    note_on(loss)
