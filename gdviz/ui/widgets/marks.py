"""Small marks in HTML that say which optimizer is meant: its colour and its dash."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote


def line(color: str, dash: Sequence[float], width: int = 34) -> str:
    """A short line as an <img> (an inline SVG would be taken out by the page's sanitiser)."""
    pattern = " ".join(f"{d:g}" for d in dash)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="10"><line x1="1" y1="5" x2="{width - 1}" y2="5" '
        f'stroke="{color}" stroke-width="3" stroke-dasharray="{pattern}"/></svg>'
    )
    return f'<img class="gd-swatch" alt="" width="{width}" height="10" src="data:image/svg+xml,{quote(svg)}">'
