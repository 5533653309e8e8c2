"""Twenty-five deep holes in a plain."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="De Jong F5 (foxholes)", family="Cliffs and steps", authors="Shekel; De Jong", year=1975,
    text="""
        x1 = (x + 32)^6; x2 = (x + 16)^6; x3 = x^6; x4 = (x - 16)^6; x5 = (x - 32)^6
        y1 = (y + 32)^6; y2 = (y + 16)^6; y3 = y^6; y4 = (y - 16)^6; y5 = (y - 32)^6
        s1 = 1/(1 + x1 + y1) + 1/(2 + x2 + y1) + 1/(3 + x3 + y1) + 1/(4 + x4 + y1) + 1/(5 + x5 + y1)
        s2 = 1/(6 + x1 + y2) + 1/(7 + x2 + y2) + 1/(8 + x3 + y2) + 1/(9 + x4 + y2) + 1/(10 + x5 + y2)
        s3 = 1/(11 + x1 + y3) + 1/(12 + x2 + y3) + 1/(13 + x3 + y3) + 1/(14 + x4 + y3) + 1/(15 + x5 + y3)
        s4 = 1/(16 + x1 + y4) + 1/(17 + x2 + y4) + 1/(18 + x3 + y4) + 1/(19 + x4 + y4) + 1/(20 + x5 + y4)
        s5 = 1/(21 + x1 + y5) + 1/(22 + x2 + y5) + 1/(23 + x3 + y5) + 1/(24 + x4 + y5) + 1/(25 + x5 + y5)
        1/(0.002 + s1 + s2 + s3 + s4 + s5)
    """,
    domain=((-65.536, 65.536), (-65.536, 65.536)), start=(-26, -24),
    minima=[(-31.97833483565697, -31.978334837300796)], minimum=0.9980038377944502,
    note=(
        "A plain of height 500 with 25 narrow holes of nearly the same depth: outside a hole there is "
        "no gradient, inside there is a cliff."
    ),
    reference=(
        "De Jong (1975), PhD thesis, University of Michigan, after Shekel (1971), Test functions for "
        "multimodal search techniques"
    ),
)
