"""AdaBelief: small steps where the gradient surprises."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="AdaBelief", family="Adam and relatives", authors="Zhuang et al.", year=2020,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean s of the squared surprises g - m
        param eps = 1e-16 from 1e-16 to 0.1 log   # added to s at each step and to its root
        state m = 0; state s = 0
        m = beta1*m + (1 - beta1)*g
        s = beta2*s + (1 - beta2)*(g - m)^2 + eps
        m_hat = m/(1 - beta1^t)
        s_hat = s/(1 - beta2^t)
        arrow momentum_term = -lr*(m - (1 - beta1)*g)/(1 - beta1^t)/(sqrt(s_hat) + eps)
        theta = theta - lr*m_hat/(sqrt(s_hat) + eps)
    """,
    unit="length",
    note=(
        "As in optax with eps_root = eps = 1e-16, and as in the paper: eps is added to s at each step and "
        "once more to the root. The authors' package adds RAdam's rectification by default."
    ),
    reference="Zhuang et al. (2020), AdaBelief Optimizer, NeurIPS, arXiv:2010.07468",
)
