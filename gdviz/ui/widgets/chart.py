"""A figure of many runs on a page: a click on a mark becomes a choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from gdviz.ui.spec.values import sent_number
from gdviz.ui.state import is_open, page_key

OnPoint = Callable[[float, float], None]  # takes x and y of the mark that was clicked, or any that were sent
TEXT = {"light": "#1c2530", "dark": "#e6eaef"}  # as .streamlit/config.toml has it
CONFIG = {"displaylogo": False, "displayModeBar": False, "doubleClick": "reset", "showAxisDragHandles": False}


def is_dark() -> bool:
    """Return whether the visitor's page is dark; text and grid of a chart follow the page by themselves."""
    return st.context.theme.type == "dark"


def chart(figure: Any, key: str, alt: str, *, on_point: OnPoint | None = None) -> None:
    """Draw a Plotly figure.

    Whatever is picked on it must be there to be picked without a mouse, too: by a field, a slider, a button.
    Another figure under the same key is a new widget, so nothing of the old one stays selected.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        What is drawn. Only marks (of a scatter trace) can be clicked.
    key : str
        Of the widget; one on a page.
    alt : str
        What a screen reader says.
    on_point : optional
        What is called when a mark is clicked. It writes a choice.
    """
    _with_text_of_the_page(figure)
    name = f"chart:{page_key()}:{key}"
    if on_point:
        clicked = _listener(name, on_point)
        st.plotly_chart(figure, key=name, alt=alt, config=CONFIG, on_select=clicked, selection_mode="points")
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


def _listener(name: str, on_point: OnPoint) -> Callable[[], None]:
    """Return what takes a selection; that of a page that the visitor has left is not taken.

    Streamlit keeps the listener of each figure that was ever drawn, so a listener holds only names. What
    takes a selection is kept for the charts of the page that was drawn last, once for each chart.
    """
    page, session = page_key(), st.session_state
    of_page = session["charts"].get(page, {}) if "charts" in session else {}
    session["charts"] = {page: of_page | {name: on_point}}
    return partial(_selected, page, name)


def _selected(page: str, name: str) -> None:
    """Take a selection of a chart."""
    session = st.session_state
    if not is_open(page):
        return
    of_page = session["charts"].get(page, {}) if "charts" in session else {}
    if name not in of_page:  # sent by what was drawn before the visitor left and came back
        return
    points = session[name]["selection"]["points"]
    try:
        places = [point_of(point) for point in points[:1]]
    except ValueError:
        return  # no chart sends that
    for place in places:
        of_page[name](*place)


def point_of(sent: Any) -> tuple[float, float]:
    """Return x and y of a place that a browser sent. Raises ValueError."""
    place = sent if isinstance(sent, Mapping) else {}
    return sent_number(place.get("x"), "x"), sent_number(place.get("y"), "y")
