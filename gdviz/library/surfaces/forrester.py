"""A test curve of surrogate modelling."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Forrester", family="Curves", authors="Forrester, Sobester and Keane", year=2008,
    text="(6x - 2)^2*sin(12x - 4)",
    names=("x",), domain=((0, 1),), start=(0.35,),
    minima=[(0.7572487578418559,)], minimum=-6.0207400557670825,
    note=(
        "Flat in the middle, a shallow well on the left, a deep one on the right: from the flat part "
        "one takes the nearer well and misses the deeper."
    ),
    reference=(
        "Forrester, Sobester and Keane (2008), Engineering Design via Surrogate Modelling, Wiley, "
        "appendix"
    ),
)
