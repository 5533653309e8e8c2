"""Adam: momentum divided by the root of the mean square."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Adam", family="Adam and relatives", authors="Kingma, Ba", year=2014,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean v of the squared gradients
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        state m = 0; state v = 0
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        arrow momentum_term = -lr*(m - (1 - beta1)*g)/(1 - beta1^t)/(sqrt(v_hat) + eps)
        theta = theta - lr*m_hat/(sqrt(v_hat) + eps)
    """,
    torch="Adam(betas=({beta1}, {beta2}), eps={eps})", unit="length", stable="2*(1 + beta1)/((1 - beta1)*lam_max)", preconditioner="sqrt(v_hat) + eps",
    note=(
        "As in the paper's Algorithm 1 and torch.optim.Adam: eps outside the root, after the bias "
        "correction. Keras and TensorFlow correct lr instead (the paper's remark after Algorithm 1), so "
        "that their eps acts larger in the first steps. With P = sqrt(v_hat) + eps held, the roots of z^2 - (1 "
        "+ beta1 - (1 - beta1) lr lam) z + beta1 leave the unit circle at z = -1, where lr lam = 2(1 + beta1)/(1 "
        "- beta1); lam is an eigenvalue of P^-1/2 H P^-1/2 (Cohen et al. 2022, arXiv:2207.14484)."
    ),
    reference="Kingma and Ba (2014), ICLR 2015, arXiv:1412.6980",
    slot=2,
)
