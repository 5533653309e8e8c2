"""The same factor every step."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Exponential decay", family="Decay",
    text="""
        param gamma = 0.99 from 0.9 to 1              # factor per step
        lr*gamma^(t - 1)
    """,
    note=(
        "As torch's ExponentialLR. All rates together sum to lr/(1 - gamma): a start further away than "
        "such a path is long is never left behind."
    ),
    reference="torch.optim.lr_scheduler.ExponentialLR",
)
