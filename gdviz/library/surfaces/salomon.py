"""Circular waves on a cone."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Salomon", family="Many minima", authors="Salomon", year=1996,
    text="""
        r = sqrt(x^2 + y^2)
        1 - cos(2pi*r) + 0.1r
    """,
    domain=((-100, 100), (-100, 100)), start=(-35, 20),
    minima=[(0, 0)], minimum=0,
    note=(
        "A hundred ring-shaped trenches, each a tenth lower than the one outside it: the same "
        "function in every rotated coordinate system. The minimum is a kink, the tip of a flat cone."
    ),
    reference=(
        "Salomon (1996), Re-evaluating genetic algorithm performance under coordinate rotation of "
        "benchmark functions, BioSystems 39(3), 263-278"
    ),
)
