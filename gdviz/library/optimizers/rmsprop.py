"""RMSprop: Adagrad that forgets."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="RMSprop", family="Adaptive rates", authors="Tieleman, Hinton", year=2012,
    text="""
        param alpha = 0.99 from 0.5 to 0.9999     # memory of the mean v of the squared gradients
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        state v = 0
        v = alpha*v + (1 - alpha)*g^2
        theta = theta - lr*g/(sqrt(v) + eps)
    """,
    torch="RMSprop(alpha={alpha}, eps={eps})",
    unit="length", stable="2/lam_max", preconditioner="sqrt(v) + eps",
    note=(
        "As in torch.optim.RMSprop: alpha = 0.99, eps outside the root, no bias correction, so that the "
        "first step is 1/sqrt(1 - alpha) = 10 times lr. The lecture and Keras use 0.9; TensorFlow 1 and "
        "optax put eps inside the root. With P = sqrt(v) + eps held it is gradient descent, stable to lr lam = 2 "
        "for the eigenvalues lam of P^-1/2 H P^-1/2."
    ),
    reference="Tieleman and Hinton (2012), Coursera, Neural Networks for Machine Learning, lecture 6.5",
    slot=4,
)
