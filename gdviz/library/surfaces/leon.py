"""A cubic banana valley."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Leon", family="Valleys", authors="Leon", year=1966,
    text="""
        param b = 100 from 1 to 500 log    # how steep the walls of the valley are
        b*(y - x^3)^2 + (1 - x)^2
    """,
    domain=((0, 10), (0, 10)), start=(2, 4),
    minima=[(1, 1)], minimum=0,
    note=(
        "Rosenbrock's valley with a cubic floor: it turns steeper the further out one starts, and the "
        "largest curvature differs by a factor of 150 000 within the window."
    ),
    reference=(
        "Leon (1966), A comparison among eight known optimizing procedures, in Lavi and Vogl, Recent "
        "Advances in Optimization Techniques, Wiley, 23-46"
    ),
    levels="log",
)
