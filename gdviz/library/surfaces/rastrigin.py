"""A bowl with a regular grid of minima."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Rastrigin", family="Many minima", authors="Rastrigin", year=1974,
    text="""
        param A = 10 from 0 to 20    # height of the waves; 0 leaves a bowl
        2A + x^2 - A*cos(2pi*x) + y^2 - A*cos(2pi*y)
    """,
    domain=((-5.12, 5.12), (-5.12, 5.12)), start=(-3.7, 2.6),
    minima=[(0, 0)], minimum=0,
    note=(
        "About a hundred local minima on a grid: descent stops in the nearest one. Lower A and watch "
        "them disappear."
    ),
    reference="Rastrigin (1974), Systems of Extremal Control, Nauka, Moscow",
)
