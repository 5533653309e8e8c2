"""SciPy's Newton's method with conjugate gradients inside."""

from gdviz.engine import Minimizer

ENTRY = Minimizer(
    name="Newton-CG (SciPy)", family="SciPy", authors="Nash", year=1984,
    method="Newton-CG", asks=("value", "gradient", "hessian"),
    text="""
        param xtol = 1e-5 from 1e-14 to 1 log       # ends where a step moves the parameters less on average
        param c1 = 1e-4 from 1e-8 to 0.1 log        # of Wolfe's conditions: how much the loss must fall
        param c2 = 0.9 from 0.11 to 0.999           # of Wolfe's conditions: how much the slope must flatten
    """,
    note=(
        "Truncated Newton: the Newton step is solved for by conjugate gradients, which stop early and stop where "
        "they meet negative curvature; so it never climbs, as Newton's pure method does. A line search follows. It "
        "ends by the length of its steps, not by the gradient."
    ),
    reference="Nocedal and Wright (2006), Numerical Optimization, algorithm 7.1; scipy.optimize.minimize(method='Newton-CG')",
)
