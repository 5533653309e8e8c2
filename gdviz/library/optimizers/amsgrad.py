"""AMSGrad: Adam whose denominator never shrinks."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="AMSGrad", family="Adam and relatives", authors="Reddi, Kale, Kumar", year=2018,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean v of the squared gradients
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        state m = 0; state v = 0; state v_max = 0
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        v_max = max(v_max, v)
        m_hat = m/(1 - beta1^t)
        v_hat = v_max/(1 - beta2^t)
        arrow momentum_term = -lr*(m - (1 - beta1)*g)/(1 - beta1^t)/(sqrt(v_hat) + eps)
        theta = theta - lr*m_hat/(sqrt(v_hat) + eps)
    """,
    torch="Adam(betas=({beta1}, {beta2}), eps={eps}, amsgrad=True)",
    unit="length",
    note=(
        "As in torch.optim.Adam(amsgrad=True): maximum of the uncorrected v, corrected afterwards. optax "
        "takes the maximum of the corrected v, where the first ones weigh more; the paper corrects "
        "neither m nor v. Forgetting v's correction alone makes the first step 31.6 times too long."
    ),
    reference="Reddi, Kale and Kumar (2018), On the Convergence of Adam and Beyond, ICLR, arXiv:1904.09237",
)
