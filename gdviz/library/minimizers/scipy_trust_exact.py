"""SciPy's trust-region method with a nearly exact step."""

from gdviz.engine import Minimizer

ENTRY = Minimizer(
    name="trust-exact (SciPy)", family="SciPy", authors="Moré, Sorensen", year=1983,
    method="trust-exact", asks=("value", "gradient", "hessian"),
    text="""
        param gtol = 1e-4 from 1e-14 to 1 log                    # ends where the gradient is shorter
        param initial_trust_radius = 1 from 1e-3 to 100 log      # how far the first step may go
        param eta = 0.15 from 0 to 0.24                          # a step is taken if it gains more than this share of what the model says
    """,
    note=(
        "Newton's model is trusted within a radius only, and minimised there almost exactly, also where a curvature "
        "is negative. The radius is a quarter where the loss fell by less than 0.25 of what the model says, and "
        "doubled (up to 1000) where it fell by more than 0.75 of it at the edge. A refused step leaves the iterate "
        "where it is, yet costs a value, a gradient and a Hessian."
    ),
    reference="Conn, Gould and Toint (2000), Trust Region Methods, p. 169-200; scipy.optimize.minimize(method='trust-exact')",
)
