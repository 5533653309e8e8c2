"""Quasi-hyperbolic momentum."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="QHM", family="Momentum", authors="Ma, Yarats", year=2019,
    text="""
        param momentum = 0.999 from 0 to 0.9999   # memory of the mean m of the gradients
        param nu = 0.7 from 0 to 1                # weight of the mean m; the rest is the plain gradient
        state m = 0
        arrow momentum_term = -lr*nu*momentum*m
        m = momentum*m + (1 - momentum)*g
        theta = theta - lr*((1 - nu)*g + nu*m)
    """,
    unit="1/curvature",
    note=(
        "As in the paper, with its recommended nu = 0.7 and momentum = 0.999. nu = 0 is gradient descent, "
        "nu = 1 momentum with an averaged velocity (steps shorter by 1 - momentum than torch's), nu = "
        "momentum is Nesterov's method with the same factor."
    ),
    reference="Ma and Yarats (2019), ICLR, arXiv:1810.06801",
)
