"""LAMB: Adam's direction, with a length in proportion to the parameters."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="LAMB", family="Adam and relatives", authors="You et al.", year=2019,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean v of the squared gradients
        param eps = 1e-6 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        param weight_decay = 0 from 0 to 1        # pull towards the origin
        state m = 0; state v = 0
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        u = m_hat/(sqrt(v_hat) + eps) + weight_decay*theta
        ratio = where(min(norm(theta), norm(u)) > 0, norm(theta)/norm(u), 1)
        arrow momentum_term = -lr*ratio*(m - (1 - beta1)*g)/(1 - beta1^t)/(sqrt(v_hat) + eps)
        theta = theta - lr*ratio*u
    """,
    unit="none", lr=0.02,
    note="As in optax: every step has the length lr*norm(theta), so lr is a fraction and the origin is a "
         "special point (there the ratio is 1). One point counts as one layer. The paper allows a bound on "
         "norm(theta); NVIDIA's code also clips the gradient.",
    reference="You et al. (2019), Large Batch Optimization for Deep Learning, ICLR 2020, arXiv:1904.00962",
)
