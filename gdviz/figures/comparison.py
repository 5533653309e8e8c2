"""A fair comparison: performance profiles as steps, and each optimizer's evaluations to the target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import Comparison, Standing
from gdviz.engine.maps.compare.comparison import TAU_MAX
from gdviz.figures.look import blank, competitor_color
from gdviz.player.look import LOOK

OF = Comparison
PROFILE, ROW, GAP = 280, 58, 84  # pixels: height of the profile, of an optimizer's row, and between both
MARGIN = 36 + 48
GOLDEN = 0.618034  # marks of starts are spread over the height of a row, evenly and always the same
MISSED = 1.35  # where misses stand, as a multiple of the budget


def figure(
    result: Comparison,
    *,
    dark: bool = False,
    tau_max: float = TAU_MAX,
    colors: Sequence[str] | None = None,
    dashes: Sequence[Sequence[float]] | None = None,
    legend: bool = True,
) -> go.Figure:
    """Draw a fair comparison.

    Parameters
    ----------
    result : Comparison
        Of M optimizers.
    dark : bool
        For a dark background.
    tau_max : float
        How many times the evaluations of the best the profile shows at most.
    colors, dashes : sequences of M, optional
        Of the optimizers: colours, and lengths of stroke and gap in pixels.
    legend : bool
        Whether it says which line is whose.

    Raises
    ------
    ValueError
        Where tau_max is not above 1.
    """
    count = len(result.standings)
    area = result.area(tau_max)
    colors = colors or [competitor_color(i) for i in range(count)]
    dashes = dashes or [LOOK["competitors"]["dashes"][i % 8] for i in range(count)]
    inner = PROFILE + GAP + ROW * count
    out = blank(
        dark=dark,
        height=inner + MARGIN,
        showlegend=legend,
        yaxis={
            "domain": [1 - PROFILE / inner, 1],
            "range": [-0.02, 1.04],
            "tickformat": ".0%",
            "title": {"text": "share of starts solved"},
        },
        xaxis={
            "type": "log",
            "range": [0, np.log10(tau_max)],
            "tickvals": 2.0 ** np.arange(int(np.log2(tau_max)) + 1),
            "title": {"text": "within so many times the best's evaluations"},
        },
    )
    for i, standing in enumerate(result.standings):
        _profile(out, standing, result.ratios[i], float(area[i]), tau_max, colors[i], dashes[i])
    _rows(out, result, colors, ROW * count / inner)
    return out


def _profile(
    out: go.Figure,
    standing: Standing,
    ratio: np.ndarray,
    area: float,
    tau_max: float,
    color: str,
    dash: Sequence[float],
) -> None:
    """Draw the profile of an optimizer: it rises by a step at each ratio of its own."""
    tau, counts = np.unique(ratio[ratio <= tau_max], return_counts=True)
    x = np.concatenate([[1.0], tau, [tau_max]])
    share = np.concatenate([[0.0], np.cumsum(counts) / len(ratio)])
    out.add_scatter(
        x=x,
        y=np.append(share, share[-1]),
        mode="lines",
        name=standing.name,
        line={"color": color, "width": 2.5, "shape": "hv", "dash": _dash(dash)},
        hovertemplate=f"{standing.name}: %{{y:.0%}} within %{{x:.3g}} times the best<br>"
        f"area {area:.2f}<extra></extra>",
    )


def _dash(lengths: Sequence[float]) -> str:
    return ",".join(f"{length:g}px" for length in lengths) or "solid"


def _rows(out: go.Figure, result: Comparison, colors: Sequence[str], height: float) -> None:
    """Draw a row for each optimizer: a mark for each start, a bar for the quartiles, the median, misses."""
    solved = result.evaluations[np.isfinite(result.evaluations)]
    log = bool(len(solved)) and bool((solved > 0).all())
    low = float(solved.min()) * 0.8 if log else 0.0
    missed = result.budget * MISSED
    ends = [low, missed * (1.25 if log else 1.1)]
    count = len(result.standings)
    out.update_layout(
        xaxis2={
            "anchor": "y2",
            "type": "log" if log else "linear",
            "range": np.log10(ends).tolist() if log else ends,
            **(_ticks(low, result.budget, missed) if log else {}),
            "title": {"text": f"evaluations to the target, of {result.budget} at most"},
        },
        yaxis2={
            "anchor": "x2",
            "domain": [0, height],
            "range": [count - 0.4, -0.75],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
    )
    for i, standing in enumerate(result.standings):
        _row(out, standing, i, colors[i], result.budget, missed)
        places: dict[str, Any] = {"x": 0, "xref": "x2 domain", "y": i - 0.52, "yref": "y2"}
        out.add_annotation(**places, text=_heading(standing), showarrow=False, xanchor="left")


def _ticks(low: float, budget: int, missed: float) -> dict[str, Any]:
    """Return the ticks of a logarithmic axis: 1, 2, 5, 10, ... up to the budget, and the place of misses."""
    series = [m * 10**k for k in range(6) for m in (1, 2, 5) if low <= m * 10**k <= 0.8 * budget]
    return {"tickvals": [*series, missed], "ticktext": [*map(str, series), "missed"]}


def _heading(standing: Standing) -> str:
    missed = len(standing.evaluations) - standing.solved
    return f"{standing.name}: " + (
        f"missed from {missed} of {len(standing.evaluations)}" if missed else "no miss"
    )


def _row(out: go.Figure, standing: Standing, row: int, color: str, budget: int, missed: float) -> None:
    taken = standing.evaluations
    solved = np.isfinite(taken)
    height = row + 0.34 * (2 * (np.arange(len(taken)) * GOLDEN % 1) - 1)
    axes = {"xaxis": "x2", "yaxis": "y2", "mode": "markers", "showlegend": False}
    out.add_scatter(
        x=taken[solved],
        y=height[solved],
        name=f"{standing.name}, starts",
        marker={"size": 5, "color": color, "opacity": 0.6},
        hovertemplate=f"{standing.name}: %{{x}} evaluations<extra></extra>",
        **axes,
    )
    out.add_scatter(
        x=np.full(int((~solved).sum()), missed),
        y=height[~solved],
        name=f"{standing.name}, misses",
        marker={"symbol": "x-thin", "size": 6, "line": {"width": 1.5, "color": color}},
        hovertemplate=f"{standing.name}: missed within {budget} evaluations<extra></extra>",
        **axes,
    )
    quartiles = [q if np.isfinite(q) else missed for q in standing.quartiles]
    if np.isfinite(standing.quartiles[0]):
        out.add_scatter(
            x=quartiles,
            y=[row, row],
            name=f"{standing.name}, quartiles",
            line={"color": color, "width": 7},
            hoverinfo="skip",
            **axes | {"mode": "lines"},
        )
    if np.isfinite(standing.median):
        out.add_scatter(
            x=[standing.median],
            y=[row],
            name=f"{standing.name}, median",
            marker={"symbol": "diamond", "size": 13, "color": color, "line": {"width": 2, "color": "white"}},
            hovertemplate=f"{standing.name}: median %{{x}} evaluations<extra></extra>",
            **axes,
        )
