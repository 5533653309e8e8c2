"""A bowl whose two directions flatten at different rates."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Sum of different powers", family="Bowls",
    text="""
        param q = 3 from 2 to 8    # power of the flat direction
        x^2 + abs(y)^q
    """,
    domain=((-1, 1), (-1, 1)), start=(-0.8, 0.9),
    minima=[(0, 0)], minimum=0,
    note=(
        "Along y the curvature vanishes at the minimum, so gradient descent crawls there however well "
        "it does along x."
    ),
    reference=(
        "Jamil and Yang (2013), A literature survey of benchmark functions, Int. J. Math. Modelling "
        "Numer. Optim. 4(2), 150-194"
    ),
    levels="log",
)
