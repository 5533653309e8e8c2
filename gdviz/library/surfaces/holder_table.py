"""A table with its legs in the corners."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Holder table", family="Not smooth", authors="Mishra", year=2006,
    text="""
        r = sqrt(x^2 + y^2)
        -abs(sin(x)*cos(y)*exp(abs(1 - r/pi)))
    """,
    domain=((-10, 10), (-10, 10)), start=(3.5, 5),
    minima=[
        (8.055023475736563, 9.664590019241272),
        (8.055023475736563, -9.664590019241272),
        (-8.055023475736563, 9.664590019241272),
        (-8.055023475736563, -9.664590019241272),
    ],
    minimum=-19.208502567886732,
    note="The wells deepen towards the four corners: local descent stays in the middle of the table.",
    reference=(
        "Mishra (2006), Some new test functions for global optimization and performance of repulsive "
        "particle swarm method, MPRA paper 2718"
    ),
)
