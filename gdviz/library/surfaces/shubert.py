"""Eighteen global minima."""

from itertools import product

from gdviz.engine import Surface

_LOWEST = (-7.708313735499347, -1.425128428319761, 4.858056878859825)  # of one factor
_HIGHEST = (-7.0835064076515595, -0.8003211004719731, 5.482864206707613)

ENTRY = Surface(
    name="Shubert", family="Many minima", authors="Shubert", year=1972,
    text="""
        u = cos(2x + 1) + 2cos(3x + 2) + 3cos(4x + 3) + 4cos(5x + 4) + 5cos(6x + 5)
        v = cos(2y + 1) + 2cos(3y + 2) + 3cos(4y + 3) + 4cos(5y + 4) + 5cos(6y + 5)
        u*v
    """,
    domain=((-10, 10), (-10, 10)), start=(-4, 3),
    minima=[*product(_LOWEST, _HIGHEST), *product(_HIGHEST, _LOWEST)], minimum=-186.73090883102384,
    note="Some 760 minima, 18 of them global, in pairs that repeat with the period of the cosines.",
    reference=(
        "Shubert (1972), A sequential method seeking the global maximum of a function, SIAM J. Numer. "
        "Anal. 9(3), 379-388"
    ),
)
