"""A bowl whose coordinates are coupled."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Trid", family="Bowls", authors="Neumaier",
    text="(x - 1)^2 + (y - 1)^2 - xy",
    domain=((-4, 4), (-4, 4)), start=(-3, 1),
    minima=[(2, 2)], minimum=-2,
    note=(
        "The minimum of each coordinate alone moves when the other moves: optimising one at a time "
        "takes many rounds."
    ),
    reference="Neumaier, Test problems for global optimization (collection), University of Vienna",
)
