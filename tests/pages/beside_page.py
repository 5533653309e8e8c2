"""A page of a race with something of its own beside it, as AppTest runs it: a field and a chart."""

from __future__ import annotations

from dataclasses import dataclass, replace

import plotly.graph_objects as go
import streamlit as st

from gdviz.ui import shell
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.problem import Race
from gdviz.ui.race import stage
from gdviz.ui.spec.option import beside_key, whole
from gdviz.ui.state import page_choices
from gdviz.ui.widgets.binding import bound
from gdviz.ui.widgets.chart import chart
from gdviz.ui.widgets.number import number_field


@dataclass(frozen=True)
class Marks:
    """What stands beside the race."""

    count: int = whole(3, "marks", "Marks", 1, 9)


USUAL = replace(PAGES["surface"].first_shown, beside=Marks())


def beside(race: Race, focus: int) -> None:
    """Say what it was given, and offer marks: a click chooses the steps."""
    count = race.spec.beside.count
    st.text(f"{count} marks beside {race.competitors[focus].name} of {race.spec.steps} steps")
    number_field(bound(beside_key("count"), 3), "Marks", whole=True, usual=3)
    steps = list(range(10, 10 * count + 1, 10))
    chart(
        go.Figure(go.Scatter(x=steps, y=steps, mode="markers")),
        "marks",
        "Marks of numbers of steps",
        on_point=lambda x, _: page_choices().update(steps=int(x)),
    )


def show() -> None:
    """Show the page."""
    with shell.page("surface") as page:
        stage.show(page, beside)
