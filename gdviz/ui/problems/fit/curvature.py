"""The curvature at the optimum, and the learning rates that it allows the runs it applies to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import streamlit as st

from gdviz.engine import DataLoss
from gdviz.engine.fit.optimum.least_squares import is_quadratic
from gdviz.engine.method.stability import as_read, eigenvalues, is_smooth_minimum, rate_limits
from gdviz.player.scene.competitor import Competitor
from gdviz.ui.problems.kinds import rate_key
from gdviz.ui.problems.problem import Race
from gdviz.ui.spec.option import not_as_assumed
from gdviz.ui.spec.spec import Spec
from gdviz.ui.spec.values import short
from gdviz.ui.state import page_choices
from gdviz.ui.widgets.binding import while_open

SHOWN = 8  # eigenvalues that are written out


class Known(NamedTuple):
    """The curvature of a loss.

    Attributes
    ----------
    values : (D,) the eigenvalues of the Hessian, ascending
    at_optimum : whether it is the Hessian at an optimum
    reach : where it limits the rate: "everywhere" (a quadratic), "near" (a smooth minimum) or "" (nowhere)
    """

    values: np.ndarray
    at_optimum: bool
    reach: str


def known(objective: DataLoss) -> Known | None:
    """Return the curvature at the optimum, or at 0 where none is known; None where it is not finite."""
    best = objective.optimum.theta
    at = np.zeros(objective.dimension) if best is None else best
    hessian = objective.hessian(at)
    if not np.isfinite(hessian).all():
        return None
    reach = ""
    if is_quadratic(objective):
        reach = "everywhere" if best is not None else ""
    elif best is not None and is_smooth_minimum(objective, best, hessian):
        reach = "near"
    return Known(eigenvalues(hessian), best is not None, reach)


def show(race: Race, objective: DataLoss) -> None:
    """Draw eigenvalues, condition number and limits of the rates, with buttons that set a rate to them."""
    curvature = known(objective)
    if curvature is None:
        return
    low, high = float(curvature.values[0]), float(curvature.values[-1])
    where = "at the optimum" if curvature.at_optimum else "at 0"
    if not high > 0:
        st.caption(
            f"The Hessian {where} is 0: the loss has no curvature there that would limit the learning rate."
        )
        return
    st.markdown(f"**Curvature {where}**")
    st.markdown(
        f"Eigenvalues of the Hessian: {written(curvature.values)}  \n"
        f"Condition number: {f'{high / low:.5g}' if low > 0 else 'infinite'}"
    )
    if not curvature.reach:
        st.caption(
            "The loss has a kink at its optimum, so this curvature does not limit the learning rate."
            if curvature.at_optimum
            else "This is no optimum, so the curvature there does not say which learning rates are stable."
        )
    elif race.spec.maximize:
        st.caption("Gradient ascent leaves the minimum at any learning rate.")
    else:
        _limits(race, low, high, curvature.reach)


def written(values: np.ndarray) -> str:
    """Return the eigenvalues as text; of many the smallest and the largest."""
    text = [f"{v:.5g}" for v in values]
    return ", ".join(text if len(text) <= SHOWN else [*text[: SHOWN // 2], "...", *text[-SHOWN // 2 :]])


def _limits(race: Race, low: float, high: float, reach: str) -> None:
    claims = [(c, rate_limits(c.path.rule, c.path.hyper, low, high)) for c in race.competitors]
    claims = [(c, r) for c, r in claims if r.stable is not None]
    holds = (
        "The loss is a quadratic, so this holds everywhere"
        if reach == "everywhere"
        else "This holds near the optimum"
    )
    st.caption(f"{holds}{_proviso(race.spec)}.")
    if not claims:
        st.markdown(
            f"Plain gradient descent is stable below the rate 2/λ_max = **{2 / high:.5g}**"
            + (f" and fastest at 2/(λ_min + λ_max) = {2 / (low + high):.5g}." if low > 0 else ".")
        )
        if race.competitors:
            st.caption("None of the optimizers here declares a limit of its own.")
    for c, (stable, fastest) in claims:
        assert stable is not None
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        more = (
            f" and fastest at {as_read(c.path.rule.fastest)} = {fastest:.5g}" if fastest is not None else ""
        )
        left.markdown(
            f"{c.name} is stable below the rate {as_read(c.path.rule.stable)} = **{stable:.5g}**{more}; "
            f"its rate is {c.path.lr:.5g}."
        )
        offers = [
            ("the limit", stable, "There the error along one direction neither falls nor grows"),
            ("half of it", stable / 2, "Half of the limit"),
        ]
        offers += (
            [("the optimum", fastest, "There both extreme directions shrink alike")]
            if fastest is not None
            else []
        )
        with right:
            st.caption(f"Set the rate of {c.name} to")
            for column, (label, rate, meaning) in zip(st.columns(3), offers, strict=False):
                column.button(
                    label,
                    on_click=while_open(_set_rate),
                    args=(race.spec, c, rate),
                    help=meaning,
                    width="stretch",
                    key=f"rate-{c.slug}-{label}",
                )


def _proviso(spec: Spec) -> str:
    """Say what the theory assumes that this run has not."""
    assumed = not_as_assumed(spec)
    return f", for {' and '.join(assumed)}" if assumed else ""


def _set_rate(spec: Spec, runner: Competitor, rate: float) -> None:
    page_choices()[rate_key(spec, runner.slug)] = short(rate)
