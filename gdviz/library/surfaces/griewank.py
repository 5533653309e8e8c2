"""A bowl with waves that differ by axis."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Griewank", family="Many minima", authors="Griewank", year=1981,
    text="""
        param d = 4000 from 50 to 4000 log    # the larger, the flatter the bowl below the waves
        1 + (x^2 + y^2)/d - cos(x)*cos(y/sqrt(2))
    """,
    domain=((-10, 10), (-10, 10)), start=(-7, 5),
    minima=[(0, 0)], minimum=0,
    note=(
        "In this window only the waves are seen, at 600 units only the bowl: what an optimizer meets "
        "depends on the scale of its steps."
    ),
    reference=(
        "Griewank (1981), Generalized descent for global optimization, J. Optim. Theory Appl. 34(1), "
        "11-39"
    ),
)
