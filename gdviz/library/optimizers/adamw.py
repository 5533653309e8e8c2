"""Adam with decoupled weight decay."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="AdamW", family="Adam and relatives", authors="Loshchilov, Hutter", year=2017,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean v of the squared gradients
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        param weight_decay = 0.01 from 0 to 1     # pull towards the origin, not scaled by v
        state m = 0; state v = 0
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        arrow momentum_term = -lr*(m - (1 - beta1)*g)/(1 - beta1^t)/(sqrt(v_hat) + eps)
        theta = theta*(1 - lr*weight_decay) - lr*m_hat/(sqrt(v_hat) + eps)
    """,
    torch="AdamW(betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay})",
    unit="length",
    note=(
        "As in torch.optim.AdamW: the decay is multiplied by lr; in the paper it has a factor of its own "
        "(only the schedule is common to both). On a test surface the decay pulls the end point off the "
        "minimum, towards the origin. optax's default is 1e-4."
    ),
    reference="Loshchilov and Hutter (2017), ICLR 2019, arXiv:1711.05101",
    slot=7,
)
