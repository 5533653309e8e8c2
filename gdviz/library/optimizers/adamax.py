"""AdaMax: Adam with the maximum norm."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="AdaMax", family="Adam and relatives", authors="Kingma, Ba", year=2014,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # how slowly the largest gradient u is forgotten
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where u is 0
        state m = 0; state u = 0
        m = beta1*m + (1 - beta1)*g
        u = max(beta2*u, abs(g) + eps)
        m_hat = m/(1 - beta1^t)
        arrow momentum_term = -lr*(m - (1 - beta1)*g)/(1 - beta1^t)/u
        theta = theta - lr*m_hat/u
    """,
    torch="Adamax(betas=({beta1}, {beta2}), eps={eps})",
    unit="length",
    note=(
        "As in torch.optim.Adamax and optax: eps is added to abs(g) inside the maximum; the paper has no "
        "eps, Keras adds it to u. u needs no bias correction."
    ),
    reference="Kingma and Ba (2014), ICLR 2015, section 7.1, arXiv:1412.6980",
)
