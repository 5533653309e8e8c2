"""Two deep wells among hills."""

from math import pi

from gdviz.engine import Surface

ENTRY = Surface(
    name="Bird", family="A few minima", authors="Mishra", year=2006,
    text="sin(x)*exp((1 - cos(y))^2) + cos(y)*exp((1 - sin(x))^2) + (x - y)^2",
    domain=((-2*pi, 2*pi), (-2*pi, 2*pi)), start=(-4, 3),
    minima=[
        (4.701043130249553, 3.15293850372493),
        (-1.5821421769300335, -3.1302468034546562),
    ],
    minimum=-106.76453674926468,
    note=(
        "Exponentials of waves: narrow deep wells beside gentle hills, with gradients that differ a "
        "hundredfold."
    ),
    reference=(
        "Mishra (2006), Some new test functions for global optimization and performance of repulsive "
        "particle swarm method, MPRA paper 2718"
    ),
)
