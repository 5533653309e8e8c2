"""SciPy's nonlinear conjugate gradients."""

from gdviz.engine import Minimizer

ENTRY = Minimizer(
    name="CG (SciPy)", family="SciPy", authors="Polak, Ribière", year=1969,
    method="CG", asks=("value", "gradient"),
    text="""
        param gtol = 1e-5 from 1e-14 to 1 log       # ends where no slope is larger
        param c1 = 1e-4 from 1e-8 to 0.1 log        # of Wolfe's conditions: how much the loss must fall
        param c2 = 0.4 from 0.11 to 0.499           # of Wolfe's conditions: how much the slope must flatten
    """,
    note=(
        "Nonlinear conjugate gradients with Polak and Ribière's factor, which is set to 0 where it is negative "
        "(PR+). The line search is stricter than that of BFGS, c2 = 0.4, since directions lose their conjugacy "
        "with a loose one."
    ),
    reference="Nocedal and Wright (2006), Numerical Optimization, p. 120-122; scipy.optimize.minimize(method='CG')",
)
