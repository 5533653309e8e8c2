"""The table of a fair comparison."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from gdviz.engine import Comparison, Standing
from gdviz.player.scene.competitor import Competitor
from gdviz.ui.widgets.swatch import swatch

HEADS = ("Optimizer", "Solved", "Median", "Quartiles", "Area", "Steps", "Best of the trials")


def table(found: Comparison, drawn: Sequence[Competitor]) -> str:
    """Return the table in HTML; `drawn` are the competitors of the race in the same order."""
    area = found.area()
    rows = "".join(
        f"<tr>{_row(standing, float(a), competitor)}</tr>"
        for standing, a, competitor in zip(found.standings, area, drawn, strict=True)
    )
    head = "".join(
        f'<th scope="col" class="{"num" if 0 < i < 6 else ""}">{h}</th>' for i, h in enumerate(HEADS)
    )
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="gd-table">{body}</div>'


def _row(standing: Standing, area: float, drawn: Competitor) -> str:
    quartiles = " to ".join(map(_count, standing.quartiles))
    steps = "as it comes" if standing.steps is None else str(standing.steps)
    cells = [
        f"{standing.solved} of {len(standing.evaluations)}",
        _count(standing.median),
        "never" if quartiles == "never to never" else quartiles,
        f"{area:.2f}",
        steps,
    ]
    figures = "".join(f'<td class="num">{cell}</td>' for cell in cells)
    who = f'<td class="who">{swatch(drawn.color, drawn.dash)} {escape(standing.name)}</td>'
    return f'{who}{figures}<td class="why">{escape(values(standing))}</td>'


def _count(evaluations: float) -> str:
    return f"{evaluations:g}" if np.isfinite(evaluations) else "never"


def values(standing: Standing) -> str:
    """Say what was chosen for an optimizer."""
    if standing.tried == 1:
        return "not tuned"
    said = ", ".join(f"{name} {value:.4g}" for name, value in standing.hyper.items())
    return f"{said} (the defaults)" if standing.trial == 0 else said
