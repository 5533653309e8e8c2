"""A short line in HTML that says which optimizer is meant, by its colour and its dash."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from urllib.parse import quote


def swatch(color: str, dash: Sequence[float], width: int = 34) -> str:
    """Return the line as an <img>: the page's sanitiser would take out an inline SVG."""
    source = _picture(color, " ".join(f"{d:g}" for d in dash), width)
    return f'<img class="gd-swatch" alt="" width="{width}" height="10" src="{source}">'


@cache  # constant: of the look of each competitor
def _picture(color: str, pattern: str, width: int) -> str:
    """Return the address of the line's picture, which is all in it."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="10">'
        f'<line x1="1" y1="5" x2="{width - 1}" y2="5" '
        f'stroke="{color}" stroke-width="3" stroke-dasharray="{pattern}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"
