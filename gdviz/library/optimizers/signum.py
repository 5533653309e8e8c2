"""The sign of the momentum."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Signum", family="Signs", authors="Bernstein et al.", year=2018,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        state m = 0
        m = beta1*m + (1 - beta1)*g
        arrow momentum_term = -lr*(sign(m) - sign(g))
        theta = theta - lr*sign(m)
    """,
    unit="length",
    note=(
        "As in optax; a bias correction would change nothing, since only the sign counts. The momentum "
        "arrow is what the memory changes against signSGD."
    ),
    reference=(
        "Bernstein et al. (2018), signSGD: Compressed Optimisation for Non-Convex Problems, ICML, "
        "arXiv:1802.04434"
    ),
)
