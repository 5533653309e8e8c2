"""SciPy's version of Powell's method."""

from gdviz.engine import Minimizer

ENTRY = Minimizer(
    name="Powell (SciPy)", family="SciPy", authors="Powell", year=1964,
    method="Powell", asks=("value",),
    text="""
        param xtol = 1e-4 from 1e-14 to 1 log       # how sharply each line search ends
        param ftol = 1e-4 from 1e-14 to 1 log       # ends where the loss falls by a smaller share of itself in a step
    """,
    note=(
        "No gradient at all: each step searches along a set of D directions, one after the other, with Brent's line "
        "search, then replaces the direction that gained most by the step as a whole. So one step here costs dozens "
        "of values."
    ),
    reference="Powell (1964), Comput. J. 7(2); scipy.optimize.minimize(method='Powell')",
)
