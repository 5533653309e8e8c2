"""A wave that dies away."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Gramacy and Lee", family="Curves", authors="Gramacy and Lee", year=2012,
    text="sin(10pi*x)/(2x) + (x - 1)^4",
    names=("x",), domain=((0.5, 2.5),), start=(1.23,),
    minima=[(0.5485634445276052,)], minimum=-0.8690111349894998,
    note=(
        "A damped wave on the left runs out into a smooth wall on the right: many wells of different "
        "depth, and the best one beside the edge of the window."
    ),
    reference=(
        "Gramacy and Lee (2012), Cases for the nugget in modeling computer experiments, Statistics "
        "and Computing 22(3), 713-722"
    ),
)
