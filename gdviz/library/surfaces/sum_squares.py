"""An axis-aligned bowl with curvatures 2 and 4."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Sum squares", family="Bowls",
    text="x^2 + 2y^2",
    domain=((-10, 10), (-10, 10)), start=(-8, 6),
    minima=[(0, 0)], minimum=0,
    note=(
        "One axis is twice as steep as the other: paths bend, because the steep coordinate is "
        "finished first."
    ),
    reference=(
        "Jamil and Yang (2013), A literature survey of benchmark functions, Int. J. Math. Modelling "
        "Numer. Optim. 4(2), 150-194"
    ),
)
