"""A bowl pressed into an egg crate."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Egg crate", family="Many minima",
    text="""
        param A = 25 from 0 to 50    # height of the crate; 0 leaves a bowl
        x^2 + y^2 + A*(sin(x)^2 + sin(y)^2)
    """,
    domain=((-5, 5), (-5, 5)), start=(-3.9, 2),
    minima=[(0, 0)], minimum=0,
    note="Nine wells in a bowl: a start decides the well, a larger rate or momentum may leave it.",
    reference=(
        "Jamil and Yang (2013), A literature survey of benchmark functions, Int. J. Math. Modelling "
        "Numer. Optim. 4(2), 150-194"
    ),
)
