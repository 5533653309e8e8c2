"""A map of basins: hue says in which end a start leads, light is fast and dark is slow."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import Basins
from gdviz.figures.cells import Cells, mark_cells, without_gaps
from gdviz.figures.look import POWERS, blank, competitor_color, without_far
from gdviz.figures.png import data_uri
from gdviz.player.look import LOOK

OF = Basins
HUES = len(LOOK["competitors"]["colors"])
LEVELS = 14  # of brightness
LIGHTEST, DARKEST = 0.62, 0.55  # how far a hue goes towards white, and towards black
DIVERGED, CUT_OFF, NEVER = "#16181d", "#d4d4d4", "#8d8f94"
SPECIAL = (DIVERGED, CUT_OFF, NEVER)
COLORS = HUES * LEVELS + len(SPECIAL)
FAINT = 0.3  # opacity of cells that are held back
MARKS = 44  # marks along a side that can be hovered
PIXELS = 1024  # of the picture along its longer side, so that a browser has nothing to smooth
SHADOW = "0 0 3px #fff, 0 0 3px #fff, 0 0 6px #fff"  # letters are read on every colour
SYMBOLS = {"minimum": "star", "maximum": "triangle-up", "saddle": "x"}


def figure(
    result: Basins,
    *,
    dark: bool = False,
    slots: Sequence[int] | None = None,
    faint: np.ndarray | None = None,
    start: tuple[float, float] | None = None,
    height: int = 460,
    bare: bool = False,
) -> go.Figure:
    """Draw a map of basins.

    Each cell has the hue of the end that its start leads to, lighter where few steps were needed. Diverged
    runs are black; runs that have not ended are light grey if twice as many steps end them, else dark grey.

    Parameters
    ----------
    result : Basins
        The map.
    dark : bool
        For a dark background.
    slots : sequence of M int, optional
        Which colour and letter each end has; in their order if nothing is said. The 8 colours repeat.
    faint : array (ny, nx) of bool, optional
        Cells that are held back, such as those where another map is the same. Cells that are not computed yet
        are always held back.
    start : (x, y), optional
        A start that is marked.
    height : int
        Of the figure, in pixels.
    bare : bool
        Without the marks that tell of cells, and with a pixel a cell: for a page that tells of every cell
        itself, and does not let the browser smooth the picture.
    """
    slots = range(len(result.ends)) if slots is None else slots
    names = [result.objective.names[i] for i in result.grid.axes]
    sides = (*result.grid.window, (-0.5, 0.5))[:2]
    plain = {**POWERS, "showgrid": False, "zeroline": False}
    across = {**plain, "range": list(sides[0]), "title": {"text": names[0]}}
    up: dict[str, Any] = {**plain, "range": list(sides[1])}
    up |= {"title": {"text": names[1]}} if len(names) > 1 else {"visible": False}
    out = blank(dark=dark, height=height, xaxis=across, yaxis=up, showlegend=False)
    out.update_layout(margin={"l": 56, "r": 12, "t": 12, "b": 44})
    out.add_layout_image(
        source=data_uri(_pixels(result, slots, faint, 1 if bare else PIXELS), _palette()),
        xref="x",
        yref="y",
        x=sides[0][0],
        y=sides[1][1],
        sizex=sides[0][1] - sides[0][0],
        sizey=sides[1][1] - sides[1][0],
        sizing="stretch",
        layer="below",
    )
    if not bare:
        mark_cells(out, cells_of(result, slots), MARKS)
    _ends(out, result, slots, dark)
    if start is not None:
        ring = {"size": 13, "color": "rgba(0,0,0,0)", "line": {"width": 3, "color": "#ffffff"}}
        dot = {"size": 9, "color": "#ffffff", "line": {"width": 2, "color": "#16181d"}, "symbol": "circle"}
        for mark in (ring, dot):
            out.add_scatter(x=[start[0]], y=[start[1]], mode="markers", marker=mark, hoverinfo="skip")
    return without_far(out)


def letters(slots: Sequence[int]) -> list[str]:
    """Return short names of ends: A, B, ... Z, A2, B2, ..."""
    names = ascii_uppercase
    return [names[i % 26] + (str(i // 26 + 1) if i >= 26 else "") for i in slots]


def shades(slot: int) -> list[str]:
    """Return the shades of a colour of the map from fast to slow, as #rrggbb."""
    of_slot = _palette()[slot % HUES * LEVELS :][:LEVELS, :3]
    return ["#{:02x}{:02x}{:02x}".format(*row) for row in of_slot.tolist()]


