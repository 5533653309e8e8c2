"""The round bowl."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Sphere", family="Bowls", authors="De Jong", year=1975,
    text="x^2 + y^2",
    domain=((-5.12, 5.12), (-5.12, 5.12)), start=(-4, 3),
    minima=[(0, 0)], minimum=0,
    note=(
        "Every direction is alike, so the negative gradient points straight at the minimum: the "
        "easiest surface there is, and the one on which a wrong learning rate shows most clearly."
    ),
    reference=(
        "De Jong (1975), An Analysis of the Behavior of a Class of Genetic Adaptive Systems, PhD "
        "thesis, University of Michigan"
    ),
)
