"""Hyperbolic tangent."""

from gdviz.engine import Activation

ENTRY = Activation(
    name="tanh", family="Bounded", authors="LeCun", year=1991,
    text="tanh(z)",
    note="From -1 to 1, odd, slope 1 at 0: sums around 0 pass almost unchanged. Far from 0 it is flat, and a "
         "flat unit passes hardly any gradient on.",
    reference="LeCun, Kanter & Solla (1991), Second order properties of error surfaces, NIPS 3",
)
