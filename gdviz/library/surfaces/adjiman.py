"""A minimum on the edge of the domain."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Adjiman", family="A few minima", authors="Adjiman et al.", year=1998,
    text="cos(x)*sin(y) - x/(y^2 + 1)",
    domain=((-1, 2), (-1, 1)), start=(-0.5, 0.6),
    minima=[(2, 0.1057834694517169)], minimum=-2.021806783359787,
    note=(
        "The best point of the window lies on its edge, where the gradient is not zero: an "
        "unconstrained method walks straight through."
    ),
    reference=(
        "Adjiman, Dallwig, Floudas and Neumaier (1998), A global optimization method, alphaBB, for "
        "general twice-differentiable constrained NLPs, Computers and Chemical Engineering 22(9), "
        "1137-1158"
    ),
)
