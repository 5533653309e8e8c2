"""Small marks in HTML that say which optimizer is meant: its colour and its dash."""

from __future__ import annotations

from collections.abc import Sequence


def line(color: str, dash: Sequence[float], width: int = 34) -> str:
    """A short line as an inline SVG."""
    pattern = " ".join(f"{d:g}" for d in dash)
    return (f'<svg class="gd-swatch" width="{width}" height="10" aria-hidden="true"><line x1="1" y1="5" x2="{width - 1}" y2="5" '
            f'stroke="{color}" stroke-width="3" stroke-dasharray="{pattern}"/></svg>')
