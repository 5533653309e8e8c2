"""Two wells of different depth."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Hosaki", family="A few minima", authors="Bekey, Ung", year=1974,
    text="(1 - 8x + 7x^2 - 7x^3/3 + x^4/4)*y^2*exp(-y)",
    domain=((0, 5), (0, 6)), start=(1.8, 4),
    minima=[(4, 2)], minimum="-52/3*exp(-2)",
    note=(
        "A poor well at x = 1 and the better one at x = 4, with a slope at y = 0 and beyond y = 5 "
        "where nearly no gradient is left."
    ),
    reference=(
        "Bekey and Ung (1974), A comparative evaluation of two global search algorithms, IEEE Trans. "
        "Syst. Man Cybern. 4(1), 112-116"
    ),
)
