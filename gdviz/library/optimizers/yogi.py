"""Yogi: v moves additively, never in a jump."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Yogi", family="Adam and relatives", authors="Zaheer et al.", year=2018,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # 1 - beta2 is the size of v's additive moves
        param eps = 1e-3 from 1e-12 to 0.1 log    # larger than Adam's: limits the longest step
        state m = 1e-6; state v = 1e-6
        m = beta1*m + (1 - beta1)*g
        v = v - (1 - beta2)*sign(v - g^2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        arrow momentum_term = -lr*(m - (1 - beta1)*g)/(1 - beta1^t)/(sqrt(v_hat) + eps)
        theta = theta - lr*m_hat/(sqrt(v_hat) + eps)
    """,
    unit="length",
    note=(
        "As in optax: both accumulators start at 1e-6 (the m too) and are corrected as in Adam. The paper "
        "has no bias correction. Unlike Adam's, v can shrink only slowly after large gradients."
    ),
    reference="Zaheer et al. (2018), Adaptive Methods for Nonconvex Optimization, NeurIPS",
)
