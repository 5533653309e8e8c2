"""A needle in a plain."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Easom", family="Saddles and plateaus", authors="Easom", year=1990,
    text="-cos(x)*cos(y)*exp(-(x - pi)^2 - (y - pi)^2)",
    domain=((-10, 10), (-10, 10)), start=(1.9, 4.3),
    minima=[("pi", "pi")], minimum=-1,
    note="Flat everywhere except for one hole: from most starts the gradient is too small to move anything.",
    reference=(
        "Easom (1990), A survey of global optimization techniques, M.Eng. thesis, University of "
        "Louisville"
    ),
)
