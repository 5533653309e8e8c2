"""Weights that are too small."""

from gdviz.engine import Initialisation

ENTRY = Initialisation(
    name="Too small", family="Lessons",
    text="0.01",
    note="Each layer makes its signal smaller, forward and backward: the gradients of the first layers "
         "nearly vanish.",
)
