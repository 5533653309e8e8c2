"""Schedule-free gradient descent: the average is the iterate."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Schedule-free SGD", family="Averages and flatness", authors="Defazio et al.", year=2024,
    text="""
        param beta1 = 0.9 from 0 to 1             # where the gradient is taken: 0 at z, 1 at the average
        state z = theta; state lr_max = 0; state weights = 0
        y = (1 - beta1)*z + beta1*theta
        z = z - lr*grad(y)
        lr_max = max(lr_max, lr)
        weights = weights + lr_max^2
        c = lr_max^2/weights
        theta = (1 - c)*theta + c*z
    """,
    unit="1/curvature",
    note=(
        "As in optax.contrib.schedule_free_sgd: theta is the average x that is reported; the gradient is "
        "taken at y, between the fast sequence z and the average. optax keeps y as the parameters and "
        "gives x through schedule_free_eval_params."
    ),
    reference="Defazio et al. (2024), The Road Less Scheduled, NeurIPS, arXiv:2405.15682",
)
