"""A bowl with fine waves of two frequencies."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Levi N.13", family="Many minima", authors="Levy, Montalvo", year=1985,
    text="sin(3pi*x)^2 + (x - 1)^2*(1 + sin(3pi*y)^2) + (y - 1)^2*(1 + sin(2pi*y)^2)",
    domain=((-10, 10), (-10, 10)), start=(-4, 5),
    minima=[(1, 1)], minimum=0,
    note="A bowl with over a thousand wells, ripples of different frequency along x and y; near the bottom "
         "the ripples are all that is left.",
    reference=(
        "Levy and Montalvo (1985), The tunneling algorithm for the global minimization of functions, "
        "SIAM J. Sci. Stat. Comput. 6(1), 15-29"
    ),
)
