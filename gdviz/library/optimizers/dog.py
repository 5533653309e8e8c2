"""DoG: distance over gradients."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="DoG", family="Without a learning rate", authors="Ivgi, Hinder, Carmon", year=2023,
    text="""
        param r_eps = 1e-6 from 1e-8 to 1 log     # first step, relative to 1 + norm(theta)
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where the gradient is 0
        state theta0 = theta; state r = r_eps*(1 + norm(theta)); state G = 0
        r = max(r, norm(theta - theta0))
        G = G + dot(g, g)
        rate = r/sqrt(G + eps)
        theta = theta - lr*rate*g
    """,
    unit="none",
    lr=1.0,
    note=(
        "As in optax.contrib with its default first step (heuristic, 1e-6). lr = 1 is the paper's; the "
        "rate is the largest distance from the start divided by the root of all squared gradients. The "
        "paper recommends averaging the iterates as well."
    ),
    reference="Ivgi, Hinder and Carmon (2023), DoG is SGD's Best Friend, ICML, arXiv:2302.12022",
)
