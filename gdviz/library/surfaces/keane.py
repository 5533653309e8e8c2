"""Fading ripples with two equal minima."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Keane", family="Many minima", authors="Keane", year=1994,
    text="""
        r = sqrt(x^2 + y^2)
        -sin(x - y)^2*sin(x + y)^2/r
    """,
    domain=((0, 10), (0, 10)), start=(2.6, 3.5),
    minima=[(0, 1.3932490753255886), (1.3932490753255886, 0)], minimum=-0.6736675211468547,
    note=(
        "The best minima lie on the edge of the quarter plane, where the ripples are highest; at the "
        "origin the formula is 0/0."
    ),
    reference=(
        "Keane (1994), Experiences with optimizers in structural design, Adaptive Computing in "
        "Engineering Design and Control; as in Jamil and Yang (2013), A literature survey of "
        "benchmark functions, Int. J. Math. Modelling Numer. Optim. 4(2), 150-194"
    ),
)
