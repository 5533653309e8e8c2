"""A curved knife edge."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Bukin N.6", family="Not smooth", authors="Bukin", year=1997,
    text="100*sqrt(abs(y - 0.01x^2)) + 0.01*abs(x + 10)",
    domain=((-15, -5), (-3, 3)), start=(-6, 2),
    minima=[(-10, 1)], minimum=0,
    note=(
        "The floor of the valley is a crease where the slope is infinite: gradient methods bounce "
        "from wall to wall and hardly move along it."
    ),
    reference=(
        "Bukin (1997), New minimization strategy for non-smooth functions, Budker Institute of "
        "Nuclear Physics, Novosibirsk"
    ),
)
