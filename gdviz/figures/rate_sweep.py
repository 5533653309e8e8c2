"""A sweep over learning rates: loss or steps against the rate, where runs diverge, and who suggests what."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import RateSweep, Status
from gdviz.figures.look import blank, competitor_color
from gdviz.player.look import LOOK

OF = RateSweep
TOP = 0.62  # share of the height that the curve takes; below it stand the suggestions
SPAN = 18  # decades of the loss that are shown at most
BEHIND_WORDS = {False: "rgba(255, 255, 255, 0.8)", True: "rgba(17, 22, 29, 0.8)"}
MEASURES = {"loss": "final loss", "steps": "steps"}


def figure(
    result: RateSweep,
    *,
    dark: bool = False,
    measure: str = "loss",
    chosen: float | None = None,
    color: str | None = None,
) -> go.Figure:
    """Draw a sweep over learning rates.

    Parameters
    ----------
    result : RateSweep
        The sweep.
    dark : bool
        For a dark background.
    measure : {"loss", "steps"}
        What is drawn against the rate: the final loss, or the steps made.
    chosen : float, optional
        A rate that is marked: the one in use.
    color : str, optional
        Of the curve.

    Raises
    ------
    ValueError
        For another measure.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure must be loss or steps, not {measure!r}")
    color = color or competitor_color(0)
    values = result.loss if measure == "loss" else result.steps.astype(float)
    fine = ~result.diverged
    axis = _axis(result, values[fine], measure)
    out = blank(dark=dark, height=540, yaxis={"domain": [1 - TOP, 1.0], **axis})
    out.update_layout(legend_y=1.03)  # of the height: above the number of the topmost tick
    _curve(out, result, values, fine, measure, color)
    if measure == "loss":
        _range_test(out, result)
    _diverged(out, result, ~fine)
    _suggestions(out, result, dark)
    _edges(out, result)
    if chosen is not None:
        _mark(out, result, chosen, f"now {chosen:.4g}", color, "solid", 0.06)
    out.update_annotations(bgcolor=BEHIND_WORDS[dark])  # words stand across curves
    return out


def _axis(result: RateSweep, values: np.ndarray, measure: str) -> dict[str, Any]:
    """Return the axis of the loss: logarithmic where all losses are above 0."""
    title = f"{MEASURES[measure]} after at most {result.planned} steps" if measure == "loss" else "steps made"
    if measure == "steps" or not len(values) or not values.min() > 0:
        return {"title": {"text": title}, "rangemode": "tozero" if measure == "steps" else "normal"}
    high = np.log10(max(values.max(), result.first)) + 1
    low = max(np.log10(values.min()) - 0.5, high - SPAN)
    return {"title": {"text": title}, "type": "log", "range": [low, high], "exponentformat": "power"}


def _curve(
    out: go.Figure, result: RateSweep, values: np.ndarray, fine: np.ndarray, measure: str, color: str
) -> None:
    ends = [f"{status.value}, {n} steps" for status, n in zip(result.status, result.steps, strict=True)]
    out.add_scatter(
        x=result.rates,
        y=np.where(fine, values, np.nan),
        mode="lines+markers",
        name=MEASURES[measure],
        line={"color": color, "width": 1.5},
        marker={"size": 6},
        unselected={"marker": {"opacity": 1}},
        text=ends,
        hovertemplate="rate %{x:.4g}<br>" + MEASURES[measure] + " %{y:.5g}<br>%{text}<extra></extra>",
    )


def _range_test(out: go.Figure, result: RateSweep) -> None:
    out.add_scatter(
        x=result.test.rates,
        y=result.test.loss,
        mode="lines",
        name="range test: one run, its rate rising",
        line={"color": competitor_color(6), "width": 1.5, "dash": "dot"},
        hovertemplate="range test at %{x:.4g}: smoothed loss %{y:.5g}<extra></extra>",
    )


def _diverged(out: go.Figure, result: RateSweep, bad: np.ndarray) -> None:
    """Draw what diverged at the top, on an axis of its own: its loss is no number to compare."""
    left = result.codes == list(Status).index(Status.DIVERGED)
    words = np.where(left, "diverged after", "ended worse than it began, after")
    out.add_scatter(
        x=result.rates[bad],
        y=np.full(int(bad.sum()), 0.97),
        yaxis="y3",
        mode="markers",
        name="diverged",
        marker={"symbol": "x-thin", "size": 7, "line": {"width": 1.5, "color": competitor_color(1)}},
        unselected={"marker": {"opacity": 1}},
        text=[f"{word} {n} steps" for word, n in zip(words[bad], result.steps[bad], strict=True)],
        hovertemplate="rate %{x:.4g}<br>%{text}<extra></extra>",
    )
    hidden = {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}
    out.update_layout(yaxis3=hidden)


def _suggestions(out: go.Figure, result: RateSweep, dark: bool) -> None:
    """Draw each suggestion in a row of its own; an open mark where what it assumes does not hold here."""
    shown = result.suggestions[::-1]
    rows = list(range(len(shown)))
    out.add_scatter(
        x=[s.rate for s in shown],
        y=rows,
        yaxis="y2",
        mode="markers+text",
        name="suggestions (open: what it assumes does not hold here)",
        text=[f" {s.name} {s.rate:.3g} " for s in shown],
        textposition=["middle right" if _is_left(result, s.rate) else "middle left" for s in shown],
        marker={
            "symbol": ["circle" if s.holds else "circle-open" for s in shown],
            "size": 10,
            "color": LOOK["minimum"]["fill"],
            "line": {
                "color": LOOK["minimum"]["edge"]["light"] if not dark else LOOK["minimum"]["fill"],
                "width": 1.5,
            },
        },
        unselected={"marker": {"opacity": 1}, "textfont": {}},
        customdata=[f"{s.source}; {s.assumes}" for s in shown],
        hovertemplate="%{text}<br>%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    low, high = np.log10([result.rates[0], result.rates[-1]])
    axis = {
        "title": {"text": "learning rate"},
        "type": "log",
        "range": [low, high],
        "exponentformat": "power",
    }
    out.update_layout(
        xaxis={**axis, "anchor": "y2"},
        yaxis2={"domain": [0, 1 - TOP - 0.03], "range": [-0.7, len(rows) - 0.3], "visible": False},
    )


def _edges(out: go.Figure, result: RateSweep) -> None:
    """Mark where runs begin to diverge, and where theory has the limit."""
    edge = result.edge
    if edge.above is not None:
        _mark(out, result, edge.above, f"diverges from {edge.above:.4g}", competitor_color(1), "solid", 0.84)
    if edge.theory is not None:
        text = f"theory: {edge.formula} = {edge.theory:.4g}"
        _mark(out, result, edge.theory, text, competitor_color(3), "dash", 0.72)


def _mark(
    out: go.Figure, result: RateSweep, rate: float, text: str, color: str, dash: str, height: float
) -> None:
    """Draw a line at a rate, and a word beside it, where there is more room, at a share of the height."""
    out.add_vline(rate, line={"color": color, "width": 1.5, "dash": dash})
    side = {"xanchor": "left", "xshift": 4} if _is_left(result, rate) else {"xanchor": "right", "xshift": -4}
    out.add_annotation(x=np.log10(rate), y=height, yref="y domain", text=text, showarrow=False, **side)


def _is_left(result: RateSweep, rate: float) -> bool:
    """Return whether a rate stands left of the middle of the axis: more room is on its right then."""
    return bool(rate < np.sqrt(result.rates[0] * result.rates[-1]))
