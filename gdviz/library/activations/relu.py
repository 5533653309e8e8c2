"""Rectified linear unit."""

from gdviz.engine import Activation

ENTRY = Activation(
    name="ReLU", family="Piecewise linear", authors="Nair & Hinton", year=2010,
    text="max(0, z)",
    note="Slope 1 above 0 and 0 below; at 0 the subgradient 0 is taken, as torch does. A unit whose sum is "
         "below 0 for every row passes no gradient: it is dead.",
    reference="Nair & Hinton (2010), Rectified linear units improve restricted Boltzmann machines, ICML",
)
