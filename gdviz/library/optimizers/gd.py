"""Gradient descent."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Gradient descent", family="Gradient descent", authors="Cauchy", year=1847,
    text="""
        theta = theta - lr*g
    """,
    torch="SGD()",
    unit="1/curvature", stable="2/lam_max", fastest="2/(lam_min + lam_max)",
    note=(
        "The same as torch.optim.SGD without momentum. On a quadratic it converges exactly when lr is "
        "below 2 divided by the largest curvature; above that limit every step is longer than the last."
    ),
    reference="Cauchy (1847), Comptes Rendus de l'Académie des Sciences 25, 536-538",
    slot=0,
)
