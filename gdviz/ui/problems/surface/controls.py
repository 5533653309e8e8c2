"""The controls of a surface: pick one or write one, and move its parameters."""

from __future__ import annotations

import streamlit as st

import gdviz
from gdviz.engine.surface import read_by
from gdviz.ui.entries import surface_of
from gdviz.ui.spec.spec import OWN
from gdviz.ui.state import own_choice, page_choices
from gdviz.ui.widgets.binding import bound
from gdviz.ui.widgets.entry import WRITE_YOUR_OWN, own_text, parameters, title
from gdviz.ui.widgets.fields import select

SAMPLE = "x^2 + 3y^2 + sin(3x)"
HELP = (
    "For example x^2 + 3y^2, 2x(y+1), |x| + |y|, exp(-x^2), min(x, y). A text that reads x alone is a curve. "
    "A line `param a = 1 from 0 to 5` makes a slider."
)


def surface_controls() -> None:
    """Draw the field of surfaces, and the text or the parameters of the one picked."""
    registry = gdviz.surfaces
    select(
        bound("surface", "rosenbrock"),
        "Loss surface",
        [*registry, OWN],
        label_of=lambda s: WRITE_YOUR_OWN if s == OWN else title(registry[s]),
    )
    slug = page_choices().get("surface", "rosenbrock")
    if slug == OWN:
        own_text("f", "f(x, y) =", SAMPLE, surface_of, f"surface.{OWN}", HELP)
        _say_what_is_drawn()
    else:
        st.caption(registry[slug].note)
        parameters(f"surface.{slug}", registry[slug].params)


def _say_what_is_drawn() -> None:
    surface = surface_of(own_choice("f", SAMPLE, surface_of, f"surface.{OWN}"))
    read = read_by(surface.program)
    if surface.dimension == 1:
        st.caption("It reads x alone, so it is drawn as a curve.")
    elif "x" not in read and "y" in read:
        st.caption("It reads y alone and is drawn over x and y all the same; write it with x to see a curve.")
