"""A map on a page: a cell, or a rectangle, that is picked on it becomes a choice.

It is no chart of Streamlit's: there each finer figure is a new widget, and a click on the one before is lost;
and only marks can be pointed at, of which there cannot be as many as cells. This one stays while its figure
changes, and its pointer (`player/js/pointer/cells`) tells of every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from gdviz.cache import Section, section, token
from gdviz.figures.cells import Cells
from gdviz.player.web.mount import cells as show_cells
from gdviz.ui.spec.values import sent_number
from gdviz.ui.state import is_open, memory, page_choices, page_key
from gdviz.ui.widgets.cells.packed import packed
from gdviz.ui.widgets.chart import OnPoint, point_of
from gdviz.ui.widgets.number import refusal

# takes (low, high) of x and of y; returns why that cannot be chosen, or None
OnBox = Callable[[tuple[float, float], tuple[float, float]], str | None]


def cell_map(
    of: object,
    look: Hashable,
    draw: Callable[[], tuple[str, Cells]],
    key: str,
    alt: str,
    *,
    on_point: OnPoint | None = None,
    on_box: OnBox | None = None,
    on_back: Callable[[], object] | None = None,
) -> None:
    """Draw the figure of a map, once for all who look at it.

    Whatever is picked on it must be there to be picked without a mouse, too: by a field, a slider, a button.

    Parameters
    ----------
    of, look
        The map, and all else that its picture depends on.
    draw
        Returns a figure of Plotly's as JSON, which has one plot, and what is said of each cell that is
        pointed at. Text has the page's own colour.
    key : str
        Of the widget; one on a page.
    alt : str
        What a screen reader says.
    on_point, on_box : optional
        What is called with the middle of the cell that was clicked, or with the rectangle that was drawn. It
        writes a choice. Whatever place a browser sends, it must have an answer.
    on_back : optional
        What is called after a double click.
    """
    page, name = page_key(), f"map:{page_key()}:{key}"
    refused: dict[str, tuple[dict[str, Any], str]] = memory().setdefault("refused on maps", {})

    def take(read: Callable[[Any], Sequence[Any]], act: Callable[..., Any]) -> Callable[[Any], None]:
        def call_back(sent: Any) -> None:
            try:
                place = read(sent)
            except ValueError:
                return  # no map sends that
            refused.pop(name, None)
            if why := act(*place):
                refused[name] = dict(page_choices()), why

        return call_back

    actions: dict[str, tuple[Callable[[Any], Sequence[Any]], Callable[..., Any]]] = {}
    if on_point:
        actions["point"] = point_of, on_point
    if on_box:
        actions["box"] = _sides_of, on_box
    if on_back:
        actions["back"] = lambda _: (), on_back
    takes = tuple(actions)

    def drawn() -> bytes:
        figure, cells = draw()
        return packed(figure, cells, alt=alt, takes=takes)

    show_cells(
        _drawn.get((token(of), look, alt, takes), drawn, owner=of),
        name,
        {event: take(*how) for event, how in actions.items()},
        partial(is_open, page),
    )
    chosen, why = refused.get(name, ({}, ""))
    if why and chosen == page_choices():
        refusal(ValueError(why), "")


def _sides_of(sent: Any) -> list[tuple[float, float]]:
    """Return (low, high) of x and of y of a rectangle that a browser sent. Raises ValueError."""
    sides: list[Any] = [sent.get(axis) for axis in "xy"] if isinstance(sent, Mapping) else []
    if not sides or not all(isinstance(ends, list) and len(ends) == 2 for ends in sides):
        raise ValueError("a rectangle has two ends along x and along y")
    return [_side(ends) for ends in sides]


def _side(ends: list[Any]) -> tuple[float, float]:
    low, high = sorted(sent_number(end, "an end") for end in ends)
    return low, high


_drawn: Section[bytes] = section("maps as they are drawn", len)
