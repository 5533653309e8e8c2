"""QHAdam: Adam with quasi-hyperbolic means."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="QHAdam", family="Adam and relatives", authors="Ma, Yarats", year=2019,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean v of the squared gradients
        param nu1 = 0.7 from 0 to 1               # weight of the mean m; the rest is the plain gradient
        param nu2 = 1 from 0 to 1                 # weight of the mean v; the rest is the plain square
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        state m = 0; state v = 0
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        u = (1 - nu1)*g + nu1*m_hat
        d = sqrt((1 - nu2)*g^2 + nu2*v_hat) + eps
        arrow momentum_term = -lr*nu1*(m - (1 - beta1)*g)/(1 - beta1^t)/d
        theta = theta - lr*u/d
    """,
    unit="length",
    note=(
        "As in the paper, with Adam's betas. The authors recommend nu1 = 0.7, nu2 = 1 with beta1 = 0.995; "
        "their package's defaults nu1 = nu2 = 1 are Adam. nu1 = nu2 = 0 is the sign of the gradient."
    ),
    reference="Ma and Yarats (2019), ICLR, arXiv:1810.06801",
)
