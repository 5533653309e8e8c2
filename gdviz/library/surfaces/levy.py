"""A wavy valley."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Levy", family="Many minima", authors="Levy, Montalvo", year=1985,
    text="""
        w = 1 + (x - 1)/4
        v = 1 + (y - 1)/4
        sin(pi*w)^2 + (w - 1)^2*(1 + 10sin(pi*w + 1)^2) + (v - 1)^2*(1 + sin(2pi*v)^2)
    """,
    domain=((-10, 10), (-10, 10)), start=(-7, 6),
    minima=[(1, 1)], minimum=0,
    note="Waves across and a slow bowl along: parallel troughs, of which only one leads to the minimum.",
    reference=(
        "Levy and Montalvo (1985), The tunneling algorithm for the global minimization of functions, "
        "SIAM J. Sci. Stat. Comput. 6(1), 15-29"
    ),
)
