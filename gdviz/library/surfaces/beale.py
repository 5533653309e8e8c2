"""Sharp corners and a flat middle."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Beale", family="Valleys", authors="Beale", year=1958,
    text="(1.5 - x + xy)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    domain=((-4.5, 4.5), (-4.5, 4.5)), start=(1, 1.5),
    minima=[(3, 0.5)], minimum=0,
    note=(
        "A flat cross in the middle and walls of more than 100 000 in the corners: where adaptive "
        "rates and momentum part ways."
    ),
    reference=(
        "Beale (1958), On an iterative method for finding a local minimum of a function of more than "
        "one variable, Tech. Rep. 25, Princeton University"
    ),
    levels="log",
)
