"""A funnel covered with dimples."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Ackley", family="Many minima", authors="Ackley", year=1987,
    text="""
        param a = 20 from 5 to 40                                   # depth of the funnel
        param b = 0.2 from 0.05 to 1                                # how fast the funnel closes
        param c = 6.283185307179586 from 1 to 12.566370614359172    # frequency of the dimples
        r = sqrt((x^2 + y^2)/2)
        -a*exp(-b*r) - exp((cos(c*x) + cos(c*y))/2) + a + e
    """,
    domain=((-5, 5), (-5, 5)), start=(-3.3, 2.4),
    minima=[(0, 0)], minimum=0,
    note=(
        "A nearly flat plain with regular dimples around one deep hole: the gradient is about the "
        "nearest dimple, not about the hole. The bottom of the hole is a kink, the tip of a cone."
    ),
    reference="Ackley (1987), A Connectionist Machine for Genetic Hillclimbing, Kluwer",
)
