"""A map of basins: hue says in which end a start leads, light is fast and dark is slow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from string import ascii_uppercase
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gdviz.engine import Basins
from gdviz.figures.cells import Cells, marks_of, without_gaps
from gdviz.figures.look import POWERS, competitor_color, is_near, plain_layout, template
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
BEHIND = "#c8cbd2"  # them, on a dark background: with that behind it a hue would not be told
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
    """
    plain = drawn(result, dark=dark, slots=slots, faint=faint, start=start, height=height, pixels=PIXELS)
    marks = marks_of(cells_of(result, slots), MARKS)
    return go.Figure([marks, *plain["data"]], {**plain["layout"], "template": template(dark)})


def drawn(
    result: Basins,
    *,
    dark: bool = False,
    slots: Sequence[int] | None = None,
    faint: np.ndarray | None = None,
    start: tuple[float, float] | None = None,
    height: int = 460,
    pixels: int = 1,
) -> dict[str, Any]:
    """Return the figure as what JSON can say, without its template and without the marks that tell of cells.

    It is for a page that tells of every cell itself, and it is made in a tenth of the time. The picture has
    so many pixels along its longer side; a cell has one at least, which a browser need not smooth. The other
    parameters are those of `figure`.
    """
    slots = range(len(result.ends)) if slots is None else slots
    names = [result.objective.names[i] for i in result.grid.axes]
    sides = (*result.grid.window, (-0.5, 0.5))[:2]
    plain = {**POWERS, "showgrid": False, "zeroline": False, "automargin": True}
    across = {**plain, "range": list(sides[0]), "title": {"text": names[0]}}
    up: dict[str, Any] = {**plain, "range": list(sides[1])}
    up |= {"title": {"text": names[1]}} if len(names) > 1 else {"visible": False}
    picture = {
        "source": data_uri(_pixels(result, slots, faint, pixels), _palette()),
        "xref": "x",
        "yref": "y",
        "x": sides[0][0],
        "y": sides[1][1],
        "sizex": sides[0][1] - sides[0][0],
        "sizey": sides[1][1] - sides[1][0],
        "sizing": "stretch",
        "layer": "below",
    }
    frame: dict[str, Any] = {
        "margin": {"l": 56, "r": 12, "t": 12, "b": 44},
        "showlegend": False,
        "images": [picture],
    }
    if dark:
        frame["plot_bgcolor"] = BEHIND
    layout = plain_layout(height, xaxis=across, yaxis=up, **frame)
    marked = [] if start is None else _start(start, sides)
    return {"data": [*_ends(result, slots, dark), *marked], "layout": layout}


def _start(start: tuple[float, float], sides: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    """Return the marks of a start; one too far away to be placed has no coordinates."""
    x, y = ([v] if is_near(np.array(v), side) else [None] for v, side in zip(start, sides, strict=True))
    ring = {"size": 13, "color": "rgba(0,0,0,0)", "line": {"width": 3, "color": "#ffffff"}}
    dot = {"size": 9, "color": "#ffffff", "line": {"width": 2, "color": "#16181d"}, "symbol": "circle"}
    common = {"type": "scatter", "x": x, "y": y, "mode": "markers", "hoverinfo": "skip"}
    return [{**common, "marker": mark} for mark in (ring, dot)]


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


@cache  # constant: of the colours
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


def ended_after(result: Basins) -> tuple[int, int]:
    """Return the steps of the fastest and of the slowest of the runs that have ended; 0 where none has."""
    steps = result.steps[result.label >= 0]
    return (int(steps.min()), int(steps.max())) if len(steps) else (0, 0)


def _levels(result: Basins) -> np.ndarray:
    """Return the brightness of runs that end after 0, 1, ... steps: by the share of those that are faster."""
    counts = np.bincount(result.steps[result.label >= 0], minlength=int(result.steps.max()) + 1)
    faster = np.cumsum(counts) - counts
    share = faster / max(1, int(faster[np.flatnonzero(counts)[-1:]].max(initial=0)))
    return np.minimum(share * LEVELS, LEVELS - 1).astype(np.uint8)


def _pixels(result: Basins, slots: Sequence[int], faint: np.ndarray | None, wide: int) -> np.ndarray:
    """Return the numbers of the colours (height, width), the first row on top."""
    special = HUES * LEVELS
    of_label = [special + 2, special, *(slot % HUES * LEVELS for slot in slots)]  # of -2, -1, 0, 1, ...
    number: np.ndarray = np.array(of_label, dtype=np.uint8)[result.label + 2]
    number += _levels(result)[result.steps] * (result.label >= 0)
    number[(result.label == -2) & (result.later > -2)] -= 1
    held_back = ~result.computed if faint is None else ~result.computed | faint
    number += COLORS * held_back.astype(np.uint8)
    larger = max(1, wide // max(number.shape))
    return number[::-1].repeat(larger, 0).repeat(larger, 1)


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
    kind = np.array([kinds.index(kind) for kind in result.kinds] or [0], dtype=np.uint8)[end]
    which = np.select(list(sentences.values()), list(np.arange(len(sentences), dtype=np.uint8)))
    numbers = {"steps": result.steps, "end": end, "kind": kind}
    words = {"end": short, "kind": kinds}
    return Cells(result.grid.x, result.grid.y, f"start {place}", list(sentences), which, numbers, words)


def _ends(result: Basins, slots: Sequence[int], dark: bool) -> list[dict[str, Any]]:
    """Return the marks of the ends in the window: their letter, and the sign of their kind."""
    both = result.ends[:, list(result.grid.axes)]
    points = both if both.shape[1] == 2 else np.column_stack([both, np.zeros(len(both))])
    low, high = np.array((*result.grid.window, (-0.5, 0.5))[:2]).T
    inside = np.flatnonzero(((points >= low) & (points <= high)).all(1) & (result.shares > 0))
    if not len(inside):
        return []
    short = letters(slots)
    few = len(inside) <= 26
    edge = LOOK["minimum"]["edge"]["dark" if dark else "light"]
    marker = {
        "symbol": [SYMBOLS.get(result.kinds[i], "circle-open") for i in inside],
        "size": 13 if few else 7,
        "color": LOOK["minimum"]["fill"],
        "line": {"width": 1.5, "color": edge},
    }
    return [
        {
            "type": "scatter",
            "x": points[inside, 0].tolist(),
            "y": points[inside, 1].tolist(),
            "mode": "markers+text" if few else "markers",
            "text": [short[i] for i in inside],
            "textposition": "top right",
            "textfont": {"size": 15, "color": "#16181d", "weight": "bold", "shadow": SHADOW},
            "marker": marker,
            "hoverinfo": "skip",
        }
    ]
