"""Hyperbolic waves that fade outwards."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Schaffer N.2", family="Many minima", authors="Schaffer et al.", year=1989,
    text="""
        q = x^2 + y^2
        0.5 + (sin(x^2 - y^2)^2 - 0.5)/(1 + 0.001q)^2
    """,
    domain=((-100, 100), (-100, 100)), start=(-16, 9),
    minima=[(0, 0)], minimum=0,
    note=(
        "Far out the waves are finer than any step, so the gradient says nothing about the way down: "
        "zoom in to see why."
    ),
    reference=(
        "Jamil and Yang (2013), A literature survey of benchmark functions, Int. J. Math. Modelling "
        "Numer. Optim. 4(2), 150-194"
    ),
)
