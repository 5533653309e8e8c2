"""DoWG: distance over weighted gradients."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="DoWG", family="Without a learning rate", authors="Khaled, Mishchenko, Jin", year=2023,
    text="""
        param eps = 1e-4 from 1e-12 to 1 log      # first squared distance; also keeps the division finite
        state theta0 = theta; state r2 = eps; state V = 0
        r2 = max(r2, dot(theta - theta0, theta - theta0))
        V = V + r2*dot(g, g)
        rate = r2/(sqrt(V) + eps)
        theta = theta - lr*rate*g
    """,
    unit="none",
    lr=1.0,
    note=(
        "As in optax.contrib: eps is both the first estimate of the squared distance and the guard of the "
        "division. Against DoG, gradients count by the distance known when they came, so that early ones "
        "are forgotten."
    ),
    reference="Khaled, Mishchenko and Jin (2023), DoWG Unleashed, NeurIPS, arXiv:2305.16284",
)
