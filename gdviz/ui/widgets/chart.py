"""A figure of many runs on a page: a click or a rectangle that is drawn on it becomes a choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

import streamlit as st

from gdviz.ui.spec.values import sent_number
from gdviz.ui.state import page_key

OnPoint = Callable[[float, float], object]  # takes x and y of the mark that was clicked
OnBox = Callable[[tuple[float, float], tuple[float, float]], object]  # takes (low, high) of x and of y
TEXT = {"light": "#1c2530", "dark": "#e6eaef"}  # as .streamlit/config.toml has it
CONFIG = {"displaylogo": False, "displayModeBar": False, "doubleClick": "reset", "showAxisDragHandles": False}


def is_dark() -> bool:
    """Return whether the visitor's page is dark; text and grid of a chart follow the page by themselves."""
    return st.context.theme.type == "dark"


def chart(
    figure: Any,
    key: str,
    alt: str,
    *,
    on_point: OnPoint | None = None,
    on_box: OnBox | None = None,
    anywhere: bool = False,
) -> None:
    """Draw a Plotly figure.

    Where rectangles are drawn, too, `ui/web/charts.js` sees to it that marks can be clicked; and where clicks
    are taken anywhere, that they are told.
    Whatever is picked on it must be there to be picked without a mouse, too: by a field, a slider, a button.
    Another figure under the same key is a new widget, so nothing of the old one stays selected.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        What is drawn. Only marks (of a scatter trace) can be clicked, unless `anywhere` is set.
    key : str
        Of the widget; one on a page.
    alt : str
        What a screen reader says.
    on_point, on_box : optional
        What is called when a mark is clicked, or when a rectangle is drawn. It writes a choice.
    anywhere : bool
        Whether any place can be clicked, not marks only: `on_point` takes its very coordinates.
    """
    if anywhere:
        figure.update_layout(meta={"anywhere": True})
    _with_text_of_the_page(figure)
    modes: list[Literal["points", "box"]] = ["points"] if on_point else []
    modes += ["box"] if on_box else []
    name = f"chart:{page_key()}:{key}"
    if modes:
        listener = _listener(name, on_point, on_box)
        st.plotly_chart(figure, key=name, alt=alt, config=CONFIG, on_select=listener, selection_mode=modes)
    else:
        st.plotly_chart(figure, key=name, alt=alt, config=CONFIG)


def _with_text_of_the_page(figure: Any) -> None:
    """Give text the page's own colour: that of Streamlit's theme for charts is too pale to read."""
    theme = st.context.theme.type
    if theme in TEXT:  # it is not known of a first visit's first moment
        font = {"color": TEXT[theme]}
        figure.update_layout(font=font, legend_font=font)
        for axes in (figure.update_xaxes, figure.update_yaxes):
            axes(tickfont=font, title_font=font)


def _listener(name: str, on_point: OnPoint | None, on_box: OnBox | None) -> Callable[[], None]:
    """Return what takes a selection; that of a page that the visitor has left is not taken.

    Streamlit keeps the listener of each figure that was ever drawn, so a listener holds only names. What
    takes a selection is kept for the charts of the page that was drawn last, once for each chart.
    """
    page, session = page_key(), st.session_state
    of_page = session["charts"].get(page, {}) if "charts" in session else {}
    session["charts"] = {page: of_page | {name: (on_point, on_box)}}
    return partial(_selected, page, name)


def _selected(page: str, name: str) -> None:
    """Take a selection of a chart."""
    session = st.session_state
    if page_key() != page:
        session["late"] = True
        return
    of_page = session["charts"].get(page, {}) if "charts" in session else {}
    if name not in of_page:  # sent by what was drawn before the visitor left and came back
        return
    on_point, on_box = of_page[name]
    try:
        _take(session[name]["selection"], on_point, on_box)
    except ValueError:
        return  # no chart sends that


def _take(selection: Mapping[str, Any], on_point: OnPoint | None, on_box: OnBox | None) -> None:
    """Call what takes a rectangle or a mark. Raises ValueError for what is no number."""
    if on_box and selection.get("box"):
        on_box(*(_ends(selection["box"][0][axis], axis) for axis in "xy"))
    elif on_point and selection.get("points"):
        on_point(*(sent_number(selection["points"][0].get(axis), axis) for axis in "xy"))


def _ends(side: Sequence[Any], axis: str) -> tuple[float, float]:
    """Return (low, high) of a rectangle along an axis. Raises ValueError."""
    low, high = sorted(sent_number(end, axis) for end in side)
    return low, high
