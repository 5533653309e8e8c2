"""Six orders of magnitude."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Goldstein-Price", family="A few minima", authors="Goldstein, Price", year=1971,
    text="""
        a = 1 + (x + y + 1)^2*(19 - 14x + 3x^2 - 14y + 6xy + 3y^2)
        b = 30 + (2x - 3y)^2*(18 - 32x + 12x^2 + 48y - 36xy + 27y^2)
        a*b
    """,
    domain=((-2, 2), (-2, 2)), start=(-1.5, 0.5),
    minima=[(0, -1)], minimum=3,
    note=(
        "From 3 to a million within four units: a single learning rate is either too large at the rim "
        "or too small at the bottom, and three local minima wait on the way."
    ),
    reference=(
        "Goldstein and Price (1971), On descent from local minima, Mathematics of Computation "
        "25(115), 569-574"
    ),
    levels="log",
)
