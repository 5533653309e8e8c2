"""Adagrad: a rate for each coordinate from the sum of its squared gradients."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Adagrad", family="Adaptive rates", authors="Duchi, Hazan, Singer", year=2011,
    text="""
        param eps = 1e-10 from 1e-12 to 0.1 log   # keeps the division finite where no gradient was seen yet
        state v = 0
        v = v + g^2
        theta = theta - lr*g/(sqrt(v) + eps)
    """,
    torch="Adagrad(eps={eps})",
    unit="length", stable="2/lam_max", preconditioner="sqrt(v) + eps",
    note=(
        "As in torch.optim.Adagrad: eps outside the root, the sum starts at 0. optax and Keras start the "
        "sum at 0.1; some slides put eps inside the root. The sum only grows, so the steps only shrink. "
        "With P = sqrt(v) + eps held it is gradient descent, stable to lr lam = 2 for the eigenvalues lam of "
        "P^-1/2 H P^-1/2."
    ),
    reference="Duchi, Hazan and Singer (2011), Journal of Machine Learning Research 12, 2121-2159",
    slot=5,
)
