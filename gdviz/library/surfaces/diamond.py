"""A pyramid with creases along the axes."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Diamond", family="Not smooth",
    text="""
        param k = 3 from 1 to 10    # slope along y, relative to x
        abs(x) + k*abs(y)
    """,
    domain=((-3, 3), (-3, 3)), start=(-2.3, 1.4),
    minima=[(0, 0)], minimum=0,
    note=(
        "The slope never gets smaller, so a constant rate never settles: it hops over the crease by "
        "the same amount for ever. Decay the rate and it arrives."
    ),
    reference="Shor (1985), Minimization Methods for Non-Differentiable Functions, Springer",
)
