"""SciPy's simplex of Nelder and Mead."""

from gdviz.engine import Minimizer

ENTRY = Minimizer(
    name="Nelder-Mead (SciPy)", family="SciPy", authors="Nelder, Mead", year=1965,
    method="Nelder-Mead", asks=("value",),
    text="""
        param xatol = 1e-4 from 1e-14 to 1 log      # ends where the simplex is smaller, and ...
        param fatol = 1e-4 from 1e-14 to 1 log      # ... its losses differ by less
    """,
    note=(
        "No gradient at all: a simplex of D + 1 points turns away from its worst one, stretches and shrinks. Drawn "
        "is its best point, so that a step may go nowhere. The first simplex moves each coordinate by 5 % (by "
        "0.00025 where it is 0). It may end where the gradient does not vanish. SciPy's own count of iterations "
        "begins with 1, so that it is one more than the steps here."
    ),
    reference="Nelder and Mead (1965), Comput. J. 7(4); scipy.optimize.minimize(method='Nelder-Mead')",
)
