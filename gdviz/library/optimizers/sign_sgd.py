"""The sign of the gradient, nothing else."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="signSGD", family="Signs", authors="Bernstein et al.", year=2018,
    text="""
        theta = theta - lr*sign(g)
    """,
    unit="length",
    note=(
        "As in optax: every coordinate moves by lr each step, however steep or flat the surface is. At a "
        "constant rate it ends in an oscillation of width lr."
    ),
    reference=(
        "Bernstein et al. (2018), signSGD: Compressed Optimisation for Non-Convex Problems, ICML, "
        "arXiv:1802.04434"
    ),
)
