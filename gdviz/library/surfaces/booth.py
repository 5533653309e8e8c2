"""A tilted bowl off the centre."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Booth", family="Bowls",
    text="(x + 2y - 7)^2 + (2x + y - 5)^2",
    domain=((-10, 10), (-10, 10)), start=(-8, -6),
    minima=[(1, 3)], minimum=0,
    note=(
        "A quadratic turned by 45 degrees with condition number 9: the mild zigzag of gradient "
        "descent, and the one step of Newton's method."
    ),
    reference=(
        "Jamil and Yang (2013), A literature survey of benchmark functions, Int. J. Math. Modelling "
        "Numer. Optim. 4(2), 150-194"
    ),
    levels="log",
)
