"""A flat, tilted bowl."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Matyas", family="Bowls", authors="Matyas", year=1965,
    text="0.26(x^2 + y^2) - 0.48xy",
    domain=((-10, 10), (-10, 10)), start=(-8, 3),
    minima=[(0, 0)], minimum=0,
    note=(
        "A quadratic with condition number 25 along the diagonal: the direction that matters is the "
        "one with almost no gradient."
    ),
    reference="Matyas (1965), Random optimization, Automation and Remote Control 26(2), 246-253",
    levels="log",
)
