"""Polyak's step size, from the known minimum."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Polyak step", family="Without a learning rate", authors="Polyak", year=1969,
    text="""
        param f_min = 0 from -1000 to 1000        # the value of the minimum
        param gamma_max = 1 from 0.001 to 100 log   # longest rate allowed
        g2 = dot(g, g)
        gamma = where(g2 > 2.220446049250313e-16, min((f - f_min)/g2, gamma_max), 0)
        theta = theta - lr*gamma*g
    """,
    unit="none",
    lr=1.0,
    note=(
        "As in optax.polyak_sgd, with its bound gamma_max = 1 (SPS-max) and no step once the squared "
        "gradient is below rounding. Here lr multiplies the finished step (0.5 halves it); optax's scaling "
        "multiplies the gradient before its norm is taken, so that 0.5 doubles a step below the bound. "
        "Where the minimum is not known the method does not exist: with f_min too low it overshoots, too "
        "high it goes back."
    ),
    reference=(
        "Polyak (1969), USSR Computational Mathematics and Mathematical Physics 9(3), 14-29; bounded: "
        "Loizou et al. (2021), arXiv:2002.10542"
    ),
)
