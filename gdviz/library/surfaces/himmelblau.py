"""Four equal minima."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Himmelblau", family="A few minima", authors="Himmelblau", year=1972,
    text="(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    domain=((-5, 5), (-5, 5)), start=(-0.5, -1),
    minima=[
        (3, 2),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.2831859912861696),
        (3.5844283403304917, -1.8481265269644036),
    ],
    minimum=0,
    note=(
        "Four minima of the same depth: the start decides which one is found, and the borders between "
        "their basins are worth a map."
    ),
    reference="Himmelblau (1972), Applied Nonlinear Programming, McGraw-Hill",
    levels="log",
)
