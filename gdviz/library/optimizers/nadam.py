"""NAdam: Adam with Nesterov momentum."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="NAdam", family="Adam and relatives", authors="Dozat", year=2016,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean v of the squared gradients
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        param momentum_decay = 0.004 from 0 to 0.1  # how fast the momentum mu grows towards beta1
        state m = 0; state v = 0; state mu_product = 1
        mu = beta1*(1 - 0.5*0.96^(t*momentum_decay))
        mu_next = beta1*(1 - 0.5*0.96^((t + 1)*momentum_decay))
        mu_product = mu_product*mu
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = mu_next*m/(1 - mu_product*mu_next) + (1 - mu)*g/(1 - mu_product)
        v_hat = v/(1 - beta2^t)
        arrow momentum_term = -lr*mu_next*(m - (1 - beta1)*g)/(1 - mu_product*mu_next)/(sqrt(v_hat) + eps)
        theta = theta - lr*m_hat/(sqrt(v_hat) + eps)
    """,
    torch="NAdam(betas=({beta1}, {beta2}), eps={eps}, momentum_decay={momentum_decay})",
    unit="length",
    note="As in torch.optim.NAdam, with its momentum schedule (momentum_decay = 0.004). optax and many "
         "slides keep the momentum at beta1 throughout: m_hat = beta1*m/(1 - beta1^(t + 1)) + (1 - "
         "beta1)*g/(1 - beta1^t).",
    reference="Dozat (2016), Incorporating Nesterov Momentum into Adam, ICLR workshop",
)
