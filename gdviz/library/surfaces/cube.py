"""A cubic valley with an inflection."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Cube", family="Valleys", authors="Leon", year=1966,
    text="""
        param b = 100 from 1 to 500 log    # how steep the walls of the valley are
        b*(y - x^3)^2 + (1 - x)^2
    """,
    domain=((-10, 10), (-10, 10)), start=(-1.2, 1),
    minima=[(1, 1)], minimum=0,
    note=(
        "From the left the path must pass the inflection at the origin, where the valley is flat and "
        "straight, before it turns up to the minimum."
    ),
    reference="Lavi and Vogl (1966), Recent Advances in Optimization Techniques, Wiley",
    levels="log",
)