def _rgb(color: str) -> np.ndarray:
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def _palette() -> np.ndarray:
    """Return all colours of a map (N, 4), and behind them the same held back."""
    rows = []
    for slot in range(HUES):
        base = _rgb(competitor_color(slot))
        for t in np.linspace(-1, 1, LEVELS):  # -1 fast, 1 slow
            towards, how_far = (255.0, -t * LIGHTEST) if t < 0 else (0.0, t * DARKEST)
            rows.append(base + how_far * (towards - base))
    rows += [_rgb(color) for color in SPECIAL]
    colors = np.round(rows).astype(np.uint8)
    strong = np.full((COLORS, 1), 255, dtype=np.uint8)
    faint = np.full((COLORS, 1), round(255 * FAINT), dtype=np.uint8)
    return np.concatenate([np.hstack([colors, strong]), np.hstack([colors, faint])])


def brightness(result: Basins) -> tuple[np.ndarray, tuple[int, int]]:
    """Return how slow each run was (ny, nx): the share of the ended runs that were faster.

    Returns too the steps of the fastest and the slowest. Runs that have not ended do not count.
    """
    steps = result.steps[result.label >= 0]
    if not len(steps):
        return np.zeros(result.steps.shape), (0, 0)
    fewest, most = int(steps.min()), int(steps.max())
    counts = np.bincount(steps, minlength=max(most, int(result.steps.max())) + 1)
    faster = np.cumsum(counts) - counts
    return np.minimum(faster[result.steps] / max(1, faster[most]), 1.0), (fewest, most)


def _pixels(result: Basins, slots: Sequence[int], faint: np.ndarray | None, wide: int = PIXELS) -> np.ndarray:
    """Return the numbers of the colours (height, width), the first row on top."""
    share, _ = brightness(result)
    level = np.minimum((share * LEVELS).astype(int), LEVELS - 1)
    hue = np.array([slot % HUES for slot in slots] or [0])[np.maximum(result.label, 0)]
    number = hue * LEVELS + level
    special = HUES * LEVELS
    number = np.where(result.label == -1, special, number)
    number = np.where(result.label == -2, special + np.where(result.later > -2, 1, 2), number)
    held_back = ~result.computed if faint is None else ~result.computed | faint
    number = np.where(held_back, number + COLORS, number).astype(np.uint8)[::-1]
    larger = max(1, wide // max(number.shape))
    return number.repeat(larger, 0).repeat(larger, 1)


def cells_of(result: Basins, slots: Sequence[int] | None = None) -> Cells:
    """Return what is said of each cell: where its run ends, and when. `slots` are those of `figure`."""
    short = letters(range(len(result.ends)) if slots is None else slots)
    names = [without_gaps(result.objective.names[i]) for i in result.grid.axes]
    place = ", ".join(f"{name} = {{{axis}}}" for name, axis in zip(names, "xy", strict=False))
    label, later, planned = result.label, result.later, result.planned
    sentences = {
        "not computed yet": ~result.computed,
        "ends in {end} ({kind}) after {steps} steps": label >= 0,
        "diverges in step {steps}": label == -1,
        f"has not ended after {2 * planned} steps": later == -2,
        f"has not ended after {planned} steps": later == -3,
        "cut off after {steps} steps; with twice as many it diverges": later == -1,
        "cut off after {steps} steps; with twice as many it ends in {end}": later >= 0,
    }
    kinds = sorted(set(result.kinds))
    end = np.maximum(np.where(label >= 0, label, later), 0)
    kind = np.array([kinds.index(kind) for kind in result.kinds] or [0])[end]
    which = np.select(list(sentences.values()), np.arange(len(sentences)).tolist())
    numbers = {"steps": result.steps, "end": end, "kind": kind}
    words = {"end": short, "kind": kinds}
    return Cells(result.grid.x, result.grid.y, f"start {place}", list(sentences), which, numbers, words)


def _ends(out: go.Figure, result: Basins, slots: Sequence[int], dark: bool) -> None:
    """Mark the ends in the window with their letter and the sign of their kind."""
    both = result.ends[:, list(result.grid.axes)]
    points = both if both.shape[1] == 2 else np.column_stack([both, np.zeros(len(both))])
    low, high = np.array((*result.grid.window, (-0.5, 0.5))[:2]).T
    inside = np.flatnonzero(((points >= low) & (points <= high)).all(1) & (result.shares > 0))
    if not len(inside):
        return
    short = letters(slots)
    few = len(inside) <= 26
    edge = LOOK["minimum"]["edge"]["dark" if dark else "light"]
    out.add_scatter(
        x=points[inside, 0],
        y=points[inside, 1],
        mode="markers+text" if few else "markers",
        text=[short[i] for i in inside],
        textposition="top right",
        textfont={"size": 15, "color": "#16181d", "weight": "bold", "shadow": SHADOW},
        marker={
            "symbol": [SYMBOLS.get(result.kinds[i], "circle-open") for i in inside],
            "size": 13 if few else 7,
            "color": LOOK["minimum"]["fill"],
            "line": {"width": 1.5, "color": edge},
        },
        hoverinfo="skip",
    )
