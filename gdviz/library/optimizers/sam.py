"""Sharpness-aware minimisation: the gradient from a little uphill."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="SAM", family="Averages and flatness", authors="Foret et al.", year=2020,
    text="""
        param rho = 0.05 from 0 to 1              # how far uphill the second gradient is taken
        uphill = theta + rho*g/max(norm(g), 1e-12)
        theta = theta - lr*grad(uphill)
    """,
    unit="1/curvature",
    note=(
        "As in the paper, over plain gradient descent: two gradients each step. Near a minimum it circles "
        "at a distance that rho sets; it leaves narrow minima for wide ones. Some implementations divide "
        "by norm(g) + 1e-12."
    ),
    reference="Foret et al. (2020), Sharpness-Aware Minimization, ICLR 2021, arXiv:2010.01412",
)
