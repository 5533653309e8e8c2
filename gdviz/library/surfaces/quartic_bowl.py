"""A bowl with a flat bottom."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Quartic bowl", family="Bowls",
    text="x^4 + y^4",
    domain=((-2, 2), (-2, 2)), start=(-1.7, 1.2),
    minima=[(0, 0)], minimum=0,
    note=(
        "The curvature vanishes at the minimum: gradient descent slows down for ever, and Newton's "
        "method is only linear (each step leaves 2/3 of the way)."
    ),
    reference="Polyak (1987), Introduction to Optimization, Optimization Software",
    levels="log",
)
