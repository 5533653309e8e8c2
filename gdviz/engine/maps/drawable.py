"""Results of many runs can be drawn. The engine itself draws nothing: who draws is told to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_draw: list[Callable[..., Any]] = []  # what draws: one function, once it is told


def draw_with(draw: Callable[..., Any]) -> None:
    """Let results be drawn by `draw(result, **options)`."""
    _draw[:] = [draw]


class Drawable:
    """A result of many runs, which `figure` draws."""

    def figure(self, **options: Any) -> Any:
        """Draw the result.

        Parameters
        ----------
        **options
            `dark=False`: for a dark background; and those of the result's own figure, see `gdviz.figures`.

        Returns
        -------
        plotly.graph_objects.Figure
            Not shown yet: `.show()` and `.write_html(...)` are Plotly's.
        """
        return _draw[0](self, **options)
