"""Below the player of a network: its formulas, and its gradient checked against differences."""

from __future__ import annotations

from html import escape

import streamlit as st

from gdviz.engine import Network
from gdviz.formula import symbol, write
from gdviz.ui.problems.network.check import Checked, checked
from gdviz.ui.problems.network.objective import objective_of
from gdviz.ui.problems.problem import Race
from gdviz.ui.widgets.entry import title
from gdviz.ui.widgets.verdict import verdict_lines

FRONT = {"half mean": r"\frac{1}{2n}", "mean": r"\frac{1}{n}", "sum": ""}


def formulas(objective: Network) -> None:
    """Draw the forward pass, the loss, the backward pass and the gradient."""
    last, front = len(objective.layers.sizes) - 1, FRONT[objective.average]
    st.markdown("**Forward**")
    st.latex(rf"a^{{(0)}} = x, \quad x = ({', '.join(_text(name) for name in objective.inputs.names)})")
    if objective.hidden:
        activation = objective.activation
        result = activation.displayed.result
        assert result is not None
        st.latex(
            rf"z^{{(l)}} = W^{{(l)}} a^{{(l-1)}} + b^{{(l)}}, \quad a^{{(l)}} = s(z^{{(l)}}), "
            rf"\quad l = {', '.join(map(str, range(1, last)))}"
        )
        st.latex(rf"s(z) = {write(result, 'latex')}")
        st.caption(f"{title(activation)}. {activation.note}")
    st.latex(rf"z = z^{{({last})}} = W^{{({last})}} a^{{({last - 1})}} + b^{{({last})}}")
    st.markdown("**Loss**")
    loss, shown = objective.loss, objective.loss.displayed
    for e in shown.equations:
        st.latex(f"{symbol(e.name, 'latex')} = {write(e.node, 'latex')}")
    assert shown.result is not None
    st.latex(
        rf"\ell({', '.join(symbol(v, 'latex') for v in loss.variables)}, y) = {write(shown.result, 'latex')}"
    )
    penalty = r" + \sum_j P(w_j)" if objective.penalty else ""
    st.latex(
        rf"f(\theta) = {front}\sum_{{i=1}}^{{n}} \ell(z_i, y_i){penalty}, \quad n = {objective.rows}, "
        rf"\quad \theta \in \mathbb{{R}}^{{{objective.dimension}}}"
    )
    st.markdown("**Backward**")
    st.latex(rf"\delta^{{({last})}} = \frac{{\partial \ell}}{{\partial z}}")
    if objective.hidden:
        st.latex(
            r"\delta^{(l)} = s'(z^{(l)}) \odot \left( W^{(l+1)\top} \delta^{(l+1)} \right), \quad "
            rf"l = {', '.join(str(layer) for layer in range(last - 1, 0, -1))}"
        )
    more = " + P'(W^{(l)})" if penalty else ""
    st.latex(
        rf"\frac{{\partial f}}{{\partial W^{{(l)}}}} = {front}\sum_i \delta_i^{{(l)}} a_i^{{(l-1)\top}}{more}"
        rf", \quad \frac{{\partial f}}{{\partial b^{{(l)}}}} = {front}\sum_i \delta_i^{{(l)}}"
    )


def _text(name: str) -> str:
    """Write a name of an input, which may be a column of one's own, as text in LaTeX."""
    return r"\text{" + "".join(f"\\{c}" if c in r"\{}$&#%_^~" else c for c in name) + "}"


def gradient_check(race: Race, focus: int) -> None:
    """Compare back-propagation with differences where the run in focus ends."""
    if not race.competitors:
        st.caption("Pick an optimizer: the gradient is checked where its run ends.")
        return
    runner = race.competitors[focus]
    found = checked(objective_of(race.spec.problem), runner.path.theta[-1])
    verdict_lines(found.sentence)
    if not found.rows:
        return
    cells = "".join(_row(row) for row in found.rows)
    heads = "".join(f'<th class="num">{h}</th>' for h in ("Back-propagation", "Differences", "Apart"))
    st.html(
        f'<div class="gd-table"><table><thead><tr><th>Parameter</th>{heads}</tr></thead>'
        f"<tbody>{cells}</tbody></table></div>"
    )
    st.caption(
        f"Where {runner.name} ends. Central differences of the loss, (f(θ + h) − f(θ − h))/2h; those "
        "that are farthest apart come first. Apart is relative to the gradient's largest entry."
    )


def _row(row: Checked) -> str:
    numbers = "".join(f'<td class="num">{v:.6g}</td>' for v in (row.exact, row.difference))
    return f'<tr><td class="who">{escape(row.name)}</td>{numbers}<td class="num">{row.apart:.1e}</td></tr>'
