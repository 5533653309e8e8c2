"""Sophia: momentum divided by a running mean of the Hessian's diagonal, and clipped."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Sophia", family="Second order", authors="Liu et al.", year=2023,
    text="""
        param beta1 = 0.965 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.99 from 0.5 to 0.9999       # memory of the mean h of the Hessian's diagonal
        param gamma = 0.01 from 0.001 to 1 log      # curvatures count this much: larger, less is clipped
        param eps = 1e-12 from 1e-15 to 0.1 log     # the least that m is divided by
        param weight_decay = 0 from 0 to 1          # pulls theta towards 0, apart from the gradient
        state m = 0; state h = 0
        m = beta1*m + (1 - beta1)*g
        h = beta2*h + (1 - beta2)*diag(hess(theta))
        u = clip(m/max(gamma*h, eps), -1, 1)
        theta = theta - lr*weight_decay*theta - lr*u
    """,
    unit="length",
    note="The paper's Algorithm 3, with the exact diagonal of the Hessian in every step; the paper estimates "
         "it every tenth step (Sophia-H by Hutchinson's random vectors, Sophia-G from sampled labels) and "
         "decays weights by 0.1. Where h is not positive, clipping makes it sign descent.",
    reference="Liu, Li, Hall, Liang & Ma (2023), ICLR 2024, arXiv:2305.14342",
)
