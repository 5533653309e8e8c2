"""NovoGrad: momentum of gradients normalised to length one."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="NovoGrad", family="Adam and relatives", authors="Ginsburg et al.", year=2019,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # fraction of m that is kept
        param beta2 = 0.25 from 0 to 0.999        # memory of the squared gradient norm
        param eps = 1e-6 from 1e-12 to 0.1 log    # keeps the division finite where the gradient is 0
        param weight_decay = 0 from 0 to 1        # pull towards the origin
        state m = 0; state v = 0
        arrow momentum_term = -lr*beta1*m
        v = where(t == 1, dot(g, g), beta2*v + (1 - beta2)*dot(g, g))
        m = beta1*m + g/(sqrt(v) + eps) + weight_decay*theta
        theta = theta - lr*m
    """,
    unit="length",
    note=(
        "As in optax; NVIDIA's own code has beta1 = 0.95 and beta2 = 0.98. v is one number for the point: "
        "the norm of the whole gradient, not of each coordinate. m is a sum, not a mean: steps reach 1/(1 "
        "- beta1) times lr."
    ),
    reference=(
        "Ginsburg et al. (2019), Stochastic Gradient Methods with Layer-wise Adaptive Moments, "
        "arXiv:1905.11286"
    ),
)
