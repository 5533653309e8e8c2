"""Rosenbrock's banana valley."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Rosenbrock", family="Valleys", authors="Rosenbrock", year=1960,
    text="""
        param a = 1 from -1.4 to 1.4       # the minimum lies at (a, a^2)
        param b = 100 from 1 to 500 log    # how steep the walls of the valley are
        (a - x)^2 + b*(y - x^2)^2
    """,
    domain=((-2.048, 2.048), (-2.048, 2.048)), start=(-1.2, 1),
    minima=[("a", "a^2")], minimum=0,
    note=(
        "Finding the valley is easy, following its flat and curved floor is hard: the classic test of "
        "momentum and of second-order methods."
    ),
    reference=(
        "Rosenbrock (1960), An automatic method for finding the greatest or least value of a "
        "function, The Computer Journal 3(3), 175-184"
    ),
    levels="log",
)
