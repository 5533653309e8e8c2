"""RMSprop divided by the standard deviation of the gradient."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="RMSprop (centered)", family="Adaptive rates", authors="Graves", year=2013,
    text="""
        param alpha = 0.99 from 0.5 to 0.9999     # memory of both means
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where the variance is 0
        state v = 0; state g_mean = 0
        v = alpha*v + (1 - alpha)*g^2
        g_mean = alpha*g_mean + (1 - alpha)*g
        variance = v - g_mean^2
        theta = theta - lr*g/(sqrt(variance) + eps)
    """,
    torch="RMSprop(alpha={alpha}, eps={eps}, centered=True)",
    unit="length",
    note=(
        "As in torch.optim.RMSprop(centered=True): eps outside the root. Where the gradient hardly "
        "changes the variance is small and the step grows; Graves adds 1e-4 inside the root against this."
    ),
    reference=(
        "Graves (2013), Generating Sequences With Recurrent Neural Networks, arXiv:1308.0850, equations "
        "38-45"
    ),
)
