"""Adan: adaptive Nesterov momentum from differences of gradients."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Adan", family="Adam and relatives", authors="Xie et al.", year=2022, text="""
        param beta1 = 0.98 from 0 to 0.999        # memory of the mean m of the gradients
        param beta2 = 0.92 from 0 to 0.999        # memory of the mean v of their differences
        param beta3 = 0.99 from 0.5 to 0.9999     # memory of the mean n of the squares
        param eps = 1e-8 from 1e-12 to 0.1 log    # added to the root
        param eps_root = 1e-8 from 1e-12 to 0.1 log  # added inside the root
        param weight_decay = 0 from 0 to 1        # pull towards the origin, not scaled by n
        state m = 0; state v = 0; state n = 0; state g_prev = 0
        diff = where(t == 1, 0, g - g_prev)
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*diff
        n = beta3*n + (1 - beta3)*(g + (1 - beta2)*diff)^2
        scale = sqrt(n/(1 - beta3^t) + eps_root) + eps
        u = m/(1 - beta1^t) + (1 - beta2)*v/(1 - beta2^t)
        arrow momentum_term = -lr*(u - (1 - beta1)*g/(1 - beta1^t) - (1 - beta2)^2*diff/(1 - beta2^t))/scale
        theta = theta - lr*(u/scale + weight_decay*theta)
        g_prev = g
    """,
    unit="length", memory=("beta1", "beta2"),
    note="As in optax 0.2.8, whose betas are one minus the paper's. Differences are weighted by 1 - beta2 = "
         "0.08 there; the paper's 1 - beta2 is 0.92 in its own convention, and so is the weight in the "
         "authors' code. The authors divide by 1 + lr*weight_decay instead of subtracting the decay.",
    reference="Xie et al. (2022), Adan: Adaptive Nesterov Momentum Algorithm, arXiv:2208.06677",
)
