"""Three equal minima in a banana-shaped trough."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Branin", family="A few minima", authors="Branin", year=1972,
    text="""
        w = y - 5.1x^2/(4pi^2) + 5x/pi - 6
        w^2 + 10(1 - 1/(8pi))*cos(x) + 10
    """,
    domain=((-5, 10), (0, 15)), start=(-1, 7),
    minima=[("-pi", 12.275), ("pi", 2.275), ("3*pi", 2.475)], minimum="5/(4*pi)",
    note="A curved trough with three equally deep wells, the favourite of Bayesian optimisation.",
    reference=(
        "Branin (1972), Widely convergent method for finding multiple solutions of simultaneous "
        "nonlinear equations, IBM J. Res. Dev. 16(5), 504-522"
    ),
    levels="log",
)
