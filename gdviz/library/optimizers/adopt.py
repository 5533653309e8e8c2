"""ADOPT: divides by yesterday's v, then averages."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="ADOPT", family="Adam and relatives", authors="Taniguchi et al.", year=2024,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the normalised gradients
        param beta2 = 0.9999 from 0.5 to 0.99999  # memory of the mean v of the squared gradients
        param eps = 1e-6 from 1e-12 to 0.1 log    # smallest divisor
        state m = 0; state v = 0
        arrow momentum_term = -lr*beta1*m
        bound = (t - 1)^0.25
        u = clip(g/max(sqrt(v), eps), -bound, bound)
        m = beta1*m + (1 - beta1)*u
        v = where(t == 1, g^2, beta2*v + (1 - beta2)*g^2)
        theta = theta - lr*m
    """,
    unit="length",
    note=(
        "As in optax.contrib: the paper's clipped version (bound (t - 1)^(1/4)). The first step only "
        "measures v and does not move. The order, v used before this gradient enters it, is what makes it "
        "converge for every beta2."
    ),
    reference=(
        "Taniguchi et al. (2024), ADOPT: Modified Adam Can Converge with Any beta2, NeurIPS, "
        "arXiv:2411.02853"
    ),
)
