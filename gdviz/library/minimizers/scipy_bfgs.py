"""SciPy's BFGS."""

from gdviz.engine import Minimizer

ENTRY = Minimizer(
    name="BFGS (SciPy)", family="SciPy", authors="Broyden, Fletcher, Goldfarb, Shanno", year=1970,
    method="BFGS", asks=("value", "gradient"),
    text="""
        param gtol = 1e-5 from 1e-14 to 1 log       # ends where no slope is larger
        param c1 = 1e-4 from 1e-8 to 0.1 log        # of Wolfe's conditions: how much the loss must fall
        param c2 = 0.9 from 0.11 to 0.999           # of Wolfe's conditions: how much the slope must flatten
    """,
    note=(
        "A quasi-Newton method: it learns the inverse of the Hessian from the gradients that it meets, beginning "
        "with the identity, and its line search meets the strong Wolfe conditions. It ends by the largest slope, "
        "not by the gradient's length."
    ),
    reference="Nocedal and Wright (2006), Numerical Optimization, algorithm 6.1; scipy.optimize.minimize(method='BFGS')",
)
