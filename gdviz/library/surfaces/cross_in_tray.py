"""A cross of creases."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Cross-in-tray", family="Not smooth", authors="Mishra", year=2006,
    text="""
        r = sqrt(x^2 + y^2)
        w = abs(sin(x)*sin(y)*exp(abs(100 - r/pi)))
        -0.0001(w + 1)^0.1
    """,
    domain=((-10, 10), (-10, 10)), start=(-4.2, 2.6),
    minima=[
        (1.3494066171539107, 1.3494066171539107),
        (1.3494066171539107, -1.3494066171539107),
        (-1.3494066171539107, 1.3494066171539107),
        (-1.3494066171539107, -1.3494066171539107),
    ],
    minimum=-2.062611870822737,
    note=(
        "Four equal minima beside a cross of creases, with inner values of 10^43 tamed by a tenth "
        "root: tests arithmetic as much as optimizers."
    ),
    reference=(
        "Mishra (2006), Some new test functions for global optimization and performance of repulsive "
        "particle swarm method, MPRA paper 2718"
    ),
)
