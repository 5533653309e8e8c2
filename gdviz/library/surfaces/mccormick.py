"""A wave on a tilted valley."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="McCormick", family="A few minima", authors="McCormick",
    text="sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
    domain=((-1.5, 4), (-3, 4)), start=(3, 3.5),
    minima=[("1/2 - pi/3", "-1/2 - pi/3")], minimum="-sqrt(3)/2 - pi/3",
    note=(
        "A valley along the diagonal with steps in its floor; over the edge of the window the "
        "function falls for ever, so too bold a step never comes back."
    ),
    reference=(
        "Adorio and Diliman (2005), MVF: Multivariate Test Functions Library in C, University of the "
        "Philippines"
    ),
)
