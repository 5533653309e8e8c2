"""The same rate at every step."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Constant", family="Constant",
    text="""
        lr
    """,
    note="The rate stays as chosen.",
    reference="torch.optim.lr_scheduler.ConstantLR(factor=1)",
)
