"""Hyperbolic waves folded twice."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Schaffer N.4", family="Many minima", authors="Schaffer et al.", year=1989,
    text="""
        q = x^2 + y^2
        0.5 + (cos(sin(abs(x^2 - y^2)))^2 - 0.5)/(1 + 0.001q)^2
    """,
    domain=((-100, 100), (-100, 100)), start=(-15, 11),
    minima=[
        (0, 1.2531318314637332),
        (0, -1.2531318314637332),
        (1.2531318314637332, 0),
        (-1.2531318314637332, 0),
    ],
    minimum=0.29257863203598056,
    note=(
        "Four equal minima around a centre that is not one, in waves of one unit on a window of two "
        "hundred."
    ),
    reference=(
        "Jamil and Yang (2013), A literature survey of benchmark functions, Int. J. Math. Modelling "
        "Numer. Optim. 4(2), 150-194"
    ),
)
