"""A wall on one side, a plain on the other."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Morse potential", family="Curves", authors="Morse", year=1929,
    text="""
        param a = 1 from 0.5 to 2    # steepness
        (1 - exp(-a*x))^2
    """,
    names=("x",), domain=((-0.8, 5),), start=(3.5,),
    minima=[(0,)], minimum=0,
    note=(
        "An asymmetric well: a rate that is bold enough for the plain is far too large for the wall, "
        "and one that is safe at the wall crawls over the plain."
    ),
    reference=(
        "Morse (1929), Diatomic molecules according to the wave mechanics. II. Vibrational levels, "
        "Physical Review 34, 57-64"
    ),
)
