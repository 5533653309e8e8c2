"""AdEMAMix: Adam with a second, very slow momentum."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="AdEMAMix", family="Adam and relatives", authors="Pagliardini, Ablin, Grangier", year=2024,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean v of the squared gradients
        param beta3 = 0.9999 from 0.9 to 0.99999  # memory of the slow mean m2
        param alpha = 5 from 0 to 10              # weight of the slow mean
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        param weight_decay = 0 from 0 to 1        # pull towards the origin, not scaled by v
        state m = 0; state m2 = 0; state v = 0
        m = beta1*m + (1 - beta1)*g
        m2 = beta3*m2 + (1 - beta3)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        d = sqrt(v_hat) + eps
        arrow momentum_term = -lr*((m - (1 - beta1)*g)/(1 - beta1^t) + alpha*(m2 - (1 - beta3)*g))/d
        theta = theta - lr*((m_hat + alpha*m2)/d + weight_decay*theta)
    """,
    unit="length", memory=("beta1", "alpha"),
    note="As in optax.contrib with constant alpha and beta3; the paper raises both slowly over the run. m2 "
         "is not corrected: it fills over some 10 000 steps, so that short runs look like Adam.",
    reference="Pagliardini, Ablin and Grangier (2024), The AdEMAMix Optimizer, arXiv:2409.03137",
)
