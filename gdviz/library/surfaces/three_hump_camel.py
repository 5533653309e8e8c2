"""Three wells, one of them deepest."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Three-hump camel", family="A few minima",
    text="2x^2 - 1.05x^4 + x^6/6 + xy + y^2",
    domain=((-5, 5), (-5, 5)), start=(-2.5, 2),
    minima=[(0, 0)], minimum=0,
    note=(
        "Three minima along one axis: the two outer ones catch whatever starts outside, only the "
        "middle one is global."
    ),
    reference=(
        "Dixon and Szego (1978), The global optimization problem: an introduction, in Towards Global "
        "Optimisation 2, North-Holland, 1-15"
    ),
    levels="log",
)
