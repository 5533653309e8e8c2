"""Weights that are too large."""

from gdviz.engine import Initialisation

ENTRY = Initialisation(
    name="Too large", family="Lessons",
    text="3",
    note="Bounded units start on the flat parts of their curve, where they pass hardly any gradient; with "
         "ReLU the signal grows in each layer, and so does the gradient.",
)
