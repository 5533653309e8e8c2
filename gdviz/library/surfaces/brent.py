"""A bowl in the corner of its domain."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Brent", family="Bowls",
    text="(x + 10)^2 + (y + 10)^2 + exp(-x^2 - y^2)",
    domain=((-20, 0), (-20, 0)), start=(-0.4, -1.2),
    minima=[(-10, -10)], minimum="exp(-200)",
    note=(
        "The bump at the origin looks important in the formula and is lost beside the slope of the "
        "bowl: a picture tells what a formula hides."
    ),
    reference=(
        "Jamil and Yang (2013), A literature survey of benchmark functions, Int. J. Math. Modelling "
        "Numer. Optim. 4(2), 150-194"
    ),
    levels="log",
)
