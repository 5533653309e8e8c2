"""A huge bowl with creases."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Bartels-Conn", family="Not smooth", authors="Bartels, Conn",
    text="abs(x^2 + y^2 + xy) + abs(sin(x)) + abs(cos(y))",
    domain=((-500, 500), (-500, 500)), start=(-350, 420),
    minima=[(0, 0)], minimum=1,
    note=(
        "A smooth bowl for the first 99 percent of the way, then creases where the gradient jumps "
        "between two signs."
    ),
    reference=(
        "Jamil and Yang (2013), A literature survey of benchmark functions, Int. J. Math. Modelling "
        "Numer. Optim. 4(2), 150-194"
    ),
    levels="log",
)
