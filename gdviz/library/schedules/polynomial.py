"""A power of the remaining time."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Polynomial decay", family="Decay",
    text="""
        param power = 1 from 0.25 to 4                # 1: a straight line
        lr*(1 - (t - 1)/T)^power
    """,
    note=(
        "As torch's PolynomialLR with total_iters = T, the number of steps of the run: step T is the last "
        "with a rate above 0."
    ),
    reference="torch.optim.lr_scheduler.PolynomialLR",
)
